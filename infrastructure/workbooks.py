"""Workbooks of spreadsheets (XLSX): read as rows of text within bounds, and written so that no cell is a formula."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as zlib_error

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from application.formulas import as_it_was, defused
from application.refusals import RowRefused
from application.sheets import Row, header_refused

MOST_BYTES = 32 * 1024 * 1024
"""Of all parts of a workbook together, once they are unpacked."""
MOST_PARTS = 1000
MOST_ROWS = 100_000
MOST_COLUMNS = 200

_AT_ONCE = 250

_SIGNATURE = b"PK\x03\x04"
_BROKEN = (
    *(BadZipFile, InvalidFileException, zlib_error, EOFError, RuntimeError, SyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
)
"""What openpyxl and what it is built on raise for files that are no workbooks.

XML that cannot be read is a SyntaxError, XML that declares entities a ValueError.
"""


def is_workbook(content: bytes) -> bool:
    """Tell whether a file begins like a workbook."""
    return content.startswith(_SIGNATURE)


def workbook_rows(content: bytes) -> Iterator[Row | RowRefused]:
    """Yield every row of a workbook's only sheet, or what is wrong with it; the first row names the columns.

    Days and numbers become text as a sheet of commas would have it. Formulas are refused: they are worked out by
    whoever opens the file, and nobody opened it here.
    """
    try:
        yield from _rows(content)
    except _BROKEN as error:
        yield RowRefused(1, "", f"this is not a workbook that can be read: {error}")


def _rows(content: bytes) -> Iterator[Row | RowRefused]:
    refused = _beyond_bounds(content)
    if refused:
        yield RowRefused(1, "", refused)
        return
    book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if len(sheets) == 1:
            yield from _rows_of(sheets[0])
        else:
            names = ", ".join(sheet.title for sheet in sheets) or "none"
            yield RowRefused(1, "", f"expected a workbook with one sheet, found {names}")
    finally:
        book.close()


def _beyond_bounds(content: bytes) -> str:
    """Return in what a workbook is larger than is read, before any part of it is unpacked."""
    with ZipFile(BytesIO(content)) as parts:
        infos = parts.infolist()
    if len(infos) > MOST_PARTS:
        return f"the workbook has {len(infos):,} parts: more than {MOST_PARTS:,}"
    size = sum(info.file_size for info in infos)
    if size > MOST_BYTES:
        return f"the workbook has {size:,} bytes once it is unpacked: more than {MOST_BYTES:,}"
    return "the workbook is locked by a password" if any(info.flag_bits & 1 for info in infos) else ""


def _rows_of(sheet: Any) -> Iterator[Row | RowRefused]:  # noqa: ANN401 - openpyxl's types do not know it
    sheet.reset_dimensions()
    header: list[str] = []
    for line, cells in enumerate(sheet.iter_rows(), 1):
        if line > MOST_ROWS:
            yield RowRefused(line, "", f"more than {MOST_ROWS:,} rows")
            return
        if len(cells) > MOST_COLUMNS:
            yield RowRefused(line, "", f"{len(cells):,} columns: more than {MOST_COLUMNS}")
            return
        if not any(_filled(cell) for cell in cells):
            continue
        if header:
            yield _row(line, header, cells)
            continue
        header = [str(cell.value or "").strip() for cell in cells]
        refused = header_refused(header, line)
        if refused:
            yield refused
            return


def _row(line: int, header: Sequence[str], cells: Sequence[Any]) -> Row | RowRefused:
    found: dict[str, str] = {}
    for place, cell in enumerate(cells):
        if not _filled(cell):
            continue
        if place >= len(header):
            return RowRefused(line, "", f"this row has {place + 1} cells, the header has {len(header)}")
        try:
            found[header[place]] = _text(cell)
        except _Unfit as unfit:
            return RowRefused(line, header[place], str(unfit))
    return Row(line, found, typed=False)


class _Unfit(Exception):
    """A cell does not hold a value."""


def _filled(cell: Any) -> bool:  # noqa: ANN401 - openpyxl's types do not know it
    return cell.value is not None and str(cell.value).strip() != ""


def _text(cell: Any) -> str:  # noqa: ANN401 - openpyxl's types do not know it
    """Return a cell as a sheet of commas would have it."""
    value = cell.value
    match cell.data_type:
        case "f":
            reason = "this is a formula: give its value"
            raise _Unfit(reason)
        case "e":
            reason = f"this is an error of the spreadsheet: {value}"
            raise _Unfit(reason)
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime() | time() | timedelta():
            reason = f"expected a day, without a time: found {value}"
            raise _Unfit(reason)
        case date():
            return value.isoformat()
        case float():
            return f"{Decimal(repr(value)).normalize():f}"
        case _:
            return as_it_was(str(value).strip())


def workbook_of(header: Sequence[str], rows: Iterable[Sequence[str | date | Decimal | bool | None]]) -> bytes:
    """Return a workbook with one sheet; every text is a text, and none of them a formula."""
    return b"".join(workbook_pieces(header, rows))


def workbook_pieces(
    header: Sequence[str], rows: Iterable[Sequence[str | date | Decimal | bool | None]]
) -> Iterator[bytes]:
    """Yield a workbook with one sheet, and nothing after every so many rows: others may have a turn meanwhile."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet")
    sheet.append([_cell(sheet, name) for name in header])
    for count, row in enumerate(rows, 1):
        sheet.append([_cell(sheet, value) for value in row])
        if count % _AT_ONCE == 0:
            yield b""
    made = BytesIO()
    book.save(made)
    yield made.getvalue()


def _cell(sheet: Any, value: str | date | Decimal | bool | None) -> Any:  # noqa: ANN401, FBT001 - as it stands in a row
    cell: Any = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", defused(value))
        cell.data_type = "s"
    else:
        cell.value = value
    return cell
