"""What goes wrong with a record or in a practice: corrections, retractions, erasures, complaints, leave, refunds."""

from datetime import date, timedelta

from domain.evidence import Correction, Evidence, Retraction
from domain.pathway.conduct import (
    AppealDecided,
    AppealLodged,
    ComplaintClosed,
    ComplaintRaised,
    ComplaintStepCompleted,
    SuspensionImposed,
    SuspensionLifted,
)
from domain.pathway.listing import FeePaid, FeeRefunded, ListingEnded, ListingRequested
from domain.pathway.practice import LogbookHoursAdded, LogbookHoursAmended, LogbookHoursRetracted
from domain.pathway.record import EvidenceCorrected, EvidenceRetracted, PersonalDataErased
from domain.pathway.relief import LeaveEnded, LeaveStarted
from domain.pathway.training import CourseCompleted
from milepost.sample.life import Life


def nothing(life: Life) -> None:
    """Let the story be."""


def corrected(life: Life) -> None:
    """Correct the hours of a course or of a mediation."""
    for of in _one(life):
        hours = f"{life.chance.choice((2, 7, 38, 40, 42))}.5"
        correction: Correction = (
            EvidenceCorrected(of=of.ref, fields={"hours": hours}, reason="The certificate says so.")
            if isinstance(of, CourseCompleted)
            else LogbookHoursAmended(of=of.ref, fields={"hours": hours}, reason="Counted again.")
        )
        life.diary.tell(correction, _later(life, of.ref))


def retracted(life: Life) -> None:
    """Take a course or a mediation back, as if it had never been recorded."""
    for of in _one(life):
        retraction: Retraction = (
            EvidenceRetracted(of=of.ref, reason="Another person's certificate.")
            if isinstance(of, CourseCompleted)
            else LogbookHoursRetracted(of=of.ref, reason="Entered twice.")
        )
        life.diary.tell(retraction, _later(life, of.ref))


def retracted_from_a_day(life: Life) -> None:
    """Take a course or a mediation back from a day on."""
    for of in _one(life):
        day = _later(life, of.ref)
        life.diary.tell(EvidenceRetracted(of=of.ref, reason="Not upheld on review.", effective_on=day), day)


def erased(life: Life) -> None:
    """Have the private text of some evidence erased."""
    for of in [each for each in life.evidence(Evidence) if getattr(each, "private", None)][:8]:
        day = _later(life, of.ref)
        life.diary.tell(PersonalDataErased(of=of.ref, erased_on=day, reason="At the person's request."), day)


def complained_of(life: Life) -> None:
    """Have a complaint raised too late, or one that ends with a suspension, with or without an appeal."""
    aware = life.day(_last(life), life.end - timedelta(500))
    late = life.chances(0.25)
    raised = aware + timedelta(life.chance.randint(40, 60) if late else life.chance.randint(3, 27))
    complaint = life.ref("complaint")
    life.tell(ComplaintRaised(ref=complaint, aware_on=aware, raised_on=raised), raised, (0, 5))
    if late:
        closed = raised + timedelta(30)
        life.tell(ComplaintClosed(of=complaint, closed_on=closed, reason="Raised too late."), closed, (0, 10))
        return
    assessed = raised + timedelta(120)
    step = ComplaintStepCompleted(
        ref=life.ref("step"), complaint=complaint, step="professional conduct assessment", completed_on=assessed
    )
    life.tell(step, assessed, (0, 5))
    _suspended(life, complaint, assessed + timedelta(3))


def _suspended(life: Life, complaint: str, on: date) -> None:
    ref = life.ref("suspension")
    life.tell(SuspensionImposed(ref=ref, complaint=complaint, imposed_on=on, months=6), on, (0, 5))
    if life.chances(0.5):
        lodged = on + timedelta(9)
        appeal = life.ref("appeal")
        life.tell(AppealLodged(ref=appeal, complaint=complaint, lodged_on=lodged, suspensive=True), lodged, (0, 5))
        decided = lodged + timedelta(70)
        outcome = AppealDecided(of=appeal, decided_on=decided, outcome="dismissed")
        if life.chances(0.4):
            outcome = AppealDecided(of=appeal, decided_on=decided, outcome="upheld")
            life.tell(SuspensionLifted(of=ref, lifted_on=decided, reason="The appeal."), decided, (0, 5))
        life.tell(outcome, decided, (0, 5))


def on_leave(life: Life) -> None:
    """Be on leave for some months."""
    first = life.day(_last(life), life.end - timedelta(200))
    ref = life.ref("leave")
    life.tell(LeaveStarted(ref=ref, from_=first, requested_on=first - timedelta(20)), first - timedelta(15))
    back = first + timedelta(life.chance.randint(60, 180))
    life.tell(LeaveEnded(of=ref, ended_on=back), back)


def refunded(life: Life) -> None:
    """Leave the list and have a fee refunded."""
    for fee in life.evidence(FeePaid)[-1:]:
        day = _later(life, fee.ref)
        life.diary.tell(FeeRefunded(of=fee.ref, refunded_on=day, reason="Paid twice."), day)
    for request in life.evidence(ListingRequested)[-1:]:
        day = _later(life, request.ref)
        life.diary.tell(ListingEnded(of=request.ref, ended_on=day), day)


def _one(life: Life) -> list[Evidence]:
    """Return one course or mediation, where there is any."""
    found = life.evidence((CourseCompleted, LogbookHoursAdded))
    return [life.chance.choice(found)] if found else []


def _later(life: Life, ref: str) -> date:
    """Return a day some time after evidence was last spoken of."""
    return life.diary.learned[ref] + timedelta(life.chance.randint(20, 400))


def _last(life: Life) -> date:
    """Return a day by which the story is well under way."""
    days = sorted(day for day, _ in life.diary.told)
    return days[len(days) // 2]
