"""Terms and relations compiled to closures over the items in hand."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.dates import last_by, next_from, shifted
from domain.policy.hand import IN_DOUBT, Hand, Holds
from domain.policy.language import Anchored, Begun, Compare, Day, FieldOf, Given, InForce, Literal, OneOf, Shifted, Term
from domain.policy.leaning import fields_of
from domain.policy.moving import FAILS, mentions_day, moves_of, related
from domain.policy.vocabulary import Field, Kind
from domain.timeline import BEGIN, END, MAYBE, NO, YES, Timeline, both, intersection, union

Value = Any
"""A day as an ordinal, a number in thousandths, a text, a truth; None is unknown, `FAILS` makes every relation fail."""

Slots = Mapping[str, tuple[int, Kind]]
"""The items in hand: name → slot, kind."""

_ABSENT: dict[str, Value] = {"unknown": None, "not yet": FAILS, "no": FAILS, "no end": END}
Relation = Callable[[Value, Value], bool]
_OPERATORS: dict[str, Relation] = {
    "on or before": operator.le,
    "before": operator.lt,
    "on or after": operator.ge,
    "after": operator.gt,
    "at least": operator.ge,
    "at most": operator.le,
    "more than": operator.gt,
    "less than": operator.lt,
    "is": operator.eq,
    "is not": operator.ne,
}
_MIRRORED = {
    "on or before": "on or after",
    "before": "after",
    "on or after": "on or before",
    "after": "before",
    "is": "is",
}


def absent_value(field: Field) -> Value:
    """Return what stands for a missing value of the field; a missing yes or no that means no is no."""
    return False if field.absent == "no" and field.type == "yes or no" else _ABSENT[field.absent]


def value_of(term: Term, slots: Slots, field: Field | None = None) -> Callable[[Hand], Value]:
    """Return the closure that gives a term's value; a literal is read as the type of the field it is compared with."""
    if isinstance(term, FieldOf):
        slot, kind = slots[term.item]
        name, missing = term.field, absent_value(kind.fields[term.field])
        if _may_move(term, slots):
            return lambda hand: None if hand[slot].get(IN_DOUBT) else hand[slot].get(name, missing)
        return lambda hand: hand[slot].get(name, missing)
    if isinstance(term, Literal):
        constant = literal_value(term, field)
        return lambda _: constant
    if isinstance(term, Anchored):
        inner = value_of(term.term, slots)
        return lambda hand: anchored_at(inner(hand), term)
    assert isinstance(term, Shifted)  # noqa: S101 -- the day itself is compared as spans, never as a value
    inner, length = value_of(term.term, slots), length_of(term, slots)

    return lambda hand: moved_by(inner(hand), length(hand))


def moved_by(start: Value, by: Value) -> Value:
    """Return a day moved by months and days."""
    if start is FAILS or by is FAILS:
        return FAILS
    return None if start is None or by is None else shifted(start, *by)


def _may_move(term: FieldOf, slots: Slots) -> bool:
    """Tell whether a field is the end of a period, which may be in doubt while it is known which days it surely has."""
    return slots[term.item][1].derived and term.field in {"last_day", "until"}


def anchored_at(start: Value, term: Anchored) -> Value:
    """Return the day of a year that a term names, on or before a day, or on or after it."""
    if start is None or start is FAILS or start in {BEGIN, END}:
        return start
    return (last_by if term.side == "last" else next_from)(start, term.month, term.day)


def literal_value(term: Literal, field: Field | None) -> Value:
    """Return a literal as the facts hold it."""
    if field is None or field.type == "date":
        return date.fromisoformat(term.value).toordinal()
    if field.type == "number":
        return int(Decimal(term.value) * 1000)
    return term.value == "yes" if field.type == "yes or no" else term.value


def comparison(condition: Compare, slots: Slots) -> Holds:
    """Return the closure of a relation: constant over the days, or a span of them."""
    holds = _compared(condition, slots)
    if condition.relation in {"is", "is not"}:
        return holds
    fields = (*fields_of(condition.left), *fields_of(condition.right))
    for name in {each.item for each in fields if _may_move(each, slots)}:
        holds = _at_either_end(holds, slots[name][0])
    return holds


def _compared(condition: Compare, slots: Slots) -> Holds:
    left, right, relation = condition.left, condition.right, condition.relation
    if mentions_day(left):
        return _days(right, _MIRRORED[relation], left, slots)
    if mentions_day(right):
        return _days(left, relation, right, slots)
    field = slots[left.item][1].fields[left.field] if isinstance(left, FieldOf) else None
    compare = _OPERATORS[relation]
    moving = any(isinstance(each, FieldOf) and _may_move(each, slots) for each in (left, right))
    if isinstance(left, FieldOf) and isinstance(right, FieldOf) and not moving:
        return _field_with_field(left, compare, right, slots)
    if isinstance(left, FieldOf) and isinstance(right, Literal) and not moving:
        return _field_with_constant(left, compare, literal_value(right, field), slots)
    first, second = value_of(left, slots, field), value_of(right, slots, field)

    def holds(hand: Hand) -> Timeline:
        x, y = first(hand), second(hand)
        if x is FAILS or y is FAILS:
            return NO
        if x is None or y is None:
            return MAYBE
        return YES if compare(x, y) else NO

    return holds


def _field_with_constant(left: FieldOf, compare: Relation, constant: Value, slots: Slots) -> Holds:
    slot, name, missing = slots[left.item][0], left.field, _missing(left, slots)

    def holds(hand: Hand) -> Timeline:
        x = hand[slot].get(name, missing)
        if x is None:
            return MAYBE
        return YES if x is not FAILS and compare(x, constant) else NO

    def equals(hand: Hand) -> Timeline:
        x = hand[slot].get(name, missing)
        return YES if x == constant else MAYBE if x is None else NO

    return equals if compare is operator.eq else holds


