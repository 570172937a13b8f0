"""Amounts that depend on items in hand, between what they are at least and at most."""

from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import TypeAlias

from domain.policy.language import Depending, FieldOf, ForEach, Table
from tests.evaluator.calendar import NO_END, moved
from tests.evaluator.terms import NOTHING, Hand, field_of

Amount: TypeAlias = Fraction | float
Bounds: TypeAlias = tuple[Amount, Amount]

ANYTHING: Bounds = (Fraction(0), inf)
"""The bounds of an amount of which nothing is known."""


def amount_in(written: Decimal | Fraction, of: Depending | None, hand: Hand) -> Bounds | None:
    """Return the bounds of an amount, or None where there is no such amount."""
    match of:
        case FieldOf(item, name):
            return _known(field_of(*hand[item], name))
        case Table():
            return _looked_up(of, hand)
        case ForEach():
            return _in_proportion(of, hand)
    return (Fraction(written), Fraction(written))


def _known(found: object) -> Bounds | None:
    if found is NOTHING:
        return None
    return (Fraction(found, 1000), Fraction(found, 1000)) if isinstance(found, int) else ANYTHING


def _looked_up(table: Table, hand: Hand) -> Bounds:
    kind, item = hand[table.by.item]
    text = field_of(kind, item, table.by.field)
    given = {name: Fraction(amount) for name, amount in table.scale}
    otherwise = Fraction(table.otherwise)
    if text is None:
        values = kind.fields[table.by.field].values
        amounts = [given.get(each, otherwise) for each in values] if values else [*given.values(), otherwise]
        return (min(amounts), max(amounts))
    found = otherwise if text is NOTHING else given.get(text, otherwise)
    return (found, found)


def _in_proportion(each: ForEach, hand: Hand) -> Bounds | None:
    """Return so much for each length that is reached, counting on from the first day until the last is passed."""
    names = (each.item, each.within) if each.within else (each.item,)
    ends = [field_of(*hand[name], field) for name in names for field in (hand[name][0].since, hand[name][0].until)]
    if NOTHING in ends:
        return None
    if None in ends:
        return ANYTHING
    first, after = max(ends[::2]), min(ends[1::2])
    if after == NO_END:
        return None
    number = 0
    while first < after:
        reached = moved(first, (number + 1) * each.length.months, (number + 1) * each.length.days)
        if reached > after and not each.started:
            break
        number += 1
        if reached >= after:
            break
    return (number * Fraction(each.amount), number * Fraction(each.amount))
