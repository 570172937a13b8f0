"""Lines that exclude each other, and alternatives that are told apart by days."""

import pytest

from tests.domain.policy.questions import LEVEL, asked, codes, course, routes, said
from tests.domain.policy.texts import asking, policy, read, written


@pytest.mark.parametrize(
    "condition",
    [
        course("course.hours at least 40 hours", "course.hours less than 40 hours"),
        course("course.hours is 40 hours", "course.hours more than 40 hours"),
        course("course.ended_on before 2010-01-01", "course.ended_on on or after 2010-01-01"),
        course("course.format is online", "course.format is blended"),
        course("course.format is one of online, blended", "course.format is face to face"),
        course("course.format is not online", "course.format is online"),
        course("course.ended_on before course.begun_on", "course.begun_on on or before course.ended_on"),
        course("course.ended_on is course.begun_on", "course.ended_on after course.begun_on"),
        course("the day before course.ended_on", "the day after course.ended_on"),
        course(
            "the day on or after 6 months after course.ended_on", "the day on or before 5 months after course.ended_on"
        ),
        course("course.ended_on before 2 years before the day", "course.ended_on on or after 1 year before the day"),
        course("course.passed is yes", "none: [course.passed is yes]"),
        course("none: [course.passed is yes]", "require: course.passed is yes\n    else: NO"),
        course(
            "any: [course.hours less than 10 hours, course.hours less than 20 hours]", "course.hours at least 30 hours"
        ),
        course(
            "{of: [course.hours less than 10 hours, course.passed is yes], at least: 2}",
            "course.hours at least 30 hours",
        ),
        course("course.format is online", "on: 2020-01-01\n    that: course.format is blended"),
        "all: [the day before 2010-01-01, the day on or after 2011-01-01]",
        "count: course\nwhere: [course.format is online, course.format is blended]\nat least: 1",
        "in each of: 2 years before 2020-01-01\nnamed: year\nthat: {all: [holds member, none: [holds member]]}",
        "all: [clause 1, the day before 2010-01-01]",
    ],
)
def test_lines_that_exclude_each_other_can_never_hold(condition: str) -> None:
    beside = "clauses:\n  1:\n    text: A.\n    source: A.\n    the day on or after 2020-01-01\n"
    beside = beside.replace("    the day", "    all:\n      - the day")
    text = policy(beside + LEVEL + "      way: clause 1\n" + asking(condition))

    (words,) = said(text, "never-holds")
    assert words.startswith("the note 'asked' can never hold: '")


@pytest.mark.parametrize(
    "condition",
    [
        course("course.hours at least 40 hours", "course.hours at most 40 hours"),
        course("course.format is not online", "course.format is not blended"),
        course(
            "the day on or after 30 days after course.ended_on", "the day on or before 1 month after course.ended_on"
        ),
        course("course.format is one of online, blended", "course.format is not online"),
        course("course.ended_on on or before course.begun_on", "course.begun_on on or before course.ended_on"),
        course("none: [course.ended_on before 2010-01-01]", "course.begun_on before 2010-01-01"),
        course("any: [course.hours less than 10 hours, course.passed is yes]", "course.hours at least 30 hours"),
        "all: [the day before 2010-01-01, {on: 2020-01-01, that: the day after 2015-01-01}]",
        "count: course\nwhere: [course.format is online, course.format is blended]\nat most: 1",
        (
            "all:\n  - the day before 2010-01-01\n  - for: course\n    judged on: course.ended_on\n    "
            "when: [the day after 2011-01-01]"
        ),
        "share: course.hours\nof which: [course.format is online]\nat most: 40 %",
    ],
)
def test_lines_that_may_hold_together_are_left_alone(condition: str) -> None:
    assert asked(condition) == []


def test_readings_exclude_each_other() -> None:
    parameters = "parameters:\n  p:\n    text: A.\n    source: A.\n    values: {a: one, b: other}\n    default: a\n"

    assert said(policy(parameters + asking("all: [p is a, p is b]")), "never-holds") == [
        "the note 'asked' can never hold: ''p' is read as 'a'' and ''p' is read as 'b'' exclude each other"
    ]


