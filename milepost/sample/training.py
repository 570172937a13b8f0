"""Stories of training: courses that are recognised, at once or later, and courses that are not."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from domain.evidence import Format
from domain.pathway.learning import LearningRecorded
from domain.pathway.recognition import ApplicationSubmitted, RecognitionGranted, StatusRevoked
from domain.pathway.registration import RegistrationEnded, RegistrationEvidenced
from domain.pathway.training import CourseComponentCompleted, CourseStarted, RefresherCompleted
from domain.program.stated import Approval
from milepost.sample.life import Life
from milepost.sample.registers import JURISDICTIONS

PANDEMIC = date(2020, 5, 1), date(2021, 6, 1)
LOCKDOWN = date(2020, 3, 10), date(2020, 9, 30)


def graduate(life: Life) -> None:
    """Complete an approved course in an approved format."""
    _graduate(life, lambda approval: approval.format != "online")


def online_graduate(life: Life) -> None:
    """Complete a course of a program that is approved for online delivery."""
    _graduate(life, lambda approval: approval.format == "online")


def _graduate(life: Life, fits: Callable[[Approval], bool]) -> None:
    program, approval = life.approval(lambda each: fits(each) and not each.voided_on)
    ended = life.day(approval.from_ + timedelta(20), (approval.until or life.end) - timedelta(60))
    if approval.format != "online" and LOCKDOWN[0] <= ended <= LOCKDOWN[1]:
        ended = life.day(*_outside_lockdown(approval))
    course = life.course(program, ended, format=approval.format)
    if life.chances(0.15) and course.begun_on:
        started = CourseStarted(
            ref=life.ref("start"), program=program.id, format=approval.format, begun_on=course.begun_on
        )
        life.tell(started, course.begun_on)
    if life.chances(0.9):
        life.listed(ended + timedelta(life.chance.randint(30, 90)))


def _outside_lockdown(approval: Approval) -> tuple[date, date]:
    after = LOCKDOWN[1] + timedelta(1)
    if approval.until and approval.until <= after + timedelta(60):
        return approval.from_, LOCKDOWN[0]
    return after, (approval.until or date(2022, 12, 31)) - timedelta(60)


def retrospective(life: Life) -> None:
    """Complete a course in the year before its program is approved with retrospective effect."""
    _before_approval(life, 2, 360)


def out_of_window(life: Life) -> None:
    """Complete a course more than a year before its program is approved."""
    _before_approval(life, 370, 900)


def without_retrospect(life: Life) -> None:
    """Complete a course before its program is approved without retrospective effect."""
    program, approval = life.approval(lambda each: not each.retrospective and not each.resumed)
    life.course(program, approval.from_ - timedelta(life.chance.randint(20, 200)), format=approval.format)


def refreshed(life: Life) -> None:
    """Complete a course too early, and then a refresher, which is not a way in."""
    program = _before_approval(life, 400, 1000)
    held = life.day(date(2020, 9, 1), date(2021, 3, 1))
    refresher = RefresherCompleted(
        ref=life.ref("refresher"), program=program, held_on=held, format="online", hours=Decimal(8)
    )
    life.tell(refresher, held)


def _before_approval(life: Life, fewest: int, most: int) -> str:
    program, approval = life.approval(
        lambda each: each.retrospective and not each.voided_on and each.format != "online"
    )
    ended = approval.from_ - timedelta(life.chance.randint(fewest, most))
    life.course(program, max(ended, program.established_on or ended), format=approval.format)
    if life.chances(0.7):
        life.listed(approval.from_ + timedelta(life.chance.randint(40, 200)))
    return program.id


def mismatched(life: Life) -> None:
    """Complete a course online that is approved face to face only, and has no document on adaptation."""
    program = life.program(
        lambda each: (
            bool(each.approvals)
            and not any(document.accepted_on for document in each.adaptations.values())
            and all(approval.format == "face to face" for approval in each.approvals.values())
        )
    )
    first = min(approval.from_ for approval in program.approvals.values())
    life.course(program, life.day(max(first, PANDEMIC[0]), first + timedelta(900)), format="online")


def pandemic_completed(life: Life) -> None:
    """Complete a course online in the pandemic, and its role-play face to face later; some records of it are late."""
    course, program, ended = _pandemic(life)
    held = life.day(max(ended + timedelta(60), date(2021, 4, 1)), ended + timedelta(700))
    component = CourseComponentCompleted(
        ref=life.ref("component"),
        program=program,
        course=course,
        component="face-to-face role-play",
        held_on=held,
        format="face to face",
        hours=Decimal(16),
        result="passed",
    )
    life.tell(component, held, (90, 400) if life.chances(0.3) else (5, 40))


def pandemic_open(life: Life) -> None:
    """Complete a course online in the pandemic, with its role-play still to be held."""
    _pandemic(life)


def _pandemic(life: Life) -> tuple[str, str, date]:
    program = life.program(lambda each: any(document.accepted_on for document in each.adaptations.values()))
    approval = next(each for each in program.approvals.values() if each.format != "online")
    ended = life.day(max(PANDEMIC[0], approval.from_), PANDEMIC[1])
    course = life.course(program, ended, format="online", hours_online=Decimal(40))
    if life.chances(0.8):
        life.listed(ended + timedelta(life.chance.randint(30, 120)))
    return course.ref, program.id, ended


def short(life: Life) -> None:
    """Attend fewer hours of a course than its program needs."""
    program, approval = life.approval(lambda each: each.format == "face to face" and not each.voided_on)
    ended = life.day(approval.from_, approval.until or life.end)
    life.course(program, ended, hours=Decimal(life.chance.choice((24, 30, 36, 38))))


def failed(life: Life) -> None:
    """Fail a course."""
    program, approval = life.approval(lambda each: each.format == "face to face")
    life.course(program, life.day(approval.from_, approval.until or life.end), result="failed")


def unapproved(life: Life) -> None:
    """Complete a course of a program that asked for approval and never had it."""
    program = life.program(lambda each: not each.approvals)
    life.course(program, life.day(date(2020, 10, 1), life.end))


def withdrawn(life: Life) -> None:
    """Complete a course around the day on which its approval was withdrawn."""
    program, approval = life.approval(lambda each: bool(each.withdrawn_on))
    gone = approval.withdrawn_on or life.end
    ended = max(approval.from_, gone + timedelta(life.chance.randint(-200, 60)))
    life.course(program, ended, format=approval.format)
    if life.chances(0.5):
        life.listed(ended + timedelta(60))


def registered(life: Life) -> None:
    """Train too early, be on a register, go on learning, and apply: a way that was named and is not open."""
    _before_approval(life, 500, 1500)
    register, jurisdiction = life.chance.choice(list(JURISDICTIONS.items()))
    since = life.day(date(2018, 3, 1), date(2020, 12, 1))
    ref = life.ref("registration")
    evidenced = RegistrationEvidenced(ref=ref, register=register, jurisdiction=jurisdiction, since=since)
    life.tell(evidenced, since, (30, 200))
    for _ in range(life.chance.randint(3, 9)):
        held = life.day(date(2019, 9, 1), date(2022, 6, 1))
        life.tell(_learning(life, held), held)
    applied = life.day(date(2021, 9, 1), date(2022, 9, 1))
    application = ApplicationSubmitted(
        ref=life.ref("application"), level="qualified", route="local registration", submitted_on=applied
    )
    life.tell(application, applied)
    if life.chances(0.3):
        ended = life.day(applied + timedelta(100), applied + timedelta(900))
        life.tell(RegistrationEnded(of=ref, ended_on=ended, reason="Not renewed."), ended)


def _learning(life: Life, held: date) -> LearningRecorded:
    """Return a piece of learning that no earlier one says word for word: one alike was held the day before."""
    learning = LearningRecorded(
        ref=life.ref("learning"),
        held_on=held,
        category=life.chance.choice(("conference", "workshop", "seminar")),
        hours=Decimal(life.chance.choice((2, 3, 4, 6, 8))),
        live=life.chances(0.5),
        topics=("ethics",) if life.chances(0.3) else (),
    )
    told = {
        msgspec.structs.replace(event, ref="") for _, event in life.diary.told if isinstance(event, LearningRecorded)
    }
    while msgspec.structs.replace(learning, ref="") in told:
        learning = msgspec.structs.replace(learning, held_on=learning.held_on - timedelta(1))
    return learning


def recognised(life: Life) -> None:
    """Graduate and be recognised by a decision that cites the course; some such recognitions are revoked later."""
    program, approval = life.approval(
        lambda each: each.format == "face to face" and not each.voided_on and each.from_ < date(2020, 1, 1)
    )
    ended = life.day(date(2021, 3, 1), (approval.until or life.end) - timedelta(60))
    course = life.course(program, ended, format=_format(approval))
    granted = life.diary.learned[course.ref] + timedelta(10)
    ref = life.ref("recognition")
    recognition = RecognitionGranted(
        ref=ref,
        level="qualified",
        granted_on=granted,
        policy_version=_version_on(granted),
        label="IMI Qualified Mediator",
        evidence=(course.ref,),
        reasons=("COMPLETED_APPROVED",),
    )
    life.tell(recognition, granted)
    life.listed(granted + timedelta(7))
    if life.chances(0.4):
        revoked = life.day(granted + timedelta(300), granted + timedelta(900))
        life.tell(
            StatusRevoked(of=ref, revoked_on=revoked, reason="The certificate was not the holder's own."), revoked
        )


def _format(approval: Approval) -> Format:
    return approval.format


def _version_on(day: date) -> str:
    if day < date(2021, 6, 25):
        return "2020.11"
    if day < date(2024, 3, 7):
        return "2021.06"
    return "2024.03" if day < date(2025, 9, 16) else "2025.09"
