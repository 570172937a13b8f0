"""The log verified from its raw rows: on both databases, with every bit of every column turned, and what cannot be."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from application.ledger.believing import Outside, Trust
from application.ledger.verifying import Derived, Verification, Verifying
from application.store import EventStore, StoreUnusable
from domain.ledger.checkpoint import Checkpoint
from domain.ledger.finding import Fault
from domain.ledger.leaf import hash_of
from domain.ledger.note import COSIGNATURE, Note, Signature, VerifierKey
from domain.ledger.rows import Rows
from domain.ledger.tree import EMPTY
from infrastructure.database import database
from infrastructure.ed25519 import verified
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.ledger.raw import SqlRawLog
from tests.store.events import EVENTS, UPCASTERS
from tests.store.following import KEY, NEXT_KEY, ORIGIN, following, ledger_of, record

FLIPS = 400
"""How many bits of a file are turned, spread evenly over all that events take in it."""


def verification(engine: Engine, trust: Trust | None = None) -> Verification:
    verifying = Verifying(SqlRawLog(database(engine)), verified, trust or Trust())
    list(verifying.log())
    return verifying.verification(Derived())


def faults(engine: Engine, trust: Trust | None = None) -> list[Fault]:
    return [each.fault for each in verification(engine, trust).findings]


def sql(engine: Engine, *statements: str) -> None:
    """Do what the triggers of the store refuse."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            for table in ("events", "checkpoints"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        else:
            for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def signed(engine: Engine, store: EventStore) -> Engine:
    """A store of 600 events, of which 590 are signed for, by checkpoints of 300 and 590."""
    ledger_of(engine).settle(ORIGIN)
    for count in (300, 290):
        record(store, count)
        list(following(engine).advance())
    record(store, 10)
    return engine


def test_a_store_that_nobody_touched_is_verified(signed: Engine) -> None:
    found = verification(signed, Trust((KEY.verifier,), (Outside("file", ledger_of(signed).checkpoint(300).note),)))
    assert (found.events, found.streams, found.signed, found.checkpoints, found.outside) == (600, 7, 590, 2, 1)
    assert found.findings == ()


def test_what_is_changed_is_named_on_both_databases(signed: Engine) -> None:
    sql(signed, "UPDATE events SET actor = 'eve' WHERE position = 300")
    (finding,) = verification(signed).findings
    assert (finding.fault, finding.position, finding.event_id) == (Fault.EVENT_CHANGED, 300, "pathway/5@43")


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["DELETE FROM events WHERE position = 1"], Fault.EVENT_MISSING),
        (["DELETE FROM events WHERE position BETWEEN 7 AND 9"], Fault.EVENT_MISSING),
        (["UPDATE events SET position = -position WHERE position = 1"], Fault.POSITION_WRONG),
        (["UPDATE events SET version = 99 WHERE position = 5"], Fault.VERSION_WRONG),
        (["UPDATE events SET recorded_at = '2026' WHERE position = 5"], Fault.INSTANT_WRONG),
        (["DELETE FROM tiles WHERE level = 0 AND number = 1"], Fault.TILE_CHANGED),
        (["DELETE FROM tiles WHERE level = 1"], Fault.TILE_CHANGED),
        (["DELETE FROM head"], Fault.HEAD_WRONG),
        (["UPDATE ledger SET size = 600"], Fault.CHECKPOINT_MISSING),
        (["UPDATE checkpoints SET size = 599 WHERE size = 590"], Fault.CHECKPOINT_FORGED),
        (["UPDATE ledger SET origin = 'eve.example/log'"], Fault.CHECKPOINT_FORGED),
        (["UPDATE ledger_keys SET verifier = 'eve'"], Fault.CHECKPOINT_FORGED),
    ],
)
def test_what_does_not_fit_is_found(signed: Engine, statements: Sequence[str], expected: Fault) -> None:
    sql(signed, *statements)
    assert expected in faults(signed)


