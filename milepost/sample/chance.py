"""Chance that a seed decides, so that the same seed draws the same again."""

from datetime import date, timedelta
from random import Random


def chance(*of: object) -> Random:
    """Return the chance of one thing: drawing more of another does not change it."""
    return Random("/".join(map(str, of)))  # noqa: S311 - a sample is to be drawn again, not to be hard to guess


def day_in(by: Random, first: date, last: date) -> date:
    """Return one of the days from the first to the last, both included; the first where the last is before it."""
    return first + timedelta(by.randint(0, max((last - first).days, 0)))
