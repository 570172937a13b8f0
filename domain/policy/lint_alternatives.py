"""Alternatives that are told apart by days: whom they leave out between them, and whom they take twice."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from domain.policy.language import (
    ClauseHolds,
    Compare,
    Condition,
    Day,
    Exists,
    FieldOf,
    Literal,
    Require,
    Together,
)
from domain.policy.lint_contradictions import Contradictions
from domain.policy.lint_known import DAYS, EVERYTHING, Known, Range, range_of
from domain.policy.places import Way
from domain.policy.roots import Kinds, roots_of, within
from domain.policy.saying_days import date_in_words
from domain.policy.text import Policy

THE_DAY = "the day"
Bounds = Mapping[str, Range]
"""Days between which an alternative holds, by ``the day`` or ``course.ended_on``; what it leaves open is everything."""


class Alternative(msgspec.Struct, frozen=True):
    """One of several ways, how it is called, the items in hand there, and the days that bound it."""

    called: str
    condition: Condition
    hand: Kinds
    bounds: Bounds


def alternatives(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the days that fall between alternatives, and those that fall under two."""
    asking = _Alternatives(policy)
    for level in policy.levels:
        routes = [asking.one(f"the route '{each.name}'", each.condition, {}) for each in level.routes]
        yield from asking.told(routes, ("levels", level.id), f"the routes to {level.id}")
    for root in roots_of(policy):
        for condition, hand in within(root.condition):
            if isinstance(condition, Together) and condition.how == "any":
                lines = [
                    asking.one(f"the alternative {place}", each, hand) for place, each in enumerate(condition.of, 1)
                ]
                yield from asking.told(lines, root.way, root.called)


class _Alternatives:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._contradictions = Contradictions(policy)

    def one(self, called: str, condition: Condition, hand: Kinds) -> Alternative:
        return Alternative(called, condition, hand, _bounds(condition, self._policy, hand))

    def told(self, ways: Sequence[Alternative], way: Way, called: str) -> Iterator[tuple[str, Way, str]]:
        for about in dict.fromkeys(about for each in ways for about in each.bounds):
            reading = [each for each in ways if about in each.bounds]
            ordered = sorted(reading, key=lambda each: each.bounds[about])
            open_ = any(each.bounds[about] == EVERYTHING for each in ordered)
            for one, other in pairwise(ordered):
                if not (open_ or self._told_apart(one, other, about)):
                    yield from _between(one, other, about, way, called)

    def _told_apart(self, one: Alternative, other: Alternative, about: str) -> bool:
        """Tell whether two alternatives exclude each other by anything but these days."""
        lines = [line for each in (one, other) for line in self._apart_from(each.condition, each.hand, about)]
        return self._contradictions.of(Together(how="all", of=tuple(lines)), Known()) is not None

    def _apart_from(self, condition: Condition, hand: Kinds, about: str) -> Iterator[Condition]:
        """Yield the lines that have to hold, but for those on the days that are asked about."""
        match condition:
            case Together(how="all"):
                for each in condition.of:
                    yield from self._apart_from(each, hand, about)
            case Require():
                yield from self._apart_from(condition.that, hand, about)
            case ClauseHolds():
                yield from self._apart_from(self._policy.clause(condition.no).condition, hand, about)
            case Compare() if _about(condition.left, hand) == about:
                return
            case _:
                yield condition


def _between(one: Alternative, other: Alternative, about: str, way: Way, called: str) -> Iterator[tuple[str, Way, str]]:
    """Yield what falls between two alternatives, the first of which begins no later, or under both."""
    (first, last), (next_first, next_last) = one.bounds[about], other.bounds[about]
    if (first, last) == (next_first, next_last):
        return
    if next_first > last + 1:
        between = f"from {_day(last + 1)} to {_day(next_first - 1)}"
        yield "gap-between", way, f"in {called}, {about} {between} falls under none: {_both(one, other)}"
    elif EVERYTHING[0] < next_first <= last < EVERYTHING[1]:
        shared = f"from {_day(next_first)} to {_day(min(last, next_last))}"
        yield "overlap-between", way, f"in {called}, {about} {shared} falls under two: {_both(one, other)}"


def _both(one: Alternative, other: Alternative) -> str:
    return f"{one.called} and {other.called}"


def _day(ordinal: int) -> str:
    return date_in_words(date.fromordinal(ordinal))


def _bounds(condition: Condition, policy: Policy, hand: Kinds) -> Bounds:
    """Return the days that bound a condition; a kind that it takes in hand without bounds is open."""
    found: dict[str, Range] = {}
    for about, span in _read(condition, policy, hand):
        first, last = found.get(about, EVERYTHING)
        found[about] = max(first, span[0]), min(last, span[1])
    return found


def _read(condition: Condition, policy: Policy, hand: Kinds) -> Iterator[tuple[str, Range]]:
    match condition:
        case Compare(left=left, relation=relation, right=Literal() as right) if relation in DAYS:
            yield _about(left, hand), range_of(relation, right) or EVERYTHING
        case Together(how="all"):
            for each in condition.of:
                yield from _read(each, policy, hand)
        case Require():
            yield from _read(condition.that, policy, hand)
        case ClauseHolds():
            yield from _read(policy.clause(condition.no).condition, policy, hand)
        case Exists():
            inner = {**hand, **{each.name: each.kind for each in condition.binders}}
            for kind in inner.values():
                fields = policy.vocabulary[kind].fields if kind in policy.vocabulary else {}
                yield from ((f"{kind}.{name}", EVERYTHING) for name, field in fields.items() if field.type == "date")
            for each in condition.when:
                yield from _read(each, policy, inner)


def _about(left: object, hand: Kinds) -> str:
    if isinstance(left, FieldOf):
        return f"{hand.get(left.item, left.item)}.{left.field}"
    return THE_DAY if isinstance(left, Day) else ""