@pytest.mark.parametrize(
    ("column", "table", "expected"),
    [
        ("payload", "events", Fault.EVENT_UNREADABLE),
        ("stream", "events", Fault.EVENT_UNREADABLE),
        ("note", "checkpoints", Fault.CHECKPOINT_FORGED),
        ("verifier", "ledger_keys", Fault.CHECKPOINT_FORGED),
        ("origin", "ledger", Fault.CHECKPOINT_FORGED),
        ("recorded_at", "head", Fault.HEAD_WRONG),
        ("hashes", "tiles", Fault.TILE_CHANGED),
    ],
)
def test_a_text_that_is_none_is_a_fault_and_ends_nothing(
    sqlite_url: str, column: str, table: str, expected: Fault
) -> None:
    engine = open_engine(sqlite_url)
    ledger_of(engine).settle(ORIGIN)
    record(SqlEventStore(engine, EVENTS, UPCASTERS), 20)
    list(following(engine).advance())
    sql(engine, f"UPDATE {table} SET {column} = CAST(x'ff' || {column} AS TEXT)")  # noqa: S608  (of the list above)
    assert expected in faults(engine)
    engine.dispose()


def test_what_is_kept_as_the_signature_of_a_witness_is_one(signed: Engine) -> None:
    ledger = ledger_of(signed)
    key = VerifierKey("witness.example", NEXT_KEY.verifier.public, COSIGNATURE)
    message = f"cosignature/v1\ntime 7\n{ledger.checkpoint(300).checkpoint.text()}"
    made = Signature(key.name, key.key_id, (7).to_bytes(8, "big") + NEXT_KEY.sign(message).made)
    ledger.cosign(300, made, datetime(2026, 3, 1, tzinfo=UTC))
    assert faults(signed, Trust(witnesses=(key,))) == []
    sql(signed, "UPDATE cosignatures SET size = 590")
    assert faults(signed) == [], "nobody knows the key"
    assert faults(signed, Trust(witnesses=(key,))) == [Fault.CHECKPOINT_FORGED]
    for change in ("size = 7", "name = 'eve'", "line = 'x'"):
        sql(signed, f"UPDATE cosignatures SET {change}")  # noqa: S608  (of the list above)
        assert faults(signed) == [Fault.CHECKPOINT_FORGED]


def test_an_older_copy_is_told_by_a_checkpoint_from_outside_and_one_of_another_log_is_refused(signed: Engine) -> None:
    note = ledger_of(signed).checkpoint(590).note
    sql(signed, "DELETE FROM checkpoints WHERE size = 590", "UPDATE ledger SET size = 300")
    sql(signed, "DELETE FROM events WHERE position > 300")
    sql(signed, "UPDATE head SET position = 300, recorded_at = (SELECT max(recorded_at) FROM events)")
    assert Fault.STORE_OLDER in faults(signed, Trust((), (Outside("file", note),)))
    other = Note(note.replace(ORIGIN, "other.example").partition("\n\n")[0] + "\n", (KEY.sign("x"),)).written()
    for text_, said in ((other, "one of the log other.example"), ("x", "a signed note is a text")):
        found = verification(signed, Trust((), (Outside("the file", text_),)))
        assert any(said in each.says for each in found.findings), found.findings


def test_a_checkpoint_of_an_empty_log_is_the_beginning_of_every_log(signed: Engine) -> None:
    empty = Checkpoint(ORIGIN, 0, EMPTY).text()
    assert faults(signed, Trust((), (Outside("file", Note(empty, (KEY.sign(empty),)).written()),))) == []


def test_checkpoints_that_are_made_meanwhile_do_not_look_like_faults(engine: Engine, store: EventStore) -> None:
    ledger_of(engine).settle(ORIGIN)
    record(store, 3)

    class Live(SqlRawLog):
        def notes(self) -> Sequence[tuple[int, object]]:
            list(following(engine).advance())
            return super().notes()

    verifying = Verifying(Live(database(engine)), verified, Trust())
    list(verifying.log())
    assert verifying.verification(Derived()).findings == ()


