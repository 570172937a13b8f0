"""Days of the calendar as numbers: 1 is 0001-01-01. A length moves a day by months, and then by days."""

from datetime import date
from functools import cache

BEGIN = 1
END = date.max.toordinal() + 1
"""The day after the last there is: where a span is still open."""


@cache
def moved(day: int, months: int, days: int) -> int:
    """Return the day so many months later or, if negative, earlier, set back to the end of its month, and then days."""
    if day in (BEGIN, END):
        return day
    if months:
        start = date.fromordinal(day)
        years, month = divmod(start.month - 1 + months, 12)
        if not date.min.year <= start.year + years <= date.max.year:
            return END if months > 0 else BEGIN
        day = _last_such(start.year + years, month + 1, start.day)
    return min(max(day + days, BEGIN), END)


@cache
def nearest(day: int, side: str, month: int, in_month: int) -> int:
    """Return the ``last`` such day of a year by a day, or the ``next`` from it on; month 0 is the end of any month."""
    step = -1 if side == "last" else 1
    while BEGIN < day < END and not _is_such(date.fromordinal(day), month, in_month):
        day += step
    return day


def day_of(written: str) -> int:
    return date.fromisoformat(written).toordinal()


def shown(day: int) -> "str | None":
    """Return a day as it is written, or None for the edges of the calendar, which stand for days not known."""
    return date.fromordinal(day).isoformat() if BEGIN < day < END else None


def _is_such(day: date, month: int, in_month: int) -> bool:
    if month == 0:
        return day == date.max or date.fromordinal(day.toordinal() + 1).month != day.month
    return (day.month, day.day) == (month, in_month)


def _last_such(year: int, month: int, day: int) -> int:
    while not _exists(year, month, day):
        day -= 1
    return date(year, month, day).toordinal()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
