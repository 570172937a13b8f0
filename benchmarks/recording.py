"""A course of learning recorded through the use case, beside the same through an aggregate of the stock library.

Ours loads the pathway, decides, appends, and in the same transaction assesses the whole timeline under every version of
IMI's rulebook and keeps it. The stock library loads the aggregate, calls its method and saves it.
"""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from application.assessing import Assessor
from application.recording import Registrar
from application.store import Command
from benchmarks.assessing import RULEBOOKS
from benchmarks.row import Row
from benchmarks.store import ROUNDS, Histories, History, postgresql, side_by_side, stock_postgresql
from domain.content import content_hash
from domain.event import Event
from domain.pathway.learning import LearningRecorded
from domain.pathway.opening import PathwayOpened
from domain.pathway.training import CourseCompleted
from domain.policy.reading import read_policy, read_vocabulary
from domain.policy.text import Policy
from domain.program.events import ProgramApproved, ProgramSubmitted
from domain.rulebook import PolicyPublished
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import canonical_bytes, policy_from, read_document
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate

TURN = 20
PATHWAYS = (ROUNDS + 1) * TURN
DOZEN = 10
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
REGISTRAR = Command("registrar", "command-1")


def rows() -> list[Row]:
    """Return the figures for SQLite and PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder, postgresql(Path(folder)) as server:
        files = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": f"{folder}/stock.sqlite"}
        with Histories(files) as sqlite, Histories(stock_postgresql(server)) as tables:
            return [
                _recording("SQLite", f"sqlite:///{folder}/ours.sqlite", sqlite, target=1.0),
                _recording("PostgreSQL", f"{server}&dbname=postgres", tables, target=1.5),
            ]


def _recording(where: str, url: str, stock: Histories, target: float) -> Row:
    engine = open_engine(url)
    migrate(engine)
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    registrar = Registrar(store, Assessor(store, policy_from, lambda: NOON))
    prepare(registrar)
    streams, aggregates = iter(pathways(registrar, PATHWAYS)), iter(_aggregates(stock))

    def ours() -> None:
        for _ in range(TURN):
            registrar.record(next(streams), [_learning(DOZEN)], REGISTRAR, NOON)

    def theirs() -> None:
        for _ in range(TURN):
            history: History = stock.repository.get(next(aggregates))
            history.take_course("course-1", "basic", date(2026, 2, 1), Decimal("7.5"))
            stock.save(history)

    ratio, our, their = side_by_side(ours, theirs)
    detail = f"load, decide, assess, append: {TURN / our:.0f}/s; stock load, call, save: {TURN / their:.0f}/s"
    return Row(f"record one event on a pathway of a dozen, {where}", ratio, target, detail)


def prepare(registrar: Registrar) -> None:
    """Record the rulebook, and a program that is approved."""
    for policy in _versions():
        document = canonical_bytes(policy)
        published = PolicyPublished(
            version=policy.version,
            document=document.decode(),
            content_hash=content_hash(document),
            published_on=policy.published,
            effective_from=policy.in_force_from,
            retroactive=bool(policy.retroactive),
        )
        registrar.record("policy/imi", [published], REGISTRAR, NOON)
    approved = ProgramApproved(
        formats=("face to face",), min_hours=Decimal(40), effective_on=date(2020, 3, 1), retrospective=True
    )
    registrar.record("program/basic", [ProgramSubmitted(kind="CMTP"), approved], REGISTRAR, NOON)


def _versions() -> Iterator[Policy]:
    base = read_vocabulary(read_document(RULEBOOKS / "vocabulary.yaml"))
    policy = None
    for path in sorted((RULEBOOKS / "imi").glob("*.yaml")):
        policy = read_policy(read_document(path), base, policy)
        yield policy


def pathways(registrar: Registrar, number: int, command: Command = REGISTRAR) -> list[str]:
    """Open so many pathways, each with a course and pieces of learning, and return the names of their streams."""
    submission = registrar.submission()
    streams = [f"pathway/bench-{each}" for each in range(number)]
    events: list[Event] = [
        PathwayOpened(opened_on=date(2020, 1, 1)),
        CourseCompleted(
            ref="course-1",
            program="basic",
            format="face to face",
            ended_on=date(2020, 6, 12),
            hours=Decimal(40),
            result="passed",
        ),
        *(_learning(number) for number in range(DOZEN)),
    ]
    for stream in streams:
        for event in events:
            submission.add(stream, event)
    registrar.keep(submission, command, NOON)
    return streams


def _learning(number: int) -> LearningRecorded:
    return LearningRecorded(
        ref=f"learning-{number}", held_on=date(2021, 1 + number, 1), category="seminar", hours=Decimal(5)
    )


def _aggregates(stock: Histories) -> list[UUID]:
    ids = []
    for _ in range(PATHWAYS):
        history = History()
        for number in range(DOZEN + 1):
            history.take_course(f"course-{number}", "basic", date(2020, 6, 12), Decimal(40))
        stock.save(history)
        ids.append(history.id)
    return ids
