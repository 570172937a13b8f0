"""What a spreadsheet would work out as a formula is written as text, and read back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.formulas import as_it_was, defused
from application.sheets import Row, rows

FULL_WIDTH = [
    "\N{FULLWIDTH EQUALS SIGN}1",
    "\N{FULLWIDTH PLUS SIGN}1",
    "\N{FULLWIDTH HYPHEN-MINUS}1",
    "\N{FULLWIDTH COMMERCIAL AT}A",
]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1+1", "''@x", *FULL_WIDTH])
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "'", "Ada", "'s", "1-1", "O'=Neill"])
def test_other_text_is_written_as_it_is(text: str) -> None:
    assert (defused(text), as_it_was(text)) == (text, text)


@given(st.text(alphabet="'=+-@\t\r\na1" + "".join(FULL_WIDTH), max_size=5))
def test_whatever_is_written_is_read_back(text: str) -> None:
    assert as_it_was(defused(text)) == text


def test_a_sheet_is_read_as_it_was_before_it_was_defused() -> None:
    assert list(rows(b"name,note\n'=Ada,'s\n")) == [Row(2, {"name": "=Ada", "note": "'s"}, typed=False)]
