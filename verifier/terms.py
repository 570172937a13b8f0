"""The values of terms, and relations between them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from verifier.calendar import END, day_of, moved, nearest
from verifier.moment import NOTHING, THE_DAY, Moment, Moving, related
from verifier.truth import Truth

Node = Mapping[str, Any]
"""A part of a policy, as its canonical JSON has it: ``is`` names its form, and what has its default is left out."""
Item = Mapping[str, Any]
"""A fact: days as numbers, amounts in thousandths; what is not known is None, what is absent is left out."""
Hand = Mapping[str, tuple[Node, Item]]
"""The items in hand, by name, each with its kind."""

ABSENT = {"unknown": None, "not yet": NOTHING, "no": NOTHING, "no end": END}
"""What the absence of a field means."""


def over(kind: str) -> str:
    """Return the name under which the periods of a kind that are over are in hand, as its ``items``."""
    return f"{kind}, over"


def field_of(kind: Node, item: Item, name: str) -> Any:
    """Return a field of an item, or what its absence means."""
    if name in item:
        return item[name]
    field = kind["fields"][name]
    absent = field.get("absent", "unknown")
    if absent == "no" and field["type"] == "yes or no":
        return False
    return ABSENT[absent]


def since_of(kind: Node, item: Item) -> Any:
    return field_of(kind, item, kind["since"])


def until_of(kind: Node, item: Item) -> Any:
    return field_of(kind, item, kind["until"])


def length_of(length: Node) -> tuple[int, int]:
    return length.get("months", 0), length.get("days", 0)


def later(start: Any, months: int, days: int) -> Any:
    """Return a day moved by a length; what is not known stays so, and what is absent does."""
    if start is None or start is NOTHING:
        return start
    return start.then("moved", months, days) if isinstance(start, Moving) else moved(start, months, days)


def value(term: Node, hand: Hand, beside: Node | None = None) -> Any:
    """Return the value of a term; a written value is read as the field it stands ``beside`` is."""
    form = term["is"]
    if form == "day":
        return THE_DAY
    if form == "field":
        return field_of(*hand[term["item"]], term["field"])
    if form == "value":
        return written_value(term["value"], beside)
    start = value(term["term"], hand)
    return _shifted(term, start, hand) if form == "shifted" else _anchored(term, start)


def _shifted(term: Node, start: Any, hand: Hand) -> Any:
    months, days = length_of(term.get("length", {}))
    if term.get("months_of") is not None:
        counted = value(term["months_of"], hand)
        if start is NOTHING or counted is NOTHING:
            return NOTHING
        if start is None or counted is None:
            return None
        months = counted // 1000
    sign = -1 if term["direction"] == "before" else 1
    return later(start, sign * months, sign * days)


def _anchored(term: Node, start: Any) -> Any:
    if start is None or start is NOTHING:
        return start
    which = (term["side"], term.get("month", 0), term.get("day", 0))
    return start.then("nearest", *which) if isinstance(start, Moving) else nearest(start, *which)


def written_value(written: str, beside: Node | None) -> Any:
    type_ = "date" if beside is None else beside["type"]
    if type_ == "date":
        return day_of(written)
    if type_ == "number":
        return int(Decimal(written) * 1000)
    return written == "yes" if type_ == "yes or no" else written


def compared(condition: Node, hand: Hand, moment: Moment) -> Truth:
    """Return whether a relation between two terms holds."""
    left = condition["left"]
    beside = hand[left["item"]][0]["fields"][left["field"]] if left["is"] == "field" else None
    return related(value(left, hand), condition["relation"], value(condition["right"], hand, beside), moment)


def mentions(term: Node | None, name: str) -> bool:
    """Tell whether a term reads the item of this name."""
    if term is None:
        return False
    if term["is"] == "field":
        return bool(term["item"] == name)
    return mentions(term.get("term"), name) or mentions(term.get("months_of"), name)
