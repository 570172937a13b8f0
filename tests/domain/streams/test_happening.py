"""What has happened may be recorded, what is still to come may not."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from domain.event import Event
from domain.evidence import Evidence
from domain.happening import NotOnTheDay, NotYetHappened, days_that_have_come, happened
from domain.pathway.conduct import SuspensionImposed, SuspensionLifted
from domain.pathway.learning import LearningRecorded
from domain.pathway.listing import FeePaid, FeeWaived, ListingEnded, ListingRequested
from domain.pathway.practice import LogbookHoursAmended
from domain.pathway.record import EvidenceCorrected, EvidenceRecorded, EvidenceRetracted
from domain.pathway.registration import RegistrationEvidenced
from domain.pathway.relief import LeaveStarted
from domain.pathway.training import AssessmentRecorded
from domain.pathway.undertaking import InsuranceEvidenced
from domain.program.events import ApprovalWithdrawn, AuditDue, ProgramApproved, ProgramSubmitted, ProgramSuspended
from domain.register import JurisdictionListed, JurisdictionListingEnded
from domain.topics import EVENTS
from tests.domain.streams.asking import ADAS
from tests.domain.streams.history import COURSE, MEDIATION, REGISTRATION

TODAY = date(2026, 3, 1)
TOMORROW = date(2026, 3, 2)
THE_DAY_AFTER = date(2026, 3, 3)
IN_2099 = date(2099, 1, 1)

FEE = FeePaid(ref="fee-1", purpose="listing", paid_on=TODAY, amount=Decimal(80), currency="EUR")
LEARNING = LearningRecorded(ref="learning-1", held_on=TODAY, category="ethics", hours=Decimal(3))
SUSPENSION = SuspensionImposed(ref="suspension-1", imposed_on=TODAY)
ASSESSMENT = AssessmentRecorded(
    ref="assessment-1", program="harbour", skill="theory", held_on=TODAY, result_on=TODAY, result="passed"
)


def at(event: Event, **days: date) -> Event:
    return msgspec.structs.replace(event, **days)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (at(COURSE, ended_on=IN_2099), "ended_on"),
        (at(COURSE, certificate_issued_on=IN_2099), "certificate_issued_on"),
        (at(MEDIATION, started_on=IN_2099), "started_on"),
        (at(ASSESSMENT, result_on=IN_2099), "result_on"),
        (at(REGISTRATION, since=IN_2099), "since"),
        (at(FEE, paid_on=IN_2099), "paid_on"),
        (FeeWaived(ref="fee-2", purpose="listing", waived_on=IN_2099, reason="hardship"), "waived_on"),
        (at(SUSPENSION, imposed_on=IN_2099), "imposed_on"),
        (at(LEARNING, held_on=THE_DAY_AFTER), "held_on"),
        (ProgramSubmitted(kind="CMTP", established_on=IN_2099), "established_on"),
    ],
)
def test_what_is_still_to_come_is_refused(event: Event, field: str) -> None:
    with pytest.raises(NotYetHappened, match=f"{field}: .* is still to come; it is recorded on 2026-03-01") as refused:
        happened(event, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize("day", [date(1999, 12, 31), TODAY, TOMORROW])
def test_what_happened_up_to_tomorrow_is_recorded_because_it_may_be_tomorrow_elsewhere(day: date) -> None:
    happened(at(LEARNING, held_on=day), TODAY)


@pytest.mark.parametrize(
    "event",
    [
        at(REGISTRATION, until=IN_2099),
        at(ASSESSMENT, valid_until=IN_2099),
        at(FEE, covers_from=IN_2099, covers_until=IN_2099),
        at(SUSPENSION, from_=IN_2099, until=IN_2099),
        SuspensionLifted(of="suspension-1", lifted_on=IN_2099),
        InsuranceEvidenced(ref="insurance-1", from_=IN_2099),
        LeaveStarted(ref="leave-1", from_=IN_2099, until=IN_2099),
        ListingEnded(of="listing-1", ended_on=IN_2099),
        EvidenceRetracted(of="course-1", reason="lent only", effective_on=IN_2099),
        EvidenceRecorded.of("o-1", "observation", {"due": IN_2099}),
        ProgramApproved(formats=("online",), effective_on=IN_2099, retrospective=False),
        ProgramSuspended(effective_on=IN_2099),
        ApprovalWithdrawn(effective_on=IN_2099, mode="prospective", reason="closes"),
        AuditDue(due_on=IN_2099),
        JurisdictionListed(jurisdiction="NL", from_=IN_2099),
        JurisdictionListingEnded(jurisdiction="NL", ended_on=IN_2099),
    ],
)
def test_what_begins_or_ends_later_is_known_beforehand(event: Event) -> None:
    happened(event, TODAY)


@pytest.mark.parametrize(
    ("evidence", "field"),
    [(COURSE, "ended_on"), (REGISTRATION, "since"), (MEDIATION, "verified_on"), (FEE, "refunded_on")],
)
def test_a_correction_to_a_day_that_is_still_to_come_is_refused(evidence: Evidence, field: str) -> None:
    correction = EvidenceCorrected(of=evidence.ref, fields={field: "2099-01-01"})
    with pytest.raises(NotYetHappened, match=f"{field}: 2099-01-01"):
        happened(correction, TODAY, evidence)


def test_an_amendment_of_the_logbook_is_a_correction_as_well() -> None:
    with pytest.raises(NotYetHappened):
        happened(LogbookHoursAmended(of="mediation-1", fields={"started_on": "2099-01-01"}), TODAY, MEDIATION)


@pytest.mark.parametrize(
    ("evidence", "fields"),
    [
        (COURSE, {"ended_on": "2020-05-01", "hours": "40"}),
        (COURSE, {"certificate_issued_on": None}),
        (REGISTRATION, {"until": "2099-01-01"}),
        (SUSPENSION, {"lifted_on": "2099-01-01"}),
        (ListingRequested(ref="listing-1", requested_on=TODAY), {"until": "2099-01-01"}),
    ],
)
def test_other_corrections_are_recorded(evidence: Evidence, fields: dict[str, str | None]) -> None:
    happened(EvidenceCorrected(of=evidence.ref, fields=dict(fields)), TODAY, evidence)


def test_each_day_that_evidence_counts_from_has_to_have_come() -> None:
    """It is known of these that they may lie ahead; every other piece of evidence has a day that may not."""
    ahead = {"insurance", "obstacle", "leave", "resignation", ""}
    evidence = [event for event in EVENTS.values() if issubclass(event, Evidence)]

    assert {each.gives for each in evidence if not days_that_have_come(each)} <= ahead
    assert days_that_have_come(RegistrationEvidenced) == (("since", "since"), ("checked_on", "checked_on"))


def test_what_somebody_says_is_recorded_on_the_day() -> None:
    response = at(ADAS, given_on=TODAY)
    for day in (TODAY, TOMORROW):
        happened(response, day)
    with pytest.raises(NotOnTheDay, match="given_on: 2026-03-01 is not the day on which it is recorded") as refused:
        happened(response, THE_DAY_AFTER)
    assert refused.value.field == "given_on"
    with pytest.raises(NotYetHappened):
        happened(at(ADAS, given_on=IN_2099), TODAY)
