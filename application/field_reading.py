"""What stands for a field of an event, read as the type that the field has."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from domain.dates import shifted
from domain.policy.typed import Fault, Text, Typed, entries_of, items_of, text_of, unknown
from domain.policy.words import amount, day, duration
from domain.shape import Field

SEVERAL = {"numbers": "number", "dates": "date", "flags": "yes or no", "named texts": "text"}


def value_of(field: Field, typed: Typed) -> Any:  # noqa: ANN401 - as the field says
    """Return what stands for a field, in the type that the field has."""
    if field.type == "texts":
        return tuple(_scalar(field, "text", item) for item in items_of(typed, f"what '{field.name}' holds"))
    if field.type in SEVERAL:
        named = entries_of(typed, f"'{field.name}'")
        return {key: _scalar(field, SEVERAL[field.type], value) for key, (_, value) in named.items()}
    return _scalar(field, field.type, typed)


def day_of(typed: Typed) -> date:
    """Return a day: ``2021-01-31``, or one so much later: ``2021-01-31 + 3 months``."""
    text = text_of(typed, "a day")
    first, plus, later = text.value.partition(" + ")
    start = day(Text(value=first, place=text.place))
    if not plus:
        return start
    length = duration(Text(value=later, place=text.place))
    return date.fromordinal(shifted(start.toordinal(), length.months, length.days))


def wanted(field: Field) -> str:
    """Return in words what a field holds."""
    return f"one of {', '.join(field.choices)}" if field.choices else field.type


def one_of(text: Text, what: str, known: Iterable[str]) -> str:
    """Return a word of a closed list."""
    if text.value not in known:
        raise unknown(text, what, known)
    return text.value


def _scalar(field: Field, holds: str, typed: Typed) -> Any:  # noqa: ANN401 - as the field says
    if holds == "date":
        return day_of(typed)
    text = text_of(typed, f"'{field.name}', {holds}")
    if holds == "number":
        return _number(text, whole=field.annotation is int)
    if holds == "yes or no":
        return one_of(text, "the answer", ("yes", "no")) == "yes"
    return one_of(text, f"the {field.name}", field.choices) if field.choices else text.value


def _number(text: Text, *, whole: bool) -> Decimal | int:
    number, unit = amount(text)
    if unit or (whole and number != number.to_integral_value()):
        raise Fault(text.place, f"expected a {'whole ' if whole else ''}number alone, found '{text.value}'")
    return int(number) if whole else number
