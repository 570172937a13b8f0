"""The library's recorders over our tables: envelopes, idempotency keys and standing rows go in with the events.

What is particular to our log comes as keyword arguments of ``insert_events``, and so of the library's
``Application.save``: ``envelope``, ``expected``, ``idempotency`` and ``standing``.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    IntegrityError,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
    TrackingRecorder,
)

from application.store import Idempotency, IdempotencyKeyReused, StandingRow, StreamConflict
from infrastructure.database import Change, Database, Transaction, only
from infrastructure.standings import keeping

_POSITION = "SELECT position FROM head"
_HEAD = """
SELECT position, recorded_at, shared_position, policy_position,
    (SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1)
FROM head
"""
_MOVE_HEAD = "UPDATE head SET position = ?, recorded_at = ?, shared_position = ?, policy_position = ?"
_INSERT = (
    "INSERT INTO events (position, stream, version, topic, recorded_at, actor, command_id, cause, reason, payload) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_VERSION = "SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1"
_KEY = "SELECT digest, first_position, last_position FROM idempotency WHERE key = ?"
_KEEP_KEY = "INSERT INTO idempotency (key, digest, first_position, last_position) VALUES (?, ?, ?, ?)"
_EVENTS = "SELECT version, topic, payload FROM events WHERE stream = ? AND version > ? AND version <= ? ORDER BY version"
_NOTIFICATIONS = (
    "SELECT stream, version, topic, payload, position FROM events WHERE position >= ? AND position <= ?{} "
    "ORDER BY position LIMIT ?"
)
_TRACK = (
    "INSERT INTO tracking (application_name, notification_id) VALUES (?, ?) ON CONFLICT (application_name) DO UPDATE "
    "SET notification_id = excluded.notification_id WHERE tracking.notification_id < excluded.notification_id "
    "RETURNING notification_id"
)
_TRACKED = "SELECT notification_id FROM tracking WHERE application_name = ?"
_LAST = 2**63 - 1


class Envelope(msgspec.Struct, frozen=True):
    """What is recorded with each event of a command; `recorded_at` as it is stored."""

    recorded_at: str = ""
    actor: str = ""
    command_id: str = ""
    cause: str | None = None
    reason: str | None = None


class Repeated(Exception):
    """The request was recorded before, at these positions."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


Standing = Callable[[int, str], Sequence[StandingRow]]
"""Given the first position and the instant of the events being recorded, the rows to keep with them."""

_NO_ENVELOPE = Envelope()


