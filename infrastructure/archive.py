"""The log as it is stored: read as envelopes with their bytes, and restored from them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

import msgspec
from eventsourcing.persistence import StoredEvent
from sqlalchemy import Engine

from application.exporting import Envelope, LogMoved
from application.store import StandingRow, StreamConflict
from infrastructure import recording
from infrastructure.database import Filling, Row, database
from infrastructure.recording import Recording, moves_policy, moves_shared, record_in

_LOG = """
SELECT position, event_id, stream, version, topic, recorded_at, actor, command_id, cause, reason, payload
FROM events WHERE position > ? ORDER BY position LIMIT ?
"""
_STREAM = """
SELECT position, event_id, stream, version, topic, recorded_at, actor, command_id, cause, reason, payload
FROM events WHERE stream = ?
"""
_BATCH = 1000
_COLUMNS = (
    *("position", "stream", "version", "topic", "recorded_at"),
    *("actor", "command_id", "cause", "reason", "payload"),
)
_TYPES = ("int8", "text", "int8", "text", "text", "text", "text", "text", "text", "bytea")
_FILLED = """
UPDATE head SET position = ?, recorded_at = ?, shared_position = ?, policy_position = ? RETURNING position
"""
_SKIPPING = """
SELECT stream, count(*), max(version) FROM events GROUP BY stream HAVING min(version) <> 1 OR max(version) <> count(*)
LIMIT 1
"""


class SqlArchive:
    """The archive on one engine."""

    def __init__(self, engine: Engine) -> None:
        self._database = database(engine)

    def envelopes(self, streams: Collection[str] | None = None) -> Iterator[Envelope]:
        """Yield the events in log order, a batch at a time: of some streams, or all."""
        if streams is not None:
            with self._database.reading() as transaction:
                rows = [row for stream in dict.fromkeys(streams) for row in transaction.rows(_STREAM, (stream,))]
            yield from map(_envelope, sorted(rows))
            return
        after = 0
        while True:
            with self._database.reading() as transaction:
                rows = transaction.rows(_LOG, (after, _BATCH))
            yield from map(_envelope, rows)
            if len(rows) < _BATCH:
                return
            after = rows[-1][0]

    def fill(self, envelopes: Iterable[Envelope]) -> int:
        """Record a whole log into an empty store, or nothing, and return its head."""
        reach = Reach()
        with self._database.loading() as transaction:
            found = transaction.locked()
            if found:
                raise LogMoved(0, found)
            transaction.fill(Filling("events", _COLUMNS, _TYPES, reach.through(envelopes)))
            for stream, count, last in transaction.rows(_SKIPPING):
                raise StreamConflict(stream, count, last)
            transaction.rows(_FILLED, (reach.position, reach.recorded_at, reach.shared, reach.policy))
        return reach.position

    def restore(self, envelopes: Sequence[Envelope], head: int, rows: Sequence[StandingRow]) -> int:
        """Record events after the position as they were recorded, or none, and return the new head."""
        groups = [list(group) for _, group in groupby(envelopes, _recording)]
        last = head + len(envelopes)
        known = last - len(groups[-1])
        with self._database.writing() as transaction:
            found = transaction.locked()
            if found != head:
                raise LogMoved(head, found)
            for group in groups:
                asked = Recording(
                    _recording(group[0]),
                    standing=[msgspec.structs.replace(row, known=known) for row in rows] if group is groups[-1] else (),
                )
                record_in(transaction, [_stored(each) for each in group], asked)
        return last


class Reach:
    """How far a log comes."""

    def __init__(self) -> None:
        """Begin before the first event."""
        self.position = self.shared = self.policy = 0
        self.recorded_at = ""

    def through(self, envelopes: Iterable[Envelope]) -> Iterator[Row]:
        """Yield the rows of a whole log, each at the next position."""
        for position, each in enumerate(envelopes, 1):
            if moves_shared(each.stream, each.topic):
                self.shared = position
                if moves_policy(each.stream):
                    self.policy = position
            self.position, self.recorded_at = position, each.recorded_at
            command = (each.actor, each.command_id, each.cause, each.reason)
            yield (position, each.stream, each.version, each.topic, each.recorded_at, *command, bytes(each.payload))


def _envelope(row: Row) -> Envelope:
    *fields, payload = row
    return Envelope(**dict(zip(Envelope.__struct_fields__, fields, strict=False)), payload=msgspec.Raw(payload))


def _recording(envelope: Envelope) -> recording.Envelope:
    return recording.Envelope(
        envelope.recorded_at, envelope.actor, envelope.command_id, envelope.cause, envelope.reason
    )


def _stored(envelope: Envelope) -> StoredEvent:
    return StoredEvent(envelope.stream, envelope.version, envelope.topic, bytes(envelope.payload))
