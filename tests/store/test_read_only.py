"""An SQLite store where nothing can be written: it is read, and recording is refused by name."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from application.store import Append, Recorded, StoreReadOnly, StoreUnreachable
from infrastructure.archive import SqlArchive
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate, require_current
from tests.powerless import locked
from tests.store.events import ANN, EVENTS, NOON, taken


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users may enter, as they may not enter pytest's own."""
    with TemporaryDirectory(prefix="milepost-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def url(folder: Path) -> str:
    return f"sqlite:///{folder}/store.sqlite"


@pytest.fixture
def recorded(url: str) -> tuple[Recorded, ...]:
    """What a store holds that every writer has left."""
    engine = open_engine(url)
    migrate(engine)
    found = append(url, 0)
    engine.dispose()
    return found


def append(url: str, version: int) -> tuple[Recorded, ...]:
    engine = open_engine(url)
    try:
        return SqlEventStore(engine, EVENTS).append([Append("pathway/ada", version, taken(1))], ANN, NOON)
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    ("for_folder", "for_files"),
    [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)],
    ids=["both read-only", "the folder read-only", "the file read-only"],
)
def test_a_store_that_cannot_be_written_is_read(
    url: str, folder: Path, recorded: tuple[Recorded, ...], for_folder: int, for_files: int
) -> None:
    engine = open_engine(url)
    store = SqlEventStore(engine, EVENTS)

    with locked(folder, for_folder, for_files):
        require_current(engine)
        assert (tuple(store.log()), store.head()) == (recorded, 1)
        assert [each.event_id for each in SqlArchive(engine).envelopes()] == ["pathway/ada@1"]
        with pytest.raises(StoreReadOnly, match="right to write"):
            append(url, 1)
        migrate(engine)
        engine.dispose()


@pytest.mark.usefixtures("recorded")
def test_a_folder_that_may_not_be_entered_is_unreachable(url: str, folder: Path) -> None:
    reader = open_engine(url)

    with locked(folder, 0o000), pytest.raises(StoreUnreachable, match="this user may enter its folder"):
        SqlEventStore(reader, EVENTS).head()


def test_what_is_written_meanwhile_is_read(url: str, folder: Path, recorded: tuple[Recorded, ...]) -> None:
    reader = open_engine(url)
    store = SqlEventStore(reader, EVENTS)
    with locked(folder):
        assert tuple(store.log()) == recorded

    (folder / "store.sqlite").chmod(0o644)
    more = append(url, 1)

    with locked(folder):
        assert tuple(store.log()) == (*recorded, *more)
        reader.dispose()


def test_a_store_that_another_user_is_writing_is_read(url: str, folder: Path, recorded: tuple[Recorded, ...]) -> None:
    writer = open_engine(url)
    more = SqlEventStore(writer, EVENTS).append([Append("pathway/ada", 1, taken(1))], ANN, NOON)
    reader = open_engine(url)

    with locked(folder):
        assert tuple(SqlEventStore(reader, EVENTS).log()) == (*recorded, *more)
        reader.dispose()

    writer.dispose()


@pytest.mark.usefixtures("recorded")
def test_a_store_whose_last_writer_did_not_end_well_is_not_read_without_what_it_wrote(url: str, folder: Path) -> None:
    writer = open_engine(url)
    SqlEventStore(writer, EVENTS).append([Append("pathway/ada", 1, taken(1))], ANN, NOON)
    left = folder / "left"
    left.mkdir()
    for name in ("store.sqlite", "store.sqlite-wal"):
        shutil.copy(folder / name, left / name)
    writer.dispose()
    reader = open_engine(f"sqlite:///{left}/store.sqlite")

    with locked(left), pytest.raises(StoreUnreachable, match="its last writer did not end well"):
        SqlEventStore(reader, EVENTS).head()
