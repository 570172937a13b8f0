"""The last day on which an item would still count, as far as the lines of a condition say."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from domain.policy.hand import Hand
from domain.policy.language import Compare, Condition, Day, FieldOf, InForce, Require, Term, Together
from domain.policy.leaning import items_of
from domain.policy.moving import mentions_day
from domain.policy.terms import Slots, value_of
from domain.timeline import END

Latest = Callable[[Hand], int | None]
"""Gives the last day, or None where nothing bounds it."""


def latest_day(lines: Iterable[Condition], name: str, slots: Slots, later: Collection[str] = ()) -> Latest:
    """Return the closure of the last day that a date of the named item, or the day asked about, may have.

    Items that come ``later`` are not in hand yet, so that lines which name them bound nothing.
    """
    in_hand = {item: slot for item, slot in slots.items() if item not in later}
    bounds = [bound for line in lines for bound in _bounds(line, name, in_hand)]

    def latest(hand: Hand) -> int | None:
        days = [day for bound in bounds if isinstance(day := bound(hand), int) and day < END - 1]
        return min(days, default=None)

    return latest


def _bounds(line: Condition, name: str, slots: Slots) -> Iterator[Callable[[Hand], Any]]:
    if isinstance(line, Require):
        yield from _bounds(line.that, name, slots)
    elif isinstance(line, Together) and line.how == "all":
        for part in line.of:
            yield from _bounds(part, name, slots)
    elif isinstance(line, Compare) and line.relation in {"on or before", "before"} and _of(line.left, name):
        named = set(items_of(line.right))
        if not mentions_day(line.right) and name not in named and named <= slots.keys() and _is_day(line, slots):
            yield _before(value_of(line.right, slots), 1 if line.relation == "before" else 0)
    elif isinstance(line, InForce) and _of(line.on, name) and line.item in slots and line.item != name:
        slot, kind = slots[line.item]
        until = kind.until
        yield _before(lambda hand: hand[slot] and hand[slot].get(until, END), 1)


def _of(term: Term, name: str) -> bool:
    return isinstance(term, Day) or (isinstance(term, FieldOf) and term.item == name)


def _is_day(line: Compare, slots: Slots) -> bool:
    left = line.left
    return not isinstance(left, FieldOf) or slots[left.item][1].fields[left.field].type == "date"


def _before(value: Callable[[Hand], Any], days: int) -> Callable[[Hand], Any]:
    def bound(hand: Hand) -> Any:  # noqa: ANN401 -- a day, or what stands for none
        day = value(hand)
        return day - days if isinstance(day, int) else None

    return bound
