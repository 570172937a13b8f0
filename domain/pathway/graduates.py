"""Graduates of a program that is submitted only after their courses were recorded."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from domain.pathway.fact import fact
from domain.pathway.state import Pathway
from domain.pathway.training import CourseCompleted
from domain.program.events import ProgramSubmitted
from domain.program.state import Program
from domain.refusal import Refusal

NAMED = 5
"""How many courses a refusal names at most."""


class EstablishedAfterCourses(Refusal):
    """Courses of the program that are recorded had ended before it would have existed."""

    sentence = (
        "{0} cannot exist only since {1}: {2} ended before; "
        "give an earlier established_on, or none, or correct or retract these courses first"
    )
    field = "established_on"


def established_before_courses(
    program: Program, submitted: ProgramSubmitted, graduates: Iterable[Pathway]
) -> ProgramSubmitted:
    """Return the program as it may be submitted: one that existed when the courses of its graduates ended.

    Without the day of its establishment it is taken to have existed always, and the graduates are not asked for.
    """
    if submitted.established_on is None:
        return submitted
    earlier = (
        f"{course} of {graduate.stream} ({ended_on})"
        for graduate in graduates
        for course, ended_on in _courses(graduate, program.id)
        if ended_on < submitted.established_on
    )
    named = list(islice(earlier, NAMED + 1))
    if named:
        more = " and more" if len(named) > NAMED else ""
        raise EstablishedAfterCourses(program.stream, submitted.established_on, ", ".join(named[:NAMED]) + more)
    return submitted


def _courses(graduate: Pathway, program: str) -> Iterator[tuple[str, date]]:
    for ref, (_, evidence) in graduate.evidence.items():
        if isinstance(evidence, CourseCompleted):
            course = fact("", evidence, [remark for _, remark in graduate.remarks.get(ref, ())])
            if course and course["program"] == program:
                yield ref, date.fromordinal(int(course["ended_on"]))