def _field_with_field(left: FieldOf, compare: Relation, right: FieldOf, slots: Slots) -> Holds:
    slot, name, missing = slots[left.item][0], left.field, _missing(left, slots)
    other_slot, other_name, other_missing = slots[right.item][0], right.field, _missing(right, slots)

    def holds(hand: Hand) -> Timeline:
        x = hand[slot].get(name, missing)
        y = hand[other_slot].get(other_name, other_missing)
        if x is FAILS or y is FAILS:
            return NO
        if x is None or y is None:
            return MAYBE
        return YES if compare(x, y) else NO

    return holds


def _missing(field: FieldOf, slots: Slots) -> Value:
    return absent_value(slots[field.item][1].fields[field.field])


def _days(fixed: Term, relation: str, moving: Term, slots: Slots) -> Holds:
    """Return the days on which ``fixed relation moved(day)``; the move that was written is the one inverted."""
    value, moved = value_of(fixed, slots), moves_of(moving, lambda term: length_of(term, slots))

    def holds(hand: Hand) -> Timeline:
        x, moves = value(hand), moved(hand)
        if x is FAILS or moves is FAILS:
            return NO
        if x is None or moves is None:
            return MAYBE
        return related(x, relation, moves)

    return holds


def length_of(term: Shifted, slots: Slots) -> Callable[[Hand], Value]:
    """Return the closure of a shift's months and days, less than zero where it goes back."""
    sign = -1 if term.direction == "before" else 1
    if term.months_of is None:
        constant = (sign * term.length.months, sign * term.length.days)
        return lambda _: constant
    months = value_of(term.months_of, slots)

    def length(hand: Hand) -> Value:
        found = months(hand)
        return found if found is None or found is FAILS else (sign * (found // 1000), 0)

    return length


def one_of(condition: OneOf, slots: Slots) -> Holds:
    """Return the closure of a choice among texts."""
    slot, kind = slots[condition.left.item]
    field = kind.fields[condition.left.field]
    name, missing = condition.left.field, absent_value(field)
    values = frozenset(literal_value(Literal(value=value), field) for value in condition.values)

    def holds(hand: Hand) -> Timeline:
        x = hand[slot].get(name, missing)
        return MAYBE if x is None else YES if x in values else NO

    return holds


def given(condition: Given, slots: Slots) -> Holds:
    """Return the closure of a field that has a value; its absence means that it has none."""
    slot, name = slots[condition.item][0], condition.field

    def holds(hand: Hand) -> Timeline:
        x = hand[slot].get(name, FAILS)
        return MAYBE if x is None else NO if x is FAILS else YES

    return holds


def in_force(condition: InForce, slots: Slots) -> Holds:
    """Return the closure of a span that contains a day; ``until`` is the first day no longer in it."""
    slot, kind = slots[condition.item]
    since, until = kind.since, kind.until
    missing_since, missing_until = absent_value(kind.fields[since]), absent_value(kind.fields[until])
    begin = comparison(Compare(FieldOf(condition.item, since), "on or before", condition.on), slots)
    end = comparison(Compare(FieldOf(condition.item, until), "after", condition.on), slots)

    def on_the_day(hand: Hand) -> Timeline:
        x, y = hand[slot].get(since, missing_since), hand[slot].get(until, missing_until)
        if x is FAILS or y is FAILS:
            return NO
        return span_of(x, y)

    def on_another(hand: Hand) -> Timeline:
        return both(begin(hand), end(hand))

    holds = on_the_day if isinstance(condition.on, Day) else on_another
    return _at_either_end(holds, slot) if kind.derived else holds


def _at_either_end(holds: Holds, slot: int) -> Holds:
    """Return the closure of what holds whether a period ends as early as it may, or as late."""

    def known(hand: Hand) -> Timeline:
        item = hand[slot]
        ends = item.get(IN_DOUBT)
        if ends is None:
            return holds(hand)
        found = []
        for end in ends:
            hand[slot] = {**item, IN_DOUBT: None, "until": end, "last_day": end - 1}
            found.append(holds(hand))
        hand[slot] = item
        early, late = found
        return intersection(early[0], late[0]), union(early[1], late[1])

    return known


def begun(condition: Begun, slots: Slots) -> Holds:
    """Return the closure of a span that has begun by the day."""
    return comparison(Compare(FieldOf(condition.item, slots[condition.item][1].since), "on or before", Day()), slots)


def own_days(kind: Kind) -> Callable[[Mapping[str, Value]], Timeline]:
    """Return the closure of the days on which an item is at hand: from its own date on, until it was retracted."""
    if kind.derived:
        return lambda item: item["days"]
    since, missing = kind.since, absent_value(kind.fields[kind.since])

    def days(item: Mapping[str, Value]) -> Timeline:
        x, until = item.get(since, missing), item.get("retracted_on", END)
        if x is FAILS:
            return NO
        if x is None or until is None:
            return span_of(x, until)
        if x >= until:
            return NO
        spans = (x, until)
        return (spans, spans)

    return days


def span_of(since: int | None, until: int | None) -> Timeline:
    """Return the days from one to before another; an end that is unknown leaves doubt about all it could give."""
    spans = (BEGIN if since is None else since, END if until is None else until)
    if spans[0] >= spans[1]:
        return NO
    return ((), spans) if since is None or until is None else (spans, spans)
