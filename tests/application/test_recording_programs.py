"""A program that is submitted late is decided upon with its graduates, whenever they are recorded."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from application.assessing import Assessor
from application.memory import MemoryStore
from application.recording import Registrar, Submission
from application.store import Command, StreamConflict
from domain.event import Event
from domain.pathway.graduates import EstablishedAfterCourses
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected
from domain.pathway.training import CourseCompleted
from domain.program.events import ProgramSubmitted
from infrastructure.documents import policy_from

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY_HAND = Command("registrar", "by hand")
OPENED = PathwayOpened(opened_on=date(2020, 1, 1))
COURSE = CourseCompleted(
    ref="course-1", program="X", format="online", ended_on=date(2020, 5, 1), hours=Decimal(40), result="passed"
)
X_OF_2021 = ProgramSubmitted(kind="CMTP", established_on=date(2021, 1, 1))
X_OF_2020 = ProgramSubmitted(kind="CMTP", established_on=date(2020, 1, 1))


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def registrar(store: MemoryStore) -> Registrar:
    return Registrar(store, Assessor(store, policy_from, lambda: NOON))


def keep(registrar: Registrar, submission: Submission) -> None:
    registrar.keep(submission, BY_HAND, NOON)


def test_it_is_refused_if_a_recorded_course_ended_before_it_existed(registrar: Registrar, store: MemoryStore) -> None:
    registrar.record("pathway/ada", [OPENED, COURSE], BY_HAND, NOON)

    with pytest.raises(EstablishedAfterCourses, match=r"course-1 of pathway/ada \(2020-05-01\)"):
        registrar.record("program/X", [X_OF_2021], BY_HAND, NOON)

    assert store.head() == 2
    registrar.record("program/X", [X_OF_2020], BY_HAND, NOON)


def test_it_is_refused_if_a_course_submitted_with_it_ended_before_it_existed(registrar: Registrar) -> None:
    submission = registrar.submission()
    for event in (OPENED, COURSE):
        submission.add("pathway/ada", event)

    with pytest.raises(EstablishedAfterCourses, match="course-1 of pathway/ada"):
        submission.add("program/X", X_OF_2021)


def test_it_is_submitted_once_its_courses_are_corrected(registrar: Registrar) -> None:
    registrar.record("pathway/ada", [OPENED, COURSE], BY_HAND, NOON)
    submission = registrar.submission()

    submission.add("pathway/ada", EvidenceCorrected(of="course-1", fields={"ended_on": "2021-05-01"}))
    submission.add("program/X", X_OF_2021)
    keep(registrar, submission)


def test_it_is_not_recorded_over_a_graduate_recorded_meanwhile(registrar: Registrar, store: MemoryStore) -> None:
    submission = registrar.submission()
    submission.add("program/X", X_OF_2021)
    registrar.record("pathway/ada", [OPENED, COURSE], BY_HAND, NOON)

    with pytest.raises(StreamConflict, match="pathway/ada"):
        keep(registrar, submission)

    assert store.head() == 2


@pytest.mark.parametrize(
    "meanwhile",
    [
        [msgspec.structs.replace(COURSE, program="Y")],
        [msgspec.structs.replace(COURSE, program="Y"), EvidenceCorrected(of="course-1", fields={"hours": "41"})],
    ],
)
def test_it_is_recorded_after_what_does_not_concern_it(registrar: Registrar, meanwhile: list[Event]) -> None:
    submission = registrar.submission()
    submission.add("program/X", X_OF_2021)
    registrar.record("pathway/ada", [OPENED, *meanwhile], BY_HAND, NOON)

    keep(registrar, submission)


@pytest.mark.parametrize("fields", [{"program": "X"}, {"ended_on": "2020-05-02"}])
def test_a_correction_recorded_meanwhile_may_make_a_graduate(registrar: Registrar, fields: dict[str, str]) -> None:
    registrar.record("pathway/ada", [OPENED, msgspec.structs.replace(COURSE, program="Y")], BY_HAND, NOON)
    submission = registrar.submission()
    submission.add("program/X", X_OF_2021)
    registrar.record("pathway/ada", [EvidenceCorrected(of="course-1", fields=dict(fields))], BY_HAND, NOON)

    with pytest.raises(StreamConflict, match="pathway/ada"):
        keep(registrar, submission)


def test_a_course_is_not_recorded_over_its_program_submitted_meanwhile(
    registrar: Registrar, store: MemoryStore
) -> None:
    submission = registrar.submission()
    for event in (OPENED, COURSE):
        submission.add("pathway/ada", event)
    registrar.record("program/X", [X_OF_2021], BY_HAND, NOON)

    with pytest.raises(StreamConflict, match="program/X"):
        keep(registrar, submission)

    assert store.head() == 1
