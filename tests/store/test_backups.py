"""Backups of both databases, made while others write, and brought back into either."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event as Flag
from typing import Any

import pytest
from alembic import command, config
from sqlalchemy import Engine

from application.notices.delivery import Onward, Outcome, State
from application.store import Append, EventStore, Idempotency, StandingRow, StoreUnreadable
from domain.sealed import SEALED
from infrastructure import migrations
from infrastructure.backups import back_up, bring_back, of_this_release
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import is_current
from infrastructure.notices import SqlDeliveries
from infrastructure.shown_names import open_names
from tests.application.told import subscription
from tests.store.conftest import made_on
from tests.store.events import ANN, EVENTS, NOON, UPCASTERS, Opened, taken
from tests.store.test_notices import attempt

ROWS = [StandingRow("ada", 0, b"\x00\xfftracks", ("program/basic",))]
ONWARD = Onward(State.WAITING, NOON, 1, None)


@pytest.fixture
def backup(store: EventStore, engine: Engine, tmp_path: Path) -> Path:
    store.append([Append("pathway/ada", 0, [Opened(name="Ada ĉ"), *taken(2)])], ANN, NOON)
    store.append(
        [Append("program/basic", 0, taken(1))], ANN, NOON, idempotency=Idempotency("key", "sum"), standing=ROWS
    )
    SqlDeliveries(database(engine)).note(attempt(subscription(), "notice", Outcome.BUSY), ONWARD)
    file = tmp_path / "backup.db"
    back_up(engine, file)
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A place where nothing is yet."""
    sqlite = request.param == "sqlite"
    engine = open_engine(f"sqlite:///{tmp_path}/new.db" if sqlite else made_on(request.getfixturevalue("server")))
    yield engine
    engine.dispose()


def rows(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(file)) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {table: sorted(opened.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}  # noqa: S608  (ours)


def test_what_is_brought_back_is_what_was_there(backup: Path, empty: Engine, tmp_path: Path) -> None:
    bring_back(backup, empty)
    back_up(empty, again := tmp_path / "again.db")

    assert rows(again) == rows(backup)
    assert len(rows(again)["events"]) == 4
    SqlEventStore(empty, EVENTS, UPCASTERS).append([Append("pathway/ada", 3, taken(1))], ANN, NOON)
    SqlDeliveries(database(empty)).note(attempt(subscription(), "notice", Outcome.BUSY, 2), ONWARD)
    assert len(SqlDeliveries(database(empty)).log(None, 9)) == 2


def test_names_that_come_back_sealed_are_shown_again(backup: Path, empty: Engine, tmp_path: Path) -> None:
    sealed = {"ada": f"{SEALED}ada", "eve": f"{SEALED}forgotten"}
    with closing(sqlite3.connect(backup)) as opened, opened:
        opened.executemany("INSERT INTO shown_names VALUES (?, ?, '')", [*sealed.items(), ("zoe", "Zoë")])
    bring_back(backup, empty)

    open_names(empty, lambda _, name: None if name.endswith("forgotten") else "Ada Ĉ")

    back_up(empty, again := tmp_path / "again.db")
    assert rows(again)["shown_names"] == [("ada", "Ada Ĉ", "ada c"), ("zoe", "Zoë", "")]


def test_a_backup_is_of_one_moment_however_much_is_recorded_meanwhile(
    store: EventStore, engine: Engine, tmp_path: Path
) -> None:
    enough = Flag()

    def record() -> int:
        version = 0
        while not enough.is_set():
            store.append([Append("pathway/ada", version, taken(3))], ANN, NOON, standing=ROWS)
            version += 3
        return version

    with ThreadPoolExecutor() as threads:
        writer = threads.submit(record)
        files = [tmp_path / f"{number}.db" for number in range(4)]
        for file in files:
            back_up(engine, file)
        enough.set()
        recorded = writer.result()

    positions = []
    for found in map(rows, files):
        ((_, head, *_),) = found["head"]
        assert sorted(event[0] for event in found["events"]) == list(range(1, head + 1))
        positions.append(head)
    assert positions == sorted(positions)
    assert all(head % 3 == 0 for head in positions)
    assert store.head() == recorded


def test_a_backup_is_brought_back_only_where_nothing_is(backup: Path, store: EventStore, engine: Engine) -> None:
    before = list(store.log())

    with pytest.raises(match="nothing is written over it"):
        bring_back(backup, engine)

    assert list(store.log()) == before


def test_what_was_deleted_before_is_not_in_a_backup(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO tracking VALUES ('Evangeline', 1)")
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM tracking")
    back_up(engine, file := tmp_path / "backup.db")
    engine.dispose()

    assert b"Evangeline" not in file.read_bytes()


def test_a_backup_of_an_earlier_release_is_brought_to_this_one(tmp_path: Path, empty: Engine) -> None:
    file = tmp_path / "earlier.db"
    earlier = open_engine(f"sqlite:///{file}")
    file.touch()
    settings = config.Config()
    settings.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with earlier.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0005")
    earlier.dispose()

    with of_this_release(file) as brought_up:
        bring_back(brought_up, empty)

    assert is_current(empty)
    assert SqlEventStore(empty, EVENTS, UPCASTERS).head() == 0


def test_a_file_that_is_no_store_is_refused(tmp_path: Path, empty: Engine) -> None:
    file = tmp_path / "backup.db"
    file.write_bytes(b"no store at all" * 1000)

    with pytest.raises(StoreUnreadable), of_this_release(file):
        bring_back(file, empty)
