"""One transaction of the log: its head is locked, the events follow it, and what belongs to them goes in with them."""

from collections.abc import Callable, Mapping, Sequence

import msgspec
from eventsourcing.persistence import StoredEvent

from application.store import Idempotency, StandingRow, StreamConflict
from infrastructure.database import Change, Database, Transaction, only
from infrastructure.idempotency import keeping_key, refuse_repetition
from infrastructure.standings import keeping

_HEAD = """
SELECT position, recorded_at, shared_position, policy_position,
    (SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1)
FROM head
"""
_LOCK = {"sqlite": "", "postgresql": "FOR UPDATE"}
_MOVE_HEAD = "UPDATE head SET position = ?, recorded_at = ?, shared_position = ?, policy_position = ?"
_VERSION = "SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1"
_INSERT = (
    "INSERT INTO events (position, stream, version, topic, recorded_at, actor, command_id, cause, reason, payload) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Envelope(msgspec.Struct, frozen=True):
    """What is recorded with each event of a command; `recorded_at` as it is stored."""

    recorded_at: str = ""
    actor: str = ""
    command_id: str = ""
    cause: str | None = None
    reason: str | None = None


class Recording(msgspec.Struct, frozen=True):
    """What is asked of the transaction besides the events.

    `expected` gives the version that each stream must be at; `standing` the rows to keep, given the first position and
    the instant of the events, and the last position before them in a stream that pathways share.
    """

    envelope: Envelope = Envelope()
    expected: Mapping[str, int] = {}
    idempotency: Idempotency | None = None
    standing: Callable[[int, str, int], Sequence[StandingRow]] | None = None


def version_of(transaction: Transaction, stream: str) -> int:
    """Return the version the stream is at, 0 if it has no events."""
    return only(transaction.rows(_VERSION, (stream,))) or 0


def record(
    database: Database, transaction: Transaction, stored_events: Sequence[StoredEvent], recording: Recording
) -> Sequence[int]:
    """Record the events under the lock of the log's head, which lasts until the commit, and return their positions.

    So positions are in the order of commits, without gaps, and none is given twice. Raises StreamConflict, Repeated and
    IdempotencyKeyReused; on PostgreSQL, IntegrityError for a conflict that arose while waiting for the lock.
    """
    lead = next(iter(recording.expected), "")
    lock_head = _HEAD + _LOCK[database.dialect]
    ((head, recorded_at, shared, policy, version),) = transaction.rows(lock_head, (lead,))
    if recording.idempotency:
        refuse_repetition(transaction, recording.idempotency)
    _refuse_conflict(transaction, recording.expected, {lead: version or 0})
    first, last = head + 1, head + len(stored_events)
    recorded_at = max(recorded_at, recording.envelope.recorded_at)
    changes = [
        Change(_INSERT, _rows(stored_events, first, recorded_at, recording.envelope)),
        Change(_MOVE_HEAD, [(last, recorded_at, *_moved(shared, policy, first, stored_events))]),
    ]
    if recording.idempotency:
        changes.append(keeping_key(recording.idempotency, first, last))
    if recording.standing:
        changes.append(keeping(recording.standing(first, recorded_at, shared), last=last, shared_before=shared))
    transaction.change(changes)
    return range(first, last + 1)


def _refuse_conflict(transaction: Transaction, expected: Mapping[str, int], at: Mapping[str, int]) -> None:
    for stream, version in expected.items():
        found = at[stream] if stream in at else version_of(transaction, stream)
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
