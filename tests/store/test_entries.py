"""Who is found in the public register, by what lies beside the standing rows."""

import msgspec
import pytest
from sqlalchemy import Engine

from application.store import StandingRow, StandingRows
from domain.pathway.entry import Entry, sought_as
from infrastructure.database import database
from infrastructure.standings import SqlStandings

ADA, BEN, EVE = Entry("NL", "Ada Ström"), Entry("DE"), Entry("NL", "Eve")


@pytest.fixture
def rows(engine: Engine) -> StandingRows:
    rows = SqlStandings(database(engine))
    entries = {"ada": ADA, "ben": BEN, "eve": EVE, "zoe": Entry()}
    rows.keep([StandingRow(name, 1, b"", entry=entry) for name, entry in entries.items()])
    return rows


def test_entries_are_told_in_order_a_few_at_a_time(rows: StandingRows) -> None:
    assert rows.entries("", None, "", 2) == [("ada", ADA), ("ben", BEN)]
    assert rows.entries("", None, "ben", 2) == [("eve", EVE), ("zoe", Entry())]


def test_entries_are_found_by_country_and_by_part_of_a_shown_name(rows: StandingRows) -> None:
    assert rows.entries("", "NL", "ada", 5) == [("eve", EVE)]
    assert rows.entries(sought_as("STROM"), None, "", 5) == [("ada", ADA)]
    assert rows.entries("e", "NL", "", 5) == [("eve", EVE)]
    assert rows.entries("a", "DE", "", 5) == []
    assert rows.entries("ben", None, "", 5) == []


def test_a_name_that_is_shown_no_more_is_not_found(rows: StandingRows) -> None:
    rows.keep([StandingRow("eve", 2, b"", entry=msgspec.structs.replace(EVE, name=None))])

    assert rows.entries("eve", None, "", 5) == []
    assert rows.entries("", "NL", "ada", 5) == [("eve", Entry("NL"))]
