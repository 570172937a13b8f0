"""The library's recorders over our tables.

What is particular to our log comes as the keyword argument ``recording`` of ``insert_events``, and so of the library's
``Application.save``.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any
from uuid import UUID

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

from infrastructure.database import Database, Transaction, only
from infrastructure.recording import Recording, record_in

_POSITION = "SELECT position FROM head"
_EVENTS = (
    "SELECT version, topic, payload FROM events WHERE stream = ? AND version > ? AND version <= ? ORDER BY version"
)
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


_NOTHING_ELSE = Recording()


class SqlAggregateRecorder(AggregateRecorder):
    """Events in streams; the order of their log is kept, and not told."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401  (the library's own signature)
    ) -> Sequence[int] | None:
        """Record the events, all or none, and return nothing."""
        with self.database.writing() as transaction:
            self._insert_events(transaction, stored_events, **kwargs)
        return None

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
        recording: Recording = _NOTHING_ELSE,
        **_: Any,  # noqa: ANN401  (the library's own signature)
    ) -> list[int]:
        last, _instant = record_in(transaction, stored_events, recording)
        return list(range(last - len(stored_events) + 1, last + 1))


class SqlApplicationRecorder(SqlAggregateRecorder, ApplicationRecorder):
    """Events in streams and in one log."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401  (the library's own signature)
    ) -> Sequence[int] | None:
        """Record the events, all or none, and return their positions."""
        with self.database.writing() as transaction:
            return self._insert_events(transaction, stored_events, **kwargs)

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
            position: int | None = only(transaction.rows(_TRACKED, (application_name,)))
        return position


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
        **kwargs: Any,  # noqa: ANN401  (the library's own signature)
    ) -> list[int]:
        if tracking:
            _track(transaction, tracking)
        return super()._insert_events(transaction, stored_events, **kwargs)


def _track(transaction: Transaction, tracking: Tracking) -> None:
    if not transaction.rows(_TRACK, (tracking.application_name, tracking.notification_id)):
        message = f"{tracking.application_name} is already at {tracking.notification_id} or later"
        raise IntegrityError(message)
