"""Days of the calendar, as ordinals of `datetime.date`, moved and looked for one by one."""

from datetime import date
from functools import cache

NO_END = date.max.toordinal() + 1
"""The day after every day: where a span is still open."""


@cache
def moved(day: int, months: int, days: int) -> int:
    """Return the day so many months later or, if negative, earlier, set back to the end of the month, and then days."""
    if day == NO_END:
        return day
    start = date.fromordinal(day)
    years, month = divmod(start.month - 1 + months, 12)
    in_month = start.day
    while not _exists(start.year + years, month + 1, in_month):
        in_month -= 1
    return date(start.year + years, month + 1, in_month).toordinal() + days


@cache
def nearest(day: int, side: str, month: int, in_month: int) -> int:
    """Return the ``last`` such day of a year by a day, or the ``next`` from it on; month 0 is the end of any month."""
    if day == NO_END:
        return day
    step = -1 if side == "last" else 1
    while not _is_such(date.fromordinal(day), month, in_month):
        day += step
    return day


def _is_such(day: date, month: int, in_month: int) -> bool:
    if month == 0:
        return date.fromordinal(day.toordinal() + 1).month != day.month
    return (day.month, day.day) == (month, in_month)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
