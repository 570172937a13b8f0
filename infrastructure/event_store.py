"""The use cases' event store: commands in, recorded events out, over the log that the library's recorders share."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

import msgspec
from eventsourcing.persistence import IntegrityError
from sqlalchemy import Engine

from application.forgetting import is_text_held
from application.revealing import shown_name
from application.store import (
    Append,
    Command,
    Guard,
    Idempotency,
    Loaded,
    PositionUnknown,
    Recorded,
    StandingRow,
    StreamConflict,
)
from application.vault import Vault
from domain.event import Event
from domain.sealed import has_text
from infrastructure.database import database, only
from infrastructure.determinations import SqlDeterminations
from infrastructure.generations import SqlGenerations
from infrastructure.idempotency import Repeated, refuse_repetition
from infrastructure.impacts import SqlImpacts
from infrastructure.jobs import SqlJobs
from infrastructure.ledger.tables import SqlLedger
from infrastructure.mapper import EventMapper, EventTranscoder, Occurrence, Upcaster, instant_text
from infrastructure.notices import SqlDeliveries
from infrastructure.recording import Envelope, Recording, record, version_of
from infrastructure.renewals import SqlRenewals
from infrastructure.sealed_events import HAS_SEALED, sealed
from infrastructure.standings import SqlStandings
from infrastructure.subscriptions import SqlSubscriptions
from infrastructure.wal_index import Mark, unmarked

_STREAM = """
SELECT position, stream, version, recorded_at, actor, command_id, cause, reason, topic, payload
FROM events WHERE stream = ? AND +position <= ? ORDER BY version
"""
"""A plus keeps a position from being looked up: PostgreSQL would do so for as long as it has not counted the events."""
_LOAD = """
SELECT e.position, e.stream, e.version, e.recorded_at, e.actor, e.command_id, e.cause, e.reason, e.topic, e.payload,
    h.position, h.shared_position
