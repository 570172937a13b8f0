"""What a program's events become for rules: an approval for each version, format and period."""

from datetime import date
from decimal import Decimal

import msgspec

from domain.event import Event
from domain.facts import program_facts
from domain.item import Item
from domain.program.events import (
    AdaptationDocumentAccepted,
    AdaptationDocumentFiled,
    AdaptationDocumentRejected,
    ApprovalEffectiveDateCorrected,
    ApprovalWithdrawn,
    AuditDue,
    AuditFailed,
    AuditPassed,
    FaceToFaceComponentOffered,
    ListingLapsed,
    ListingRestored,
    ProgramReinstated,
    ProgramRenamed,
    ProgramSuspended,
    ScopeAmended,
)
from tests.domain.streams.history import APPROVED, JUNE_30_2022, MARCH_1_2020, given_program

FEBRUARY_10_2022 = date(2022, 2, 10)
BOTH = msgspec.structs.replace(APPROVED, formats=("blended", "face to face"))
WITHDRAWN = ApprovalWithdrawn(effective_on=JUNE_30_2022, mode="prospective", reason="failed audit")
VOID = ApprovalWithdrawn(effective_on=date(2022, 9, 1), mode="ab initio", reason="forged papers")
SUSPENDED = ProgramSuspended(effective_on=date(2021, 1, 1))
REINSTATED = ProgramReinstated(effective_on=date(2021, 6, 1))
FILED = AdaptationDocumentFiled(document="a", version="1", filed_on=date(2020, 5, 2))
ACCEPTED = AdaptationDocumentAccepted(document="a", accepted_on=date(2020, 5, 10))


def facts(kind: str, *events: Event) -> list[Item]:
    return program_facts(given_program(*events)).get(kind, [])


def periods(*events: Event) -> list[tuple[str, date, date | None]]:
    """Return the id and the days of each approval."""
    return [
        (
            str(approval["id"]),
            date.fromordinal(int(approval["from"])),
            date.fromordinal(int(approval["until"])) if "until" in approval else None,
        )
        for approval in facts("approval", *events)
    ]


def test_an_approval_says_all_that_a_graduate_has_to_match() -> None:
    assert facts("approval", APPROVED) == [
        {
            "id": "harbour/1/face to face",
            "event": "program/harbour@2",
            "program": "harbour",
            "version": "1",
            "format": "face to face",
            "kind": "CMTP",
            "from": MARCH_1_2020.toordinal(),
            "min_hours": 40_000,
            "retrospective": True,
            "retro_months": 12_000,
            "resumed": False,
        }
    ]


def test_each_format_has_an_approval_of_its_own() -> None:
    assert [name for name, _, _ in periods(BOTH)] == ["harbour/1/blended", "harbour/1/face to face"]


def test_a_format_added_later_has_its_own_day_and_inherits_the_rest() -> None:
    _, online = facts("approval", APPROVED, ScopeAmended(effective_on=FEBRUARY_10_2022, add_formats=("online",)))
    assert online["from"] == FEBRUARY_10_2022.toordinal()
    assert (online["min_hours"], online["retrospective"], online["retro_months"]) == (40_000, True, 12_000)


def test_a_format_added_later_may_have_terms_of_its_own() -> None:
    amended = ScopeAmended(
        effective_on=FEBRUARY_10_2022,
        add_formats=("online",),
        min_hours=Decimal(60),
        retrospective=False,
        retro_window_months=6,
    )
    _, online = facts("approval", APPROVED, amended)
    assert (online["min_hours"], online["retrospective"], online["retro_months"]) == (60_000, False, 6_000)


def test_a_format_taken_out_of_scope_ends_and_may_come_back() -> None:
    removed = ScopeAmended(effective_on=date(2021, 1, 1), remove_formats=("blended",))
    again = ScopeAmended(effective_on=date(2022, 1, 1), add_formats=("blended",))
    removed_again = ScopeAmended(effective_on=date(2023, 1, 1), remove_formats=("blended",))
    assert periods(BOTH, removed, again, removed_again) == [
        ("harbour/1/blended", MARCH_1_2020, date(2021, 1, 1)),
        ("harbour/1/face to face", MARCH_1_2020, None),
        ("harbour/1/blended/2", date(2022, 1, 1), date(2023, 1, 1)),
    ]


