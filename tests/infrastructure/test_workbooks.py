"""Workbooks are read as rows within bounds, and written without formulas."""

from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from application.refusals import RowRefused
from application.sheets import Row
from infrastructure import workbooks
from infrastructure.workbooks import is_workbook, workbook_of, workbook_rows

HEADER = ["event", "pathway", "ended_on", "hours"]


def workbook(*rows: list[Any], sheets: int = 1) -> bytes:
    book = Workbook()
    for _ in range(sheets - 1):
        book.create_sheet()
    for row in rows:
        book.worksheets[0].append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def refused(content: bytes) -> list[str]:
    return [str(each) for each in workbook_rows(content) if isinstance(each, RowRefused)]


def altered(content: bytes, part: str, change: Any) -> bytes:  # noqa: ANN401 - a function of bytes
    made = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for info in before.infolist():
            content = before.read(info)
            after.writestr(info.filename, change(content) if info.filename == part else content)
    return made.getvalue()


def test_a_row_is_read_as_a_sheet_of_commas_would_have_it() -> None:
    content = workbook(
        HEADER,
        ["course completed", "ada", date(2021, 3, 1), 40],
        [],
        ["course completed", " ben ", datetime(2021, 3, 1), 40.5],  # noqa: DTZ001 - a spreadsheet knows no zones
        [True, "'=cora", "2021-03-01", None],
    )
    assert is_workbook(content)
    assert list(workbook_rows(content)) == [
        Row(2, dict(zip(HEADER, ["course completed", "ada", "2021-03-01", "40"], strict=True)), typed=False),
        Row(4, dict(zip(HEADER, ["course completed", "ben", "2021-03-01", "40.5"], strict=True)), typed=False),
        Row(5, {"event": "yes", "pathway": "=cora", "ended_on": "2021-03-01"}, typed=False),
    ]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("=1+1", "line 2, pathway: this is a formula: give its value"),
        ("#N/A", "line 2, pathway: this is an error of the spreadsheet: #N/A"),
        (datetime(2021, 3, 1, 9), "line 2, pathway: expected a day, without a time: found 2021-03-01 09:00:00"),  # noqa: DTZ001 - a spreadsheet knows no zones
        (time(9, 30), "line 2, pathway: expected a day, without a time: found 09:30:00"),
    ],
)
def test_a_cell_that_holds_no_value_is_refused_at_its_place(cell: object, reason: str) -> None:
    assert refused(workbook(HEADER, ["course completed", cell])) == [reason]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (workbook(HEADER, sheets=2), "line 1: expected a workbook with one sheet, found Sheet, Sheet1"),
        (workbook(["event", "event"]), "line 1, event: the column stands twice"),
        (workbook(["event", None, "x"]), "line 1: column 2 has no name"),
        (workbook(["event"], ["a", None, "b"]), "line 2: this row has 3 cells, the header has 1"),
        (workbook(["event"] * 201), "line 1: 201 columns: more than 200"),
        (b"PK\x03\x04 and no more", "line 1: this is not a workbook that can be read: File is not a zip file"),
        (workbook(HEADER)[:-30], "line 1: this is not a workbook that can be read: File is not a zip file"),
    ],
)
def test_a_workbook_that_is_no_table_is_refused(content: bytes, reason: str) -> None:
    assert refused(content) == [reason]


def test_an_empty_workbook_has_no_rows() -> None:
    assert list(workbook_rows(workbook())) == []
    assert list(workbook_rows(workbook(HEADER))) == []


def test_a_workbook_is_not_unpacked_beyond_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = altered(workbook(HEADER), "xl/worksheets/sheet1.xml", lambda content: content + b" " * 33 * 1024 * 1024)
    assert len(bomb) < 100_000
    [reason] = refused(bomb)
    assert "bytes once it is unpacked: more than 33,554,432" in reason

    monkeypatch.setattr(workbooks, "MOST_PARTS", 3)
    assert "parts: more than 3" in refused(workbook(HEADER))[0]


def test_a_row_far_below_all_others_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 10)
    far = altered(
        workbook(["event"], ["a"]),
        "xl/worksheets/sheet1.xml",
        lambda content: content.replace(b'r="2"', b'r="2000000000"').replace(b'"A2"', b'"A2000000000"'),
    )
    assert refused(far) == ["line 11: more than 10 rows"]


def test_entities_are_not_expanded() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    content = altered(
        workbook(["event"], ["a"]), "xl/worksheets/sheet1.xml", lambda content: entity + content.partition(b"?>")[2]
    )
    assert "this is not a workbook that can be read: " in refused(content)[0]


def test_what_is_written_holds_text_and_no_formula() -> None:
    content = workbook_of(
        ["=name", "on", "hours", "flag"],
        [["=1+1", date(2021, 3, 1), Decimal("40.5"), True], ["@x\x01", None, Decimal(40), False]],
    )
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert [[cell.data_type for cell in row] for row in sheet.iter_rows()] == [
        ["s", "s", "s", "s"],
        ["s", "d", "n", "b"],
        ["s", "n", "n", "b"],
    ]
    assert [cell.value for cell in sheet["A"]] == ["'=name", "'=1+1", "'@x\N{REPLACEMENT CHARACTER}"]
    assert list(workbook_rows(content)) == [
        Row(2, {"'=name": "=1+1", "on": "2021-03-01", "hours": "40.5", "flag": "yes"}, typed=False),
        Row(3, {"'=name": "@x\N{REPLACEMENT CHARACTER}", "hours": "40", "flag": "no"}, typed=False),
    ]
