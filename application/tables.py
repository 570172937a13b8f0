"""Tables of what is recorded and of what stands, for those who go on with them in a spreadsheet."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import msgspec

from application.assessing import Assessor, Coordinates, Instant
from application.many_standings import Chosen, ManyStandings
from application.store import EventStore
from domain.brief import Brief
from domain.facts import stream_facts
from domain.item import Item, Value
from domain.kinds import KindField, kinds

KINDS: Mapping[str, str] = {
    "completions": "course",
    "registrations": "registration",
    "learning": "learning",
    "logbook": "mediation",
}
"""The tables of evidence, and the kind of it that each has."""

BATCH = 500

Cell: TypeAlias = str | date | Decimal | bool | None
WriteWorkbook: TypeAlias = Callable[[Sequence[str], Iterable[Sequence[Cell]]], Iterator[bytes]]
"""Writes a workbook with one sheet, piece by piece; some pieces may be empty."""


class Table(msgspec.Struct, frozen=True):
    """Rows below the names of their columns; the rows are worked out as they are taken, once."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Cell, ...]]


class Tables:
    """Makes tables, each of one position of the log, whatever is recorded while it is written."""

    def __init__(self, store: EventStore, assessor: Assessor, many: ManyStandings) -> None:
        self._store = store
        self._assessor = assessor
        self._many = many

    def evidence(self, kind: str, known: Instant | None) -> Table:
        """Return all evidence of a kind as corrections leave it, without private text. Raises KnownInTheFuture.

        ``retracted_on`` is the day from which it does not count; what is as if never recorded is left out.
        """
        fields = kinds()[kind].fields
        columns = ("pathway", "ref", *(field.name for field in fields), "event")
        return Table(columns, self._evidence(kind, fields, self._assessor.position(known)))

    def standings(self, at: Coordinates) -> Table:
        """Return where everybody stands. Raises what `Assessor.answer` raises of coordinates."""
        lines = self._many.chosen(Chosen(), at)
        rows = (tuple(map(_cell, msgspec.structs.astuple(line))) for line in lines if isinstance(line, Brief))
        return Table(Brief.__struct_fields__, rows)

    def _evidence(self, kind: str, fields: Sequence[KindField], position: int) -> Iterator[tuple[Cell, ...]]:
        for stream in self._streams(position):
            facts = stream_facts(stream, [each.event for each in self._store.stream(stream, position)])
            for item in facts.get(kind, ()):
                yield (
                    stream.removeprefix("pathway/"),
                    str(item["id"]),
                    *(_held(item, field) for field in fields),
                    str(item["event"]),
                )

    def _streams(self, position: int) -> Iterator[str]:
        """Yield the pathways, a batch at a time: no reading of the store is kept open while somebody takes the rows."""
        after = ""
        while True:
            names = [
                name for name, _ in zip(self._store.streams("pathway/", after, position), range(BATCH), strict=False)
            ]
            yield from names
            if len(names) < BATCH:
                return
            after = names[-1]


def _cell(value: object) -> Cell:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value if isinstance(value, date | bool | None) else str(value)


def _held(item: Item, field: KindField) -> Cell:
    """Return what an item holds of a field; of one with several values by name, all of them in one text."""
    if field.name in item:
        return _written(item[field.name], field.type)
    named = f"{field.name}_"
    several = [
        f"{name.removeprefix(named)}: {_text(item[name], field.type)}" for name in item if name.startswith(named)
    ]
    return "; ".join(several) or None


def _written(value: Value, of: str) -> Cell:
    match of:
        case "date" | "dates":
            return date.fromordinal(int(value))
        case "number" | "numbers":
            return Decimal(int(value)) / 1000
        case "yes or no" | "flags":
            return bool(value)
        case _:
            return str(value)


def _text(value: Value, of: str) -> str:
    return text_of(_written(value, of))


def text_of(cell: Cell) -> str:
    """Return a cell in the words in which files of rows are read."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case Decimal():
            return f"{cell.normalize():f}"
        case _:
            return str(cell)