def test_with_another_key_nothing_is_verified(signed: Engine) -> None:
    found = verification(signed, Trust((NEXT_KEY.verifier,)))
    assert (found.signed, {each.fault for each in found.findings}) == (
        0,
        {Fault.CHECKPOINT_FORGED, Fault.CHECKPOINT_MISSING},
    )


def test_a_store_in_which_nothing_was_signed_is_not_signed_for(engine: Engine, store: EventStore) -> None:
    record(store, 3)
    assert (verification(engine).signed, faults(engine)) == (0, [])
    assert faults(engine, Trust((KEY.verifier,))) == [Fault.CHECKPOINT_MISSING]


def test_keys_that_are_out_of_use_need_not_be_given(engine: Engine, store: EventStore) -> None:
    for keys in ([KEY], [KEY, NEXT_KEY], [NEXT_KEY]):
        record(store, 3)
        list(following(engine, keys).advance())
    assert faults(engine, Trust((NEXT_KEY.verifier,))) == []
    assert faults(engine, Trust((KEY.verifier,))) == [Fault.CHECKPOINT_FORGED, Fault.CHECKPOINT_MISSING]


def flipped(row: Sequence[Any]) -> Iterator[tuple[object, ...]]:
    """Yield the row with one bit turned, for each bit of each of its columns; what is no text then is told as bytes."""
    for place, value in enumerate(row):
        for turned in _turned(value):
            yield (*row[:place], turned, *row[place + 1 :])


def _turned(value: object) -> Iterator[object]:
    match value:
        case int():
            yield from (value ^ 1 << bit for bit in range(63))
        case bytes():
            yield from _bytes(value)
        case str():
            for each in _bytes(value.encode()):
                try:
                    yield each.decode()
                except UnicodeDecodeError:
                    yield each


def _bytes(value: bytes) -> Iterator[bytes]:
    for place, byte in enumerate(value):
        yield from (value[:place] + bytes([byte ^ 1 << bit]) + value[place + 1 :] for bit in range(8))


def test_of_all_single_bits_of_200_events_none_is_turned_unseen(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    record(SqlEventStore(engine, EVENTS, UPCASTERS), 200)
    count = 0
    for row in SqlRawLog(database(engine)).rows(None, 200, 200):
        leaf, kinds = hash_of(row), list(map(type, row))
        for each in flipped(row):
            count += 1
            if list(map(type, each)) == kinds:
                assert hash_of(each) != leaf
            else:
                assert Fault.EVENT_UNREADABLE in [fault.fault for fault in Rows(frozenset()).look(each)]
    assert count > 250_000
    engine.dispose()


def events_in(file: Path) -> list[int]:
    """Return the places of the bytes that the rows of events take in a file."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        rows = connection.execute("SELECT event_id, payload FROM events").fetchall()
    held = file.read_bytes()
    places: list[int] = []
    for event_id, payload in rows:
        end = held.index(payload) + len(payload)
        places += range(held.rindex(event_id.encode(), 0, end), end)
    return places


def test_bits_turned_in_the_file_itself_are_seen(sqlite_url: str, tmp_path: Path) -> None:
    engine, file = open_engine(sqlite_url), tmp_path / "store.sqlite"
    record(SqlEventStore(engine, EVENTS, UPCASTERS), 200)
    list(following(engine).advance())
    engine.dispose()
    places, whole = events_in(file), file.read_bytes()
    assert len(places) > 30_000
    for number in range(FLIPS):
        place, bit = divmod(number * len(places) * 8 // FLIPS, 8)
        changed = bytearray(whole)
        changed[places[place]] ^= 1 << bit
        (tmp_path / "turned.sqlite").write_bytes(changed)
        turned = open_engine(f"sqlite:///{tmp_path}/turned.sqlite")
        try:
            seen = bool(faults(turned, Trust((KEY.verifier,))))
        except StoreUnusable:
            seen = True
        turned.dispose()
        assert seen, (places[place], bit)
