"""Files become rows, each with its line, or what is wrong with it."""

from decimal import Decimal

import pytest

from application.refusals import RowRefused
from application.sheets import Row, rows


def refused(content: str | bytes) -> list[str]:
    found = rows(content if isinstance(content, bytes) else content.encode())
    return [str(each) for each in found if isinstance(each, RowRefused)]


def cells(content: str) -> list[tuple[int, dict[str, object]]]:
    return [(each.line, each.cells) for each in rows(content.encode()) if isinstance(each, Row)]


def test_numbers_of_json_keep_their_decimals() -> None:
    assert cells('{"hours": 0.1, "count": 3}\n') == [(1, {"hours": Decimal("0.1"), "count": 3})]


def test_blank_lines_are_passed_over_and_counted() -> None:
    assert [line for line, _ in cells('{"a": 1}\n\n \n{"a": 2}\n')] == [1, 4]
    assert [line for line, _ in cells("a,b\n\n,\n1,2\n")] == [4]


def test_a_row_that_goes_over_several_lines_has_its_first() -> None:
    assert cells('a,b\n"one\ntwo",3\n4,5\n') == [(2, {"a": "one\ntwo", "b": "3"}), (4, {"a": "4", "b": "5"})]


def test_a_table_without_rows_has_none() -> None:
    assert cells("a,b\n") == []
    assert cells("") == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"a": 1, "a": 2}\n', "line 1: this is not JSON: the key 'a' stands twice"),
        ('{"a": NaN}\n', "line 1: this is not JSON: NaN is not a number that can be kept"),
        (
            '{"a": 1e99999999999999999999}\n',
            "line 1: this is not JSON: 1e99999999999999999999 is not a number that can be kept",
        ),
        ('{"a": 1}\n[1]\n', "line 2: this is not JSON: expected an object, from { to }"),
        ("[1, 2]\n", "line 1: expected an object on each line, from { to }; this is a list"),
        ('{"a": ' + "[" * 100_000 + "\n", "line 1: this is not JSON: maximum recursion depth exceeded"),
        ('{"a": 1}\n{"a"', "line 2: the file was cut in this line"),
        ("a,,b\n1,2,3\n", "line 1: column 2 has no name"),
        ("a,b,a\n1,2,3\n", "line 1, a: the column stands twice"),
        ("a,b\n1\n2,3\n", "line 2: this row has 1 cells, the header has 2"),
        ("a,b\n1,2\n3", "line 3: the file was cut in this row: this row has 1 cells, the header has 2"),
        ("a,b\n1,2\n3,4", "line 3: this row does not end with its line: end it, or the file was cut in it"),
        ('a,b\n1,"2\n', "line 2: the file was cut in this row: a quote is open"),
        ('a,b\n1,"2"3\n', "line 2: this is not CSV: ',' expected after '\"'"),
        (b"a,b\n1,\xff\n", "line 2: this is not UTF-8 text: invalid start byte at byte 7 of the file"),
    ],
)
def test_what_is_no_row_is_named_with_its_line(content: str | bytes, reason: str) -> None:
    assert [each.partition(" while")[0] for each in refused(content)] == [reason]
