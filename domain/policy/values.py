"""Values on a day, shown in words, and by how much a relation between them is missed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.policy.hand import Hand
from domain.policy.language import (
    Anchored,
    Begun,
    Compare,
    Condition,
    FieldOf,
    Given,
    InForce,
    Literal,
    OneOf,
    Shifted,
    Term,
)
from domain.policy.moving import FAILS, mentions_day
from domain.policy.terms import Slots, anchored_at, length_of, moved_by, value_of
from domain.policy.vocabulary import Field
from domain.policy.wording import amount_of, thousandths_in_words
from domain.timeline import BEGIN, END

DAY = Field(type="date")
Found = Callable[[Hand, int, bool | None], tuple[str, str]]
"""Gives what was found on a day, where the truth of the line is known, and what it is short of."""


def on_a_day(term: Term, slots: Slots, field: Field) -> Callable[[Hand, int], Any]:
    """Return the closure of a term's value on a day, the day itself included."""
    if not mentions_day(term):
        value = value_of(term, slots, field)
        return lambda hand, _: value(hand)

    if isinstance(term, Shifted):
        inner, length = on_a_day(term.term, slots, field), length_of(term, slots)
        return lambda hand, day: moved_by(inner(hand, day), length(hand))
    if isinstance(term, Anchored):
        inner = on_a_day(term.term, slots, field)
        return lambda hand, day: anchored_at(inner(hand, day), term)
    return lambda _, day: day


def shown(value: Any, field: Field) -> str:  # noqa: ANN401 -- any value of a fact
    if value is None:
        return "unknown"
    if value is FAILS:
        return "no date" if field.type == "date" else "none"
    if field.type == "date":
        return "no end" if value >= END else "the beginning" if value <= BEGIN else date.fromordinal(value).isoformat()
    if field.type == "number":
        return amount_of(thousandths_in_words(value), field.unit)
    if field.type == "yes or no":
        return "yes" if value else "no"
    return str(value)


def found_by(condition: Condition, slots: Slots) -> Found:
    """Return the closure of what a line that names no other line finds on a day, and by how much it is missed."""
    match condition:
        case Compare():
            return _compared(condition, slots)
        case OneOf():
            return _field(condition.left, slots)
        case Given():
            return _field(FieldOf(condition.item, condition.field), slots)
        case InForce() | Begun():
            return _span(condition.item, slots)
        case _:
            return lambda *_: ("", "")


def _compared(condition: Compare, slots: Slots) -> Found:
    left, relation, right = condition.left, condition.relation, condition.right
    field = slots[left.item][1].fields[left.field] if isinstance(left, FieldOf) else DAY
    first, second = on_a_day(left, slots, field), on_a_day(right, slots, field)
    nobody_can_supply = _is_given(condition, slots, field)

    def compared(hand: Hand, day: int, truth: bool | None) -> tuple[str, str]:  # noqa: FBT001 -- three-valued
        x, y = first(hand, day), second(hand, day)
        found = shown(x, field)
        if not isinstance(right, Literal):
            found = _both_sides(found, relation, shown(y, field), truth)
        if truth is not False or nobody_can_supply or not isinstance(x, int) or not isinstance(y, int):
            return found, ""
        return found, gap(x, y, relation, field)

    return compared


def _is_given(condition: Compare, slots: Slots, field: Field) -> bool:
    """Tell whether a relation is missed by days that nobody can supply: of what has happened, or that have passed."""
    left = condition.left
    if isinstance(left, FieldOf):
        return field.type == "date" or slots[left.item][1].derived
    return condition.relation in {"before", "on or before"}


def _both_sides(x: str, relation: str, y: str, truth: bool | None) -> str:  # noqa: FBT001 -- three-valued
    """Return what was found on both sides of a relation, and whether it stands."""
    if truth is None:
        return f"{x}, to be compared with {y}"
    if relation in {"is", "is not"}:
        return x if x == y else f"{x}, not {y}"
    return f"{x}, {'' if truth else 'not '}{relation} {y}"


def _field(of: FieldOf, slots: Slots) -> Found:
    field, value = slots[of.item][1].fields[of.field], value_of(of, slots)
    return lambda hand, *_: (shown(value(hand), field), "")


def _span(item: str, slots: Slots) -> Found:
    kind = slots[item][1]
    since, until = value_of(FieldOf(item, kind.since), slots), value_of(FieldOf(item, kind.until), slots)

    def span(hand: Hand, *_: object) -> tuple[str, str]:
        x, y = since(hand), until(hand)
        last = y - 1 if isinstance(y, int) and y < END else y
        return f"{shown(x, DAY)} to {shown(last, DAY)}", ""

    return span


def gap(x: int, y: int, relation: str, field: Field) -> str:
    """Return by how much a relation between two days or two numbers is missed."""
    strict = relation in {"before", "after", "more than", "less than"}
    distance = abs(y - x)
    if field.type == "date" and relation != "is":
        return "" if END in {x, y} else amount_of(distance + strict, "days")
    if field.type == "number" and relation == "at least":
        return amount_of(thousandths_in_words(distance), field.unit)
    return ""
