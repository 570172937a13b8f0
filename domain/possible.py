"""Which values can be true at all, whatever a rulebook says about them."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

import msgspec

from domain.item import Item
from domain.refusal import Refusal
from domain.shape import Field, FieldType, fields

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)
BOUND = 1_000_000_000
DECIMALS = 3
LONGEST_REF = 200
MOST_BYTES = 600
"""Of a name in UTF-8: an address with two of these is not too long to be asked for, as each byte takes three there."""

_ADDRESS = re.compile(r"https?://[^\s/]\S*")
BESIDE = frozenset({".", ".."})
"""What is no name in an address: it stands for what is beside it."""


class ImpossibleEvidence(Refusal):
    """A value that cannot be true: the value, its field, and what could be."""

    sentence = "{1}: {0} cannot be; expected {2}"

    def __init__(self, value: object, field: str, expected: str) -> None:
        super().__init__(_told(value), field, expected)
        self.value = value
        self.field = field
        self.expected = expected


_JSON = msgspec.json.Encoder(decimal_format="number")


def _told(value: object) -> str:
    if isinstance(value, str) and not value.strip():
        return repr(value)
    if isinstance(value, str | Decimal | date) or type(value) is int:
        return str(value)
    return _JSON.encode(value).decode()


Check: TypeAlias = Callable[[Field, Any, bool], str | None]
"""Return what was expected instead of the value, or nothing if it can be true."""


def _text(field: Field, value: str, _: bool) -> str | None:  # noqa: FBT001 - one of a table of checks
    if field.choices and value not in field.choices:
        return "one of " + ", ".join(field.choices)
    if not value.strip():
        return "a text that is not empty"
    if field.name in {"ref", "of"} and len(value) > LONGEST_REF:
        return f"at most {LONGEST_REF} characters"
    if field.name == "sources" and not _ADDRESS.fullmatch(value):
        return "an address that begins with https:// or http://"
    return _name(value) if field.name == "ref" else None


def _name(value: str) -> str | None:
    if "/" in value or not value.isprintable() or value in BESIDE:
        return "a name that can stand in an address: without '/', of characters that can be printed, and no dots alone"
    return f"at most {MOST_BYTES} bytes of UTF-8" if len(value.encode()) > MOST_BYTES else None


def _day(_: Field, value: date, __: bool) -> str | None:  # noqa: FBT001 - one of a table of checks
    return None if FIRST_DAY <= value <= LAST_DAY else f"a day from {FIRST_DAY} to {LAST_DAY}"


def _number(_: Field, value: Decimal | int, positive: bool) -> str | None:  # noqa: FBT001 - one of a table of checks
    number = Decimal(value)
    if not number.is_finite() or number.copy_abs() >= BOUND:
        return f"a number below {BOUND}"
    if number < 0 or (positive and number == 0):
        return "more than zero" if positive else "zero or more"
    return None if number == round(number, DECIMALS) else f"at most {DECIMALS} decimals"


def _flag(_: Field, __: bool, ___: bool) -> str | None:  # noqa: FBT001 - one of a table of checks
    return None


def _each(check: Check) -> Check:
    def all_of(field: Field, values: Any, positive: bool) -> str | None:  # noqa: ANN401, FBT001
        held = values.values() if isinstance(values, dict) else values
        return next((expected for value in held if (expected := check(field, value, positive))), None)

    return all_of


CHECKS: dict[FieldType, Check] = {
    "text": _text,
    "date": _day,
    "number": _number,
    "yes or no": _flag,
    "texts": _each(_text),
    "numbers": _each(_number),
    "dates": _each(_day),
    "flags": _each(_flag),
    "named texts": _each(_text),
}


def possible_value(field: Field, value: Any, positive: frozenset[str]) -> None:  # noqa: ANN401 - as the field says
    """Raise `ImpossibleEvidence` if the value, which has the field's type, cannot be true."""
    expected = CHECKS[field.type](field, value, field.name in positive)
    if expected:
        raise ImpossibleEvidence(value, field.name, expected)


def possible(event: msgspec.Struct, positive: frozenset[str] = frozenset()) -> None:
    """Raise `ImpossibleEvidence` for the first field whose value cannot be true."""
    for field in fields(type(event)):
        value = getattr(event, field.attribute)
        if value is not None:
            possible_value(field, value, positive)


def in_order(item: Item, order: tuple[tuple[str, str], ...]) -> None:
    """Raise `ImpossibleEvidence` if a day of the item comes after one that it has to precede."""
    for earlier, later in order:
        first, second = item.get(earlier), item.get(later)
        if isinstance(first, int) and isinstance(second, int) and second < first:
            expected = f"{earlier} ({date.fromordinal(first)}) or later"
            raise ImpossibleEvidence(date.fromordinal(second), later, expected)
