from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, text

from application.store import (
    Append,
    StoreBusy,
    StoreFull,
    StoreNewer,
    StoreNotInitialised,
    StoreOutdated,
    StoreReadOnly,
    StoreUnreachable,
    StoreUnreadable,
)
from infrastructure import migrations
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import is_current, migrate, require_current
from tests.store.events import ANN, EVENTS, NOON, taken


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def closing() -> Iterator[list[Engine]]:
    engines: list[Engine] = []
    yield engines
    for engine in engines:
        engine.dispose()


@pytest.fixture
def opened(closing: list[Engine]) -> "Opener":
    return Opener(closing)


class Opener:
    def __init__(self, engines: list[Engine]) -> None:
        self._engines = engines

    def engine(self, url: str) -> Engine:
        engine = open_engine(url)
        self._engines.append(engine)
        return engine

    def store(self, url: str) -> SqlEventStore:
        return SqlEventStore(self.engine(url), EVENTS)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://root@localhost/store", "postgres//localhost"]
)
def test_a_url_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(StoreUnreachable, match="neither sqlite:///FILE nor postgresql://"):
        open_engine(url)


def test_a_file_that_is_not_there_is_no_store_and_is_not_made(tmp_path: Path, opened: Opener) -> None:
    url = f"sqlite:///{tmp_path}/mistyped.sqlite"

    with pytest.raises(StoreNotInitialised, match="milepost init"):
        opened.store(url).head()

    assert not is_current(opened.engine(url))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_may_not_be_opened_is_unreachable(tmp_path: Path, opened: Opener) -> None:
    with pytest.raises(StoreUnreachable, match="this user may read it"):
        opened.store(f"sqlite:///{tmp_path}").head()


def test_an_empty_database_is_no_store(server: str, tmp_path: Path, opened: Opener) -> None:
    empty = tmp_path / "empty.sqlite"
    empty.touch()

    for url in (server, f"sqlite:///{empty}"):
        with pytest.raises(StoreNotInitialised, match="milepost init"):
            require_current(opened.engine(url))


@pytest.mark.parametrize(
    ("lost", "named"),
    [("DROP TABLE standing", "standing"), ("ALTER TABLE standing RENAME COLUMN tracks TO other", "tracks")],
)
def test_a_store_of_which_a_part_is_missing_is_damaged(
    engine: Engine, store: SqlEventStore, lost: str, named: str
) -> None:
    with engine.begin() as connection:
        connection.execute(text(lost))

    with pytest.raises(StoreUnreadable, match=rf"restore it from a backup \(.*{named}.*\)"):
        store.standing("ada")

    require_current(engine)


def test_migrating_makes_the_store_once(engine: Engine, store: SqlEventStore) -> None:
    recorded = store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON)

    migrate(engine)

    assert is_current(engine)
    assert tuple(store.log()) == recorded


def test_the_last_revision_known_is_the_last_there_is() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))

    assert tuple(one.revision for one in reversed(list(script.walk_revisions()))) == migrations.REVISIONS


def test_a_store_of_a_later_release_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreNewer, match="revision 9999"):
        require_current(engine)
    with pytest.raises(StoreNewer, match="revision 9999"):
        migrate(engine)


def test_a_store_of_an_earlier_release_is_told_to_migrate(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "REVISIONS", (*migrations.REVISIONS, "9998"))

    with pytest.raises(StoreOutdated, match="this release needs 9998"):
        require_current(engine)


def test_a_read_only_file_is_read_and_not_written(file: Path, sqlite_url: str, opened: Opener) -> None:
    recorded = opened.store(sqlite_url).append([Append("pathway/ada", 0, taken(1))], ANN, NOON)
    store = opened.store(f"sqlite:///{file}?mode=ro")

    with pytest.raises(StoreReadOnly, match="right to write"):
        store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON)

    assert tuple(store.log()) == recorded


def test_a_read_only_database_is_read_and_not_written(postgresql_url: str, opened: Opener) -> None:
    recorded = opened.store(postgresql_url).append([Append("pathway/ada", 0, taken(1))], ANN, NOON)
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    store = opened.store(postgresql_url)

    with pytest.raises(StoreReadOnly, match="right to write"):
        store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON)

    assert tuple(store.log()) == recorded


