"""What is remembered of a store while nothing is committed: not a commit of any process is missed."""

from contextlib import closing
from mmap import mmap
from multiprocessing import get_context
from pathlib import Path
from sqlite3 import connect
from struct import pack_into, unpack_from

import pytest
from sqlalchemy import Engine

from application.store import Append, EventStore, Freshness
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.standings import SqlStandings
from infrastructure.wal_index import HALF, mark_of, whole
from tests.store.events import ANN, NOON, taken
from tests.store.test_standing_rows import INSTANT

# A test's own process has no other thread when it forks, whatever the interpreter supposes.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
FORK = get_context("fork")
ROUNDS = 400
AGAIN_AND_AGAIN = (
    "PRAGMA wal_checkpoint(PASSIVE)",
    "PRAGMA wal_checkpoint(RESTART)",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "VACUUM",
    "PRAGMA optimize",
)
ADVANCE = "UPDATE head SET position = position + 1, recorded_at = ? RETURNING position"


class Counted(SqlStandings):
    """Counts how often the store is asked."""

    asked = 0

    def _asked(self, pathway: str) -> Freshness:
        self.asked += 1
        return super()._asked(pathway)


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


def write(path: Path, told: mmap, place: int) -> None:
    """Move the log on, by connections that stay and that go, and tell each position once it is committed."""
    staying = connect(path, isolation_level=None, timeout=60)
    for number in range(ROUNDS):
        with closing(connect(path, isolation_level=None, timeout=60)) as going:
            writer = going if number % 3 else staying
            writer.execute("PRAGMA synchronous = OFF")
            writer.execute("BEGIN IMMEDIATE")
            writer.execute(ADVANCE, (INSTANT,))
            writer.execute("ROLLBACK")
            writer.execute("BEGIN IMMEDIATE")
            ((position,),) = writer.execute(ADVANCE, (INSTANT,)).fetchall()
            writer.execute("COMMIT")
            pack_into("=q", told, place, position)
            if number % 40 == 0:
                writer.execute(AGAIN_AND_AGAIN[number // 40 % len(AGAIN_AND_AGAIN)]).fetchall()
    staying.close()


def test_what_is_committed_by_any_of_several_processes_is_seen_at_once(path: Path, sqlite: Engine) -> None:
    told = mmap(-1, 24)
    writers = [FORK.Process(target=write, args=(path, told, place)) for place in (0, 8, 16)]
    for writer in writers:
        writer.start()
    rows = Counted(database(sqlite), mark_of(sqlite))
    asked = 0
    while any(writer.is_alive() for writer in writers):
        committed = max(unpack_from("=3q", told))
        assert rows.freshness("ada").head >= committed
        asked += 1

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert rows.freshness("ada").head == len(writers) * ROUNDS
    assert rows.asked < asked


def test_the_store_is_not_asked_again_before_something_is_committed(store: EventStore, engine: Engine) -> None:
    rows = Counted(database(engine), mark_of(engine))
    store.append([Append("program/basic", 0, taken(1))], ANN, NOON)
    first = [rows.freshness("ada") for _ in range(5)]
    asked = rows.asked
    store.append([Append("program/basic", 1, taken(1))], ANN, NOON)

    assert first == [Freshness(1, INSTANT, None)] * 5
    assert asked == (1 if engine.dialect.name == "sqlite" else 5)
    assert rows.freshness("ada") == Freshness(2, INSTANT, None)


def test_a_head_tells_nothing_while_it_is_written() -> None:
    before, after = bytes(range(HALF)), bytes(range(1, HALF + 1))

    assert whole(before + before) == before
    assert whole(before + after) is None
    assert whole(bytes(2 * HALF)) is None, "no connection has read the log yet"


def test_nothing_is_told_once_the_connections_are_closed(path: Path, sqlite: Engine) -> None:
    mark = mark_of(sqlite)
    assert mark() is not None
    sqlite.dispose()

    assert mark() is None
    assert list(path.parent.iterdir()) == [path]


def test_nothing_is_told_of_a_file_that_is_read_as_one_nobody_changes(path: Path, sqlite_url: str) -> None:
    path.with_name(f"{path.name}-shm").mkdir()
    engine = open_engine(sqlite_url)

    assert mark_of(engine)() is None
    assert SqlStandings(database(engine), mark_of(engine)).freshness("ada").head == 0
