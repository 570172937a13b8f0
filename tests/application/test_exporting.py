"""The log as it is stored: read a batch at a time, and restored as it was or not at all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Engine

from application.exporting import Exporting, LogMoved
from application.store import Append, Command, StreamConflict
from domain.pathway.decisions import PathwayUnknown
from domain.pathway.opening import PathwayOpened
from domain.topics import EVENTS
from infrastructure.archive import SqlArchive
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY_HAND = Command("registrar", "by hand")
OPENED = PathwayOpened(opened_on=date(2020, 1, 1))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/store.sqlite")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlEventStore:
    return SqlEventStore(engine, EVENTS)


def test_a_log_of_several_batches_is_exported_whole(engine: Engine, store: SqlEventStore) -> None:
    store.append([Append(f"pathway/p{number}", 0, [OPENED]) for number in range(2001)], BY_HAND, NOON)

    lines = list(Exporting(SqlArchive(engine)).lines())

    assert len(lines) == 2002
    assert lines[-2].startswith(b'{"position":2001,"event_id":"pathway/p2000@1",')
    assert lines[-1] == b'{"format":"milepost.history/v1","events":2001}\n'


def test_several_pathways_are_exported_in_the_order_of_the_log(engine: Engine, store: SqlEventStore) -> None:
    store.append([Append(f"pathway/{name}", 0, [OPENED]) for name in ("bea", "ada", "cleo")], BY_HAND, NOON)

    *lines, closing = Exporting(SqlArchive(engine)).lines(["ada", "bea", "ada"])

    assert closing == b'{"format":"milepost.history/v1","events":2}\n'

    assert [line.split(b",")[1] for line in lines] == [b'"event_id":"pathway/bea@1"', b'"event_id":"pathway/ada@1"']
    with pytest.raises(PathwayUnknown, match="no pathway 'dora' was opened"):
        list(Exporting(SqlArchive(engine)).lines(["ada", "dora"]))


def test_a_whole_log_fills_an_empty_store(engine: Engine, store: SqlEventStore) -> None:
    store.append([Append("pathway/ada", 0, [OPENED, OPENED]), Append("program/X", 0, [OPENED])], BY_HAND, NOON)
    archive = SqlArchive(engine)
    log = list(archive.envelopes())
    with database(engine).reading() as transaction:
        head = transaction.rows("SELECT * FROM head")
        transaction.rows("DROP TRIGGER events_refuse_delete")
        transaction.rows("DELETE FROM events")
        transaction.rows("UPDATE head SET position = 0, recorded_at = '', shared_position = 0")

    with pytest.raises(StreamConflict, match="pathway/ada is at version 2, not at 1"):
        archive.fill(log[1:])
    assert archive.fill(log) == 3

    assert list(archive.envelopes()) == log
    with database(engine).reading() as transaction:
        assert transaction.rows("SELECT * FROM head") == head
    with pytest.raises(LogMoved):
        archive.fill(log)


def test_nothing_is_restored_once_somebody_has_recorded_in_between(engine: Engine, store: SqlEventStore) -> None:
    store.append([Append("pathway/ada", 0, [OPENED])], BY_HAND, NOON)
    archive = SqlArchive(engine)
    (ada,) = archive.envelopes()
    store.append([Append("program/X", 0, [OPENED])], BY_HAND, NOON)

    with pytest.raises(LogMoved, match="the log was at position 1 and is now at 2: restore again"):
        archive.restore([msgspec.structs.replace(ada, stream="pathway/bea")], 1, [])

    assert store.head() == 2
