"""Whoever follows the log is killed between recording and signing, two hundred times: each size has one root."""

from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import sleep

import pytest

from domain.ledger.checkpoint import read_checkpoint
from domain.ledger.note import read_note
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from tests.store.events import EVENTS, UPCASTERS
from tests.store.following import following, leaf_hashes, ledger_of, record, root_over

FORK = get_context("fork")
KILLS = 100
"""On each of the two databases."""

# A test's own process has no other thread when it forks, whatever the interpreter supposes.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def record_and_sign(url: str, file: Path, told: Connection) -> None:
    """Record and sign in turns until killed; what was recorded first is told."""
    engine = open_engine(url)
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    while True:
        record(store, 2)
        told.send(store.head())
        for _ in following(engine, file=file).advance():
            pass


def roots(url: str) -> dict[int, bytes]:
    engine = open_engine(url)
    found = ledger_of(engine).checkpoints(2**62, 2**31)
    engine.dispose()
    return {each.checkpoint.size: each.checkpoint.root for each in found}


def test_of_each_size_there_is_one_root_whenever_it_is_killed(url: str, tmp_path: Path) -> None:
    file, known, later = tmp_path / "checkpoint", dict[int, bytes](), 0
    for kill in range(KILLS):
        heard, told = FORK.Pipe(duplex=False)
        process = FORK.Process(target=record_and_sign, args=(url, file, told))
        process.start()
        heard.recv()
        sleep(0.0023 * (kill % 29))
        process.kill()
        process.join(30)
        heard.close()
        told.close()
        found = roots(url)
        assert {size: found.get(size) for size in known} == known
        later += len(found) > len(known)
        known = found
        if file.exists():
            kept = read_checkpoint(read_note(file.read_text()))
            assert known[kept.size] == kept.root
    assert later >= 3
    engine = open_engine(url)
    list(following(engine, file=file).advance())
    hashes = leaf_hashes(engine)
    assert {size: root_over(hashes[:size]) for size in known} == known
    engine.dispose()
