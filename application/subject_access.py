"""All that is held about a person, gathered into one document: for themselves, and for whoever has to answer them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from application.assessing import Assessor, Coordinates
from application.determinations import Sought
from application.forgetting import Forgetting, ForgettingReceipt, NotForgotten, texts_held
from application.notices.notice import Notice
from application.opened import require_opened
from application.public_register import NotListed, PublicEntryShown, PublicRegister
from application.revealing import Revealing
from application.store import EventStore, Recorded
from application.vault import Reading, Vault
from domain.answer import Answer, Segment
from domain.case import NoPolicyInForce
from domain.determination import Determination

BATCH = 1000


class EventHeld(msgspec.Struct, frozen=True):
    """An event about the person in its envelope, with all its texts opened."""

    position: int
    event_id: str
    recorded_at: datetime
    actor: str
    cause: str | None
    reason: str | None
    event: Any


class AllHeld(msgspec.Struct, frozen=True, kw_only=True):
    """All that is held about a person up to a position of the log.

    ``answer`` and ``timeline`` are null and empty where no text was in force, ``register`` where they are not listed;
    ``readings`` has who read their texts before this, and ``forgotten`` the receipt, if they were forgotten.
    """

    format: Literal["milepost.subject-access/v1"] = "milepost.subject-access/v1"
    pathway: str
    known: int
    made_at: datetime
    events: tuple[EventHeld, ...]
    answer: Answer | None
    timeline: tuple[Segment, ...]
    register: PublicEntryShown | None
    determinations: tuple[Determination, ...]
    notices: tuple[Notice, ...]
    readings: tuple[Reading, ...]
    forgotten: ForgettingReceipt | None


class Remembered(msgspec.Struct, frozen=True):
    """What is kept of a person beside the log: what changed where they stand, and the notices of it."""

    determinations: Callable[[Sought, tuple[int, str], int, int], Sequence[Determination]]
    notices: Callable[[str], Sequence[Notice]]


class Asking(msgspec.Struct, frozen=True):
    """What answers questions about the person."""

    assessor: Assessor
    register: PublicRegister
    forgetting: Forgetting
    revealing: Revealing


class SubjectAccess:
    """Gathers all that is held about a person."""

    def __init__(self, store: EventStore, asking: Asking, kept: Remembered, vault: Vault | None) -> None:
        self._store = store
        self._asking = asking
        self._kept = kept
        self._vault = vault

    def of(self, pathway: str, by: str, on: date, at: datetime) -> AllHeld:
        """Return all that is held; it is itself a reading of their texts. Raises PathwayUnknown and VaultUnusable."""
        self.require(pathway)
        person = f"pathway/{pathway}"
        known = self._store.head()
        recorded = list(texts_held(self._store, person))
        readings = tuple(self._read(person))
        opened = self._asking.revealing.whole(recorded, person, by, "subject access")
        answer, timeline = self._stands(pathway, Coordinates(on, known=known))
        return AllHeld(
            pathway=pathway,
            known=known,
            made_at=at,
            events=tuple(map(_held, opened)),
            answer=answer,
            timeline=timeline,
            register=self._entry(pathway, on),
            determinations=tuple(self._changes(pathway, known)),
            notices=tuple(self._kept.notices(pathway)),
            readings=readings,
            forgotten=self._receipt(pathway),
        )

    def require(self, pathway: str) -> None:
        """Raise PathwayUnknown if nobody is on such a pathway."""
        require_opened(self._store, pathway)

    def _stands(self, pathway: str, at: Coordinates) -> tuple[Answer | None, tuple[Segment, ...]]:
        try:
            return self._asking.assessor.answer(pathway, at), self._asking.assessor.case(pathway, at)[0].segments()
        except NoPolicyInForce:
            return None, ()

    def _changes(self, pathway: str, known: int) -> Iterator[Determination]:
        after = (0, "")
        while found := self._kept.determinations(Sought(pathway=pathway), after, known, BATCH):
            yield from found
            after = (found[-1].position, found[-1].pathway)

    def _entry(self, pathway: str, on: date) -> PublicEntryShown | None:
        try:
            return self._asking.register.entry(pathway, on)
        except (NotListed, NoPolicyInForce):
            return None

    def _receipt(self, pathway: str) -> ForgettingReceipt | None:
        try:
            return self._asking.forgetting.receipt(pathway)
        except NotForgotten:
            return None

    def _read(self, person: str) -> Iterator[Reading]:
        after = 0
        while self._vault is not None and (found := self._vault.readings(person, after, BATCH)):
            yield from (reading for _, reading in found)
            after = found[-1][0]


def _held(recorded: Recorded) -> EventHeld:
    return EventHeld(
        recorded.position,
        recorded.event_id,
        recorded.recorded_at,
        recorded.actor,
        recorded.cause,
        recorded.reason,
        recorded.event,
    )
