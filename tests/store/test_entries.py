"""Who is found in the public register, by what lies beside the standing rows."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from sqlalchemy import Engine, inspect

from application.store import Append, Command, StandingRow, StandingRows
from domain.pathway.entry import Entry, sought_as
from domain.pathway.opening import PathwayOpened
from domain.topics import EVENTS, UPCASTERS
from infrastructure.database import database
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from infrastructure.standings import SqlStandings

ADA, BEN, EVE = Entry("NL", "Ada Ström"), Entry("DE"), Entry("NL", "Eve")

THERE = {"alembic_version", "api_key", "cursor_key", "events", "head", "idempotency", "tracking"}
"""The tables of the release before, but for the standing rows."""


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
    rows.keep([StandingRow("eve", 2, b"", entry=msgspec.structs.replace(EVE, name=None, wished=True))])

    assert rows.entries("eve", None, "", 5) == []
    assert rows.entries("", "NL", "ada", 5) == [("eve", Entry("NL"))]


def test_a_store_of_an_earlier_release_is_filled_with_the_countries(engine: Engine) -> None:
    store, rows = SqlEventStore(engine, EVENTS, UPCASTERS), SqlStandings(database(engine))
    for name, country in (("ada", "NL"), ("ben", None)):
        opened = PathwayOpened(opened_on=date(2020, 1, 1), country=country)
        append = Append(f"pathway/{name}", 0, (opened,))
        store.append(
            [append], Command("ann", name), datetime(2020, 1, 2, tzinfo=UTC), standing=[StandingRow(name, 0, b"")]
        )
    tables = [name for name, _ in inspect(engine).get_sorted_table_and_fkc_names() if name]
    with engine.begin() as connection:
        for statement in (
            "CREATE TABLE standing_then AS SELECT pathway, known, relies_on, tracks FROM standing",
            *(f"DROP TABLE {name}" for name in reversed(tables) if name not in THERE),
            "ALTER TABLE standing_then RENAME TO standing",
            "ALTER TABLE head DROP COLUMN generation",
            "UPDATE alembic_version SET version_num = '0003'",
        ):
            connection.exec_driver_sql(statement)

    migrate(engine)

    assert rows.entries("", None, "", 5) == [("ada", Entry("NL")), ("ben", Entry())]
