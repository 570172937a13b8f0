"""Ada's pathway, and the events that tests give, record and expect."""

from datetime import date
from decimal import Decimal

from domain.event import Event
from domain.facts import Facts
from domain.item import Item
from domain.pathway.opening import PathwayOpened
from domain.pathway.practice import LogbookHoursAdded
from domain.pathway.registration import RegistrationEvidenced
from domain.pathway.state import Pathway, fold
from domain.pathway.training import CourseCompleted
from domain.program import state as program
from domain.program.events import ProgramApproved, ProgramSubmitted
from domain.program.state import Program

MARCH_1_2020 = date(2020, 3, 1)
MARCH_20_2020 = date(2020, 3, 20)
JUNE_30_2022 = date(2022, 6, 30)

OPENED = PathwayOpened(opened_on=date(2019, 11, 4))
COURSE = CourseCompleted(
    ref="course-1",
    program="harbour",
    format="face to face",
    begun_on=date(2020, 2, 3),
    ended_on=MARCH_20_2020,
    hours=Decimal(40),
    result="passed",
)
MEDIATION = LogbookHoursAdded(ref="mediation-1", started_on=date(2021, 5, 17), hours=Decimal("4.5"), role="lead")
REGISTRATION = RegistrationEvidenced(ref="registration-1", register="mfn", jurisdiction="NL", since=date(2018, 1, 1))

SUBMITTED = ProgramSubmitted(kind="CMTP", title="Harbour mediation training", established_on=date(2015, 1, 1))
APPROVED = ProgramApproved(
    formats=("face to face",),
    min_hours=Decimal(40),
    effective_on=MARCH_1_2020,
    retrospective=True,
    retro_window_months=12,
)


def given(*events: Event) -> Pathway:
    """Return Ada's open pathway after these events."""
    return fold("pathway/ada", (OPENED, *events))


def given_program(*events: Event) -> Program:
    """Return the submitted program after these events."""
    return program.fold("program/harbour", (SUBMITTED, *events))


def without_events(facts: Facts) -> dict[str, list[Item]]:
    """Return the facts without the ids of the events that gave them, ordered."""
    return {
        kind: [{name: value for name, value in item.items() if name != "event"} for item in items]
        for kind, items in sorted(facts.items())
    }
