"""Up to which day what is missing would still count, as far as the lines of a condition say."""

from datetime import date

import pytest

from tests.domain.policy.texts import Item, fact, proof

DAY = "2021-05-01"
TERM = """
periods:
  term:
    text: A term of two years.
    source: the guild
    begins:
      for: recognition
      on: recognition.granted_on
    lasts: 2 years
"""
GRANTED = fact("recognition", level="accredited", granted_on="2020-09-01")


def last_day(condition: str, *items: tuple[str, Item], beside: str = "", day: str = DAY) -> str:
    found = proof(condition, day, *items, beside=beside)
    assert not found.holds
    return str(found.last_day or "")


def lines(*written: str, head: str = "for: application\nwhen:") -> str:
    return "\n".join([head, *(f"  - {line}" for line in written)])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["application.submitted_on on or before 2021-06-30"], "2021-06-30"),
        (["application.submitted_on before 2021-06-30"], "2021-06-29"),
        (["the day on or before 2021-06-30"], "2021-06-30"),
        (["require: application.submitted_on before 2021-06-30\n    else: LATE"], "2021-06-29"),
        (["all: [application.submitted_on before 2021-06-30]"], "2021-06-29"),
        (["application.submitted_on before 2021-06-30", "the day before 2021-05-31"], "2021-05-30"),
        (["application.submitted_on on or after 2021-01-01"], ""),
        (["application.submitted_on on or before application.decided_on"], ""),
        (["application.submitted_on on or before 1 year after the day"], ""),
        (["any: [application.submitted_on before 2021-06-30]"], ""),
        (["application.level is accredited"], ""),
    ],
)
def test_a_date_bounded_from_above_is_the_last_day_of_what_is_missing(written: list[str], expected: str) -> None:
    assert last_day(lines(*written)) == expected


def test_a_number_bounds_no_day() -> None:
    assert last_day(lines("course.hours at most 40 hours", head="for: course\nwhen:")) == ""


BESIDE_A_COURSE = "for: course\nwith: [{other}]\nwhen:"


@pytest.mark.parametrize(
    ("written", "ended_on", "expected"),
    [
        ("application.submitted_on on or before 6 months after course.ended_on", "2021-03-01", "2021-09-01"),
        ("application.submitted_on on or before the next 31 January from course.ended_on", "2021-03-01", "2022-01-31"),
        ("application.submitted_on on or before course.ended_on", None, ""),
    ],
)
def test_the_last_day_may_follow_from_what_is_in_hand(written: str, ended_on: str | None, expected: str) -> None:
    condition = lines(written, head=BESIDE_A_COURSE.format(other="application"))
    assert last_day(condition, fact("course", ended_on=ended_on)) == expected


def test_what_is_not_in_hand_yet_bounds_nothing() -> None:
    head = BESIDE_A_COURSE.format(other="application")
    condition = lines("course.ended_on on or before application.submitted_on", head=head)
    assert last_day(condition) == ""


def test_what_has_no_end_bounds_nothing() -> None:
    condition = lines(
        "application.submitted_on on or before course.valid_until", head=BESIDE_A_COURSE.format(other="application")
    )
    assert last_day(condition, fact("course", ended_on="2021-01-01")) == ""
    assert last_day(condition, fact("course", ended_on="2021-01-01", valid_until="2021-12-31")) == "2021-12-31"


def test_a_span_in_hand_bounds_what_has_to_lie_in_it() -> None:
    head = "for: registration\nwith: [application]\nwhen:"
    condition = lines("registration in force on application.submitted_on", head=head)
    assert last_day(condition, fact("registration", since="2020-01-01", until="2022-01-01")) == "2021-12-31"
    assert last_day(condition, fact("registration", since="2020-01-01")) == ""


WITHIN_TERM = """
for: term
when:
  - {line}
  - require:
      sum: learning.hours
      where:
        - learning.held_on within term
      at least: 10 hours
    else: LEARNING_SHORT
"""


def test_what_is_short_within_a_period_counts_up_to_its_last_day() -> None:
    condition = WITHIN_TERM.format(line="the day within term")
    assert last_day(condition, GRANTED, beside=TERM) == "2022-08-31"


def test_of_several_periods_that_are_over_the_last_is_told_with_its_own_day() -> None:
    condition = WITHIN_TERM.format(line="require: the day within term")
    granted = (GRANTED, fact("recognition", at=2, level="accredited", granted_on="2023-09-01"))
    found = proof(condition, "2026-01-01", *granted, beside=TERM)
    assert found.parts[0].found == "2023-09-01 to 2025-08-31"
    assert str(found.last_day) == "2025-08-31"


def test_a_sum_that_is_short_counts_up_to_the_day_that_bounds_its_items() -> None:
    condition = "sum: learning.hours\nwhere:\n  - learning.held_on before 2021-06-30\nat least: 10 hours"
    assert last_day(condition, fact("learning", held_on="2021-01-01", hours=4)) == "2021-06-29"


def test_too_much_is_not_made_good_by_any_day() -> None:
    condition = "sum: learning.hours\nwhere:\n  - learning.held_on before 2021-06-30\nat most: 3 hours"
    assert last_day(condition, fact("learning", held_on="2021-01-01", hours=4)) == ""


TOTAL = """
total:
  talks:
    sum: learning.hours
    where:
      - learning.category is talk
      - learning.held_on on or before {talks}
  courses:
    sum: course.hours
    where:
      - course.ended_on on or {courses}
at least: 10 hours
"""


@pytest.mark.parametrize(
    ("talks", "courses", "expected"),
    [
        ("2021-06-30", "before 2021-12-31", "2021-12-31"),
        ("2021-12-31", "before 2021-06-30", "2021-12-31"),
        ("2021-06-30", "after 2021-01-01", ""),
    ],
)
def test_a_total_can_grow_for_as_long_as_any_of_its_parts(talks: str, courses: str, expected: str) -> None:
    assert last_day(TOTAL.format(talks=talks, courses=courses)) == expected


TWO = """
{how}:
  - for: application
    when:
      - application.submitted_on on or before 2021-12-31
  - for: refresher
    when:
      - refresher.held_on on or before 2021-06-30
"""


@pytest.mark.parametrize(("how", "expected"), [("all", "2021-06-30"), ("any", "2021-12-31"), ("none", "")])
def test_of_several_that_are_all_needed_the_first_day_counts(how: str, expected: str) -> None:
    application = fact("application", submitted_on="2021-01-01")
    items = [application] if how == "none" else []
    assert last_day(TWO.format(how=how), *items) == expected


def test_of_several_of_which_some_are_needed_no_day_is_told() -> None:
    assert last_day(TWO.format(how="at least: 2\nof").replace("2:\n", "2\n")) == ""


def test_what_is_met_has_no_last_day() -> None:
    found = proof(TWO.format(how="any"), DAY, fact("refresher", held_on="2021-01-01"))
    assert (found.holds, found.last_day) == (True, None)


def test_a_clause_has_the_last_day_of_its_condition() -> None:
    clause = """
    clauses:
      "1":
        text: An application in time.
        source: the guild
        for: application
        when:
          - application.submitted_on on or before 2021-12-31
    """
    assert proof("on: 2021-06-01\nthat: clause 1", DAY, beside=clause.replace("\n    ", "\n")).last_day == date(
        2021, 12, 31
    )
