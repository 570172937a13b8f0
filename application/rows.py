"""One row as an event: its words as a topic, its columns as fields, each cell as the type of its field."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args, get_origin

import msgspec

from application.refusals import RowRefused
from application.sheets import Row
from domain.event import Event
from domain.pathway.forgetting import PersonForgotten
from domain.sealed import personal
from domain.shape import TYPES
from domain.stated import stated
from domain.topics import EVENTS, UPCASTERS

STREAMS = ("pathway", "program", "register")
"""The columns that name a stream; rulebooks are adopted, and do not come in rows."""

MORE_THAN_RECORDED = frozenset({PersonForgotten})
"""What is done where it is recorded, and so does not come in rows: a key is destroyed."""

LEFT_OUT = "left out"

FLAGS = {"yes": True, "true": True, "no": False, "false": False}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Column(msgspec.Struct, frozen=True):
    """A field that a row can fill; `members` is what each member holds, where it is filled by ``name.member``.

    `choices` are the words of a closed list, where the annotation does not name them.
    """

    attribute: str
    name: str
    annotation: Any
    required: bool
    members: Any = None
    choices: tuple[str, ...] = ()


@cache
def words() -> Mapping[str, type[Event]]:
    """Return the events that a row can give, by the words of their topics, such as ``course completed``."""
    return {
        topic.split(".")[1].replace("-", " "): event
        for topic, event in EVENTS.items()
        if topic not in UPCASTERS and topic.partition(".")[0] in STREAMS and event not in MORE_THAN_RECORDED
    }


@cache
def columns(of: type[Event]) -> Mapping[str, Column]:
    """Return the columns of an event, by name."""
    return {each.encode_name: _column(each) for each in msgspec.structs.fields(of)}


def event_in(row: Row) -> tuple[str, Event]:
    """Return the stream and the event of a row. Raises RowsRefused with everything that is wrong with the row."""
    event = _event(row)
    given = cells_of(row)
    stream, fields = filled(row, event, given, columns(event))
    return stream, event(**fields)


def without_texts(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the typed cells of a row without any text about a person; where there has to be one, with `LEFT_OUT`."""
    kind = words().get(str(cells.get("event")))
    required = {name: columns(kind)[name].required for name in personal(kind)} if kind else {}
    return {name: LEFT_OUT if name in required else held for name, held in cells.items() if required.get(name, True)}


def cells_of(row: Row) -> dict[str, Any]:
    """Return the cells of a row by their columns; those of columns such as ``private.name`` under their common name."""
    return dict(row.cells) if row.typed else _nested(row.cells)


def filled(
    row: Row, event: type[Event], given: dict[str, Any], known: Mapping[str, Column]
) -> tuple[str, dict[str, Any]]:
    """Return the stream that a row names, and what its cells hold by the attributes of the columns.

    Raises RowsRefused with everything that is wrong with the row.
    """
    refused: list[RowRefused] = []
    own = event.topic().partition(".")[0]
    del given["event"]
    name = given.pop(own, None)
    if not isinstance(name, str) or not name.strip():
        refused.append(RowRefused(row.line, own, f"expected the {own} that this is about"))
    fields: dict[str, Any] = {}
    for column, value in given.items():
        if column not in known:
            reason = unknown(column, known, f"'{row.cells['event']}' has no column of this name")
            refused.append(RowRefused(row.line, column, reason))
            continue
        try:
            if value is not None:
                fields[known[column].attribute] = _typed(value, known[column], as_text=not row.typed)
        except _Unfit as unfit:
            refused.append(RowRefused(row.line, column, str(unfit)))
    for column, field in known.items():
        if field.required and given.get(column) is None:
            refused.append(RowRefused(row.line, column, "is missing"))
    if refused:
        raise RowsRefused(refused)
    return f"{own}/{name}", fields


class RowsRefused(Exception):
    """Everything that is wrong with one row."""

    def __init__(self, refused: Iterable[RowRefused]) -> None:
        self.refused = tuple(refused)
        super().__init__("\n".join(map(str, self.refused)))


