"""A sample to ask of: IMI's rulebook, a program whose approval is recorded late, and three of its graduates.

Ada's course ended within a year before the approval took effect; Ben's a day too early, as far as was known at first;
Cleo's long before.
"""

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, cast

from flask import Flask, request
from flask.testing import FlaskClient

from application.asked_impacts import AskedImpacts
from application.assessing import Assessor
from application.compiled import CompiledChains
from application.consultations import Consultations
from application.desks.desks import Beside, Desks, Files, desks_over, questions_over
from application.desks.jobs import Long
from application.desks.ledger import Vouched
from application.desks.subscriptions import Notified
from application.desks.uploads import Bulk
from application.importing import Importing
from application.ledger.dossier import Dossiers
from application.ledger.drawing import Drawing
from application.ledger.following import Checkpointing
from application.ledger.proofs import Proofs
from application.ledger.receipts import Receipts
from application.notices.subscription import Subscribing
from application.recording import Registrar
from application.reprojecting import Reprojecting
from application.rulebooks import Rulebooks
from application.store import Command, EventStore
from application.translations import Translations
from domain.content import content_hash
from domain.event import Event
from domain.evidence import Private
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected
from domain.pathway.training import CourseCompleted, RefresherCompleted
from domain.policy.reading import read_policy, read_vocabulary
from domain.policy.text import Policy
from domain.program.events import ProgramApproved, ProgramSubmitted
from domain.rulebook import PolicyDrafted, PolicyPublished
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import canonical_bytes, policy_from, read_document, read_whole
from infrastructure.ed25519 import SigningKey, verified
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from infrastructure.receivers import Receivers
from infrastructure.workbooks import workbook_pieces
from milepost.composition import chains, judging_over, rows_of
from tests.web.callers import named
from web.app import create_app
from web.operation import Operation

KEY = SigningKey("body.example/log", bytes(32))
TODAY = date(2021, 12, 1)
NOW = datetime(2021, 12, 1, 12, tzinfo=UTC)
RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
VERSIONS = ("2009.10", "2019.01", "2019.07", "2019.10", "2020.04", "2020.06", "2020.11", "2021.06")
OPENED = date(2019, 12, 2)
DESKS = "tests.desks"
COMPILED = CompiledChains()
"""For every store: a chain is known by its texts."""

Entry = tuple[date, str, list[Event], str | None]


def assessor_of(store: EventStore) -> Assessor:
    return Assessor(store, policy_from, lambda: NOW, compiled=COMPILED)


class Served(NamedTuple):
    """A service, asked over desks of one's own."""

    app: Flask
    desks: Desks

    def test_client(self) -> FlaskClient:
        client = self.app.test_client()
        cast("dict[str, object]", client.environ_base)[DESKS] = self.desks
        return client


def served(operation: Operation | None = None) -> Flask:
    """Return a service whose desks are those that come with each request."""
    return create_app(
        lambda: request.environ[DESKS],
        lambda: TODAY,
        authenticate=named,
        cursor_key=lambda: b"a key",
        operation=operation,
    )


@cache
def service() -> Flask:
    """Return the service of this process, run as nobody said anything about it; it is made once."""
    return served()


def app_of(
    store: EventStore, assessor: Assessor, words: Translations | None = None, operation: Operation | None = None
) -> Served:
    """Return the service over a store."""
    words = words or Translations()
    registrar = Registrar(store, assessor, cast("SqlEventStore", store).vault)
    rulebooks = Rulebooks(store, registrar, chains(), policy_from, "imi")
    consultations = Consultations(store, rulebooks)
    kept = cast("SqlEventStore", store)
    questions = questions_over(assessor, kept.rows, words, kept.impacts)
    importing = Importing(registrar, rulebooks.declared, rulebooks.levels)
    files = Files(read_whole, Bulk(importing, rows_of), workbook_pieces)
    reprojecting = Reprojecting(store, registrar, assessor, kept.generations, kept.jobs, lambda: NOW)
    judging = judging_over(kept.rows, lambda: NOW, "imi", kept.vault, COMPILED)
    asked = AskedImpacts(judging(store), judging)
    signing = partial(Checkpointing, kept.ledger, [KEY], verified, lambda: NOW)
    receipts = Receipts(kept.ledger, signing, verified, assessor, questions.answering, questions.register)
    dossiers = Dossiers(kept.ledger, assessor, signing)
    vouched = Vouched(kept.ledger, Proofs(kept.ledger), Drawing(kept.ledger), receipts, dossiers)
    beside = Beside(notified_of(store), Long(kept.jobs, asked, reprojecting), kept.determinations, vouched, kept.vault)
    desks = desks_over(store, registrar, questions, rulebooks, consultations, files, beside, lambda: NOW)
    return Served(served(operation) if operation else service(), desks)


