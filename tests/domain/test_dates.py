"""Calendar arithmetic, against the calendar turned page by page."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import last_day_whose_shift_is_by, shifted
from domain.timeline import BEGIN, END
from tests.domain.wall_calendar import moved

DAYS = st.dates(date(1890, 1, 1), date(2110, 12, 31)) | st.builds(
    lambda year, month: date(year, month, monthrange(year, month)[1]), st.integers(1890, 2110), st.integers(1, 12)
)
MONTHS = st.integers(-60, 60)
FEW_DAYS = st.integers(-40, 40)
FIRST, LAST = date(1991, 12, 1).toordinal(), date(2008, 4, 1).toordinal()
"""Sixteen years with five leap years, the one of the century among them."""


@pytest.mark.parametrize(
    ("day", "months", "days", "expected"),
    [
        ("2020-02-29", 12, 0, "2021-02-28"),
        ("2020-02-29", 48, 0, "2024-02-29"),
        ("2020-02-29", -12, 0, "2019-02-28"),
        ("2021-02-28", -12, 0, "2020-02-28"),
        ("2021-01-31", 1, 0, "2021-02-28"),
        ("2021-08-31", -6, 0, "2021-02-28"),
        ("2021-01-31", 1, 1, "2021-03-01"),
        ("2021-03-31", -1, -1, "2021-02-27"),
        ("2020-12-15", 1, 0, "2021-01-15"),
        ("2021-05-10", 0, 14, "2021-05-24"),
    ],
)
def test_months_come_first_and_end_with_the_month(day: str, months: int, days: int, expected: str) -> None:
    assert date.fromordinal(shifted(date.fromisoformat(day).toordinal(), months, days)) == date.fromisoformat(expected)


@given(DAYS, MONTHS, FEW_DAYS)
def test_a_day_moves_as_on_the_wall_calendar(day: date, months: int, days: int) -> None:
    assert date.fromordinal(shifted(day.toordinal(), months, days)) == moved(day, months, days)


@pytest.mark.parametrize("months", [*range(-13, 14), -48, -36, -24, 24, 36, 48])
def test_a_shift_is_inverted_for_every_day_of_sixteen_years(months: int) -> None:
    for days in (0, 1, -1, 14):
        shifts = [shifted(day, months, days) for day in range(FIRST, LAST)]
        index = 0
        for limit in range(shifts[40], shifts[-40]):
            while shifts[index + 1] <= limit:
                index += 1
            assert last_day_whose_shift_is_by(limit, months, days) == FIRST + index


@given(DAYS, MONTHS, FEW_DAYS)
def test_the_inverse_is_the_last_day_whose_shift_is_not_later(limit: date, months: int, days: int) -> None:
    found = last_day_whose_shift_is_by(limit.toordinal(), months, days)
    assert shifted(found, months, days) <= limit.toordinal() < shifted(found + 1, months, days)


@pytest.mark.parametrize("edge", [BEGIN, END])
def test_the_ends_of_time_do_not_move(edge: int) -> None:
    assert shifted(edge, 12, 3) == shifted(edge, -12, -3) == edge
    assert last_day_whose_shift_is_by(edge, 12, 0) == last_day_whose_shift_is_by(edge, -12, 0) == edge


def test_a_day_moved_beyond_the_calendar_is_its_end() -> None:
    last, first = date.max.toordinal(), date.min.toordinal() + 5
    assert shifted(last, 1, 0) == shifted(last, 0, 9) == END
    assert shifted(first, -1, 0) == shifted(first, 0, -99) == BEGIN


@given(st.integers(END - 800, END - 1), st.integers(-24, 24), FEW_DAYS)
def test_a_shift_is_inverted_up_to_the_last_day(limit: int, months: int, days: int) -> None:
    found = last_day_whose_shift_is_by(limit, months, days)
    assert shifted(found, months, days) <= limit
    assert found == END - 1 or shifted(found + 1, months, days) > limit
