"""One fact as rules read it: a flat mapping in which days are ordinals and numbers are thousandths."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from domain.shape import Field, FieldType, fields

Value: TypeAlias = str | int | bool
Item: TypeAlias = dict[str, Value]
Write: TypeAlias = Callable[[Any], Value]
Spread: TypeAlias = Callable[[str, Any], Item]
"""How a field that holds several values becomes several facts, given its name."""


def thousandths(number: Decimal | int) -> int:
    """Return the number as an integer; one of up to three decimals loses nothing."""
    return int(number * 1000)


def as_is(value: Value) -> Value:
    return value


def texts(name: str, values: tuple[str, ...]) -> Item:
    """Return the list in one text, and a fact of its own for each member: ``topics_ethics``."""
    members = {f"{name}_{value}": True for value in values}
    return {name: ", ".join(values), **members} if values else {}


def named(write: Write) -> Spread:
    """Return how a mapping becomes a fact for each of its keys: ``hours_by_topic_ethics``."""

    def spread(name: str, values: Mapping[str, Any]) -> Item:
        return {f"{name}_{key}": write(value) for key, value in values.items()}

    return spread


WRITE: dict[FieldType, Write] = {"text": as_is, "date": date.toordinal, "number": thousandths, "yes or no": as_is}
SPREAD: dict[FieldType, Spread] = {
    "texts": texts,
    "numbers": named(thousandths),
    "dates": named(date.toordinal),
    "flags": named(as_is),
    "named texts": named(as_is),
}


class Plan(msgspec.Struct, frozen=True):
    """How one class becomes facts: for each field its attribute, the name of the fact and the way to write it."""

    plain: tuple[tuple[str, str], ...]
    written: tuple[tuple[str, str, Write], ...]
    several: tuple[tuple[str, str, Spread], ...]

    def write(self, struct: msgspec.Struct, item: Item) -> Item:
        """Return the item with what the struct says; what the struct leaves open stays as it is."""
        for attribute, name in self.plain:
            value = getattr(struct, attribute)
            if value is not None:
                item[name] = value
        for attribute, name, write in self.written:
            value = getattr(struct, attribute)
            if value is not None:
                item[name] = write(value)
        for attribute, name, spread in self.several:
            value = getattr(struct, attribute)
            if value:
                item.update(spread(name, value))
        return item


def plan(of: type[msgspec.Struct], hidden: frozenset[str], shown_as: Mapping[str, str]) -> Plan:
    """Return how a class becomes facts, without its hidden fields, with some names changed."""
    shown = [(field, shown_as.get(field.name, field.name)) for field in fields(of) if field.name not in hidden]
    return Plan(
        plain=tuple((field.attribute, name) for field, name in shown if WRITE.get(field.type) is as_is),
        written=tuple(
            (field.attribute, name, WRITE[field.type])
            for field, name in shown
            if field.type in WRITE and WRITE[field.type] is not as_is
        ),
        several=tuple((field.attribute, name, SPREAD[field.type]) for field, name in shown if field.type in SPREAD),
    )


def replace(item: Item, name: str, field: Field, value: Any) -> None:  # noqa: ANN401 - as the field says
    """Put the value in the place of what the item has under the name; nothing takes it away."""
    item.pop(name, None)
    if field.type in SPREAD:
        for member in [key for key in item if key.startswith(f"{name}_")]:
            del item[member]
        if value is not None:
            item.update(SPREAD[field.type](name, value))
    elif value is not None:
        item[name] = WRITE[field.type](value)
