"""A day that is asked about, and for how long what was found on it stays so.

Whatever is found on a day is found by relations between days. A relation changes on few days only, so nothing has to be
asked again until the first of them: a `Moment` keeps the earliest that was met with.
"""

import operator
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from verifier.calendar import BEGIN, END, moved, nearest
from verifier.truth import Truth

NOTHING: Any = object()
"""Stands for a value that makes every relation fail."""

LONGEST_LOOK = 1_500
"""How many days are tried for a change where both sides of a relation move."""


class Moment:
    """A day, and the first later day on which something that was found may be otherwise."""

    __slots__ = ("day", "until")

    def __init__(self, day: int) -> None:
        self.day = day
        self.until = END

    def stays(self, until: int) -> None:
        """Note that something is as it is until before a day."""
        self.until = min(self.until, max(until, self.day + 1))

    def turns(self, day: int) -> None:
        """Note that something is otherwise from a day on, if that is yet to come."""
        if day > self.day:
            self.stays(day)


class Moving(NamedTuple):
    """A day that moves with the one asked about, by these steps, one after the other; without any it is that day."""

    steps: tuple[tuple[Any, ...], ...] = ()

    def at(self, day: int) -> int:
        for step in self.steps:
            day = moved(day, step[1], step[2]) if step[0] == "moved" else nearest(day, *step[1:])
        return day

    def then(self, *step: object) -> "Moving":
        return Moving((*self.steps, step))


THE_DAY = Moving()

RELATIONS: "dict[str, Callable[[Any, Any], bool]]" = {
    "on or before": operator.le,
    "before": operator.lt,
    "on or after": operator.ge,
    "after": operator.gt,
    "at most": operator.le,
    "less than": operator.lt,
    "at least": operator.ge,
    "more than": operator.gt,
    "is": operator.eq,
    "is not": operator.ne,
}


@cache
def reaching(moving: Moving, day: int) -> int:
    """Return the first day on which what moves has come to a day; it never moves back."""
    low, high = BEGIN, END
    while low < high:
        middle = (low + high) // 2
        if moving.at(middle) >= day:
            high = middle
        else:
            low = middle + 1
    return low


def related(left: Any, relation: str, right: Any, moment: Moment) -> Truth:
    """Return whether a relation holds between two values on the day of the moment."""
    if left is NOTHING or right is NOTHING:
        return False
    if left is None or right is None:
        return None
    holds = RELATIONS[relation]
    if isinstance(left, Moving):
        if isinstance(right, Moving):
            return _both_moving(left, holds, right, moment)
        _turns_with(left, right, moment)
        return holds(left.at(moment.day), right)
    if isinstance(right, Moving):
        _turns_with(right, left, moment)
        return holds(left, right.at(moment.day))
    return holds(left, right)


def elsewhere(on: Any, moment: Moment) -> Moment:
    """Return the moment of another day, as seen from this one."""
    return Moment(on.at(moment.day) if isinstance(on, Moving) else on)


def as_long_as(other: Moment, on: Any, moment: Moment) -> None:
    """Note that what was found on another day stays so until that day has moved to where it may be otherwise."""
    if isinstance(on, Moving):
        moment.stays(reaching(on, other.until))


def throughout(
    found: Callable[[Moment], Truth], from_: int = BEGIN, until: int = END
) -> Iterator[tuple[int, int, Truth]]:
    """Yield what is found from a day on until before another: first day, the day after the last, and what."""
    day = from_
    while day < until:
        moment = Moment(day)
        truth = found(moment)
        yield day, min(moment.until, until), truth
        day = moment.until


def first_day(found: Callable[[Moment], Truth], from_: int = BEGIN, until: int = END) -> int | None:
    """Return the first of some days on which something certainly or possibly holds."""
    return next((day for day, _, truth in throughout(found, from_, until) if truth is not False), None)


def _turns_with(moving: Moving, fixed: int, moment: Moment) -> None:
    if moving.steps:
        moment.turns(reaching(moving, fixed))
        moment.turns(reaching(moving, fixed + 1))
    else:
        moment.turns(fixed)
        moment.turns(fixed + 1)


def _both_moving(left: Moving, holds: Callable[[Any, Any], bool], right: Moving, moment: Moment) -> bool:
    now = holds(left.at(moment.day), right.at(moment.day))
    if left != right:
        last = min(moment.day + LONGEST_LOOK, END)
        days = range(moment.day + 1, last)
        moment.stays(next((day for day in days if holds(left.at(day), right.at(day)) is not now), last))
    return now
