"""Amounts that depend on items in hand, between what they are at least and at most."""

from fractions import Fraction
from math import inf
from typing import Any

from verifier.calendar import END, moved
from verifier.moment import NOTHING
from verifier.terms import Hand, Node, field_of, length_of, since_of, until_of

Amount = Fraction | float
"""A number, or infinity: what an unknown number may reach."""
Bounds = tuple[Amount, Amount]

ZERO = Fraction(0)
ANYTHING: Bounds = (ZERO, inf)
"""The bounds of an amount of which nothing is known."""


def amount_in(written: Any, of: Node | None, hand: Hand) -> Bounds | None:
    """Return the bounds of an amount, or None where there is no such amount."""
    if of is None:
        return (Fraction(written), Fraction(written))
    if of["is"] == "field":
        return _stated(field_of(*hand[of["item"]], of["field"]))
    return _looked_up(of, hand) if of["is"] == "table" else in_proportion(of, hand)


def _stated(found: Any) -> Bounds | None:
    if found is NOTHING:
        return None
    return (Fraction(found, 1000), Fraction(found, 1000)) if isinstance(found, int) else ANYTHING


def _looked_up(table: Node, hand: Hand) -> Bounds:
    kind, item = hand[table["by"]["item"]]
    text = field_of(kind, item, table["by"]["field"])
    given = {name: Fraction(amount) for name, amount in table["scale"]}
    otherwise = Fraction(table.get("otherwise", 0))
    if text is None:
        values = kind["fields"][table["by"]["field"]].get("values", ())
        amounts = [given.get(each, otherwise) for each in values] if values else [*given.values(), otherwise]
        return (min(amounts), max(amounts))
    found = otherwise if text is NOTHING else given.get(text, otherwise)
    return (found, found)


def in_proportion(each: Node, hand: Hand) -> Bounds | None:
    """Return so much for each length that is reached, counting on from the first day until the last is passed."""
    spans = [hand[name] for name in (each["item"], each.get("within", "")) if name]
    firsts, ends = [since_of(*span) for span in spans], [until_of(*span) for span in spans]
    if NOTHING in (*firsts, *ends):
        return None
    if None in (*firsts, *ends):
        return ANYTHING
    first, after = max(firsts), min(ends)
    if after == END:
        return None
    months, days = length_of(each["length"])
    number = 0
    while first < after:
        reached = moved(first, (number + 1) * months, (number + 1) * days)
        if reached > after and not each.get("started", False):
            break
        number += 1
        if reached >= after:
            break
    return (number * Fraction(each["amount"]), number * Fraction(each["amount"]))
