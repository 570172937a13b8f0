"""The use cases' event store, over the library's: commands in, recorded events out."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from eventsourcing.persistence import EventStore, IntegrityError
from sqlalchemy import Engine

from application.store import (
    Append,
    Command,
    Idempotency,
    PositionUnknown,
    Recorded,
    Standing,
    StandingRow,
    StreamConflict,
)
from domain.event import Event
from infrastructure.database import database, only
from infrastructure.idempotency import Repeated, refuse_repetition
from infrastructure.mapper import EventMapper, EventTranscoder, Occurrence, Upcaster, instant_text
from infrastructure.recorder import SqlApplicationRecorder
from infrastructure.recording import Envelope, Recording, version_of
from infrastructure.standings import SqlStandings

_STREAM = """
SELECT position, stream, version, recorded_at, actor, command_id, cause, reason, topic, payload
FROM events WHERE stream = ? AND position <= ? ORDER BY version
"""
_LOG = """
SELECT position, stream, version, recorded_at, actor, command_id, cause, reason, topic, payload
FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?
"""
_STREAMS = "SELECT stream FROM events WHERE version = 1 AND stream >= ? AND stream > ? ORDER BY stream LIMIT ?"
_HEAD = "SELECT position FROM head"
_RECORDED_AT = "SELECT recorded_at FROM events WHERE position = ?"
_BATCH = 1000
_LAST = 2**63 - 1


class SqlEventStore:
    """The event store on one engine; events of the topics given can be read."""

    def __init__(
        self, engine: Engine, events: Mapping[str, type[Event]], upcasters: Mapping[str, Upcaster] | None = None
    ) -> None:
        self._database = database(engine)
        self._mapper = EventMapper(EventTranscoder(events, upcasters or {}))
        self._recorder = SqlApplicationRecorder(self._database)
        self._events: EventStore[str] = EventStore(self._mapper, self._recorder)
        self._standings = SqlStandings(self._database)

    def append(
        self,
        appends: Iterable[Append],
        command: Command,
        recorded_at: datetime,
        *,
        idempotency: Idempotency | None = None,
        standing: Standing | None = None,
    ) -> tuple[Recorded, ...]:
        """Record the events of all streams, and the rows that `standing` makes of them, or nothing."""
        appends = tuple(appends)
        occurrences = [
            Occurrence(append.stream, version, event)
            for append in appends
            for version, event in enumerate(append.events, append.expected_version + 1)
        ]
        recorded: tuple[Recorded, ...] = ()

        def rows(first: int, instant: str, shared: int) -> Sequence[StandingRow]:
            nonlocal recorded
            recorded = _enveloped(occurrences, first, datetime.fromisoformat(instant), command)
            return standing(recorded, shared) if standing else ()

        expected: dict[str, int] = {}
        for append in appends:
            expected.setdefault(append.stream, append.expected_version)
        envelope = Envelope(instant_text(recorded_at), command.actor, command.command_id, command.cause, command.reason)
        try:
            self._events.put(occurrences, recording=Recording(envelope, expected, idempotency, rows))
        except Repeated as repeated:
            return tuple(self.log(repeated.first - 1, repeated.last))
        except IntegrityError:
            self._refuse_conflict(expected)
            raise
        return recorded

    def _refuse_conflict(self, expected: Mapping[str, int]) -> None:
        """Raise StreamConflict for the stream that another writer moved on while this one waited for the log."""
        for stream, found in self.versions(expected).items():
            if found != expected[stream]:
                raise StreamConflict(stream, expected[stream], found) from None

    def repeated(self, idempotency: Idempotency) -> tuple[Recorded, ...] | None:
        """Return what was recorded under the key before, or None."""
        try:
            with self._database.reading() as transaction:
                refuse_repetition(transaction, idempotency)
        except Repeated as repeated:
            return tuple(self.log(repeated.first - 1, repeated.last))
        return None

    def stream(self, name: str, until: int | None = None) -> list[Recorded]:
        """Return the events of the stream up to and including the position, in order."""
        with self._database.reading() as transaction:
            return self._mapper.recorded(transaction.each(_STREAM, (name, _LAST if until is None else until)))

    def versions(self, streams: Iterable[str]) -> dict[str, int]:
        """Return the version each stream is at, 0 for one without events."""
        with self._database.reading() as transaction:
            return {stream: version_of(transaction, stream) for stream in streams}

    def streams(self, prefix: str = "") -> Iterator[str]:
        """Yield the names of the streams that begin with the prefix, in order of their code points."""
        names = [""]
        while names:
            with self._database.reading() as transaction:
                rows = transaction.rows(_STREAMS, (prefix, names[-1], _BATCH))
            names = [name for (name,) in rows if name.startswith(prefix)]
            yield from names

    def log(self, after: int = 0, until: int | None = None) -> Iterator[Recorded]:
        """Yield the events after one position, up to and including another, reading a batch at a time."""
        until = self.head() if until is None else until
        while after < until:
            with self._database.reading() as transaction:
                recorded = self._mapper.recorded(transaction.each(_LOG, (after, until, _BATCH)))
            yield from recorded
            after = recorded[-1].position if recorded else until

    def head(self) -> int:
        """Return the last position of the log, 0 if it is empty."""
        return self._recorder.max_notification_id() or 0

    def position_at(self, instant: datetime) -> int:
        """Return the last position recorded at or before the instant, 0 if there is none.

        Instants never decrease along the log, so they are searched by halves; an index of them would cost each append a
        twentieth of its speed.
        """
        with self._database.reading() as transaction:
            head: int = only(transaction.rows(_HEAD))

            def recorded_at(position: int) -> str:
                return str(only(transaction.rows(_RECORDED_AT, (position,))))

            return bisect_right(range(1, head + 1), instant_text(instant), key=recorded_at)

    def recorded_at(self, position: int) -> datetime:
        """Return when the event at the position was recorded."""
        with self._database.reading() as transaction:
            recorded_at = only(transaction.rows(_RECORDED_AT, (position,)))
        if recorded_at is None:
            raise PositionUnknown(position, self.head())
        return datetime.fromisoformat(recorded_at)

    def standing(self, pathway: str) -> StandingRow | None:
        """Return the row of the pathway if it is true of the whole log, else None."""
        return self._standings.fresh(pathway)

    def relying_on(self, stream: str) -> Iterator[str]:
        """Yield the names of the pathways' streams that rely on the stream."""
        return (f"pathway/{pathway}" for pathway in self._standings.relying_on(stream))


def _enveloped(
    occurrences: Sequence[Occurrence], first: int, recorded_at: datetime, command: Command
) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(
            position,
            occurrence.originator_id,
            occurrence.originator_version,
            recorded_at,
            command.actor,
            command.command_id,
            command.cause,
            command.reason,
            occurrence.event,
        )
        for position, occurrence in enumerate(occurrences, first)
    )
