"""Milepost put together: the store behind the settings, and the use cases over it."""

from dataclasses import dataclass
from pathlib import Path

from application.assessing import Assessor
from application.importing import Importing
from application.recording import Registrar
from application.store import EventStore
from domain.policy.reading import read_vocabulary
from domain.policy.vocabulary import Vocabulary
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import policy_from, read_document
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate, require_current
from milepost.clock import Clock, now
from milepost.settings import Settings

RULEBOOKS = Path(__file__).parent.parent / "rulebooks"
"""Where rulebooks lie, in a checkout and in an installed wheel alike."""


@dataclass(frozen=True, slots=True)
class Milepost:
    """The service put together, for one process."""

    settings: Settings
    clock: Clock
    store: EventStore
    assessor: Assessor
    registrar: Registrar
    importing: Importing


def initialise(settings: Settings) -> None:
    """Make the store, or bring it to this release. Raises StoreUnusable."""
    engine = open_engine(settings.database_url)
    migrate(engine)
    engine.dispose()


def open_milepost(settings: Settings, clock: Clock = now) -> Milepost:
    """Return Milepost over the store of the settings; call it in the process that uses it, after any fork.

    Raises StoreNotInitialised and whatever else makes the store unusable.
    """
    engine = open_engine(settings.database_url)
    require_current(engine)
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    assessor = assessor_over(store, settings, clock)
    registrar = Registrar(store, assessor)
    return Milepost(
        settings=settings,
        clock=clock,
        store=store,
        assessor=assessor,
        registrar=registrar,
        importing=Importing(registrar),
    )


def assessor_over(store: EventStore, settings: Settings, clock: Clock) -> Assessor:
    """Return what answers questions from a store."""
    return Assessor(store, policy_from, clock, settings.rulebook)


def base_vocabulary() -> Vocabulary:
    """Return the kinds of evidence that every rulebook may read."""
    return read_vocabulary(read_document(RULEBOOKS / "vocabulary.yaml"))
