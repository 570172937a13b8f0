"""Random histories of Ada's pathway, of the programs and the register she relies on, and of IMI's rulebook."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import msgspec
from hypothesis import strategies as st
from sqlalchemy import Engine

from application.assessing import Assessor, Coordinates
from application.compiled import CompiledChains
from application.recording import Registrar
from application.store import Command, EventStore
from domain.answer import Answer
from domain.content import content_hash
from domain.event import Event
from domain.measures import InterpretationChosen, PolicySuspended, PolicySuspensionLifted
from domain.pathway.learning import LearningRecorded
from domain.pathway.listing import FeePaid, ListingRequested
from domain.pathway.opening import PathwayOpened
from domain.pathway.practice import LogbookHoursAdded, LogbookHoursVerified
from domain.pathway.recognition import ApplicationSubmitted, RecognitionGranted, StatusRevoked
from domain.pathway.record import EvidenceCorrected, EvidenceRetracted
from domain.pathway.registration import RegistrationEnded, RegistrationEvidenced
from domain.pathway.training import AssessmentRecorded, CourseCompleted, CourseComponentCompleted
from domain.policy.text import Policy
from domain.program.events import (
    AdaptationDocumentAccepted,
    ApprovalEffectiveDateCorrected,
    ApprovalWithdrawn,
    ProgramApproved,
    ProgramSubmitted,
)
from domain.refusal import Refusal
from domain.register import JurisdictionListed, RegisterOpened
from domain.rulebook import PolicyPublished
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import canonical_bytes
from infrastructure.documents import policy_from as read_bytes
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from tests.laws.imi import texts

Happening: TypeAlias = tuple[str, Event]
"""A stream, and what is to be recorded in it."""

COMPILED = CompiledChains()
"""Compiled once for all histories: most of them are ruled by the same chains."""

ADA, POLICY = "pathway/ada", "policy/imi"
FIRST_INSTANT = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY_HAND = Command("registrar", "by hand")
DAYS = st.dates(date(2018, 6, 1), date(2023, 12, 31))
PROGRAMS = st.sampled_from(["harbour", "harbour", "quay"])
REFS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
HOURS = st.sampled_from([Decimal(40), Decimal(40), Decimal("39.5"), Decimal(200)])
FORMATS = st.sampled_from(["face to face", "face to face", "online"])
RESULTS = st.sampled_from(["passed", "passed", "failed"])

EVIDENCE: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        CourseCompleted,
        ref=REFS,
        program=PROGRAMS,
        format=FORMATS,
        ended_on=DAYS,
        hours=HOURS,
        result=RESULTS,
        roleplay=st.none() | st.just("in room"),
    ),
    st.builds(
        CourseComponentCompleted,
        ref=REFS,
        course=REFS,
        component=st.just("face-to-face role-play"),
        held_on=DAYS,
        format=st.just("face to face"),
        result=RESULTS,
    ),
    st.builds(AssessmentRecorded, ref=REFS, program=PROGRAMS, skill=st.just("skills"), held_on=DAYS, result=RESULTS),
    st.builds(
        LogbookHoursAdded,
        ref=REFS,
        started_on=DAYS,
        hours=HOURS,
        role=st.sampled_from(["lead", "co"]),
        medium=st.none() | st.just("online"),
    ),
    st.builds(LearningRecorded, ref=REFS, held_on=DAYS, category=st.just("law"), hours=HOURS),
    st.builds(RegistrationEvidenced, ref=REFS, register=st.just("north"), jurisdiction=st.just("NL"), since=DAYS),
    st.builds(
        FeePaid,
        ref=REFS,
        purpose=st.sampled_from(["annual", "listing"]),
        paid_on=DAYS,
        amount=HOURS,
        currency=st.just("EUR"),
    ),
    st.builds(ListingRequested, ref=REFS, requested_on=DAYS),
    st.builds(ApplicationSubmitted, ref=REFS, level=st.just("qualified"), submitted_on=DAYS),
    st.builds(
        RecognitionGranted,
        ref=REFS,
        level=st.sampled_from(["qualified", "certified"]),
        granted_on=DAYS,
        evidence=st.sampled_from([(), ("a",)]),
    ),
)
REMARKS: st.SearchStrategy[Any] = st.one_of(
    st.builds(EvidenceRetracted, of=REFS, reason=st.just("by mistake"), effective_on=st.none() | DAYS),
    st.builds(EvidenceCorrected, of=REFS, fields=st.fixed_dictionaries({"ended_on": DAYS.map(str)})),
    st.builds(EvidenceCorrected, of=REFS, fields=st.just({"hours": "12"})),
    st.builds(LogbookHoursVerified, of=REFS, verified_by=st.just("bo"), verified_on=DAYS),
    st.builds(RegistrationEnded, of=REFS, ended_on=DAYS),
    st.builds(StatusRevoked, of=REFS, revoked_on=DAYS, reason=st.just("conduct")),
)
APPROVED = st.builds(
    ProgramApproved,
    formats=st.sampled_from([("face to face",), ("face to face", "online")]),
    min_hours=st.just(Decimal(40)),
    effective_on=st.dates(date(2018, 6, 1), date(2020, 12, 31)),
    retrospective=st.booleans(),
    retro_window_months=st.just(12),
)
PROGRAM_CHANGES: st.SearchStrategy[Any] = st.one_of(
    APPROVED,
    st.builds(ApprovalWithdrawn, effective_on=DAYS, mode=st.sampled_from(["prospective", "ab initio"])),
    st.builds(ApprovalEffectiveDateCorrected, effective_on=DAYS),
    st.builds(AdaptationDocumentAccepted, document=st.just("plan"), accepted_on=DAYS),
)
RULEBOOK_CHANGES: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        InterpretationChosen,
        parameter=st.just("pandemic_reading"),
        value=st.sampled_from(["provisional until face to face", "qualified with obligation"]),
        chosen_by=st.just("board"),
        chosen_on=DAYS,
    ),
    st.builds(PolicySuspended, version=st.sampled_from(["2020.04", "2021.06"]), from_=DAYS),
    st.builds(PolicySuspensionLifted, version=st.sampled_from(["2020.04", "2021.06"]), lifted_on=DAYS),
)


def to_program(name: str, events: st.SearchStrategy[Any]) -> st.SearchStrategy[Happening]:
    return events.map(lambda event: (f"program/{name}", event))


OWN: st.SearchStrategy[Happening] = (EVIDENCE | EVIDENCE | REMARKS).map(lambda event: (ADA, event))
SHARED: st.SearchStrategy[Happening] = st.one_of(
    to_program("harbour", PROGRAM_CHANGES),
    to_program("quay", PROGRAM_CHANGES),
    st.builds(JurisdictionListed, jurisdiction=st.just("NL"), from_=DAYS).map(lambda event: ("register/north", event)),
)
RULED: st.SearchStrategy[Happening] = RULEBOOK_CHANGES.map(lambda event: (POLICY, event))
HAPPENINGS: st.SearchStrategy[list[Happening]] = st.lists(OWN | OWN | SHARED | RULED, min_size=4, max_size=12)
"""A history: the openings and the publication of IMI's texts go before it."""
OPENINGS: tuple[Happening, ...] = (
    (ADA, PathwayOpened(opened_on=date(2018, 6, 1))),
    ("program/harbour", ProgramSubmitted(kind="CMTP")),
    ("program/quay", ProgramSubmitted(kind="QAP")),
    ("register/north", RegisterOpened()),
)


