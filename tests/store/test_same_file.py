"""A store, or a vault, whose file is moved, removed or replaced while it is open: nothing is read there or recorded."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine

from application.store import Append, StoreNotInitialised, StoreReplaced
from application.vault import VaultUnusable
from infrastructure.engine import hold_file, open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.inspection import Inspection
from tests.store.events import ANN, EVENTS, NOON, taken
from tests.vaults import vault_in


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def store(sqlite: Engine) -> SqlEventStore:
    store = SqlEventStore(sqlite, EVENTS)
    append(store, 0)
    return store


def append(store: SqlEventStore, version: int) -> None:
    store.append([Append("pathway/ada", version, taken(1))], ANN, NOON)


def put_another(file: Path) -> None:
    copyfile(file, file.with_name("another"))
    file.with_name("another").replace(file)


def head_of(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT position FROM head").fetchone()[0])


def test_nothing_is_read_or_recorded_once_the_file_is_gone(file: Path, sqlite: Engine, store: SqlEventStore) -> None:
    file.unlink()

    with pytest.raises(StoreNotInitialised, match="any more: put it back"):
        append(store, 1)
    with pytest.raises(StoreNotInitialised, match="put it back"):
        store.head()
    with pytest.raises(StoreNotInitialised, match="put it back"):
        Inspection(sqlite).require_current()
    assert not file.exists()


def test_a_file_that_was_moved_and_comes_back_is_the_store_again(file: Path, store: SqlEventStore) -> None:
    file.rename(file.with_name("aside"))
    with pytest.raises(StoreNotInitialised):
        append(store, 1)
    file.with_name("aside").rename(file)

    append(store, 1)

    assert store.head() == 2


def test_another_file_in_its_place_is_neither_read_nor_written(
    file: Path, sqlite: Engine, store: SqlEventStore
) -> None:
    sqlite.dispose()
    put_another(file)

    with pytest.raises(StoreReplaced, match="start it again"):
        append(store, 1)
    with pytest.raises(StoreReplaced, match="start it again"):
        store.head()
    assert head_of(file) == 1


def test_another_file_is_seen_by_whoever_has_the_first_one_open(file: Path, store: SqlEventStore) -> None:
    put_another(file)

    for _ in range(2):
        with pytest.raises(StoreReplaced, match="start it again"):
            append(store, 1)


def test_who_starts_later_than_the_file_was_held_keeps_to_it_too(sqlite_url: str, file: Path) -> None:
    hold_file(sqlite_url)
    put_another(file)
    late = open_engine(sqlite_url)

    with pytest.raises(StoreReplaced, match="start it again"):
        SqlEventStore(late, EVENTS).head()
    late.dispose()


def test_where_there_is_no_file_yet_none_is_held(tmp_path: Path) -> None:
    hold_file(f"sqlite:///{tmp_path}/none.sqlite")
    hold_file("postgresql://ann@localhost/store")

    assert list(tmp_path.iterdir()) == []


def test_a_link_that_leads_elsewhere_leads_to_another_file(tmp_path: Path, file: Path) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(file)
    copyfile(file, tmp_path / "other.sqlite")
    engine = open_engine(f"sqlite:///{link}")
    store = SqlEventStore(engine, EVENTS)
    append(store, 0)
    link.unlink()
    link.symlink_to(tmp_path / "other.sqlite")

    with pytest.raises(StoreReplaced):
        append(store, 1)
    engine.dispose()


@pytest.mark.parametrize("harm", [Path.unlink, put_another])
def test_a_vault_that_is_gone_or_another_is_not_used(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with closing(vault_in(tmp_path)) as vault:
        vault.sealers(["pathway/ada"], at)
        harm(tmp_path / "vault.db")

        with pytest.raises(VaultUnusable):
            vault.sealers(["pathway/ada", "pathway/ben"], at)
        with pytest.raises(VaultUnusable):
            vault.require_usable()