def checkpoint(store: EventStore) -> None:
    """Have a checkpoint signed for all that is recorded."""
    ledger = cast("SqlEventStore", store).ledger
    ledger.settle(KEY.verifier.name)
    list(Checkpointing(ledger, [KEY], verified, lambda: NOW).advance())


def notified_of(store: EventStore) -> Notified:
    kept = cast("SqlEventStore", store)
    subscribing = Subscribing(kept.subscriptions, Receivers(lambda _host, _port: ()).require)
    return Notified(subscribing, kept.deliveries, bytes)


def record(store: EventStore) -> None:
    registrar = Registrar(store, assessor_of(store))
    for number, (on, stream, events, reason) in enumerate(
        sorted([*desk(), *rulebook()], key=lambda entry: entry[0]), 1
    ):
        at = datetime.combine(on, NOW.timetz())
        registrar.record(stream, events, Command("ann", f"desk-{number}", reason=reason), at)


def desk() -> Iterable[Entry]:
    refresher = RefresherCompleted(ref="refresher-1", program="basic", held_on=date(2020, 10, 10), hours=Decimal(8))
    correction = EvidenceCorrected(ref="correction-1", of="course-1", fields={"ended_on": "2019-03-01"})
    yield OPENED, "program/basic", [ProgramSubmitted(kind="CMTP", established_on=date(2017, 5, 1))], None
    yield OPENED, "pathway/ada", [opened("Ada"), course(date(2019, 3, 1))], None
    yield OPENED, "pathway/ben", [opened("Ben"), course(date(2019, 2, 28))], None
    yield OPENED, "pathway/cleo", [opened("Cleo"), course(date(2017, 11, 30))], None
    yield date(2020, 5, 4), "program/basic", [approval()], "letter of 30 April"
    yield date(2020, 9, 1), "pathway/ben", [correction], "the certificate says 1 March"
    yield date(2020, 10, 12), "pathway/cleo", [refresher], None


def opened(name: str) -> PathwayOpened:
    return PathwayOpened(opened_on=OPENED, country="NL", private=Private(name=name))


def course(ended_on: date) -> CourseCompleted:
    return CourseCompleted(
        ref="course-1", program="basic", format="face to face", ended_on=ended_on, hours=Decimal(40), result="passed"
    )


def approval() -> ProgramApproved:
    return ProgramApproved(
        formats=("face to face",),
        min_hours=Decimal(40),
        effective_on=date(2020, 3, 1),
        retrospective=True,
        retro_window_months=12,
    )


def rulebook() -> Iterable[Entry]:
    vocabulary = read_vocabulary(read_document(RULEBOOKS / "vocabulary.yaml"))
    before: Policy | None = None
    for version in VERSIONS:
        before = read_policy(read_document(RULEBOOKS / "imi" / f"{version}.yaml"), vocabulary, before)
        yield before.published, "policy/imi", [published(before)], None
    proposal = read_document(RULEBOOKS / "imi" / "proposals" / "alternatives.yaml")
    yield date(2021, 8, 15), "policy/imi", [drafted(read_policy(proposal, vocabulary, before))], None


def published(policy: Policy) -> PolicyPublished:
    document = canonical_bytes(policy)
    return PolicyPublished(
        version=policy.version,
        document=document.decode(),
        content_hash=content_hash(document),
        published_on=policy.published,
        effective_from=policy.in_force_from,
        effective_to=policy.in_force_until,
    )


def drafted(policy: Policy) -> PolicyDrafted:
    document = canonical_bytes(policy)
    return PolicyDrafted(
        version=policy.version,
        document=document.decode(),
        content_hash=content_hash(document),
        drafted_on=policy.published,
    )


if __name__ == "__main__":
    engine = open_engine(f"sqlite:///{sys.argv[1]}")
    migrate(engine)
    record(SqlEventStore(engine, EVENTS, UPCASTERS))
    engine.dispose()
