"""The values of terms, and relations between them, on one day."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from domain.policy.language import Anchored, Compare, Day, FieldOf, Literal, Shifted, Term
from domain.policy.vocabulary import Field, Kind
from tests.evaluator.calendar import NO_END, moved, nearest
from tests.evaluator.logic import Truth

Item: TypeAlias = Mapping[str, Any]
Hand: TypeAlias = Mapping[str, tuple[Kind, Item]]
"""The items in hand, by name, each with its kind."""
Value: TypeAlias = Any
"""A day, a number in thousandths, a text or a truth; None is unknown, `NOTHING` is what makes every relation fail."""

NOTHING = object()
RELATIONS: dict[str, Callable[[Value, Value], bool]] = {
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


def over(kind: str) -> str:
    """Return the name under which the periods of a kind that are over are in hand, as its ``items``."""
    return f"{kind}, over"


def field_of(kind: Kind, item: Item, name: str) -> Value:
    """Return a field of an item, or what its absence means."""
    if name in item:
        return item[name]
    field = kind.fields[name]
    if field.absent == "no" and field.type == "yes or no":
        return False
    return {"unknown": None, "not yet": NOTHING, "no": NOTHING, "no end": NO_END}[field.absent]


def value(term: Term, hand: Hand, day: int, beside: Field | None = None) -> Value:  # noqa: PLR0911 - one for each form
    """Return the value of a term on a day; a written value is read as the field it stands ``beside`` is."""
    match term:
        case Day():
            return day
        case FieldOf(item, name):
            return field_of(*hand[item], name)
        case Literal(written):
            return written_value(written, beside)
        case Shifted(inner, direction, length, months_of):
            sign = -1 if direction == "before" else 1
            start = value(inner, hand, day)
            months = length.months * 1000 if months_of is None else value(months_of, hand, day)
            if start is NOTHING or months is NOTHING:
                return NOTHING
            if start is None or months is None:
                return None
            return moved(start, sign * (months // 1000), sign * length.days)
        case Anchored(inner, side, month, in_month):
            start = value(inner, hand, day)
            return start if start is None or start is NOTHING else nearest(start, side, month, in_month)


def written_value(written: str, beside: Field | None) -> Value:
    type_ = "date" if beside is None else beside.type
    if type_ == "date":
        return date.fromisoformat(written).toordinal()
    if type_ == "number":
        return int(Decimal(written) * 1000)
    return written == "yes" if type_ == "yes or no" else written


def related(left: Value, relation: str, right: Value) -> Truth:
    """Return whether a relation holds between two values."""
    if left is NOTHING or right is NOTHING:
        return False
    if left is None or right is None:
        return None
    return RELATIONS[relation](left, right)


def compared(condition: Compare, hand: Hand, day: int) -> Truth:
    """Return whether a relation between two terms holds on a day."""
    beside = None
    if isinstance(condition.left, FieldOf):
        beside = hand[condition.left.item][0].fields[condition.left.field]
    left = value(condition.left, hand, day)
    return related(left, condition.relation, value(condition.right, hand, day, beside))


def mentions(term: Term | None, name: str) -> bool:
    """Tell whether a term reads the item of this name."""
    match term:
        case FieldOf(item, _):
            return item == name
        case Shifted(inner, _, _, months_of):
            return mentions(inner, name) or mentions(months_of, name)
        case Anchored(inner):
            return mentions(inner, name)
    return False
