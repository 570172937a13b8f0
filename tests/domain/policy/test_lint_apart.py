"""Clauses that are asked for together, each of which may be met by another item."""

import pytest

from tests.domain.policy.questions import LEVEL, course, said
from tests.domain.policy.texts import policy

HOURS, PASSED = course("course.hours at least 40 hours"), course("course.passed is yes")
BOTH = "all: [clause 1, clause 2]"


def _told(asked: str, one: str = HOURS, other: str = PASSED, route: str = "clause 3") -> list[str]:
    clauses = "clauses:\n"
    for no, condition in enumerate((one, other, asked), 1):
        lines = "".join(f"    {line}\n" for line in condition.splitlines())
        clauses += f"  {no}:\n    text: A clause.\n    source: A.\n{lines}"
    return said(policy(clauses + LEVEL + f"      way: {route}\n"), "items-apart")


def _words(named: str, one: str = "clause 1", other: str = "clause 2") -> str:
    return (
        f"{named} names {one} and {other}, and each takes its own course: another may meet each. One and the same has "
        "to meet both under the 'when:' of a 'for: course'; where two are meant, one gets a name of its own, "
        "'course as …'"
    )


def test_clauses_that_take_an_item_each_may_be_met_by_two() -> None:
    assert _told(BOTH) == [_words("clause 3")]
    assert _told("for: education\nwhen: [clause 1, {require: clause 2, else: NOT_PASSED}]") == [_words("clause 3")]


def test_clauses_that_are_named_are_opened_and_so_are_those_that_may_be_waived() -> None:
    assert _told("may be waived: yes\nall: [clause 2]", route="{all: [clause 1, clause 3]}") == [
        _words("the route 'way' to member", other="clause 3")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HOURS, HOURS),
        (HOURS, PASSED.replace("for: course", "for: course as exam").replace("course.passed", "exam.passed")),
        (HOURS, course("course.hours less than 20 hours")),
        (HOURS, "for: education"),
        (HOURS, "count: course\nat least: 2"),
    ],
)
def test_nothing_is_said_where_two_are_meant_or_the_two_ask_the_same(one: str, other: str) -> None:
    assert _told(BOTH, one, other) == []


def test_nothing_is_said_of_an_item_in_hand_here_or_where_the_clause_is_named() -> None:
    assert _told("for: course\nwhen: [clause 1, clause 2]") == []
    assert _told(BOTH, route="{for: course, when: [clause 3]}") == []
    assert _told("any: [clause 1, clause 2]") == []


def test_nothing_is_said_of_periods_of_which_one_runs_at_a_time() -> None:
    year = "for: year\nwhen: [the day within year]"
    period = "periods:\n  year:\n    text: A year.\n    source: A.\n    begins: {for: course, on: course.ended_on}\n"
    late = "for: year\nwhen: [year.from before 2020-01-01]"

    assert _told(BOTH, year, f"{late}\n", route=f"clause 3\n{period}    lasts: 1 year") == []
