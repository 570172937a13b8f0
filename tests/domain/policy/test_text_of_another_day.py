"""A clause as it stood in the text that was in force on another day."""

import pytest

from domain.policy.compiling import TextsTurnInACircle
from domain.policy.rules import Rules
from domain.policy.text import Policy
from tests.domain.policy.texts import amendment, assess, chain_of, fact, policy, shown

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


def test_what_every_text_says_holds_even_on_an_unknown_day() -> None:
    found = assess(chain_of(*texts("course.begun_on")), fact("course", ended_on="2021-03-01", hours=40))
    assert shown(found.notes["asked"]) == "from 2021-03-01"


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