def test_sites_are_approved_apart() -> None:
    approved = msgspec.structs.replace(APPROVED, sites=("Rotterdam", "Utrecht"))
    moved = ScopeAmended(effective_on=FEBRUARY_10_2022, add_sites=("Delft",), remove_sites=("Utrecht",))
    sites = facts("approved site", approved, moved)
    assert [(site["site"], site["from"], site.get("until")) for site in sites] == [
        ("Rotterdam", MARCH_1_2020.toordinal(), None),
        ("Utrecht", MARCH_1_2020.toordinal(), FEBRUARY_10_2022.toordinal()),
        ("Delft", FEBRUARY_10_2022.toordinal(), None),
    ]


def test_a_corrected_day_of_effect_moves_every_format_or_the_one_named() -> None:
    corrected = ApprovalEffectiveDateCorrected(effective_on=date(2020, 2, 15))
    assert {from_ for _, from_, _ in periods(BOTH, corrected)} == {date(2020, 2, 15)}
    named = msgspec.structs.replace(corrected, format="blended")
    assert [from_ for _, from_, _ in periods(BOTH, named)] == [date(2020, 2, 15), MARCH_1_2020]


def test_a_prospective_withdrawal_ends_every_format_of_the_version() -> None:
    second = msgspec.structs.replace(APPROVED, version="2")
    assert periods(BOTH, second, WITHDRAWN) == [
        ("harbour/1/blended", MARCH_1_2020, JUNE_30_2022),
        ("harbour/1/face to face", MARCH_1_2020, JUNE_30_2022),
        ("harbour/2/face to face", MARCH_1_2020, None),
    ]
    approval, *_ = facts("approval", BOTH, WITHDRAWN)
    assert (approval["withdrawn_on"], approval["mode"]) == (JUNE_30_2022.toordinal(), "prospective")
    assert "teach_out_until" not in approval


def test_a_withdrawal_leaves_what_had_ended_before_as_it_was() -> None:
    removed = ScopeAmended(effective_on=date(2021, 1, 1), remove_formats=("blended",))
    blended, _ = facts("approval", BOTH, removed, WITHDRAWN)
    assert blended["until"] == date(2021, 1, 1).toordinal()
    assert "withdrawn_on" not in blended


def test_a_teach_out_counts_its_days_from_the_withdrawal() -> None:
    taught_out = msgspec.structs.replace(WITHDRAWN, mode="teach-out", teach_out_days=90)
    [approval] = facts("approval", APPROVED, taught_out)
    assert approval["teach_out_until"] == date(2022, 9, 28).toordinal()


def test_a_withdrawal_from_before_an_approval_leaves_it_no_day() -> None:
    online = ScopeAmended(effective_on=date(2022, 9, 1), add_formats=("online",))
    assert periods(APPROVED, online, WITHDRAWN)[1] == ("harbour/1/online", date(2022, 9, 1), date(2022, 9, 1))


def test_what_was_void_from_the_start_is_no_approval() -> None:
    assert facts("approval", BOTH, VOID) == []
    voided, _ = facts("voided approval", BOTH, VOID)
    assert voided["voided_on"] == date(2022, 9, 1).toordinal()
    assert voided["from"] == MARCH_1_2020.toordinal()
    assert "until" not in voided


def test_a_version_that_was_withdrawn_may_turn_out_void() -> None:
    [voided] = facts("voided approval", APPROVED, WITHDRAWN, VOID)
    assert voided["until"] == JUNE_30_2022.toordinal()


def test_a_version_approved_again_has_a_second_period() -> None:
    again = msgspec.structs.replace(APPROVED, effective_on=date(2023, 1, 1))
    assert periods(APPROVED, WITHDRAWN, again) == [
        ("harbour/1/face to face", MARCH_1_2020, JUNE_30_2022),
        ("harbour/1/face to face/2", date(2023, 1, 1), None),
    ]
    first, second = facts("approval", APPROVED, WITHDRAWN, again)
    assert "withdrawn_on" in first
    assert "withdrawn_on" not in second


