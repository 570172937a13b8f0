"""Sheets: files of rows, one event a row, as JSON Lines or as CSV, with the line on which each row begins."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from application.formulas import as_it_was
from application.refusals import RowRefused

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_UNWANTED = "expected a text without null characters and halves of surrogate pairs"


class Row(msgspec.Struct, frozen=True):
    """The cells of a row by their columns; `typed` says whether they have types, or are all text."""

    line: int
    cells: dict[str, Any]
    typed: bool

    def refused(self) -> list[RowRefused]:
        """Return each cell that holds what no text can be kept with."""
        return [
            RowRefused(self.line, _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", column), _UNWANTED)
            for column, value in self.cells.items()
            if any(map(_NO_TEXT.search, _texts([column, value])))
        ]


def rows(content: bytes) -> Iterator[Row | RowRefused]:
    """Yield every row of a file, or what is wrong with it.

    A file that begins with a brace is JSON Lines, any other is CSV, with commas or semicolons as its first line has
    them. The text is UTF-8; a byte order mark is passed over.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        yield RowRefused(line, "", f"this is not UTF-8 text: {error.reason} at byte {error.start + 1} of the file")
        return
    if text.lstrip().startswith("["):
        yield RowRefused(1, "", "expected an object on each line, from { to }; this is a list")
        return
    yield from _json_lines(text) if text.lstrip().startswith("{") else _table(text)


def _texts(part: Any) -> Iterator[str]:  # noqa: ANN401 - any cell
    """Yield every text within a cell, however deep."""
    waiting = [part]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as held:
                waiting += [*held, *held.values()]
            case list() as held:
                waiting += held


def _json_lines(text: str) -> Iterator[Row | RowRefused]:
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Row(number, _object(line), typed=True)
        except (ValueError, RecursionError) as error:
            cut = number == len(lines)
            yield RowRefused(number, "", "the file was cut in this line" if cut else f"this is not JSON: {error}")


def _object(line: str) -> dict[str, Any]:
    found = json.loads(line, parse_float=_number, parse_constant=_no_number, object_pairs_hook=_each_key_once)
    if not isinstance(found, dict):
        message = "expected an object, from { to }"
        raise ValueError(message)  # noqa: TRY004 - it is a fault of the text
    return found


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return _no_number(text)


def _no_number(text: str) -> Decimal:
    message = f"{text} is not a number that can be kept"
    raise ValueError(message)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            message = f"the key '{key}' stands twice"
            raise ValueError(message)
        found[key] = value
    return found


def _table(text: str) -> Iterator[Row | RowRefused]:
    heading = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(heading), strict=True)
    whole = text.endswith(("\n", "\r"))
    header: list[str] = []
    line = 1
    try:
        for cells in lines:
            begins, line = line, lines.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                refused = header_refused(header, begins)
                if refused:
                    yield refused
                    return
                continue
            cut = not whole and line > text.count("\n") + 1
            if len(cells) != len(header):
                reason = f"this row has {len(cells)} cells, the header has {len(header)}"
                yield RowRefused(begins, "", f"the file was cut in this row: {reason}" if cut else reason)
            elif cut:
                yield RowRefused(begins, "", "this row does not end with its line: end it, or the file was cut in it")
            else:
                named = zip(header, (as_it_was(cell.strip()) for cell in cells), strict=True)
                yield Row(begins, {column: cell for column, cell in named if cell}, typed=False)
    except csv.Error as error:
        ended = "unexpected end" in str(error)
        yield RowRefused(
            line, "", "the file was cut in this row: a quote is open" if ended else f"this is not CSV: {error}"
        )


def _delimiter(heading: str) -> str:
    return ";" if heading.count(";") > heading.count(",") else ","


def header_refused(header: Sequence[str], line: int) -> RowRefused | None:
    """Return what is wrong with the names of the columns, if anything is."""
    for place, column in enumerate(header):
        if not column:
            return RowRefused(line, "", f"column {place + 1} has no name")
        if column in header[:place]:
            return RowRefused(line, column, "the column stands twice")
    return None
