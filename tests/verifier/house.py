"""A log of two hundred events with a checkpoint half-way, a dossier of it, and those who would have it otherwise."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Engine

from application.assessing import Assessor, Coordinates
from application.ledger.dossier import Dossiers
from application.recording import Registrar
from domain.event import Event
from domain.ledger.proofs import NotInTree
from domain.measures import InterpretationChosen
from domain.pathway.opening import PathwayOpened
from domain.pathway.practice import LogbookHoursAdded
from domain.pathway.record import EvidenceCorrected, EvidenceRetracted
from domain.program.events import ApprovalEffectiveDateCorrected, ProgramApproved, ProgramSubmitted
from domain.register import RegisterOpened
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import policy_from
from infrastructure.ed25519 import SigningKey
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from tests.application.harbour import REGISTRAR, course, published
from tests.store.following import KEY, following, ledger_of
from verifier.checks import Checks, Report

ADA = "pathway/ada"
DAY = date(2026, 1, 1)
FIRST = datetime(2021, 1, 1, 12, tzinfo=UTC)
ON_THE_DAY = Coordinates(on=DAY)
SOMEBODY_ELSE = SigningKey("other.example/log", bytes([9]) * 32)
KEYS = KEY.verifier.written()
SIZE, EARLIER = 200, 120
"""How many events the log has, and how many it had at the checkpoint that the auditor kept."""


def happenings() -> Iterator[tuple[str, Event]]:
    yield "policy/harbour", published("1")
    yield "program/X", ProgramSubmitted(kind="CMTP")
    yield "program/X", ProgramApproved(formats=("face to face",), effective_on=date(2020, 1, 1), retrospective=True)
    yield ADA, PathwayOpened(opened_on=date(2020, 1, 1))
    yield ADA, course()
    yield ADA, course("course-2", hours=12)
    yield ADA, EvidenceCorrected(of="course-2", fields={"hours": "13"})
    yield "policy/harbour", published("2", hours=30, in_force_from="2021-06-01")
    yield ADA, EvidenceRetracted(of="course-2", reason="entered twice")
    yield "program/X", ApprovalEffectiveDateCorrected(effective_on=date(2019, 6, 1))
    yield "register/north", RegisterOpened()
    for number in range(SIZE):
        yield f"pathway/m{number}", PathwayOpened(opened_on=date(2020, 1, 1))
        if number == EARLIER:
            yield (
                "policy/harbour",
                InterpretationChosen(parameter="counted", value="all", chosen_by="board", chosen_on=date(2021, 5, 1)),
            )
            yield ADA, LogbookHoursAdded(ref="case-1", started_on=date(2020, 9, 1), role="lead")


class House(NamedTuple):
    """What is in the auditor's hands: a store at two times, a checkpoint of the earlier, and a dossier of the later."""

    folder: Path
    store: Path
    earlier_store: Path
    checkpoint: str
    dossier: bytes


@cache
def _kept() -> tuple[TemporaryDirectory[str], House]:
    folder = TemporaryDirectory(prefix="milepost-verifier-")
    path, earlier = Path(folder.name, "store.sqlite"), Path(folder.name, "earlier.sqlite")
    checkpoint = ""
    with closing_engine(path) as engine:
        migrate(engine)
        store = SqlEventStore(engine, EVENTS, UPCASTERS)
        registrar = Registrar(store, assessor_of(engine))
        for number, (stream, event) in zip(range(SIZE), happenings(), strict=False):
            registrar.record(stream, [event], REGISTRAR, FIRST + timedelta(days=number))
            if number + 1 == EARLIER:
                list(following(engine).advance())
                checkpoint = ledger_of(engine).checkpoint(EARLIER).note
                copied(path, earlier)
        list(following(engine).advance())
        made = dossier_of(engine)
    return folder, House(Path(folder.name), path, earlier, checkpoint, made)


def house() -> House:
    """Return the house, which is built once."""
    return _kept()[1]


@contextmanager
def closing_engine(path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{path}")
    try:
        yield engine
    finally:
        engine.dispose()


def copied(store: Path, path: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("VACUUM INTO ?", (str(path),))


def assessor_of(engine: Engine) -> Assessor:
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    return Assessor(store, policy_from, lambda: datetime.max.replace(tzinfo=UTC), "harbour")


def dossier_of(
    engine: Engine,
    at: Coordinates = ON_THE_DAY,
    since: int | None = EARLIER,
    keys: Sequence[SigningKey] = (KEY,),
) -> bytes:
    ledger, assessor = ledger_of(engine), assessor_of(engine)
    return Dossiers(ledger, assessor, lambda: following(engine, keys)).of("ada", at, since)


def verified(content: bytes, *, keys: str = KEYS, earlier: str | None = "") -> Report:
    """Return what the verifier says of a file, held against the auditor's checkpoint."""
    return Checks(content, keys, house().checkpoint if earlier == "" else earlier).run()


def found(content: bytes, *, keys: str = KEYS, earlier: str | None = "") -> str:
    """Return the verdict, or the name of what is wrong."""
    report = verified(content, keys=keys, earlier=earlier)
    return report.verdict if report.problem is None else type(report.problem).__name__


Statements = Callable[[sqlite3.Connection], object]


def tampered(folder: Path, change: Statements, *, from_: Path | None = None, signed_again: bool = False) -> bytes:
    """Return the dossier of a store in which somebody changed what its triggers refuse.

    They may have the key as well, and make all checkpoints again.
    """
    path = folder / "tampered.sqlite"
    copyfile(from_ or house().store, path)
    with closing(sqlite3.connect(path)) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        change(connection)
        if signed_again:
            connection.executescript("DELETE FROM tiles; DELETE FROM checkpoints; UPDATE ledger SET size = 0;")
        connection.commit()
    with closing_engine(path) as engine:
        try:
            return dossier_of(engine)
        except NotInTree:
            return dossier_of(engine, since=None)