@cache
def published() -> tuple[Happening, ...]:
    """Return the publication of every version of IMI's rulebook, in their order."""
    return tuple((POLICY, _published(text)) for text in texts())


def _published(text: Policy) -> PolicyPublished:
    document = canonical_bytes(text)
    return PolicyPublished(
        version=text.version,
        document=document.decode(),
        content_hash=content_hash(document),
        published_on=text.published,
        effective_from=text.in_force_from,
        effective_to=text.in_force_until,
        retroactive=bool(text.retroactive),
    )


@cache
def policy_from(document: bytes) -> Policy:
    return read_bytes(document)


@cache
def _begun() -> TemporaryDirectory[str]:
    """Return a folder with the store that every history of these tests goes on from."""
    folder = TemporaryDirectory(prefix="milepost-laws-")
    engine = open_engine(f"sqlite:///{folder.name}/begun.sqlite")
    migrate(engine)
    engine.dispose()
    with _engine(Path(folder.name, "begun.sqlite")) as engine:
        store = store_on(engine)
        record_all(store, assessor_of(store), [*published(), *OPENINGS])
    return folder


@contextmanager
def _engine(path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{path}")
    try:
        yield engine
    finally:
        engine.dispose()


def store_on(engine: Engine) -> SqlEventStore:
    return SqlEventStore(engine, EVENTS, UPCASTERS)


@contextmanager
def fresh_engine() -> Iterator[Engine]:
    """Yield the engine of an SQLite file of its own, in which everything has begun and IMI's texts stand."""
    with TemporaryDirectory(prefix="milepost-laws-") as folder:
        path = Path(folder, "store.sqlite")
        copyfile(Path(_begun().name, "begun.sqlite"), path)
        with _engine(path) as engine:
            yield engine


@contextmanager
def fresh_store() -> Iterator[SqlEventStore]:
    """Yield the store on an SQLite file of its own."""
    with fresh_engine() as engine:
        yield store_on(engine)


def assessor_of(store: EventStore) -> Assessor:
    return Assessor(store, policy_from, lambda: datetime.max.replace(tzinfo=UTC), compiled=COMPILED)


def record_all(store: EventStore, assessor: Assessor, happenings: Iterable[Happening]) -> list[int]:
    """Record what the domain lets through, a minute apart, and return the positions after each."""
    registrar = Registrar(store, assessor)
    positions: list[int] = []
    for number, (stream, event) in enumerate(happenings):
        with suppress(Refusal):
            registrar.record(stream, [event], BY_HAND, FIRST_INSTANT + timedelta(minutes=number))
            positions.append(store.head())
    return positions


def answer_at(assessor: Assessor, on: date, known: int | None = None) -> Answer:
    return assessor.answer("ada", Coordinates(on=on, known=known))


def truths(assessor: Assessor, days: Sequence[date]) -> list[object]:
    """Return what is so, whatever its events are called: the timeline, and the answers without ids and positions."""
    told = [_bare(msgspec.to_builtins(answer_at(assessor, day))) for day in days]
    return [assessor.timeline("ada", Coordinates(on=days[0])), *told]


def _bare(value: Any) -> object:  # noqa: ANN401 - any part of an answer
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if key not in {"known", "event"}}
    return [_bare(each) for each in value] if isinstance(value, list | tuple) else value