class SqlAggregateRecorder(AggregateRecorder):
    """Events in streams; the order of their log is kept, and not told."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._lock_head = _HEAD if database.dialect == "sqlite" else f"{_HEAD} FOR UPDATE"

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Record the events, all or none, and return nothing."""
        with self.database.writing() as transaction:
            self._insert_events(transaction, stored_events, **kwargs)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return the events of a stream within the versions given."""
        stream = str(originator_id)
        after, until = -1 if gt is None else gt, _LAST if lte is None else lte
        with self.database.reading() as transaction:
            rows = transaction.rows(_EVENTS, (stream, after, until))
        ordered = reversed(rows) if desc else rows
        return [StoredEvent(stream, *row) for row in islice(ordered, limit)]

    def _insert_events(
        self,
        transaction: Transaction,
        stored_events: Sequence[StoredEvent],
        *,
        envelope: Envelope = _NO_ENVELOPE,
        expected: Mapping[str, int] | None = None,
        idempotency: Idempotency | None = None,
        standing: Standing | None = None,
        **_: Any,
    ) -> Sequence[int]:
        """Record the events under the lock of the log's head, which lasts until the commit.

        So positions are in the order of commits, without gaps, and none is given twice. Raises StreamConflict when a
        stream is not at its `expected` version, Repeated and IdempotencyKeyReused.
        """
        expected = expected or {}
        lead = next(iter(expected), "")
        ((head, recorded_at, shared, policy, version),) = transaction.rows(self._lock_head, (lead,))
        if idempotency:
            _refuse_repetition(transaction, idempotency)
        _refuse_conflict(transaction, expected, {lead: version or 0})
        first, last = head + 1, head + len(stored_events)
        recorded_at = max(recorded_at, envelope.recorded_at)
        changes = [
            Change(_INSERT, _rows(stored_events, first, recorded_at, envelope)),
            Change(_MOVE_HEAD, [(last, recorded_at, *_moved(shared, policy, first, stored_events))]),
        ]
        if idempotency:
            changes.append(Change(_KEEP_KEY, [(idempotency.key, idempotency.digest, first, last)]))
        if standing:
            changes.append(keeping(standing(first, recorded_at), last=last, shared_before=shared))
        transaction.change(changes)
        return range(first, last + 1)


def _refuse_repetition(transaction: Transaction, idempotency: Idempotency) -> None:
    for digest, first, last in transaction.rows(_KEY, (idempotency.key,)):
        if digest != idempotency.digest:
            raise IdempotencyKeyReused(idempotency.key)
        raise Repeated(first, last)


def _refuse_conflict(transaction: Transaction, expected: Mapping[str, int], at: Mapping[str, int]) -> None:
    for stream, version in expected.items():
        found = at[stream] if stream in at else only(transaction.rows(_VERSION, (stream,))) or 0
        if found != version:
            raise StreamConflict(stream, version, found)


def _rows(
    stored_events: Sequence[StoredEvent], first: int, recorded_at: str, envelope: Envelope
) -> list[tuple[object, ...]]:
    actor, command_id, cause, reason = envelope.actor, envelope.command_id, envelope.cause, envelope.reason
    return [
        (
            position,
            str(event.originator_id),
            event.originator_version,
            event.topic,
            recorded_at,
            actor,
            command_id,
            cause,
            reason,
            event.state,
        )
        for position, event in enumerate(stored_events, first)
    ]


def _moved(shared: int, policy: int, first: int, stored_events: Sequence[StoredEvent]) -> tuple[int, int]:
    """Return the last positions of what pathways share, and of policies, after the events are recorded."""
    for position, event in enumerate(stored_events, first):
        stream = str(event.originator_id)
        if not stream.startswith("pathway/"):
            shared = position
            policy = position if stream.startswith("policy/") else policy
    return shared, policy


class SqlApplicationRecorder(SqlAggregateRecorder, ApplicationRecorder):
    """Events in streams and in one log."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Record the events, all or none, and return their positions."""
        with self.database.writing() as transaction:
            return list(self._insert_events(transaction, stored_events, **kwargs))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return the events between two positions, in the order of the log."""
        first = (start or 0) + (not inclusive_of_start)
        of_topics = f" AND topic IN ({', '.join('?' * len(topics))})" if topics else ""
        statement = _NOTIFICATIONS.format(of_topics)
        with self.database.reading() as transaction:
            rows = transaction.rows(statement, (first, _LAST if stop is None else stop, *topics, limit))
        return [Notification(*row) for row in rows]

    def max_notification_id(self) -> int | None:
        """Return the position of the last event, or None."""
        with self.database.reading() as transaction:
            return only(transaction.rows(_POSITION)) or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Refuse: a reader of the log reads on from the position it is at."""
        raise NotImplementedError


class SqlTrackingRecorder(TrackingRecorder):
    """The position that each process has come to in the log of another."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def insert_tracking(self, tracking: Tracking) -> None:
        """Record the position. Raises IntegrityError unless it is later than the one before."""
        with self.database.writing() as transaction:
            _track(transaction, tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """Return the position that was recorded last, or None."""
        with self.database.reading() as transaction:
            return only(transaction.rows(_TRACKED, (application_name,)))


class SqlProcessRecorder(SqlTrackingRecorder, SqlApplicationRecorder, ProcessRecorder):
    """Events recorded together with the position of the event that led to them."""

    def __init__(self, database: Database) -> None:
        SqlApplicationRecorder.__init__(self, database)

    def _insert_events(
        self,
        transaction: Transaction,
        stored_events: Sequence[StoredEvent],
        *,
        tracking: Tracking | None = None,
        **kwargs: Any,
    ) -> Sequence[int]:
        if tracking:
            _track(transaction, tracking)
        return super()._insert_events(transaction, stored_events, **kwargs)


def _track(transaction: Transaction, tracking: Tracking) -> None:
    if not transaction.rows(_TRACK, (tracking.application_name, tracking.notification_id)):
        message = f"{tracking.application_name} is already at {tracking.notification_id} or later"
        raise IntegrityError(message)