class _Unfit(Exception):
    """A cell does not hold what its column needs."""


def _event(row: Row) -> type[Event]:
    stated = row.cells.get("event")
    kind = words().get(stated) if isinstance(stated, str) else None
    if kind is None:
        reason = (
            "expected what happened" if stated is None else unknown(str(stated), words(), f"'{stated}' is no event")
        )
        raise RowsRefused([RowRefused(row.line, "event", reason)])
    return kind


def unknown(word: str, known: Iterable[str], what: str) -> str:
    """Return that a word is not known, with the nearest, or with all that are."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1)
    return f"{what}; did you mean '{near[0]}'?" if near else f"{what}; known are {', '.join(names)}"


def _column(info: msgspec.structs.FieldInfo) -> Column:
    held = _without_absence(info.type)
    members: Any = None
    if get_origin(held) is dict:
        members = get_args(held)[1]
    elif isinstance(held, type) and issubclass(held, msgspec.Struct):
        members = str
    return Column(info.name, info.encode_name, held, info.required, members)


def _without_absence(annotation: Any) -> Any:  # noqa: ANN401 - an annotation may be any object
    held = [each for each in get_args(annotation) if each is not type(None)]
    return held[0] if len(held) == 1 and type(None) in get_args(annotation) else annotation


def _nested(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the cells with those of columns such as ``private.name`` under their common name."""
    found: dict[str, Any] = {column: cell for column, cell in cells.items() if "." not in column}
    for column, cell in cells.items():
        name, dot, member = column.partition(".")
        if dot and name in cells:
            found[column] = cell
        elif dot:
            found.setdefault(name, {})[member] = cell
    return found


def _typed(value: Any, column: Column, *, as_text: bool) -> Any:  # noqa: ANN401 - as the column says
    if as_text:
        if column.members is not None:
            if not isinstance(value, dict):
                reason = f"expected columns of their own, named '{column.name}.' and what each is"
                raise _Unfit(reason)
            value = {member: _converted(_read(text, column.members), column.members) for member, text in value.items()}
        elif isinstance(value, dict):
            reason = "this column has no parts"
            raise _Unfit(reason)
        else:
            value = _read(value, column.annotation)
    if column.choices and value not in column.choices:
        reason = f"expected one of {', '.join(column.choices)}; found {_shown(value)}"
        raise _Unfit(reason)
    return _converted(value, column.annotation)


def _read(text: str, annotation: Any) -> Any:  # noqa: ANN401 - as the annotation says
    """Return a cell of text as far as its type needs more than text."""
    if annotation is bool:
        if text.lower() not in FLAGS:
            reason = f"expected yes or no, found '{text}'"
            raise _Unfit(reason)
        return FLAGS[text.lower()]
    if annotation is int:
        return int(text) if text.isascii() and text.isdigit() else text
    if get_origin(annotation) is tuple:
        return [part.strip() for part in text.split("|") if part.strip()]
    return text


def _converted(value: Any, annotation: Any) -> Any:  # noqa: ANN401 - as the annotation says
    try:
        return stated(value, annotation)
    except msgspec.ValidationError as error:
        raise _Unfit(_reason(value, annotation, str(error))) from None


def _reason(value: Any, annotation: Any, otherwise: str) -> str:  # noqa: ANN401 - any cell
    if annotation is date:
        if isinstance(value, str) and DAY.fullmatch(value):
            return f"there is no {value} in the calendar"
        return f"expected a day as YYYY-MM-DD, found {_shown(value)}"
    if annotation in {Decimal, int}:
        return f"expected a number such as {'12' if annotation is int else '12.5'}, found {_shown(value)}"
    each = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
    choices = [str(choice) for choice in get_args(each)] if each not in TYPES else []
    if choices and isinstance(value, str | list):
        return f"expected one of {', '.join(choices)}; found {_shown(value)}"
    return f"{otherwise[0].lower()}{otherwise[1:].replace('`', '')}"


def _shown(value: Any) -> str:  # noqa: ANN401 - any cell
    return "'" + ", ".join(map(str, value)) + "'" if isinstance(value, list) else f"'{value}'"
