"""Amounts that depend on items in hand: what they are at least and at most, where something is not known."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.dates import lengths_between
from domain.policy.hand import IN_DOUBT, Hand
from domain.policy.language import Depending, FieldOf, ForEach, Table
from domain.policy.moving import FAILS
from domain.policy.terms import Slots, absent_value, value_of
from domain.policy.vocabulary import Field, Kind
from domain.timeline import END

UNBOUNDED = 10**15
"""What an unknown amount may reach, in thousandths."""

Limits = tuple[int, int]
"""The least and the greatest that an amount may be, in thousandths."""
Limited = Callable[[Hand], Limits | None]
"""Gives the limits of an amount, or None where there is no such amount."""

UNKNOWN: Limits = (0, UNBOUNDED)
"""The limits of an amount of which nothing is known."""


def limits_of(amount: Decimal, of: Depending | None, slots: Slots) -> Limited:
    """Return the closure of an amount: as it is written, or as the items in hand have it."""
    if of is None:
        written = thousandths(amount)
        return lambda _: (written, written)
    if isinstance(of, FieldOf):
        return _field(of, slots)
    if isinstance(of, Table):
        return _table(of, slots)
    spans = [_in_hand(name, slots) for name in named_spans(of)]
    return lambda hand: for_each(of, [span(hand) for span in spans])


def named_spans(each: ForEach) -> list[str]:
    """Return the names of the spans of whose days the lengths are counted."""
    return [each.item, each.within] if each.within else [each.item]


def for_each(each: ForEach, spans: Sequence[Any]) -> Limits | None:
    """Return so much for each length of the days that lie in all the spans; None where they never end."""
    if FAILS in spans:
        return None
    if None in spans:
        return UNKNOWN
    start, stop = max(start for start, _ in spans), min(stop for _, stop in spans)
    if stop >= END:
        return None
    amount = thousandths(each.amount) * lengths_between(start, stop, each.length, started=each.started)
    return amount, amount


def extent_of(kind: Kind) -> Callable[[Mapping[str, Any]], Any]:
    """Return the closure of the first day of a span and the day after its last; None where one of them is unknown.

    The days of a period may be certain while its length is not.
    """
    since, until = kind.since, kind.until
    missing = absent_value(kind.fields[since]), absent_value(kind.fields[until])

    def extent(item: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- two days, or what stands for none
        if item.get(IN_DOUBT):
            return None
        start, stop = item.get(since, missing[0]), item.get(until, missing[1])
        if start is FAILS or stop is FAILS:
            return FAILS
        return None if start is None or stop is None else (start, stop)

    return extent


def scaled(scale: Sequence[tuple[str, Decimal]], otherwise: Decimal, field: Field) -> Callable[[str | None], Limits]:
    """Return the closure of what a scale gives a text: of a text that is unknown, all that it may give."""
    given = {text: thousandths(amount) for text, amount in scale}
    rest = thousandths(otherwise)
    of_all = [given.get(text, rest) for text in field.values] or [*given.values(), rest]
    unknown = (min(of_all), max(of_all))

    def found(text: str | None) -> Limits:
        if text is None:
            return unknown
        amount = given.get(text, rest)
        return amount, amount

    return found


def thousandths(amount: Decimal) -> int:
    """Return an amount of at most three decimals in thousandths."""
    return int(amount * 1000)


def _field(of: FieldOf, slots: Slots) -> Limited:
    value = value_of(of, slots)

    def limits(hand: Hand) -> Limits | None:
        amount = value(hand)
        return None if amount is FAILS else UNKNOWN if amount is None else (amount, amount)

    return limits


def _table(of: Table, slots: Slots) -> Limited:
    value = value_of(of.by, slots)
    found = scaled(of.scale, of.otherwise, slots[of.by.item][1].fields[of.by.field])

    def limits(hand: Hand) -> Limits:
        text = value(hand)
        return found("" if text is FAILS else text)

    return limits


def _in_hand(name: str, slots: Slots) -> Callable[[Hand], Any]:
    slot, kind = slots[name]
    extent = extent_of(kind)
    return lambda hand: extent(hand[slot])
