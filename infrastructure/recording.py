"""One transaction of the log: its head is locked, the events follow it, and what belongs to them goes in with them."""

from collections.abc import Mapping, Sequence

import msgspec
from eventsourcing.persistence import StoredEvent

from application.store import Guard, Idempotency, StandingRow, StreamConflict
from domain.rulebook import TOLD_ONLY
from infrastructure.database import Change, Database, Transaction, only
from infrastructure.generations import answer_from
from infrastructure.idempotency import keeping_key
from infrastructure.standings import keeping, showing

_INSERT = """
INSERT INTO events (position, stream, version, topic, recorded_at, actor, command_id, cause, reason, payload)
SELECT position + ?, ?, CASE WHEN ? OR EXISTS (SELECT 1 FROM events WHERE stream = ? AND version = ?) THEN ? END,
    ?, CASE WHEN recorded_at > ? THEN recorded_at ELSE ? END, ?, ?, ?, ?, ?
FROM head
"""
"""A version that does not follow the one before is null, which the table refuses, as it refuses one that is there."""
_MOVE_HEAD = """
UPDATE head SET position = old.position + ?,
    recorded_at = CASE WHEN old.recorded_at > ? THEN old.recorded_at ELSE ? END,
    shared_position = coalesce(old.position + ?, old.shared_position),
    policy_position = coalesce(old.position + ?, old.policy_position)
FROM head AS old WHERE head.id = old.id
RETURNING head.position, head.recorded_at
"""
ALONE = ("pathway/", "consultation/", "announcement/")
"""Streams whose events change no answer about any pathway but, at most, their own; pathways share all others."""
_TOLD_ONLY = frozenset(kind.topic() for kind in TOLD_ONLY)
_VERSION = "SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1"


class Envelope(msgspec.Struct, frozen=True):
    """What is recorded with each event of a command; `recorded_at` as it is stored."""

    recorded_at: str = ""
    actor: str = ""
    command_id: str = ""
    cause: str | None = None
    reason: str | None = None


class Recording(msgspec.Struct, frozen=True):
    """What is asked of the transaction besides the events.

    `unmoved` gives the version at which each stream still has to be that gets no event. `reasons` are those of each
    event, where they are not that of the envelope. `live` is the generation that is answered from with them.
    """

    envelope: Envelope = Envelope()
    unmoved: Mapping[str, int] = {}
    idempotency: Idempotency | None = None
    standing: Sequence[StandingRow] = ()
    guard: Guard | None = None
    reasons: Sequence[str | None] = ()
    live: int | None = None


def version_of(transaction: Transaction, stream: str) -> int:
    """Return the version the stream is at, 0 if it has no events."""
    return only(transaction.rows(_VERSION, (stream,))) or 0


def record(database: Database, stored_events: Sequence[StoredEvent], recording: Recording) -> tuple[int, str]:
    """Record the events in a transaction of their own, and return the last of their positions and their instant.

    The log's head is locked until the commit. So positions are in the order of commits, without gaps, and none is given
    twice. Raises what `record_in` raises.
    """
    if recording.guard or recording.unmoved or recording.live is not None:
        with database.writing() as transaction:
            return record_in(transaction, stored_events, recording)
    ((last, instant),) = database.changed(_changes(stored_events, recording))
    return last, instant


def record_in(transaction: Transaction, stored_events: Sequence[StoredEvent], recording: Recording) -> tuple[int, str]:
    """Record the events in a transaction, and return the last of their positions and their instant.

    Raises StreamConflict for a stream that gets no event, and what the guard raises. IntegrityError tells of a version
    that is not the next one of its stream, or of an idempotency key that is kept already.
    """
    head = transaction.locked()
    if recording.guard:
        recording.guard(head)
    for stream, version in recording.unmoved.items():
        found = version_of(transaction, stream)
        if found != version:
            raise StreamConflict(stream, version, found)
    if recording.live is not None:
        answer_from(transaction, recording.live, head)
    ((last, instant),) = transaction.change(_changes(stored_events, recording))
    return last, instant


def _changes(stored_events: Sequence[StoredEvent], recording: Recording) -> list[Change]:
    count, recorded_at = len(stored_events), recording.envelope.recorded_at
    changes = [
        Change(_INSERT, _rows(stored_events, recording)),
        Change(_MOVE_HEAD, [(count, recorded_at, recorded_at, *_moved(stored_events))]),
    ]
    if recording.standing:
        changes = [keeping(recording.standing, count), *showing(recording.standing), *changes]
    if recording.idempotency:
        changes.insert(0, keeping_key(recording.idempotency, count))
    return changes


def _rows(stored_events: Sequence[StoredEvent], recording: Recording) -> list[tuple[object, ...]]:
    envelope = recording.envelope
    recorded_at, reasons = envelope.recorded_at, recording.reasons
    command = (envelope.actor, envelope.command_id, envelope.cause)
    rows: list[tuple[object, ...]] = []
    for offset, event in enumerate(stored_events, 1):
        stream, version = str(event.originator_id), event.originator_version
        follows = (version <= 1, stream, version - 1, version)
        reason = reasons[offset - 1] if reasons else envelope.reason
        rows.append((offset, stream, *follows, event.topic, recorded_at, recorded_at, *command, reason, event.state))
    return rows


def _moved(stored_events: Sequence[StoredEvent]) -> tuple[int | None, int | None]:
    """Return the places among the events of the last that pathways share, and of the last of a policy."""
    shared = policy = None
    for offset, event in enumerate(stored_events, 1):
        stream = str(event.originator_id)
        if moves_shared(stream, event.topic):
            shared = offset
            policy = offset if moves_policy(stream) else policy
    return shared, policy


def moves_shared(stream: str, topic: str) -> bool:
    """Tell whether an event may change an answer about other pathways than its own."""
    return not stream.startswith(ALONE) and topic not in _TOLD_ONLY


def moves_policy(stream: str) -> bool:
    """Tell whether such an event may change every answer."""
    return stream.startswith("policy/")
