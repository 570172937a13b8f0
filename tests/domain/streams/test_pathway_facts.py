"""What a pathway's events become for rules."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from domain.evidence import Evidence, Private, Remark
from domain.facts import pathway_facts, referenced_streams, stream_facts
from domain.item import Value
from domain.pathway import conduct, esteem, listing, recognition, registration, relief
from domain.pathway.families import EVENTS
from domain.pathway.learning import LearningRecorded
from domain.pathway.practice import (
    LogbookHoursAmended,
    LogbookHoursDisputed,
    LogbookHoursRetracted,
    LogbookHoursVerified,
)
from domain.pathway.record import EvidenceCorrected, EvidenceRecorded, EvidenceRetracted, PersonalDataErased
from domain.pathway.state import EVOLVE, evolve
from domain.pathway.training import CourseStarted
from tests.domain.streams.history import COURSE, MEDIATION, OPENED, REGISTRATION, given, without_events

JULY_1 = date(2022, 7, 1)


def fact(*events: Evidence | Remark) -> dict[str, Value]:
    """Return the only fact that these events give, without the names of evidence and event."""
    [[item]] = pathway_facts(given(*events)).values()
    return {name: value for name, value in item.items() if name not in {"id", "event"}}


def test_an_open_pathway_states_nothing_yet() -> None:
    assert pathway_facts(given()) == {}


def test_a_course_is_flat_days_are_ordinals_and_numbers_thousandths() -> None:
    assert pathway_facts(given(COURSE)) == {
        "course": [
            {
                "id": "course-1",
                "event": "pathway/ada@2",
                "program": "harbour",
                "program_version": "1",
                "format": "face to face",
                "begun_on": date(2020, 2, 3).toordinal(),
                "ended_on": date(2020, 3, 20).toordinal(),
                "hours": 40_000,
                "result": "passed",
            }
        ]
    }


def test_a_list_gives_its_text_and_a_fact_for_each_member() -> None:
    learnt = LearningRecorded(
        ref="l", held_on=JULY_1, category="conference", hours=Decimal("7.5"), unit_minutes=50, topics=("ethics", "law")
    )
    assert fact(learnt) == {
        "held_on": JULY_1.toordinal(),
        "category": "conference",
        "hours": 7_500,
        "unit_minutes": 50_000,
        "topics": "ethics, law",
        "topics_ethics": True,
        "topics_law": True,
    }


def test_a_mapping_gives_a_fact_for_each_of_its_names() -> None:
    assert (
        fact(msgspec.structs.replace(COURSE, hours_by_topic={"ethics": Decimal(4)}))["hours_by_topic_ethics"] == 4_000
    )


def test_a_correction_of_a_list_leaves_no_member_behind() -> None:
    learnt = LearningRecorded(ref="l", held_on=JULY_1, category="c", hours=Decimal(1), topics=("ethics", "law"))
    corrected = fact(learnt, EvidenceCorrected(of="l", fields={"topics": ("law",)}))
    assert [name for name in corrected if name.startswith("topics")] == ["topics", "topics_law"]
    removed = fact(learnt, EvidenceCorrected(of="l", fields={"topics": None}))
    assert not [name for name in removed if name.startswith("topics")]


def test_private_text_is_no_fact() -> None:
    told = msgspec.structs.replace(MEDIATION, private=Private(reflections="They cried.", parties="A. and B."))
    assert fact(told) == fact(MEDIATION)


def test_erasing_private_text_leaves_every_fact_as_it_was() -> None:
    told = msgspec.structs.replace(MEDIATION, private=Private(reflections="They cried."))
    erased = PersonalDataErased(of="mediation-1", kept_fields=("hours",), erased_on=JULY_1)
    assert pathway_facts(given(told, erased)) == pathway_facts(given(told))


def test_corrected_fields_replace_and_null_takes_away() -> None:
    corrected = EvidenceCorrected(of="course-1", fields={"hours": "38.5", "begun_on": None, "carries_logo": True})
    assert fact(COURSE, corrected) == {
        "program": "harbour",
        "program_version": "1",
        "format": "face to face",
        "ended_on": date(2020, 3, 20).toordinal(),
        "hours": 38_500,
        "result": "passed",
        "carries_logo": True,
    }


def test_a_corrected_fact_is_cited_by_the_event_that_gave_it() -> None:
    corrected = EvidenceCorrected(of="course-1", fields={"hours": "38.5"})
    [course] = pathway_facts(given(MEDIATION, COURSE, corrected))["course"]
    assert course["event"] == "pathway/ada@3"


def test_an_amended_entry_is_a_corrected_one() -> None:
    amended = LogbookHoursAmended(of="mediation-1", fields={"hours": "6", "medium": "hybrid"})
    assert fact(MEDIATION, amended) == fact(msgspec.structs.replace(MEDIATION, hours=Decimal(6), medium="hybrid"))


@pytest.mark.parametrize("retraction", [EvidenceRetracted, LogbookHoursRetracted])
def test_retracted_evidence_vanishes(retraction: type[EvidenceRetracted | LogbookHoursRetracted]) -> None:
    assert pathway_facts(given(MEDIATION, retraction(of="mediation-1", reason="not mine"))) == {}


def test_evidence_retracted_from_a_day_on_carries_that_day() -> None:
    retracted = EvidenceRetracted(of="mediation-1", reason="not mine", effective_on=JULY_1)
    assert fact(MEDIATION, retracted) == fact(MEDIATION) | {"retracted_on": JULY_1.toordinal()}


SUSPENDED = conduct.SuspensionImposed(ref="s", imposed_on=date(2022, 6, 1), months=6)
APPEALED = conduct.AppealLodged(ref="a", suspension="s", lodged_on=date(2022, 6, 10), suspensive=True)
RAISED = conduct.ComplaintRaised(ref="c", aware_on=date(2022, 4, 1), raised_on=date(2022, 4, 28))
GRANTED = recognition.RecognitionGranted(ref="r", level="qualified", granted_on=date(2020, 10, 5))
APPLIED = recognition.ApplicationSubmitted(ref="a", level="qualified", submitted_on=date(2020, 10, 1))
ASKED = listing.ListingRequested(ref="l", requested_on=date(2020, 10, 5))
PAID = listing.FeePaid(ref="f", purpose="listing", paid_on=date(2020, 10, 5), amount=Decimal(50), currency="EUR")
ON_LEAVE = relief.LeaveStarted(ref="l", from_=date(2022, 1, 1))
HINDERED = relief.ObstacleDeclared(ref="o", from_=date(2022, 1, 1), ground="illness")
WANTED = relief.ExtensionRequested(ref="e", requested_on=date(2022, 1, 1))
IMPOSED = relief.ConditionImposed(ref="c", condition="role-play", imposed_on=date(2022, 1, 1))
RESIGNED = registration.ResignedFromRegister(ref="r", resigned_on=date(2022, 1, 1))


@pytest.mark.parametrize(
    ("evidence", "remark", "added"),
    [
        (
            MEDIATION,
            LogbookHoursVerified(of="mediation-1", verified_by="c", verified_on=JULY_1),
            {"verified_by": "c", "verified_on": JULY_1},
        ),
        (MEDIATION, LogbookHoursDisputed(of="mediation-1", disputed_on=JULY_1, reason="no"), {"disputed_on": JULY_1}),
        (REGISTRATION, registration.RegistrationEnded(of="registration-1", ended_on=JULY_1), {"until": JULY_1}),
        (RESIGNED, registration.ReRegistered(of="r", re_registered_on=JULY_1), {"until": JULY_1}),
        (ASKED, listing.ListingEnded(of="l", ended_on=JULY_1), {"until": JULY_1}),
        (PAID, listing.FeeRefunded(of="f", refunded_on=JULY_1), {"refunded_on": JULY_1}),
        (APPLIED, recognition.ApplicationWithdrawn(of="a", withdrawn_on=JULY_1), {"withdrawn_on": JULY_1}),
        (
            APPLIED,
            recognition.ApplicationDecided(of="a", decided_on=JULY_1, outcome="granted", policy_version="2021.06"),
            {"decided_on": JULY_1, "outcome": "granted", "policy_version": "2021.06"},
        ),
        (GRANTED, recognition.StatusRevoked(of="r", revoked_on=JULY_1, reason="forged"), {"until": JULY_1}),
        (RAISED, conduct.ComplaintClosed(of="c", closed_on=JULY_1), {"closed_on": JULY_1}),
        (SUSPENDED, conduct.SuspensionLifted(of="s", lifted_on=JULY_1), {"lifted_on": JULY_1}),
        (
            APPEALED,
            conduct.AppealDecided(of="a", decided_on=JULY_1, outcome="upheld"),
            {"decided_on": JULY_1, "outcome": "upheld"},
        ),
        (ON_LEAVE, relief.LeaveEnded(of="l", ended_on=JULY_1), {"until": JULY_1}),
        (HINDERED, relief.ObstacleAccepted(of="o", accepted_on=JULY_1), {"accepted_on": JULY_1}),
        (WANTED, relief.ExtensionRefused(of="e", refused_on=JULY_1), {"refused_on": JULY_1}),
        (
            IMPOSED,
            relief.ConditionSatisfied(of="c", satisfied_on=JULY_1, by="m"),
            {"satisfied_on": JULY_1, "satisfied_by": "m"},
        ),
        (IMPOSED, relief.ConditionDischarged(of="c", discharged_on=JULY_1), {"discharged_on": JULY_1}),
    ],
)
def test_what_is_said_of_evidence_joins_its_fact(
    evidence: Evidence, remark: Remark, added: dict[str, str | date]
) -> None:
    expected = {name: value.toordinal() if isinstance(value, date) else value for name, value in added.items()}
    assert fact(evidence, remark) == fact(evidence) | expected


def test_a_fee_says_whether_it_was_waived() -> None:
    waived = listing.FeeWaived(ref="f", purpose="listing", waived_on=date(2020, 10, 5), reason="hardship")
    assert fact(waived) == {
        "purpose": "listing",
        "paid_on": date(2020, 10, 5).toordinal(),
        "waived": True,
    }
    assert fact(PAID)["waived"] is False


def test_a_recognition_says_whether_it_cites_evidence() -> None:
    assert fact(GRANTED)["cites_evidence"] is False
    assert fact(msgspec.structs.replace(GRANTED, evidence=("course-1",)))["cites_evidence"] is True


def test_facts_stand_in_the_order_of_their_names() -> None:
    second = msgspec.structs.replace(MEDIATION, ref="mediation-0", hours=Decimal(2))
    facts = pathway_facts(given(MEDIATION, second, COURSE))
    assert list(facts) == ["course", "mediation"]
    assert [item["id"] for item in facts["mediation"]] == ["mediation-0", "mediation-1"]


def test_the_facts_name_the_streams_they_lean_on() -> None:
    begun = CourseStarted(ref="begun", program="school", format="online", begun_on=JULY_1)
    odd = EvidenceRecorded.of("o", "observation", {"register": "cmc"})
    digest = esteem.FeedbackDigestPublished(ref="d", published_on=JULY_1)
    facts = pathway_facts(given(COURSE, begun, REGISTRATION, odd, digest))
    assert referenced_streams(facts) == ("program/harbour", "program/school", "register/cmc", "register/mfn")


def test_a_pathway_may_be_followed_event_by_event() -> None:
    pathway = given(COURSE)
    evolve(pathway, MEDIATION)
    assert pathway == given(COURSE, MEDIATION)


def test_the_facts_of_a_stream_are_those_of_what_its_name_says() -> None:
    assert stream_facts("pathway/ada", (OPENED, COURSE)) == pathway_facts(given(COURSE))
    assert stream_facts("program/harbour", ()) == {}
    assert stream_facts("register/mfn", ()) == {}
    assert stream_facts("policy/imi", ()) == {}


def test_every_event_of_a_pathway_has_its_place_in_the_fold() -> None:
    assert set(EVOLVE) == set(EVENTS.values())


def test_facts_differ_only_by_event_when_recorded_in_another_order() -> None:
    one, other = pathway_facts(given(COURSE, MEDIATION)), pathway_facts(given(MEDIATION, COURSE))
    assert one != other
    assert without_events(one) == without_events(other)


def test_a_mediation_without_an_end_ended_on_the_day_it_began() -> None:
    assert fact(MEDIATION)["ended_on"] == fact(MEDIATION)["started_on"]
    moved = EvidenceCorrected(of="mediation-1", fields={"started_on": "2021-05-18"})
    assert fact(MEDIATION, moved)["ended_on"] == date(2021, 5, 18).toordinal()
