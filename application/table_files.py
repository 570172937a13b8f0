"""Tables as files, piece by piece: CSV, whose texts no spreadsheet takes for formulas, and JSON Lines."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from application.formulas import defused
from application.tables import Cell, Table, text_of

ROWS = 250
"""How many rows go out together."""


class TableEnding(msgspec.Struct, frozen=True, tag_field="format", tag="milepost.table-end/v1"):
    """The last of a table's JSON Lines: how many rows stand before it. A file without it was cut."""

    rows: int


def as_csv(table: Table) -> Iterator[bytes]:
    """Yield the table with commas and a header."""
    yield _lines([table.columns])
    while several := list(islice(table.rows, ROWS)):
        yield _lines(several)


def as_json_lines(table: Table) -> Iterator[bytes]:
    """Yield an object for each row, without the cells that hold nothing, and an ending."""
    count = 0
    while several := list(islice(table.rows, ROWS)):
        count += len(several)
        yield b"".join(
            msgspec.json.encode({name: cell for name, cell in zip(table.columns, row, strict=True) if cell is not None})
            + b"\n"
            for row in several
        )
    yield msgspec.json.encode(TableEnding(count)) + b"\n"


def _lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([[_defused(cell) for cell in row] for row in rows])
    return written.getvalue().encode()


def _defused(cell: Cell) -> str:
    return defused(cell) if isinstance(cell, str) else text_of(cell)
