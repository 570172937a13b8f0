"""A clause as it stood in the text that was in force on another day."""

from datetime import date

import pytest

from domain.policy.chain import alone
from domain.policy.compiling import TextsTurnInACircle
from domain.policy.rules import Rules
from domain.policy.text import Policy
from tests.domain.policy.texts import amendment, assess, case, chain_of, fact, policy, shown, version_of

FIRST = """
clauses:
  2.1:
    text: Twenty hours.
    source: the rules
    for: course
    when:
      - course.hours at least 20 hours
notes:
  asked:
    reason: ASKED
    when: clause 2.1
"""
SECOND = """
clauses:
  2.1:
    text: Forty hours.
    source: the rules
    for: course
    when:
      - course.hours at least 40 hours
"""
ASKED = """
notes:
  asked:
    reason: ASKED
    when:
      for: course
      when:
        - clause 2.1 as in force on {day}
"""


def texts(day: str) -> tuple[Policy, Policy]:
    first = policy(FIRST, "1", "2010-01-01")
    return first, amendment(first, SECOND + ASKED.format(day=day), "2", "2020-01-01")


def asked(day: str, **course: str) -> str:
    found = assess(chain_of(*texts(day)), fact("course", ended_on="2021-03-01", hours=30, **course))
    return shown(found.notes["asked"])


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2019-12-31", "from 2021-03-01"), ("2020-01-01", "never"), ("2009-12-31", "never")],
)
def test_a_written_day_takes_its_text(day: str, expected: str) -> None:
    assert asked(day) == expected


@pytest.mark.parametrize(
    ("begun", "expected"), [("2019-12-31", "from 2021-03-01"), ("2020-01-01", "never"), ("2009-12-31", "never")]
)
def test_who_began_under_an_old_rule_finishes_under_it(begun: str, expected: str) -> None:
    assert asked("course.begun_on", begun_on=begun) == expected


def test_on_an_unknown_day_any_of_the_texts_may_be_meant() -> None:
    assert asked("course.begun_on") == "never; perhaps from 2021-03-01"


def test_what_every_text_says_is_possible_on_an_unknown_day_because_the_first_days_had_no_text() -> None:
    found = assess(chain_of(*texts("course.begun_on")), fact("course", ended_on="2021-03-01", hours=40))
    assert shown(found.notes["asked"]) == "never; perhaps from 2021-03-01"


def test_a_text_that_judges_every_day_alone_is_meant_on_an_unknown_day_too() -> None:
    _, second = texts("course.begun_on")
    found = assess(alone(version_of(second)), fact("course", ended_on="2021-03-01", hours=40))
    assert shown(found.notes["asked"]) == "from 2021-03-01"


def test_a_text_alone_may_refer_to_those_it_stands_among() -> None:
    first, second = texts("course.begun_on")
    chain = alone(version_of(second), [version_of(first), version_of(second)])
    for begun, expected in (("2019-12-31", "from 2021-03-01"), ("2020-01-01", "never")):
        course = fact("course", ended_on="2021-03-01", hours=30, begun_on=begun)
        assert shown(assess(chain, course).notes["asked"]) == expected


def test_the_clause_of_another_day_is_proved_by_its_own_text() -> None:
    first, second = texts("2019-12-31")
    route = "levels:\n  asked:\n    rank: 1\n    title: Asked\n    routes:\n      route: clause 2.1 as in force on {}\n"
    for chain in (chain_of, lambda *each: alone(version_of(each[-1]), [version_of(text) for text in each])):
        third = amendment(second, route.format("2019-12-31"), "3", "2021-01-01")
        course = fact("course", ended_on="2021-03-01", hours=10)
        ((_, _, found),) = case(chain(first, second, third), course).proofs(date(2021, 6, 1))
        assert (found.holds, found.clauses()) == (False, ["2.1"])
        none = amendment(second, route.format("2001-01-01"), "3", "2021-01-01")
        ((_, _, found),) = case(chain(first, second, none), course).proofs(date(2021, 6, 1))
        assert (found.holds, found.found) == (False, "no such clause then")


def test_a_clause_may_keep_its_own_earlier_wording_for_some() -> None:
    first = policy(FIRST, "1", "2010-01-01")
    second = amendment(
        first,
        """
        clauses:
          2.1:
            text: Forty hours, twenty for those who began before.
            source: the rules
            for: course
            when:
              - any:
                  - course.hours at least 40 hours
                  - all:
                      - course.begun_on before 2020-01-01
                      - clause 2.1 as in force on 2019-12-31
        """,
        "2",
        "2020-01-01",
    )
    course = fact("course", ended_on="2021-03-01", hours=30, begun_on="2019-12-31")
    assert shown(assess(chain_of(first, second), course).notes["asked"]) == "from 2021-03-01"


def test_a_day_that_has_not_come_has_no_text() -> None:
    first, second = texts("course.ended_on")
    found = assess(chain_of(first, second), ("course", {"id": "c", "hours": 40_000}))
    assert shown(found.notes["asked"]) == "never"


def test_a_clause_that_leans_on_itself_by_another_day_is_refused() -> None:
    first = policy(FIRST, "1", "2010-01-01")
    second = amendment(
        first,
        """
        clauses:
          2.1:
            text: As before.
            source: the rules
            for: course
            when:
              - clause 3 as in force on course.begun_on
        """,
        "2",
        "2020-01-01",
    )
    third = amendment(
        second,
        """
        drops:
          clauses: ["2.1"]
        clauses:
          3:
            text: As before.
            source: the rules
            for: course
            when:
              - clause 2.1 as in force on course.begun_on
        notes:
          asked:
            reason: ASKED
            when: clause 3
        """,
        "3",
        "2022-01-01",
    )
    with pytest.raises(TextsTurnInACircle):
        Rules(chain_of(first, second, third))


def test_on_a_day_that_has_not_come_no_text_is_meant() -> None:
    first = policy(FIRST, "1", "2010-01-01")
    asked = ASKED.replace("course", "application").format(day="application.decided_on")
    second = amendment(first, SECOND + asked, "2", "2020-01-01")
    application = fact("application", submitted_on="2021-01-01")
    course = fact("course", ended_on="2015-01-01", hours=50)
    assert shown(assess(chain_of(first, second), application, course).notes["asked"]) == "2015-01-01 to 2019-12-31"
