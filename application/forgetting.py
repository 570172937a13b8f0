"""Forgetting: the log says so and the key of the person is destroyed; then no byte of text is left."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, ExitStack
from datetime import date, datetime

import msgspec

from application.contention import persistently
from application.recording import Registrar, Submission
from application.revealing import Revealing
from application.store import Command, EventStore, Idempotency, Recorded, StreamConflict
from application.vault import Tombstone, Vault, VaultNotNamed
from domain.consultation.events import ConsentWithdrawn, ResponseGiven, ResponseReplaced, ResponseWithdrawn
from domain.pathway.decisions import PathwayUnknown
from domain.pathway.forgetting import PersonForgotten
from domain.pathway.keeping import HoldStands
from domain.refusal import Refusal
from domain.sealed import is_sealed, texts_of

Scrub = Callable[[], tuple[str, ...]]
"""Overwrites what databases still have of what was deleted, and returns in words what it could not reach."""


class TextStandsOpen(Refusal):
    """A text about the person was recorded before texts were sealed, so that it cannot be forgotten."""

    sentence = "{0} cannot be forgotten: {1} has text that was recorded unsealed, and what is recorded is never changed"


class NotForgotten(Refusal):
    """The person was not forgotten."""

    sentence = "{0} was not forgotten"


class ForgettingReceipt(msgspec.Struct, frozen=True):
    """That a person was forgotten: the event that says so, and when and by whom their key was destroyed."""

    pathway: str
    forgotten_on: date
    event: str
    position: int
    recorded_at: datetime
    by: str
    asked_by: str | None
    reason: str | None
    key_destroyed_at: datetime
    key_destroyed_by: str


class Forgetting:
    """Forgets persons, by the ids of their pathways."""

    def __init__(
        self, store: EventStore, registrar: Registrar, vault: Vault | None, revealing: Revealing, scrub: Scrub
    ) -> None:
        self._store = store
        self._registrar = registrar
        self._vault = vault
        self._revealing = revealing
        self._scrub = scrub

    def forget(
        self,
        pathway: str,
        event: PersonForgotten,
        command: Command,
        at: datetime,
        idempotency: Idempotency | None = None,
        seen: AbstractSet[int] | None = None,
    ) -> tuple[Recorded, tuple[str, ...]]:
        """Return the event that says that a person is forgotten, and what could not be overwritten, in words.

        Who was forgotten before stays so, and what was broken off is completed. Raises PathwayUnknown, HoldStands,
        AnotherPersonNeeded, IdempotencyKeyReused, TextStandsOpen and VaultUnusable.
        """
        stream = f"pathway/{pathway}"
        recorded = self._said(stream)
        if recorded is None:
            recorded = persistently(lambda: self._forget(stream, event, command, at, idempotency, seen))
        else:
            if idempotency is not None:
                self._store.repeated(idempotency)
            with self._destroying(stream, command, at):
                pass
        return recorded, self._scrub()

    def receipt(self, pathway: str) -> ForgettingReceipt:
        """Return that a person was forgotten. Raises NotForgotten and VaultUnusable."""
        stream = f"pathway/{pathway}"
        recorded = self._said(stream)
        tombstone = self._vault.tombstone(stream) if self._vault else None
        if recorded is None or tombstone is None or not isinstance(recorded.event, PersonForgotten):
            raise NotForgotten(stream)
        return ForgettingReceipt(
            pathway,
            recorded.event.forgotten_on,
            recorded.event_id,
            recorded.position,
            recorded.recorded_at,
            recorded.actor,
            recorded.event.asked_by,
            recorded.reason,
            tombstone.destroyed_at,
            tombstone.destroyed_by,
        )

    def _forget(
        self,
        stream: str,
        event: PersonForgotten,
        command: Command,
        at: datetime,
        idempotency: Idempotency | None,
        seen: AbstractSet[int] | None,
    ) -> Recorded:
        """Record that the person is forgotten, with the key at hand to be destroyed, and then destroy it.

        No hold can come between, and no key is gone without the log saying so. If this is broken off between the two,
        it is completed by doing it again.
        """
        submission = self._registrar.submission()
        submission.require(stream, seen)
        self._require_sealed(stream)
        at_version = len(submission.stream(stream).before)
        self._decide(submission, stream, event, command, at)

        with ExitStack() as destruction:

            def take(_: int) -> None:
                found = self._store.versions([stream])[stream]
                if found != at_version:
                    raise StreamConflict(stream, at_version, found)
                destruction.enter_context(self._destroying(stream, command, at))

            (recorded,) = self._registrar.keep(submission, command, at, idempotency, take)
        return recorded

    def _decide(
        self, submission: Submission, stream: str, event: PersonForgotten, command: Command, at: datetime
    ) -> None:
        try:
            submission.add(stream, event, at.date(), command.actor)
        except HoldStands:
            holds = submission.stream(stream).state.holds
            hold = self._revealing.hold(stream, next(iter(holds.values())), command.actor)
            raise HoldStands(stream, hold.ref, hold.placed_on, hold.reason) from None

    def _destroying(self, stream: str, command: Command, at: datetime) -> AbstractContextManager[None]:
        if self._vault is None:
            message = "no vault is named, so that nothing is sealed and nothing can be forgotten"
            raise VaultNotNamed(message)
        return self._vault.destroying(Tombstone(stream, at, command.actor, command.command_id))

    def _said(self, stream: str) -> Recorded | None:
        """Return the event that says that the person is forgotten, if there is one. Raises PathwayUnknown."""
        events = self._store.stream(stream)
        if not events:
            unknown = f"{stream} was never opened"
            raise PathwayUnknown(unknown)
        return next((each for each in events if isinstance(each.event, PersonForgotten)), None)

    def _require_sealed(self, stream: str) -> None:
        """Raise TextStandsOpen, or KeyNotThere: a key that lies in another vault than this one is not destroyed."""
        is_held = False
        for each in texts_held(self._store, stream):
            texts = _texts_in(each)
            if not all(is_sealed(text) for text in texts):
                raise TextStandsOpen(stream, each.event_id)
            is_held |= bool(texts)
        if is_held and self._vault is not None:
            self._vault.require_key(stream)


def is_text_held(store: EventStore, person: str) -> bool:
    """Tell whether any text about a person was ever sealed."""
    return any(is_sealed(text) for each in texts_held(store, person) for text in _texts_in(each))


def _texts_in(recorded: Recorded) -> list[str]:
    return [text for text in (recorded.reason, *(text for _, text in texts_of(recorded.event))) if text]


def texts_held(store: EventStore, person: str) -> Iterator[Recorded]:
    """Yield the events about a person: of their own stream, and what they answered to consultations."""
    yield from store.stream(person)
    for name in store.streams("consultation/"):
        responses: set[str] = set()
        for each in store.stream(name):
            event = each.event
            if isinstance(event, ResponseGiven) and event.respondent == person:
                responses.add(event.ref)
                yield each
            elif isinstance(event, ResponseReplaced | ResponseWithdrawn | ConsentWithdrawn) and event.of in responses:
                yield each
