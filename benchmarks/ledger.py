"""The ledger: recording while it is followed, verification, and proofs from a log of ten million events."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from gc import get_threshold, set_threshold
from itertools import chain, pairwise
from multiprocessing import get_context
from multiprocessing.synchronize import Event as Running
from statistics import median
from time import perf_counter, process_time, sleep

from application.ledger.believing import Trust
from application.ledger.following import Checkpointing
from application.ledger.ledger import Growth, Signed
from application.ledger.proofs import Proofs
from application.ledger.verifying import Derived, Verifying
from application.store import Append, Command
from benchmarks.population import Population, copied, run
from benchmarks.row import Row
from benchmarks.store import CourseTaken, open_store
from domain.ledger.checkpoint import Checkpoint
from domain.ledger.note import Note
from domain.ledger.tiles import WIDTH, Edge
from domain.ledger.tree import LENGTH
from infrastructure.database import database
from infrastructure.ed25519 import SigningKey, verified
from infrastructure.engine import open_engine
from infrastructure.ledger.raw import SqlRawLog
from infrastructure.ledger.tables import SqlLedger
from milepost.composition import open_milepost
from milepost.garbage import look_seldom
from milepost.settings import Settings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REGISTRAR = Command("registrar", "command-1")
KEY = SigningKey("benchmark.example/log", bytes(32))

ROUNDS = 6
SECONDS = 2.0
PAUSE = 1.0
"""Seconds between two looks of the follower, as `milepost checkpoint --watch` has them."""

LOG = 60_000
A_SECOND = 60_000
BODY = Population(3_000, 25)
"""Sixty thousand events, twenty a pathway: of fewer, much would be what is done but once."""
TEN_MILLION = 10_000_000
PROOFS = 200
MILLISECONDS = 5.0


def rows() -> list[Row]:
    """Return the figures, on SQLite."""
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder:
        return [
            _appending(f"sqlite:///{folder}/append.sqlite"),
            _verifying(f"sqlite:///{folder}/verify.sqlite"),
            *_verifying_all(),
            _proving(f"sqlite:///{folder}/prove.sqlite"),
        ]


def _appending(url: str) -> Row:
    store = open_store(url)
    taken = [CourseTaken(ref="course", program="basic", completed_on=date(2026, 3, 1), hours=Decimal("7.5"))]
    version = 0

    def recorded() -> float:
        """Return how many events a second are recorded, one at a time."""
        nonlocal version
        begun, first = perf_counter(), version
        while perf_counter() - begun < SECONDS:
            store.append([Append("pathway/ada", version, taken)], REGISTRAR, NOON)
            version += 1
        return (version - first) / (perf_counter() - begun)

    beside: list[float] = []
    alone: list[float] = []
    with _follower(url) as running:
        for _ in range(ROUNDS):
            running.set()
            beside.append(recorded())
            running.clear()
            sleep(1.2 * PAUSE)
            alone.append(recorded())
    ours, theirs = median(beside), median(alone)
    detail = f"{ours:.0f}/s with a follower that signs every {PAUSE} s; {theirs:.0f}/s without"
    return Row("append one event while the ledger is followed, SQLite", ours / theirs, 0.8, detail)


@contextmanager
def _follower(url: str) -> Iterator[Running]:
    """Give what lets a process follow the log, as long as it is set."""
    context = get_context("spawn")
    running = context.Event()
    process = context.Process(target=_follow, args=(url, running), daemon=True)
    process.start()
    try:
        yield running
    finally:
        process.kill()
        process.join()


def _follow(url: str, running: Running) -> None:
    checkpointing = _checkpointing(url)
    while True:
        running.wait()
        for _ in checkpointing.advance():
            pass
        sleep(PAUSE)


def _checkpointing(url: str) -> Checkpointing:
    return Checkpointing(SqlLedger(database(open_engine(url))), [KEY], verified, lambda: NOON)


def _verifying(url: str) -> Row:
    store = open_store(url)
    for first in range(0, LOG, 1000):
        appends = [
            Append(
                f"pathway/{number // 20}",
                number % 20,
                (
                    CourseTaken(
                        ref=f"course-{number}", program="basic", completed_on=date(2026, 3, 1), hours=Decimal(7)
                    ),
                ),
            )
            for number in range(first, first + 1000)
        ]
        store.append(appends, REGISTRAR, NOON)
        list(_checkpointing(url).advance())
    taken = []
    for _ in range(5):
        verifying = Verifying(SqlRawLog(database(open_engine(url))), verified, Trust((KEY.verifier,)))
        begun = process_time()
        for _ in verifying.log():
            pass
        taken.append(process_time() - begun)
        assert verifying.verification(Derived()).found == 0  # noqa: S101  (what is measured has to be right)
    rate = LOG / median(taken)
    detail = f"{rate:,.0f} events/s of one core's time, {LOG // 1000} checkpoints; wanted are {A_SECOND:,}"
    return Row("verify the log and its ledger, SQLite", rate / A_SECOND, 1.0, detail)


def _verifying_all() -> Iterator[Row]:
    """Yield what all of a verification takes: of the log, of a row each pathway, and of what each command did."""
    usual = get_threshold()
    look_seldom()
    with copied(BODY) as url:
        run(url, "determine")
        list(_checkpointing(url).advance())
        milepost = open_milepost(Settings(database_url=url))
        milepost.assessor.rules(milepost.store.head())
        verifying, deriving = milepost.verifying(Trust((KEY.verifier,))), milepost.deriving()
        since = {"": process_time()}
        for each in chain(verifying.log(), deriving.all(deriving.here)):
            since[each.part] = process_time()
        found = verifying.verification(deriving.derived)
        milepost.close()
    set_threshold(*usual)
    assert found.found == 0  # noqa: S101  (what is measured has to be right)
    log, rows, followed = (after - before for before, after in pairwise(since.values()))
    rate = found.events / (log + rows)
    detail = (
        f"{rate:,.0f} events/s of one core's time at {found.events / found.standings:.0f} events a pathway: "
        f"{1e6 * log / found.events:.1f} us an event, and {1e6 * rows / found.standings:.0f} us a pathway, which is "
        f"assessed; several cores with --workers"
    )
    yield Row("verify the log, and derive the standing rows, SQLite", rate / A_SECOND, None, detail)
    rate = found.events / followed
    detail = (
        f"{rate:,.0f} events/s of one core's time: whoever a command concerns is assessed before and after it; "
        f"{found.determinations:,} determinations; several cores with --workers"
    )
    yield Row("verify what each command did, by following the log, SQLite", rate / A_SECOND, None, detail)


def _proving(url: str) -> Row:
    open_store(url)
    ledger = SqlLedger(database(open_engine(url)))
    signed = _grown(ledger)
    reads: list[tuple[int, int]] = []

    class Counting(SqlLedger):
        def tile(self, level: int, number: int) -> bytes:
            reads.append((level, number))
            return super().tile(level, number)

    proofs = Proofs(Counting(database(open_engine(url))))
    taken, most = [], 0
    for number in range(PROOFS):
        reads.clear()
        begun = perf_counter()
        proofs.of_position(1 + number * (TEN_MILLION // PROOFS), signed)
        taken.append((perf_counter() - begun) * 1000)
        most = max(most, len(reads))
    detail = f"{median(taken):.2f} ms, {most} tiles at most; wanted are {MILLISECONDS:.0f} ms and 64"
    return Row("prove one of ten million events, SQLite", MILLISECONDS / median(taken), 1.0, detail)


def _grown(ledger: SqlLedger) -> Signed:
    """Keep a tree of ten million leaves, whose hashes are drawn, and return its checkpoint."""
    edge = Edge()
    while edge.size < TEN_MILLION:
        count = min(64 * WIDTH, TEN_MILLION - edge.size)
        drawn = os.urandom(count * LENGTH)
        grown, tiles = edge.grown([drawn[place : place + LENGTH] for place in range(0, len(drawn), LENGTH)])
        checkpoint = Checkpoint(KEY.verifier.name, grown.size, b"" if grown.size < TEN_MILLION else grown.root())
        text = checkpoint.text()
        ledger.grow(Growth(edge.size, tiles, checkpoint, Note(text, (KEY.sign(text),)).written(), [KEY.verifier]), NOON)
        edge = grown
    return ledger.checkpoint(TEN_MILLION)