def test_a_suspension_leaves_a_gap_and_opens_no_new_window() -> None:
    assert periods(APPROVED, SUSPENDED, REINSTATED) == [
        ("harbour/1/face to face", MARCH_1_2020, date(2021, 1, 1)),
        ("harbour/1/face to face/2", date(2021, 6, 1), None),
    ]
    first, second = facts("approval", APPROVED, SUSPENDED, REINSTATED)
    assert (first["retrospective"], first["resumed"]) == (True, False)
    assert (second["retrospective"], second["resumed"]) == (False, True)
    assert "retro_months" not in second


def test_what_was_withdrawn_while_suspended_does_not_resume() -> None:
    reinstated = ProgramReinstated(effective_on=date(2022, 9, 1))
    [approval] = facts("approval", APPROVED, SUSPENDED, WITHDRAWN, reinstated)
    assert approval["until"] == date(2021, 1, 1).toordinal()
    assert approval["withdrawn_on"] == JUNE_30_2022.toordinal()


def test_a_correction_reaches_the_period_before_a_suspension() -> None:
    corrected = ApprovalEffectiveDateCorrected(effective_on=date(2020, 2, 15))
    assert [from_ for _, from_, _ in periods(APPROVED, SUSPENDED, REINSTATED, corrected)] == [
        date(2020, 2, 15),
        date(2021, 6, 1),
    ]


def test_an_adaptation_counts_once_it_is_accepted() -> None:
    assert facts("adaptation", FILED) == []
    assert facts("adaptation", FILED, ACCEPTED) == [
        {
            "id": "harbour/adaptation/a",
            "event": "program/harbour@3",
            "program": "harbour",
            "document": "a",
            "version": "1",
            "filed_on": date(2020, 5, 2).toordinal(),
            "accepted_on": date(2020, 5, 10).toordinal(),
        }
    ]
    rejected = AdaptationDocumentRejected(document="a", rejected_on=date(2020, 6, 1))
    assert facts("adaptation", FILED, ACCEPTED, rejected) == []


def test_an_acceptance_may_stand_alone() -> None:
    accepted = msgspec.structs.replace(ACCEPTED, version="2", filed_on=date(2020, 5, 3))
    [adaptation] = facts("adaptation", accepted)
    assert (adaptation["version"], adaptation["filed_on"]) == ("2", date(2020, 5, 3).toordinal())
    [alone] = facts("adaptation", ACCEPTED)
    assert "version" not in alone
    assert "filed_on" not in alone


def test_offers_audits_and_lapses_of_listing_are_facts_of_their_own() -> None:
    offered = FaceToFaceComponentOffered(offered_on=date(2021, 4, 1), place="Rotterdam")
    assert facts("face-to-face offer", offered) == [
        {
            "id": "harbour/face-to-face/1",
            "event": "program/harbour@2",
            "program": "harbour",
            "offered_on": date(2021, 4, 1).toordinal(),
            "place": "Rotterdam",
        }
    ]
    audits = facts(
        "audit",
        AuditDue(due_on=JUNE_30_2022),
        AuditPassed(audited_on=JUNE_30_2022),
        AuditFailed(audited_on=JUNE_30_2022),
    )
    assert [audit.get("result") for audit in audits] == [None, "passed", "failed"]
    lapsed, restored = ListingLapsed(effective_on=date(2021, 1, 1)), ListingRestored(effective_on=date(2021, 3, 1))
    first, second = facts("lapsed listing", lapsed, restored, lapsed)
    assert first["until"] == date(2021, 3, 1).toordinal()
    assert "until" not in second


def test_restoring_ends_only_the_open_lapse() -> None:
    lapsed, restored = ListingLapsed(effective_on=date(2021, 1, 1)), ListingRestored(effective_on=date(2021, 3, 1))
    later = ListingRestored(effective_on=date(2021, 9, 1))
    untils = [item["until"] for item in facts("lapsed listing", lapsed, restored, lapsed, later)]
    assert untils == [date(2021, 3, 1).toordinal(), date(2021, 9, 1).toordinal()]


def test_a_renamed_program_is_the_same_program() -> None:
    program = given_program(APPROVED, ProgramRenamed(title="Harbour school", renamed_on=JUNE_30_2022))
    assert program.title == "Harbour school"
    assert program.id == "harbour"
