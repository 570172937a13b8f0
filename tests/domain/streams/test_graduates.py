"""A program that is submitted after its graduates were recorded is as old as their courses."""

from collections.abc import Iterable
from datetime import date

import msgspec
import pytest

from domain.event import Event
from domain.pathway.graduates import EstablishedAfterCourses, established_before_courses
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected, EvidenceRetracted
from domain.pathway.state import Pathway, fold
from domain.program.events import ProgramSubmitted
from domain.program.state import Program
from tests.domain.streams.history import COURSE, MARCH_20_2020, MEDIATION, given

HARBOUR = Program("program/harbour")
ON_THE_DAY = ProgramSubmitted(kind="CMTP", established_on=MARCH_20_2020)
A_DAY_LATER = ProgramSubmitted(kind="CMTP", established_on=date(2020, 3, 21))
WITHOUT_A_DAY = ProgramSubmitted(kind="CMTP")


def graduate(name: str, *events: Event) -> Pathway:
    return fold(f"pathway/{name}", (PathwayOpened(opened_on=date(2019, 1, 1)), COURSE, *events))


def refused(graduates: Iterable[Pathway]) -> str:
    with pytest.raises(EstablishedAfterCourses) as refusal:
        established_before_courses(HARBOUR, A_DAY_LATER, graduates)
    return str(refusal.value)


def test_a_program_younger_than_a_course_is_refused_and_the_course_named() -> None:
    assert refused([given(MEDIATION, COURSE)]) == (
        "program/harbour cannot exist only since 2020-03-21: course-1 of pathway/ada (2020-03-20) ended before; "
        "give an earlier established_on, or none, or correct or retract these courses first"
    )


def test_of_many_courses_five_are_named() -> None:
    said = refused(graduate(f"g-{number}") for number in range(1000))
    assert said.count("course-1 of pathway/g-") == 5
    assert "course-1 of pathway/g-4 (2020-03-20) and more ended before" in said


def test_of_five_courses_all_are_named() -> None:
    assert "and more" not in refused(graduate(f"g-{number}") for number in range(5))


@pytest.mark.parametrize(
    "correction",
    [
        EvidenceCorrected(of="course-1", fields={"ended_on": "2020-03-21"}),
        EvidenceCorrected(of="course-1", fields={"program": "quay"}),
        EvidenceRetracted(of="course-1", reason="not hers"),
    ],
)
def test_courses_are_looked_at_as_they_were_corrected(correction: Event) -> None:
    assert established_before_courses(HARBOUR, A_DAY_LATER, [given(COURSE, correction)]) is A_DAY_LATER


def test_a_course_that_was_moved_to_the_program_counts() -> None:
    elsewhere = msgspec.structs.replace(COURSE, program="quay")
    moved = EvidenceCorrected(of="course-1", fields={"program": "harbour"})
    assert "course-1 of pathway/ada" in refused([given(elsewhere, moved)])


@pytest.mark.parametrize("submitted", [ON_THE_DAY, WITHOUT_A_DAY])
def test_a_program_that_existed_or_may_have_is_submitted(submitted: ProgramSubmitted) -> None:
    assert established_before_courses(HARBOUR, submitted, [given(COURSE)]) is submitted
