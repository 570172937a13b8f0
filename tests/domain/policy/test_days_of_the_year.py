"""Days named by the calendar: the last or next such day of a year, and the end of a month."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import last_by, length_between, next_from, shifted
from domain.timeline import BEGIN, END
from tests.domain.policy.texts import days, fact, on


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("the day on or before the next 31 January from learning.held_on", "2020-02-01 to 2021-01-31"),
        ("the day on or before the next month end from learning.held_on", "2020-02-01 to 2020-02-29"),
        ("the day before 1 year after the next 31 January from learning.held_on", "2020-02-01 to 2022-01-30"),
        ("learning.held_on on or after the last 1 December by the day", "2020-02-01 to 2020-11-30"),
        ("learning.held_on on or after 1 year before the last 1 December by the day", "2020-02-01 to 2021-11-30"),
        ("learning.held_on on or after the last 1 February by 1 year before the day", "2020-02-01 to 2022-01-31"),
        ("learning.held_on before the last month end by the day", "from 2020-02-29"),
        ("learning.held_on before the next 1 March from the day", "from 2020-02-01"),
        ("the day is the next 1 February from learning.held_on", "on 2020-02-01"),
        ("learning.held_on is the last 1 February by the day", "2020-02-01 to 2021-01-31"),
    ],
)
def test_a_day_of_the_year_stands_in_any_relation(condition: str, expected: str) -> None:
    assert days(f"for: learning\nwhen:\n  - {condition}", fact("learning", held_on="2020-02-01")) == expected


def test_a_day_of_the_year_before_an_unknown_day_is_unknown() -> None:
    condition = "for: learning\nwhen:\n  - the day on or before the next 31 January from learning.held_on"
    assert days(condition, fact("learning", held_on=None)) == "never; perhaps always"


def test_a_day_of_the_year_at_the_edge_of_the_calendar_is_that_edge() -> None:
    assert last_by(BEGIN, 12, 31) == BEGIN
    assert last_by(BEGIN, 0, 0) == BEGIN
    assert next_from(END - 1, 1, 31) == END
    assert next_from(END, 0, 0) == END - 1


OF_THE_YEAR = st.sampled_from([(1, 31), (2, 28), (3, 1), (12, 1), (12, 31), (0, 0)])
DAYS = st.dates(date(2019, 1, 1), date(2025, 12, 31))


@given(DAYS, OF_THE_YEAR)
def test_the_last_and_the_next_are_found_by_looking_day_by_day(day: date, of: tuple[int, int]) -> None:
    def such(each: date) -> bool:
        return (each.month, each.day) == of or (of == (0, 0) and (each + timedelta(days=1)).day == 1)

    around = [day + timedelta(days=n) for n in range(-400, 401)]
    assert last_by(day.toordinal(), *of) == max(each for each in around if each <= day and such(each)).toordinal()
    assert next_from(day.toordinal(), *of) == min(each for each in around if each >= day and such(each)).toordinal()


@given(DAYS, DAYS)
def test_a_length_between_two_days_leads_from_one_to_the_other(one: date, other: date) -> None:
    start, stop = sorted((one.toordinal(), other.toordinal()))
    length = length_between(start, stop)
    assert shifted(start, length.months, length.days) == stop


@pytest.mark.parametrize(
    ("start", "stop", "months", "rest"),
    [
        ("2025-10-01", "2026-04-01", 6, 0),
        ("2020-01-31", "2020-02-29", 1, 0),
        ("2020-01-31", "2020-03-01", 1, 1),
        ("2020-01-01", "2020-01-01", 0, 0),
    ],
)
def test_a_length_has_as_many_whole_months_as_fit(start: str, stop: str, months: int, rest: int) -> None:
    length = length_between(on(start), on(stop))
    assert (length.months, length.days) == (months, rest)


def test_the_end_of_a_length_may_come_first() -> None:
    assert length_between(on("2020-01-02"), on("2020-01-01")).months == 0


def test_the_end_of_a_month_is_its_own_last_month_end() -> None:
    assert last_by(on("2020-02-29"), 0, 0) == on("2020-02-29")


@pytest.mark.parametrize(
    ("months", "expected"),
    [({"retro_months": 2}, "2020-01-01 to 2020-02-29"), ({"retro_months": None}, "never; perhaps from 2020-01-01")],
)
def test_a_day_may_move_by_as_many_months_as_a_field_counts(months: dict[str, int | None], expected: str) -> None:
    condition = """
        for: approval
        when:
          - approval begun by the day
          - approval.from after approval.retro_months months before the day
    """
    assert days(condition, fact("approval", from_="2020-01-01", **months)) == expected


def test_a_day_does_not_move_by_months_that_have_no_value() -> None:
    condition = """
        for: stay
        when:
          - stay.from after stay.months months before the day
    """
    kind = """
        vocabulary:
          stay:
            words: a stay
            counts from: from
            fields:
              from: date
              months: number of months; absent means not yet
    """
    assert days(condition, ("stay", {"id": "s", "from": on("2020-01-01")}), beside=kind) == "never"
