"""Calendar arithmetic on days given as proleptic ordinals: months first, clamped to the end of the month, then days."""

from calendar import isleap
from datetime import date
from functools import lru_cache

import msgspec

from domain.timeline import BEGIN, END

FEBRUARY = 2
LONGEST_MONTH = 31
MONTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""How many days each month has in a common year, by its number."""


class Duration(msgspec.Struct, frozen=True, omit_defaults=True):
    """A length on the calendar; years are twelve months, weeks are seven days."""

    months: int = 0
    days: int = 0


def days_in(year: int, month: int) -> int:
    """Return how many days a month has."""
    return MONTHS[month] + (month == FEBRUARY and isleap(year))


@lru_cache(maxsize=65536)
def shifted(day: int, months: int, days: int) -> int:
    """Return the day moved by whole months, clamped to the end of the month, and then by days.

    A day beyond the calendar becomes its edge: `BEGIN` or `END`.
    """
    if day in {BEGIN, END}:
        return day
    if months:
        start = date.fromordinal(day)
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        if not date.min.year <= year <= date.max.year:
            return END if months > 0 else BEGIN
        day = date(year, month + 1, min(start.day, days_in(year, month + 1))).toordinal()
    return min(max(day + days, BEGIN), END)


@lru_cache(maxsize=65536)
def last_day_whose_shift_is_by(limit: int, months: int, days: int) -> int:
    """Return the last day whose shift falls on or before the limit.

    This inverts `shifted`, which is not the same as shifting back: clamping makes several days share one shift.
    """
    if limit in {BEGIN, END}:
        return limit
    day = shifted(limit, -months, -days)
    while day < END and shifted(day + 1, months, days) <= limit:
        day += 1
    while day > BEGIN and shifted(day, months, days) > limit:
        day -= 1
    return day


@lru_cache(maxsize=65536)
def last_by(limit: int, month: int, day: int) -> int:
    """Return the latest such day of a year on or before the limit; month 0 stands for the last day of any month."""
    at = _within_calendar(limit)
    if month:
        year = at.year if (at.month, at.day) >= (month, day) else at.year - 1
        return date(year, month, day).toordinal() if year >= date.min.year else BEGIN
    if at.day == days_in(at.year, at.month):
        return at.toordinal()
    return max(at.replace(day=1).toordinal() - 1, BEGIN)


@lru_cache(maxsize=65536)
def next_from(limit: int, month: int, day: int) -> int:
    """Return the earliest such day of a year on or after the limit; month 0 stands for the last day of any month."""
    at = _within_calendar(limit)
    if month:
        year = at.year if (at.month, at.day) <= (month, day) else at.year + 1
        return date(year, month, day).toordinal() if year <= date.max.year else END
    return at.replace(day=days_in(at.year, at.month)).toordinal()


def _within_calendar(day: int) -> date:
    return date.fromordinal(min(max(day, BEGIN), END - 1))


def lengths_between(start: int, stop: int, length: Duration, *, started: bool) -> int:
    """Return how often a length fits between two days, each time counted from the first; ``started`` counts the rest.

    The second day is the first that is no longer in the span.
    """
    if stop <= start:
        return 0
    number = (stop - start) // (length.months * LONGEST_MONTH + length.days)
    while shifted(start, (number + 1) * length.months, (number + 1) * length.days) <= stop:
        number += 1
    return number + (started and shifted(start, number * length.months, number * length.days) < stop)


def length_between(start: int, stop: int) -> Duration:
    """Return the calendar length from one day to another: as many whole months as fit, and then days."""
    if stop <= start:
        return Duration()
    first, last = date.fromordinal(start), _within_calendar(stop)
    months = (last.year - first.year) * 12 + last.month - first.month
    while months and shifted(start, months, 0) > stop:
        months -= 1
    return Duration(months=months, days=stop - shifted(start, months, 0))
