"""Checkpoints that follow a log, what they refuse to sign for, and the proofs that come of them."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, text

from application.ledger import following as following_module
from application.ledger.following import Checkpointing, KeysStrange, LedgerBroken, LogShorter
from application.ledger.ledger import CheckpointDamaged, CheckpointUnknown, EventNotInLog, Signed
from application.ledger.proofs import NotUnderCheckpoint, Proofs
from application.store import EventStore
from domain.ledger.checkpoint import opened
from domain.ledger.note import COSIGNATURE, Signature, VerifierKey
from domain.ledger.proofs import NotInTree, require_consistent, require_included
from infrastructure.database import database
from infrastructure.ed25519 import SigningKey, verified
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.ledger.checkpoint_file import CheckpointFile, CheckpointFileUnusable
from infrastructure.ledger.tables import SqlLedger
from infrastructure.mapper import instant_text
from tests.store.events import EVENTS, NOON, UPCASTERS
from tests.store.following import KEY, NEXT_KEY, ORIGIN, following, leaf_hashes, ledger_of, record, root_over


def unguarded(engine: Engine, *statements: str) -> None:
    """Do to an SQLite store what its triggers refuse, as whoever holds the file can."""
    with engine.begin() as connection:
        for (trigger,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[Engine]:
    """An SQLite store of twenty events and a checkpoint."""
    engine = open_engine(sqlite_url)
    record(SqlEventStore(engine, EVENTS, UPCASTERS), 20)
    list(following(engine).advance())
    yield engine
    engine.dispose()


def test_checkpoints_follow_the_log_in_pieces_and_are_signed_for_its_rows(
    engine: Engine, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following_module, "BATCH", 130)
    record(store, 300)
    made = [each.checkpoint.size for each in following(engine).advance()]
    record(store, 1)
    made += [each.checkpoint.size for each in following(engine).advance()]
    assert made == [130, 260, 300, 301]
    hashes = leaf_hashes(engine)
    for size in made:
        signed = ledger_of(engine).checkpoint(size)
        assert opened(signed.note, ORIGIN, [KEY.verifier], verified)[0] == signed.checkpoint
        assert signed.checkpoint.root == root_over(hashes[:size])
    assert list(following(engine).advance()) == []
    assert [each.checkpoint.size for each in ledger_of(engine).checkpoints(301, 2)] == [300, 260]
    covering = ledger_of(engine).covering(131)
    assert covering is not None
    assert covering.checkpoint.size == 260


def test_an_empty_log_has_no_checkpoint(engine: Engine) -> None:
    assert list(following(engine).advance()) == []
    assert ledger_of(engine).last() is ledger_of(engine).covering(1) is None
    with pytest.raises(CheckpointUnknown, match="there is no checkpoint yet"):
        Proofs(ledger_of(engine)).of_checkpoint(0)
    with pytest.raises(CheckpointUnknown, match="there is no checkpoint of size 3"):
        ledger_of(engine).checkpoint(3)


def test_of_followers_at_once_each_size_has_one_checkpoint(
    engine: Engine, store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following_module, "BATCH", 10)
    record(store, 90)
    begin = Barrier(3)
    made: list[int] = []

    def follow() -> None:
        begin.wait()
        made.extend(each.checkpoint.size for each in following(engine).advance())

    threads = [Thread(target=follow) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == list(range(10, 91, 10))
    assert list(following(engine).advance()) == []


def test_the_log_gets_its_name_once(engine: Engine) -> None:
    ledger = ledger_of(engine)
    assert (ledger.origin(), ledger.settle(ORIGIN), ledger.settle("other.example/log")) == ("", ORIGIN, ORIGIN)


def test_every_event_is_proved_and_every_checkpoint_goes_on_from_those_before(
    engine: Engine, store: EventStore
) -> None:
    ledger, proofs = ledger_of(engine), Proofs(ledger_of(engine))
    for _ in range(4):
        record(store, 9)
        list(following(engine).advance())
    hashes, root = leaf_hashes(engine), ledger.checkpoint(36).checkpoint.root
    for position, event_id in enumerate([f"pathway/{number % 7}@{number // 7 + 1}" for number in range(36)], 1):
        proof = proofs.of_event(event_id)
        assert proof.index == position - 1
        assert ledger.leaf(event_id)[0] == position
        require_included(hashes[position - 1], proof.index, 36, proof.path, root)
    for old in range(1, 37):
        require_consistent(old, 36, proofs.of_checkpoint(old).path, root_over(hashes[:old]), root)
    assert proofs.of_checkpoint(9, 27).note == ledger.checkpoint(27).note
    with pytest.raises(NotUnderCheckpoint, match="pathway/0@3 is at position 15, the checkpoint is of size 9") as later:
        proofs.of_event("pathway/0@3", 9)
    assert (later.value.position, later.value.size) == (15, 9)
    with pytest.raises(NotInTree):
        proofs.of_checkpoint(37)


@pytest.mark.parametrize("event_id", ["pathway/0@99", "pathway/0", "pathway/0@01", "@", f"pathway/0@{10**30}"])
def test_an_event_that_was_not_recorded_has_no_leaf(engine: Engine, event_id: str) -> None:
    with pytest.raises(EventNotInLog):
        ledger_of(engine).leaf(event_id)


def test_keys_take_turns_with_both_signing_for_a_while(engine: Engine, store: EventStore) -> None:
    for keys in ([KEY], [KEY, NEXT_KEY], [NEXT_KEY]):
        record(store, 1)
        (signed,) = following(engine, keys).advance()
        assert len(signed.note.split("\n\n")[1].splitlines()) == len(keys)
    kept = {each.verifier: each.until is None for each in ledger_of(engine).known_keys()}
    assert kept == {KEY.verifier.written(): False, NEXT_KEY.verifier.written(): True}


def test_no_checkpoint_is_older_than_the_one_before_it_and_no_key_ends_before_it_began(
    engine: Engine, store: EventStore
) -> None:
    ledger = ledger_of(engine)
    for number, keys in enumerate(([KEY], [KEY, NEXT_KEY], [NEXT_KEY])):
        record(store, 1)
        set_back = NOON - number * timedelta(days=1)
        list(Checkpointing(ledger, keys, verified, lambda at=set_back: at).advance())  # type: ignore[misc]

    made = [each.made_at for each in ledger.checkpoints(9, 9)]
    assert set(made) == {instant_text(NOON)}
    kept = ledger.known_keys()
    assert {each.until for each in kept} == {None, instant_text(NOON)}
    assert {each.since for each in kept} == {instant_text(NOON)}


def test_a_key_that_did_not_sign_before_goes_on_only_where_the_others_are_said_to_be_lost(
    engine: Engine, store: EventStore
) -> None:
    record(store, 1)
    list(following(engine).advance())
    record(store, 1)
    with pytest.raises(KeysStrange, match="a new key signs beside the old one"):
        list(following(engine, [NEXT_KEY]).advance())
    assert [each.checkpoint.size for each in following(engine, [NEXT_KEY]).advance(keys_lost=True)] == [2]


def test_what_a_witness_signed_stands_below_the_checkpoint(engine: Engine, store: EventStore) -> None:
    record(store, 1)
    (signed,) = following(engine).advance()
    ledger, witness = ledger_of(engine), SigningKey("witness.example/w", bytes([9]) * 32).verifier
    given = Signature("witness.example/w", VerifierKey(witness.name, witness.public, COSIGNATURE).key_id, bytes(72))
    assert ledger.cosigned("witness.example/w") == 0
    for _ in range(2):
        ledger.cosign(1, given, NOON)
    assert ledger.cosigned("witness.example/w") == 1
    assert ledger.checkpoint(1).note == signed.note + given.line()
    assert ledger.checkpoints(9, 9) == [ledger.checkpoint(1)]


@pytest.mark.parametrize(
    ("statements", "refused", "because"),
    [
        (["UPDATE tiles SET hashes = zeroblob(640) WHERE level = 0"], LedgerBroken, "do not lead to the root"),
        (["DELETE FROM tiles"], LedgerBroken, "tile 0 of level 0 of the ledger is missing"),
        (["UPDATE checkpoints SET note = 'x'"], CheckpointDamaged, "what is kept as a checkpoint is none"),
        (["UPDATE checkpoints SET note = replace(note, 'body.e', 'mine.e')"], LedgerBroken, "of the log mine"),
        (
            ["DELETE FROM events WHERE position > 18", "UPDATE head SET position = 18"],
            LogShorter,
            "ends at position 18",
        ),
    ],
)
def test_nothing_is_signed_for_what_somebody_changed(
    lite: Engine, statements: list[str], refused: type[Exception], because: str
) -> None:
    unguarded(lite, *statements)
    with pytest.raises(refused, match=because):
        list(following(lite).advance())


def test_nothing_is_signed_beyond_an_event_that_is_missing(lite: Engine) -> None:
    unguarded(
        lite,
        "INSERT INTO events (position, stream, version, topic, recorded_at, actor, command_id, payload) "
        "SELECT 22, 'pathway/x', 1, topic, recorded_at, actor, command_id, payload FROM events WHERE position = 1",
    )
    with pytest.raises(LogShorter, match="the log has no position 21"):
        list(following(lite).advance())


def test_the_last_checkpoint_lies_in_a_file_as_well_and_catches_up_with_the_store(lite: Engine, tmp_path: Path) -> None:
    file = tmp_path / "checkpoint"
    for _ in range(2):
        assert list(following(lite, file=file).advance()) == []
    last = ledger_of(lite).last()
    assert last is not None
    assert file.read_text() == last.note


def set_back(lite: Engine) -> None:
    unguarded(lite, "DELETE FROM checkpoints", "DELETE FROM tiles", "UPDATE ledger SET size = 0")


def changed(lite: Engine) -> None:
    set_back(lite)
    unguarded(lite, "UPDATE events SET actor = 'eve' WHERE position = 3")
    list(following(lite).advance())


@pytest.mark.parametrize(
    ("done", "refused", "because"),
    [
        (set_back, LogShorter, "has a checkpoint of size 20, the store ends at size 0"),
        (changed, LedgerBroken, "has another root for size 20"),
    ],
)
def test_nothing_is_signed_that_does_not_go_on_from_the_checkpoint_in_the_file(
    lite: Engine, tmp_path: Path, done: Callable[[Engine], None], refused: type[Exception], because: str
) -> None:
    file = tmp_path / "checkpoint"
    list(following(lite, file=file).advance())
    done(lite)
    with pytest.raises(refused, match=because):
        list(following(lite, file=file).advance())


def test_a_file_that_cannot_be_read_or_written_is_named(lite: Engine, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CheckpointFileUnusable, match="cannot be read"):
        list(following(lite, file=tmp_path / "folder").advance())
    with pytest.raises(CheckpointFileUnusable, match="cannot be written: check its folder"):
        list(following(lite, file=tmp_path / "none" / "checkpoint").advance())


def test_a_checkpoint_that_another_process_signs_meanwhile_is_not_taken_for_a_store_that_was_set_back(
    engine: Engine, store: EventStore, tmp_path: Path
) -> None:
    file = tmp_path / "checkpoint"

    class Overtaken(SqlLedger):
        """A ledger in which somebody else signs right after the last checkpoint was read."""

        def last(self) -> Signed | None:
            found = super().last()
            list(following(engine, file=file).advance())
            return found

    sinks = [CheckpointFile(file, os.fsync)]
    overtaken = Checkpointing(Overtaken(database(engine)), [KEY], verified, lambda: NOON, sinks)
    for count in (3, 3):
        record(store, count)
        assert overtaken.signatures("a text\n")
    record(store, 3)
    assert list(overtaken.advance()) == []
