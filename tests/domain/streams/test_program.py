"""What may be recorded of a program, and what may not."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from domain.event import Event
from domain.possible import ImpossibleEvidence
from domain.program.decisions import (
    AlreadyApproved,
    AlreadySuspended,
    AlreadyWithdrawn,
    ApprovalUnknown,
    ApprovedBeforeProgram,
    DocumentUnknown,
    FormatUnclear,
    ListingAlreadyLapsed,
    ListingNotLapsed,
    NotSuspended,
    ProgramAlreadySubmitted,
    ProgramUnknown,
    record,
)
from domain.program.events import (
    AdaptationDocumentAccepted,
    AdaptationDocumentFiled,
    AdaptationDocumentRejected,
    ApprovalEffectiveDateCorrected,
    ApprovalWithdrawn,
    AuditDue,
    ListingLapsed,
    ListingRestored,
    ProgramReinstated,
    ProgramRenamed,
    ProgramSuspended,
    ScopeAmended,
)
from domain.program.state import EVOLVE, Program, fold
from domain.program.stated import Approval
from domain.topics import EVENTS
from tests.domain.streams.history import APPROVED, JUNE_30_2022, MARCH_1_2020, SUBMITTED, given_program

FEBRUARY_10_2022 = date(2022, 2, 10)
ONLINE = ScopeAmended(effective_on=FEBRUARY_10_2022, add_formats=("online",))
OFFLINE = ScopeAmended(effective_on=JUNE_30_2022, remove_formats=("online",))
WITHDRAWN = ApprovalWithdrawn(effective_on=JUNE_30_2022, mode="prospective", reason="failed audit")
VOID = ApprovalWithdrawn(effective_on=date(2022, 9, 1), mode="ab initio", reason="forged papers")
SUSPENDED = ProgramSuspended(effective_on=date(2021, 1, 1))
REINSTATED = ProgramReinstated(effective_on=date(2021, 6, 1))
LAPSED = ListingLapsed(effective_on=date(2021, 1, 1))
FILED = AdaptationDocumentFiled(document="adaptation", filed_on=date(2020, 5, 2))


@pytest.mark.parametrize(
    ("history", "event"),
    [
        ((), APPROVED),
        ((), AuditDue(due_on=JUNE_30_2022)),
        ((), ProgramRenamed(title="Harbour school", renamed_on=JUNE_30_2022)),
        ((APPROVED,), msgspec.structs.replace(APPROVED, formats=("online",))),
        ((APPROVED,), msgspec.structs.replace(APPROVED, version="2")),
        ((APPROVED, WITHDRAWN), APPROVED),
        ((APPROVED, WITHDRAWN, SUSPENDED), msgspec.structs.replace(APPROVED, effective_on=date(2022, 9, 1))),
        ((APPROVED,), ONLINE),
        ((APPROVED, ONLINE), ScopeAmended(effective_on=JUNE_30_2022, remove_formats=("online",), add_sites=("Delft",))),
        ((APPROVED, ONLINE, OFFLINE), ScopeAmended(effective_on=date(2022, 9, 1), add_formats=("online",))),
        ((APPROVED,), ApprovalEffectiveDateCorrected(effective_on=date(2020, 2, 15))),
        ((APPROVED, ONLINE), ApprovalEffectiveDateCorrected(format="online", effective_on=date(2022, 1, 1))),
        ((APPROVED, WITHDRAWN), ApprovalEffectiveDateCorrected(effective_on=JUNE_30_2022)),
        ((APPROVED,), WITHDRAWN),
        ((APPROVED, WITHDRAWN), VOID),
        ((APPROVED,), msgspec.structs.replace(WITHDRAWN, mode="teach-out", teach_out_days=90)),
        ((APPROVED,), SUSPENDED),
        ((APPROVED, SUSPENDED), REINSTATED),
        ((APPROVED, SUSPENDED), WITHDRAWN),
        ((), FILED),
        ((), AdaptationDocumentAccepted(document="adaptation", accepted_on=date(2020, 5, 10))),
        ((FILED,), AdaptationDocumentRejected(document="adaptation", rejected_on=date(2020, 5, 10))),
        ((), LAPSED),
        ((LAPSED,), ListingRestored(effective_on=date(2021, 2, 1))),
        ((LAPSED, ListingRestored(effective_on=date(2021, 2, 1))), LAPSED),
    ],
)
def test_what_follows_from_the_history_is_recorded(history: tuple[Event, ...], event: Event) -> None:
    assert record(given_program(*history), event) is event


@pytest.mark.parametrize(
    ("history", "event", "refusal"),
    [
        ((), SUBMITTED, ProgramAlreadySubmitted),
        ((APPROVED,), APPROVED, AlreadyApproved),
        ((APPROVED, SUSPENDED), APPROVED, AlreadyApproved),
        ((APPROVED,), ScopeAmended(effective_on=JUNE_30_2022, add_formats=("face to face",)), AlreadyApproved),
        ((), ONLINE, ApprovalUnknown),
        ((APPROVED,), ScopeAmended(effective_on=JUNE_30_2022, remove_formats=("online",)), ApprovalUnknown),
        ((), ApprovalEffectiveDateCorrected(effective_on=MARCH_1_2020), ApprovalUnknown),
        ((APPROVED,), ApprovalEffectiveDateCorrected(format="online", effective_on=MARCH_1_2020), ApprovalUnknown),
        ((APPROVED, ONLINE), ApprovalEffectiveDateCorrected(effective_on=MARCH_1_2020), FormatUnclear),
        ((), WITHDRAWN, ApprovalUnknown),
        ((APPROVED,), msgspec.structs.replace(WITHDRAWN, version="2"), ApprovalUnknown),
        ((APPROVED, WITHDRAWN), WITHDRAWN, AlreadyWithdrawn),
        ((APPROVED, VOID), WITHDRAWN, AlreadyWithdrawn),
        ((APPROVED, VOID), VOID, AlreadyWithdrawn),
        ((APPROVED, SUSPENDED), SUSPENDED, AlreadySuspended),
        (
            (APPROVED, SUSPENDED),
            ScopeAmended(effective_on=JUNE_30_2022, add_formats=("face to face",)),
            AlreadyApproved,
        ),
        ((APPROVED,), REINSTATED, NotSuspended),
        ((APPROVED, SUSPENDED), ProgramReinstated(effective_on=date(2020, 12, 31)), ImpossibleEvidence),
        ((), AdaptationDocumentRejected(document="adaptation", rejected_on=MARCH_1_2020), DocumentUnknown),
        ((LAPSED,), LAPSED, ListingAlreadyLapsed),
        ((), ListingRestored(effective_on=MARCH_1_2020), ListingNotLapsed),
        ((), msgspec.structs.replace(APPROVED, formats=()), ImpossibleEvidence),
        ((), msgspec.structs.replace(APPROVED, min_hours=Decimal(0)), ImpossibleEvidence),
        ((), msgspec.structs.replace(APPROVED, retro_window_months=-12), ImpossibleEvidence),
        ((), msgspec.structs.replace(APPROVED, formats=("postal",)), ImpossibleEvidence),
        ((), msgspec.structs.replace(APPROVED, effective_on=date(1850, 1, 1)), ImpossibleEvidence),
        ((APPROVED,), msgspec.structs.replace(WITHDRAWN, mode="teach-out"), ImpossibleEvidence),
        ((APPROVED,), msgspec.structs.replace(WITHDRAWN, teach_out_days=90), ImpossibleEvidence),
        ((APPROVED, WITHDRAWN), ApprovalEffectiveDateCorrected(effective_on=date(2022, 7, 1)), ImpossibleEvidence),
        (
            (APPROVED, ONLINE),
            ScopeAmended(effective_on=date(2022, 2, 9), remove_formats=("online",)),
            ImpossibleEvidence,
        ),
        (
            (),
            AdaptationDocumentAccepted(
                document="a", accepted_on=MARCH_1_2020, from_=date(2020, 5, 2), until=date(2020, 5, 1)
            ),
            ImpossibleEvidence,
        ),
    ],
)
def test_what_does_not_is_refused(history: tuple[Event, ...], event: Event, refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match=r"\w+ .*\w"):
        record(given_program(*history), event)


@pytest.mark.parametrize(
    ("history", "approval"),
    [
        ((), msgspec.structs.replace(APPROVED, effective_on=date(2014, 12, 31))),
        ((APPROVED,), ApprovalEffectiveDateCorrected(effective_on=date(2014, 12, 31))),
        ((APPROVED,), ScopeAmended(effective_on=date(2014, 12, 31), add_formats=("online",))),
    ],
)
def test_a_program_is_not_approved_before_it_existed(history: tuple[Event, ...], approval: Event) -> None:
    said = "program/harbour cannot be approved from 2014-12-31, because it exists since 2015-01-01"
    with pytest.raises(ApprovedBeforeProgram, match=said):
        record(given_program(*history), approval)


def test_a_program_may_be_approved_from_its_first_day_and_at_any_time_if_that_is_not_known() -> None:
    first = msgspec.structs.replace(APPROVED, effective_on=date(2015, 1, 1))
    assert record(given_program(), first) is first
    undated = fold("program/harbour", [msgspec.structs.replace(SUBMITTED, established_on=None)])
    assert record(undated, APPROVED) is APPROVED


def test_a_program_is_submitted_before_anything_else() -> None:
    assert record(Program("program/harbour"), SUBMITTED) is SUBMITTED
    with pytest.raises(ProgramUnknown, match="program/harbour"):
        record(Program("program/harbour"), APPROVED)


BEFORE = msgspec.structs.replace(WITHDRAWN, effective_on=date(2020, 9, 1))
AMIDST = msgspec.structs.replace(WITHDRAWN, effective_on=date(2021, 3, 1))
VOIDED_EARLY = msgspec.structs.replace(VOID, effective_on=date(2020, 3, 1))
LATER = msgspec.structs.replace(APPROVED, effective_on=date(2021, 9, 1))
CORRECTED = ApprovalEffectiveDateCorrected(effective_on=date(2020, 6, 1))
RENEWED = msgspec.structs.replace(APPROVED, effective_on=date(2022, 9, 1))
REMOVED = ScopeAmended(effective_on=date(2022, 3, 1), remove_formats=("face to face",))
TAUGHT_OUT = msgspec.structs.replace(BEFORE, mode="teach-out", teach_out_days=90)


@pytest.mark.parametrize(
    ("history", "approved"),
    [
        ((APPROVED, SUSPENDED), ["2020-03-01 to 2021-01-01"]),
        ((APPROVED, SUSPENDED, REINSTATED), ["2020-03-01 to 2021-01-01", "2021-06-01 to None"]),
        ((APPROVED, SUSPENDED, BEFORE), ["2020-03-01 to 2020-09-01, withdrawn"]),
        ((APPROVED, SUSPENDED, TAUGHT_OUT), ["2020-03-01 to 2020-09-01, withdrawn, taught out until 2020-11-30"]),
        ((APPROVED, SUSPENDED, BEFORE, REINSTATED), ["2020-03-01 to 2020-09-01, withdrawn"]),
        ((APPROVED, SUSPENDED, AMIDST, REINSTATED), ["2020-03-01 to 2021-01-01, withdrawn"]),
        (
            (APPROVED, SUSPENDED, WITHDRAWN, REINSTATED),
            ["2020-03-01 to 2021-01-01, withdrawn", "2021-06-01 to 2022-06-30, withdrawn"],
        ),
        (
            (APPROVED, SUSPENDED, REINSTATED, WITHDRAWN),
            ["2020-03-01 to 2021-01-01", "2021-06-01 to 2022-06-30, withdrawn"],
        ),
        (
            (APPROVED, SUSPENDED, REINSTATED, BEFORE),
            ["2020-03-01 to 2020-09-01, withdrawn", "2021-06-01 to 2021-06-01, withdrawn"],
        ),
        ((APPROVED, SUSPENDED, VOIDED_EARLY, REINSTATED), ["2020-03-01 to 2021-01-01, void"]),
        ((LATER, SUSPENDED), ["2021-09-01 to 2021-09-01"]),
        ((LATER, SUSPENDED, REINSTATED), ["2021-09-01 to None"]),
        ((LATER, SUSPENDED, CORRECTED), ["2020-06-01 to 2021-01-01"]),
        ((LATER, AMIDST, CORRECTED), ["2020-06-01 to 2021-03-01, withdrawn"]),
        ((APPROVED, WITHDRAWN, CORRECTED), ["2020-06-01 to 2022-06-30, withdrawn"]),
        ((APPROVED, WITHDRAWN, SUSPENDED, RENEWED), ["2020-03-01 to 2021-01-01, withdrawn", "2022-09-01 to None"]),
        ((APPROVED, WITHDRAWN, SUSPENDED), ["2020-03-01 to 2021-01-01, withdrawn"]),
        (
            (APPROVED, REMOVED, SUSPENDED, REINSTATED),
            ["2020-03-01 to 2021-01-01", "2021-06-01 to 2022-03-01"],
        ),
        ((APPROVED, REMOVED, BEFORE), ["2020-03-01 to 2020-09-01, withdrawn"]),
        ((APPROVED, REMOVED, WITHDRAWN), ["2020-03-01 to 2022-03-01"]),
    ],
)
def test_an_approval_ends_on_the_first_day_that_is_said_and_goes_on_to_it_after_a_suspension(
    history: tuple[Event, ...], approved: list[str]
) -> None:
    assert [_told(each) for each in given_program(*history).approvals.values()] == approved


def _told(approval: Approval) -> str:
    told = f"{approval.from_} to {approval.until}"
    if approval.voided_on:
        return f"{told}, void"
    taught = f", taught out until {approval.teach_out_until}" if approval.teach_out_until else ""
    return told + (", withdrawn" if approval.withdrawn_on else "") + taught


def test_every_event_of_a_program_has_its_place_in_the_fold() -> None:
    assert set(EVOLVE) == {event for topic, event in EVENTS.items() if topic.startswith("program.")}