FROM head AS h LEFT JOIN events AS e ON e.stream = ? WHERE h.id = 1 ORDER BY e.version
"""
_LOG = """
SELECT position, stream, version, recorded_at, actor, command_id, cause, reason, topic, payload
FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?
"""
_STREAMS = (
    "SELECT stream FROM events WHERE version = 1 AND stream {beyond} ? AND +position <= ? ORDER BY stream LIMIT ?"
)
"""One bound alone: of two lower ones SQLite seeks the first and passes over all streams between them."""
_SEALED = "SELECT 1 FROM events WHERE stream = ? AND {sealed} LIMIT 1"
_RESPONDED = {
    "sqlite": "SELECT 1 FROM events WHERE stream > 'consultation/' AND stream < 'consultation0' "
    "AND instr(payload, ?) > 0 LIMIT 1",
    "postgresql": "SELECT 1 FROM events WHERE stream > 'consultation/' AND stream < 'consultation0' "
    "AND position(?::bytea IN payload) > 0 LIMIT 1",
}
_HEAD = "SELECT position FROM head"
_RECORDED_AT = "SELECT recorded_at FROM events WHERE position = ?"
_BATCH = 1000
_LAST = 2**63 - 1


class SqlEventStore:
    """The event store on one engine; events of the topics given can be read."""

    def __init__(
        self,
        engine: Engine,
        events: Mapping[str, type[Event]],
        upcasters: Mapping[str, Upcaster] | None = None,
        appended: Callable[[int], None] | None = None,
        mark: Mark = unmarked,
        vault: Vault | None = None,
    ) -> None:
        """Take the engine, whom to tell how many events were recorded each time, and what marks each commit.

        Texts about persons are sealed with keys of the vault; without one they are kept as they are given.
        """
        self._database = database(engine)
        self._mapper = EventMapper(EventTranscoder(events, upcasters or {}))
        self.rows = SqlStandings(self._database, mark, partial(shown_name, vault) if vault else None)
        self.impacts = SqlImpacts(self._database)
        self.determinations = SqlDeterminations(self._database)
        self.subscriptions = SqlSubscriptions(self._database)
        self.deliveries = SqlDeliveries(self._database)
        self.generations = SqlGenerations(self._database, self._mapper)
        self.jobs = SqlJobs(self._database)
        self.ledger = SqlLedger(self._database)
        self.renewals = SqlRenewals(self._database)
        self.vault = vault
        self._appended = appended or (lambda _: None)

    def append(
        self,
        appends: Iterable[Append],
        command: Command,
        recorded_at: datetime,
        *,
        idempotency: Idempotency | None = None,
        standing: Sequence[StandingRow] = (),
        guard: Guard | None = None,
        live: int | None = None,
    ) -> tuple[Recorded, ...]:
        """Record the events of all streams, and the rows that follow from them, or nothing."""
        appends = tuple(appends)
        occurrences = [
            Occurrence(append.stream, version, event)
            for append in appends
            for version, event in enumerate(append.events, append.expected_version + 1)
        ]
        kept, reasons = self._sealed(appends, occurrences, command.reason, recorded_at)
        asked = Recording(
            Envelope(instant_text(recorded_at), command.actor, command.command_id, command.cause, command.reason),
            {append.stream: append.expected_version for append in appends if not append.events},
            idempotency,
            standing,
            guard,
            reasons,
            live,
        )
        stored = list(map(self._mapper.to_stored_event, kept))
        try:
            last, instant = record(self._database, stored, asked)
        except IntegrityError:
            repeated = self.repeated(idempotency) if idempotency else None
            if repeated is not None:
                return repeated
            self._refuse_conflict(appends)
            raise
        self._appended(len(occurrences))
        return _enveloped(occurrences, last - len(occurrences) + 1, datetime.fromisoformat(instant), command)

    def _sealed(
        self, appends: Sequence[Append], occurrences: list[Occurrence], reason: str | None, at: datetime
    ) -> tuple[list[Occurrence], Sequence[str | None]]:
        """Return what is kept of events, and of the reason of each: texts about persons are sealed.

        Without a text about a person nothing is asked of the vault.
        """
        if self.vault is None:
            return occurrences, ()
        persons = [append.person for append in appends for _ in append.events]
        sealing = {
            person
            for person, each in zip(persons, occurrences, strict=True)
            if person and (has_text(each.event) or (reason and not each.event.reason_stays_open))
        }
        if not sealing:
            return occurrences, ()
        sealers = self.vault.sealers(sorted(sealing), at, self._is_new)
        return sealed(persons, occurrences, reason, sealers)

    def _is_new(self, person: str) -> bool:
        """Tell whether nothing about a person was ever sealed, in their own stream or where they responded."""
        respondent = b'"respondent":%b' % msgspec.json.encode(person)
        with self._database.reading() as transaction:
            own = transaction.rows(_SEALED.format(sealed=HAS_SEALED[self._database.dialect]), (person,))
            responded = transaction.rows(_RESPONDED[self._database.dialect], (respondent,))
        return not own and not (responded and is_text_held(self, person))

    def _refuse_conflict(self, appends: Iterable[Append]) -> None:
        """Raise StreamConflict for the stream that is not at the version expected."""
        expected: dict[str, int] = {}
        for append in appends:
            expected.setdefault(append.stream, append.expected_version)
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

    def load(self, name: str) -> Loaded:
        """Return the events of the stream, in order, and how far the log had come."""
        with self._database.reading() as transaction:
            rows = transaction.rows(_LOAD, (name,))
        *_, head, shared = rows[0]
        return Loaded(self._mapper.recorded(row[:-2] for row in rows if row[0]), head, shared)

    def versions(self, streams: Iterable[str]) -> dict[str, int]:
        """Return the version each stream is at, 0 for one without events."""
        with self._database.reading() as transaction:
            return {stream: version_of(transaction, stream) for stream in streams}

    def streams(self, prefix: str = "", after: str = "", until: int | None = None) -> Iterator[str]:
        """Yield the names of the streams that begin with the prefix, in order of their code points."""
        last = _LAST if until is None else until
        statement, bound = _STREAMS.format(beyond=">" if after >= prefix else ">="), max(prefix, after)
        names = [bound]
        while names:
            with self._database.reading() as transaction:
                rows = transaction.rows(statement, (names[-1], last, _BATCH))
            names = [name for (name,) in rows if name.startswith(prefix)]
            yield from names
            statement = _STREAMS.format(beyond=">")

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
        with self._database.reading() as transaction:
            position: int = only(transaction.rows(_HEAD))
        return position

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
        return self.rows.true((pathway,)).get(pathway)

    def relying_on(self, stream: str) -> Iterator[str]:
        """Yield the names of the pathways' streams that rely on the stream."""
        return (f"pathway/{pathway}" for pathway in self.rows.relying_on(stream))


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