def test_a_route_that_can_never_be_taken() -> None:
    text = routes("all: [the day before 2010-01-01, the day after 2010-01-01]")

    assert said(text, "route-never-taken") == [
        (
            "the route 'way 1' to member can never hold: 'the day asked about is before 1 January 2010' "
            "and 'the day asked about is after 1 January 2010' exclude each other"
        )
    ]


def test_a_relief_that_could_hold_keeps_a_clause_alive() -> None:
    clause = """
    clauses:
      1:
        text: A.
        source: A.
        all: [the day before 2010-01-01, the day after 2010-01-01]
        unless:
          pandemic:
            when: the day before {day}
            reason: LIFTED
    """
    assert "never-holds" not in codes(policy(clause.format(day="2022-01-01")))


def test_what_holds_only_before_the_text_is_in_force() -> None:
    text = policy(asking("the day before 2010-01-01"), from_="2012-01-01")

    assert said(text, "not-in-force-then") == [
        "the note 'asked' can hold only on days on which this text is not in force"
    ]
    ended = read(written(asking("the day after 2030-01-01"), extra="in force until: 2020-01-01\n"))
    assert codes(ended) == ["not-in-force-then"]


def test_days_that_fall_between_alternatives() -> None:
    early, late = course("course.ended_on before 2010-01-01"), course("course.ended_on after 2010-01-01")
    middle = course("course.ended_on on or after 2010-01-01", "course.ended_on on or before 2010-01-01")

    assert said(routes(early, late), "gap-between") == [
        (
            "in the routes to member, course.ended_on from 1 January 2010 to 1 January 2010 falls under "
            "none: the route 'way 1' and the route 'way 2'"
        )
    ]
    assert codes(routes(early, middle, late)) == []
    assert "gap-between" not in codes(routes(early, f"{early}  - course.passed is yes\n"))
    assert codes(routes(early, late, course("course.passed is yes"))) == []
    assert codes(routes(early, late, "for: refresher")) == ["gap-between"]


def test_days_that_fall_under_two_alternatives() -> None:
    condition = "any:\n  - the day on or before 2012-12-31\n  - the day on or after 2012-01-01\n"

    assert said(policy(asking(condition)), "overlap-between") == [
        (
            "in the note 'asked', the day from 1 January 2012 to 31 December 2012 falls under two: the "
            "alternative 1 and the alternative 2"
        )
    ]


def test_alternatives_are_seen_through_clauses_and_requirements() -> None:
    clauses = """
clauses:
  1:
    text: Early.
    source: A.
    for: course
    when:
      - require: course.ended_on before 2010-01-01
        else: LATE
      - course.ended_on on or after course.begun_on
  2:
    text: Late.
    source: A.
    for: course
    when:
      - course.ended_on after 2011-01-01
"""
    text = routes("clause 1", "all: [clause 2]", clauses=clauses)

    assert codes(text) == ["gap-between"]


def test_alternatives_of_other_days_are_not_compared() -> None:
    assert codes(routes(course("course.begun_on before 2010-01-01"), course("course.ended_on after 2011-01-01"))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("course.format is online", "course.format is blended"),
        ("{require: course.passed is yes, else: NO}", "{none: [course.passed is yes]}"),
        ("course.begun_on before 2005-01-01", "course.begun_on on or after 2005-01-01"),
        ("clause 1", "course.format is blended"),
    ],
)
@pytest.mark.parametrize("later", ["2010-01-01", "2013-01-01"])
def test_alternatives_that_exclude_each_other_by_another_line_are_not_compared(
    one: str, other: str, later: str
) -> None:
    clause = "clauses:\n  1:\n    text: A.\n    source: A.\n    for: course\n    when: [course.format is online]\n"
    early = f"{{all: [course.ended_on before 2012-01-01, {one}]}}"
    late = f"{{all: [course.ended_on on or after {later}, {other}]}}"
    text = policy(clause + asking(course(f"any: [{early}, {late}]")))

    assert {"gap-between", "overlap-between"}.isdisjoint(codes(text))


def test_a_note_that_is_a_clause_is_asked_about_at_the_clause() -> None:
    clause = (
        "clauses:\n  1:\n    text: A.\n    source: A.\n    all: [the day before 2010-01-01, the day after 2011-01-01]\n"
    )

    assert codes(policy(clause + asking("clause 1"))) == ["never-holds"]