def test_a_full_disk_records_nothing(sqlite_url: str, opened: Opener) -> None:
    engine = opened.engine(sqlite_url)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 60").close())
    store = SqlEventStore(engine, EVENTS)
    recorded = store.append([Append("pathway/ada", 0, taken(10))], ANN, NOON)

    with pytest.raises(StoreFull, match="make room"):
        store.append([Append("pathway/ada", 10, taken(5_000))], ANN, NOON)

    assert tuple(store.log()) == recorded
    (following,) = store.append([Append("pathway/ada", 10, taken(1))], ANN, NOON)
    assert following.position == 11


def test_a_file_cut_in_half_is_unreadable(file: Path, sqlite_url: str, opened: Opener) -> None:
    engine = open_engine(sqlite_url)
    SqlEventStore(engine, EVENTS).append([Append("pathway/ada", 0, taken(2_000))], ANN, NOON)
    engine.dispose()
    with file.open("r+b") as bytes_of_store:
        bytes_of_store.truncate(file.stat().st_size // 2)
    store = opened.store(sqlite_url)

    with pytest.raises(StoreUnreadable, match="restore it from a backup"):
        list(store.log())
    with pytest.raises(StoreUnreadable, match="restore it from a backup"):
        store.append([Append("pathway/eve", 0, taken(1))], ANN, NOON)


def test_a_file_of_another_kind_is_unreadable(tmp_path: Path, opened: Opener) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Not a store. " * 1_000)
    url = f"sqlite:///{file}"

    with pytest.raises(StoreUnreadable, match="is no store"):
        opened.store(url).head()
    with pytest.raises(StoreUnreadable, match="is no store"):
        migrate(opened.engine(url))


def test_a_folder_that_is_not_there_cannot_hold_a_store(tmp_path: Path, opened: Opener) -> None:
    with pytest.raises(StoreUnreachable, match="folder"):
        migrate(opened.engine(f"sqlite:///{tmp_path}/missing/store.sqlite"))


def test_a_database_that_does_not_answer_is_unreachable(tmp_path: Path, opened: Opener) -> None:
    url = f"postgresql://postgres@/store?host={tmp_path}"

    with pytest.raises(StoreUnreachable, match="check its URL"):
        opened.store(url).head()
    with pytest.raises(StoreUnreachable, match="check its URL"):
        migrate(opened.engine(url))


def test_a_connection_that_was_lost_is_made_again(postgresql_url: str, server: str, opened: Opener) -> None:
    store = opened.store(postgresql_url)
    recorded = store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (store_name(postgresql_url),),
        )

    with pytest.raises(StoreUnreachable, match="check its URL"):
        store.head()

    assert tuple(store.log()) == recorded


def store_name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def test_a_writer_does_not_wait_for_ever_for_another(url: str, opened: Opener) -> None:
    store, engine = opened.store(url), opened.engine(url)
    impatient = {"sqlite": "PRAGMA busy_timeout = 10", "postgresql": "SET lock_timeout = 10"}[engine.dialect.name]
    event.listen(opened_engine := opened.engine(url), "connect", lambda one, _: one.execute(impatient).close())
    other = SqlEventStore(opened_engine, EVENTS)

    with engine.begin() as connection:
        connection.execute(text("UPDATE head SET position = position"))
        with pytest.raises(StoreBusy, match="ask again"):
            other.append([Append("pathway/ada", 0, taken(1))], ANN, NOON)
        assert other.head() == 0

    assert store.head() == 0


def test_a_transaction_of_the_engine_is_undone_by_an_exception(engine: Engine) -> None:
    def interrupted() -> None:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO tracking VALUES ('reader', 1)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()

    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM tracking")).scalar() == 0


def test_a_reading_transaction_of_the_engine_holds_up_no_writer(engine: Engine, store: SqlEventStore) -> None:
    with engine.connect().execution_options(reads=True) as connection:
        assert connection.execute(text("SELECT count(*) FROM events")).scalar() == 0
        store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON)

    assert store.head() == 1
