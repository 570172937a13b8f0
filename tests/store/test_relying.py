"""Which pathways rely on a program or register is found by their standing rows."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from application.assessing import Assessor
from application.recording import Registrar
from application.store import EventStore
from domain.event import Event
from domain.pathway.graduates import EstablishedAfterCourses
from domain.pathway.opening import PathwayOpened
from domain.pathway.registration import RegistrationEvidenced
from domain.pathway.training import CourseCompleted
from domain.program.events import ProgramSubmitted
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import policy_from
from infrastructure.event_store import SqlEventStore
from tests.store.events import ANN, NOON

OPENED = PathwayOpened(opened_on=date(2020, 1, 1))
REGISTRATION = RegistrationEvidenced(ref="registration-1", register="at", jurisdiction="AT", since=date(2020, 1, 1))


def course(program: str) -> CourseCompleted:
    return CourseCompleted(
        ref="course-1", program=program, format="online", ended_on=date(2020, 5, 1), hours=Decimal(40), result="passed"
    )


def record(store: EventStore, stream: str, *events: Event) -> None:
    Registrar(store, Assessor(store, policy_from, lambda: NOON)).record(stream, events, ANN, NOON)


@pytest.fixture
def relying(engine: Engine) -> EventStore:
    """The store with Ada, who relies on a program and a register, and Eve, who relies on an oddly named program."""
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    record(store, "pathway/ada", OPENED, course("basic"), REGISTRATION)
    record(store, "pathway/eve", OPENED, course('"basic"'))
    return store


@pytest.mark.parametrize(
    ("stream", "pathways"),
    [
        ("program/basic", ["pathway/ada"]),
        ("register/at", ["pathway/ada"]),
        ('program/"basic"', ["pathway/eve"]),
        ("program/bas", []),
        ("program/", []),
    ],
)
def test_those_are_found_that_name_the_very_stream(relying: EventStore, stream: str, pathways: list[str]) -> None:
    assert list(relying.relying_on(stream)) == pathways


def test_they_are_found_although_their_standing_is_out_of_date(relying: EventStore) -> None:
    record(relying, "program/basic", ProgramSubmitted(kind="CMTP"))

    assert relying.standing("ada") is None
    assert list(relying.relying_on("program/basic")) == ["pathway/ada"]


def test_a_program_younger_than_a_recorded_course_is_refused(relying: EventStore) -> None:
    with pytest.raises(EstablishedAfterCourses, match="course-1 of pathway/ada"):
        record(relying, "program/basic", ProgramSubmitted(kind="CMTP", established_on=date(2021, 1, 1)))
