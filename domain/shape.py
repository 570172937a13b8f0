"""The shape of what is recorded: each field with its type in words, read once from its class."""

from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, Literal, TypeAlias, get_args, get_origin

import msgspec

FieldType: TypeAlias = Literal[
    "text", "date", "number", "yes or no", "texts", "numbers", "dates", "flags", "named texts"
]

TYPES: dict[Any, FieldType] = {
    str: "text",
    date: "date",
    Decimal: "number",
    int: "number",
    bool: "yes or no",
    dict[str, Decimal]: "numbers",
    dict[str, date]: "dates",
    dict[str, bool]: "flags",
    dict[str, str]: "named texts",
}


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field: its name in Python, its name in the stored bytes, what it holds and whether it has to be there."""

    attribute: str
    name: str
    type: FieldType
    required: bool
    default: Any = None
    choices: tuple[str, ...]
    annotation: Any


@cache
def fields(of: type[msgspec.Struct]) -> tuple[Field, ...]:
    """Return the fields that hold values; nested structs, such as private text, hold none that anybody counts."""
    return tuple(field for info in msgspec.structs.fields(of) if (field := _field(info)))


def _field(info: msgspec.structs.FieldInfo) -> Field | None:
    held = _without_absence(info.type)
    each = get_args(held)[0] if get_origin(held) is tuple else held
    choices = get_args(each) if get_origin(each) is Literal else ()
    named: FieldType | None = "text" if choices else TYPES.get(each)
    if named is None:
        return None
    return Field(
        attribute=info.name,
        name=info.encode_name,
        type=named if each is held else "texts",
        required=info.required,
        default=None if info.default is msgspec.NODEFAULT else info.default,
        choices=choices,
        annotation=held,
    )


def _without_absence(annotation: Any) -> Any:  # noqa: ANN401 - an annotation may be any object
    held = [kind for kind in get_args(annotation) if kind is not NoneType]
    return held[0] if len(held) == 1 and NoneType in get_args(annotation) else annotation
