"""What somebody states, read as the type that it has to have."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from domain.shape import fields

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?")


def stated(value: Any, kind: Any) -> Any:  # noqa: ANN401 - as the kind says
    """Return a value as the type of a field, or as an event. Raises `msgspec.ValidationError` with the place in it.

    Where a number is stated by a text, that is one of plain digits, as JSON writes numbers: `Decimal` reads others too,
    with underscores and the digits of every script.
    """
    for place, text in _numbers(value, kind, "$"):
        if not _PLAIN.fullmatch(text):
            message = f"Expected a number in plain digits, such as 12.5 - at `{place}`"
            raise msgspec.ValidationError(message)
    return msgspec.convert(value, kind)


def _numbers(value: Any, kind: Any, place: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - as the kind says
    """Yield each text that states a number, with its place."""
    match value:
        case str() if kind is Decimal:
            yield place, value
        case dict() if kind == dict[str, Decimal]:
            for name, held in value.items():
                yield from _numbers(held, Decimal, f"{place}.{name}")
        case dict() if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            for field in fields(kind):
                yield from _numbers(value.get(field.name), field.annotation, f"{place}.{field.name}")
