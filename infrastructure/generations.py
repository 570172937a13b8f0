"""Generations of standing rows in one table; the head of the log says which of them is live."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import reduce
from itertools import chain

import msgspec

from application.generations import (
    Batch,
    BuiltOn,
    Difference,
    Generation,
    Material,
    Moved,
    NotKept,
    Part,
    RulebookMoved,
    Tally,
    Written,
)
from application.jobs import Claim
from application.store import StandingRow
from domain.pathway.entry import Entry
from infrastructure.database import Change, Database, Filling, Row, Transaction, only
from infrastructure.jobs import sign
from infrastructure.mapper import EventMapper
from infrastructure.standings import COLUMNS, FACTS_TRUE, KEPT_FROM, KNOWS_MORE, RELIED, TRUE, held

_OF_A_PART = 5_000
_BATCH = 1_000
_PATHWAY, _BEYOND = "pathway/", "pathway0"
_LIVE = "SELECT generation FROM head"
_HEAD = "SELECT position FROM head"
_ALL = "SELECT generation, known, complete FROM generations ORDER BY generation"
_MOVED = """
SELECT h.policy_position > g.known, h.shared_position > g.known FROM head AS h, generations AS g WHERE g.generation = ?
"""
_ROW = "SELECT pathway, known, country, relies_on, tracks FROM standing WHERE generation = ? AND pathway = ?"
_BETWEEN = """
SELECT pathway, known, country, relies_on, tracks FROM standing
WHERE generation = (SELECT generation FROM head) AND pathway > ? AND pathway <= ?
"""
_NAMES = """
SELECT pathway FROM standing WHERE generation = (SELECT generation FROM head) AND pathway > ? ORDER BY pathway LIMIT ?
"""
_STREAMS = "SELECT stream FROM events WHERE version = 1 AND stream > ? AND stream <= ? ORDER BY stream LIMIT ?"
_ROWS = """
SELECT h.position, {facts_true}, s.pathway, s.known, s.country, s.relies_on, s.tracks
FROM standing AS s JOIN head AS h ON h.id = 1
WHERE s.generation = (SELECT generation FROM head) AND s.pathway > ? AND s.pathway <= ? ORDER BY s.pathway LIMIT ?
"""
"""The generation is asked for apart, because PostgreSQL would read all of a table that it has to join by it."""
_EVENTS = """
SELECT position, stream, version, topic, payload
FROM events WHERE stream > ? AND stream <= ? AND +position <= ? ORDER BY stream, version
"""
_LAST_PART = "SELECT coalesce(max(part), 0) FROM parts WHERE job = ?"
_FORGET_PARTS = "DELETE FROM parts WHERE job = ? RETURNING part"
_FORGET_DIFFERENCES = "DELETE FROM differences WHERE job = ? RETURNING job"
_FORGET = "DELETE FROM generations WHERE generation = ? AND generation <> (SELECT generation FROM head) RETURNING known"
_WHOLE = "UPDATE jobs SET done = 0, whole = ? WHERE job = ? RETURNING job"
_BEGIN = "INSERT INTO generations (generation, known, complete) VALUES (?, ?, 0) RETURNING known"
_PART = "INSERT INTO parts (job, part, until, done, tally) VALUES (?, ?, ?, ?, ?)"
_PARTS = "SELECT part, until, done, tally FROM parts WHERE job = ? ORDER BY part"
_ONE_PART = "SELECT part, until, done, tally FROM parts WHERE job = ? AND part = ?"
_INSERT = KEPT_FROM.format(rows="VALUES (?, ?, ?, ?, ?, ?)", where="standing.known <= excluded.known")
_TYPES = ("int4", "text", "int8", "text", "text", "bytea")
_AWAIT = "UPDATE parts SET done = done WHERE job = ? AND part = ? AND done = ? RETURNING part"
"""A builder of the same part whose transaction is not committed yet is waited for here, before any row is written."""
_COME = "UPDATE parts SET done = ?, tally = ? WHERE job = ? AND part = ? RETURNING part"
_DIFFER = """
INSERT INTO differences (job, pathway, causes) VALUES (?, ?, ?)
ON CONFLICT (job, pathway) DO UPDATE SET causes = excluded.causes
"""
_STALE = """
SELECT s.pathway FROM standing AS s JOIN head AS h ON h.id = 1
WHERE s.generation = ? AND s.pathway > ? AND NOT ({true}) ORDER BY s.pathway LIMIT ?
"""
_KNOWN = "SELECT known FROM generations WHERE generation = ?"
_COPY = KEPT_FROM.format(
    rows="""
SELECT ?, l.pathway, l.known, l.country, l.relies_on, l.tracks FROM standing AS l
WHERE l.generation = (SELECT generation FROM head) AND l.pathway IN (
    SELECT substr(e.stream, 9) FROM events AS e WHERE e.position > ? AND substr(e.stream, 1, 8) = 'pathway/')
""",
    where=KNOWS_MORE,
)
"""Places of the text are asked about, so that the log is read from the position on, and not by its streams."""
_COMPLETE = "UPDATE generations SET known = ?, complete = 1 WHERE generation = ? RETURNING known"
_BREAK = """
UPDATE generations SET complete = 0 WHERE generation = ? AND generation <> (SELECT generation FROM head) RETURNING known
"""
_IS_COMPLETE = "SELECT complete FROM generations WHERE generation = ?"
_SWAP = "UPDATE head SET generation = ? RETURNING position"
_DROP = """
DELETE FROM standing WHERE generation = ? AND generation <> (SELECT generation FROM head) AND pathway > ?
AND pathway <= (
    SELECT max(pathway) FROM (
        SELECT pathway FROM standing WHERE generation = ? AND pathway > ? ORDER BY pathway LIMIT ?) AS next)
RETURNING pathway
"""
"""Those that were deleted before are passed over by name: PostgreSQL would go through what they left in its index."""
_DROP_ALL = (
    "DELETE FROM standing WHERE generation = ? AND generation <> (SELECT generation FROM head) RETURNING pathway"
)
_DIFFERENCES = "SELECT pathway, causes FROM differences WHERE job = ? AND pathway > ? ORDER BY pathway LIMIT ?"


class SqlGenerations:
    """The generations of a database."""

    def __init__(self, database: Database, mapper: EventMapper) -> None:
        self._database = database
        self._mapper = mapper
        relied = RELIED[database.dialect]
        self._rows = _ROWS.format(facts_true=FACTS_TRUE.format(relied=relied))
        self._stale = _STALE.format(true=TRUE.format(relied=relied))
        self._streams = msgspec.json.Decoder(tuple[str, ...])
        self._tallies = msgspec.json.Decoder(Tally)

    def live(self) -> int:
        """Return the number of the generation that is answered from."""
        with self._database.reading() as transaction:
            number: int = only(transaction.rows(_LIVE))
        return number

    def all(self) -> list[Generation]:
        """Return the generations there are, in order."""
        with self._database.reading() as transaction:
            return [Generation(number, known, bool(complete)) for number, known, complete in transaction.rows(_ALL)]

    def moved(self, generation: int) -> Moved:
        """Return what was recorded that a generation does not know."""
        with self._database.reading() as transaction:
            ((policy, shared),) = transaction.rows(_MOVED, (generation,))
        return Moved(bool(policy), bool(shared))

    def begin(self, claim: Claim, generation: int, at: datetime, *, from_events: bool) -> None:
        """Begin a generation, empty, in parts of all pathways; one of that number that was begun before is gone.

        How far the log has come is read before the names: whoever is opened later is caught up with. Parts are numbered
        on from those before, so that whoever still builds one of these writes nothing.
        """
        for _ in self.drop(generation, _BATCH):
            pass
        with self._database.reading() as transaction:
            known: int = only(transaction.rows(_HEAD))
            counted = list(_counted(transaction, from_events=from_events))
        ends = [""] + [last for last, _ in counted]
        empty = msgspec.json.encode(Tally()).decode()
        with self._database.writing() as transaction:
            sign(transaction, claim, at)
            first: int = only(transaction.rows(_LAST_PART, (claim.job,))) + 1
            spans = enumerate(zip(ends[1:], ends, strict=False), first)
            parts = [(claim.job, part, until, done, empty) for part, (until, done) in spans]
            transaction.rows(_FORGET_PARTS, (claim.job,))
            transaction.rows(_FORGET_DIFFERENCES, (claim.job,))
            transaction.rows(_BEGIN, (generation, known))
            _all(transaction, _PART, parts)
            transaction.rows(_WHOLE, (sum(count for _, count in counted), claim.job))

    def parts(self, job: int) -> list[Part]:
        """Return the parts of a job, in order; none if it has not begun."""
        with self._database.reading() as transaction:
            rows = transaction.rows(_PARTS, (job,))
        return [self._part(row) for row in rows]

    def part(self, job: int, number: int) -> Part | None:
        """Return a part of a job as it is kept, or None if it is gone."""
        with self._database.reading() as transaction:
            rows = transaction.rows(_ONE_PART, (job, number))
        return self._part(rows[0]) if rows else None

    def rows(self, after: str, until: str, limit: int) -> tuple[int, Iterable[Material]]:
        """Return so many live rows at most, in order, between two names, and the position they are read at.

        They are read while they are taken, where the database gives them so.
        """
        rows = self._database.streamed(self._rows, (after, until, limit))
        first = next(rows, None)
        if first is None:
            return 0, ()
        return first[0], (Material(row[2], self._row(row[2:]), bool(row[1])) for row in chain([first], rows))

    def histories(self, after: str, until: str, limit: int) -> tuple[int, list[Material]]:
        """Return the same of what the log holds, each with its events. Raises UnreadableEvent.

        How far the log has come is read after the names: each of them has an event by then.
        """
        with self._database.reading() as transaction:
            names = transaction.rows(_STREAMS, (_PATHWAY + after, _PATHWAY + until, limit))
            if not names:
                return 0, []
            position: int = only(transaction.rows(_HEAD))
            last = names[-1][0]
            own = self._mapper.histories(transaction.each(_EVENTS, (_PATHWAY + after, last, position)))
            before = transaction.rows(_BETWEEN, (after, last.removeprefix(_PATHWAY)))
        rows = {row[0]: self._row(row) for row in before}
        histories = ((stream.removeprefix(_PATHWAY), events) for stream, events in own.items())
        return position, [
            Material(pathway, rows.get(pathway), facts_true=False, events=events) for pathway, events in histories
        ]

    def write(self, claim: Claim, generation: int, batch: Batch) -> Written:
        """Keep rows, and how far their part has come, together, and return that. Raises BuiltOn, and keeps nothing.

        They are written while others are made, where that holds up no other writer.
        """
        rows = self._database.taken(_held(generation, batch.rows))
        with self._database.filling(lasting=False) as transaction:
            if not transaction.rows(_AWAIT, (claim.job, batch.part.number, batch.part.done)):
                raise BuiltOn
            transaction.fill(Filling("standing", COLUMNS, _TYPES, rows))
            written = batch.written()
            tally = msgspec.json.encode(written.part.tally).decode()
            transaction.rows(_COME, (written.part.done, tally, claim.job, batch.part.number))
            _all(transaction, _DIFFER, [(claim.job, each.pathway, _text(each.causes)) for each in written.differences])
            sign(transaction, claim, written.at, done=written.rows)
        return written

    def stale(self, generation: int, after: str, limit: int) -> list[str]:
        """Return so many pathways whose row in a generation is not true of the whole log, in order, after a name."""
        with self._database.reading() as transaction:
            return [pathway for (pathway,) in transaction.rows(self._stale, (generation, after, limit))]

    def mend(self, generation: int, rows: Sequence[StandingRow]) -> None:
        """Keep rows in a generation, each in place of one that knew less, or as much."""
        with self._database.writing() as transaction:
            _all(transaction, _INSERT, list(_held(generation, rows)))

    def complete(self, claim: Claim, generation: int, at: datetime) -> None:
        """Copy the live rows of pathways that were recorded on since a generation was begun; it is complete then.

        Raises RulebookMoved.
        """
        with self._database.writing() as transaction:
            position = transaction.locked()
            _require_built(transaction, generation)
            _catch_up(transaction, generation, position)
            sign(transaction, claim, at)

    def bring_in(self, generation: int, claim: Claim, at: datetime) -> None:
        """Make another complete generation the live one, in one step. Raises NotKept and RulebookMoved."""
        with self._database.writing() as transaction:
            position = transaction.locked()
            _require_built(transaction, generation)
            answer_from(transaction, generation, position)
            sign(transaction, claim, at)

    def drop(self, generation: int, limit: int) -> Iterator[int]:
        """Delete a generation that is not live, so many rows at a time, yield how many, and forget it at last.

        From the first of them on it is not complete any more.
        """
        dropped, last = [("",)], ""
        while dropped:
            last = max(last, *(pathway for (pathway,) in dropped))
            with self._database.writing() as transaction:
                transaction.locked()
                transaction.rows(_BREAK, (generation,))
                dropped = transaction.rows(_DROP, (generation, last, generation, last, limit))
                if not dropped:
                    transaction.rows(_DROP_ALL, (generation,))
                    transaction.rows(_FORGET, (generation,))
            yield len(dropped)

    def tally(self, job: int) -> Tally:
        """Return what was counted in all parts of a job."""
        return reduce(Tally.plus, (part.tally for part in self.parts(job)), Tally())

    def differences(self, job: int) -> Iterator[Difference]:
        """Yield the differences that a job found, ordered by pathway."""
        rows: list[Row] = [("", "")]
        while rows:
            with self._database.reading() as transaction:
                rows = transaction.rows(_DIFFERENCES, (job, rows[-1][0], _BATCH))
            yield from (Difference(pathway, self._streams.decode(causes)) for pathway, causes in rows)

    def row(self, generation: int, pathway: str) -> StandingRow | None:
        """Return the row of a pathway in a generation, true or not."""
        with self._database.reading() as transaction:
            rows = transaction.rows(_ROW, (generation, pathway))
        return self._row(rows[0]) if rows else None

    def _part(self, row: Row) -> Part:
        number, until, done, tally = row
        return Part(number, until, done, self._tallies.decode(tally))

    def _row(self, row: Row) -> StandingRow:
        pathway, known, country, relies_on, tracks = row
        return StandingRow(pathway, known, tracks, self._streams.decode(relies_on), Entry(country))


def _counted(transaction: Transaction, *, from_events: bool) -> Iterator[tuple[str, int]]:
    """Yield the last pathway of each part that all pathways fall into, and how many there are in it."""
    names = [("",)]
    while names:
        last = names[-1][0]
        if from_events:
            found = transaction.rows(_STREAMS, (_PATHWAY + last, _BEYOND, _OF_A_PART))
            names = [(stream.removeprefix(_PATHWAY),) for (stream,) in found]
        else:
            names = transaction.rows(_NAMES, (last, _OF_A_PART))
        if names:
            yield names[-1][0], len(names)


def _require_built(transaction: Transaction, generation: int) -> None:
    """Raise RulebookMoved if a text was recorded that no row of a generation knows; the head of the log is locked."""
    if any(policy for policy, _ in transaction.rows(_MOVED, (generation,))):
        raise RulebookMoved


def _catch_up(transaction: Transaction, generation: int, position: int) -> None:
    known = only(transaction.rows(_KNOWN, (generation,)))
    _all(transaction, _COPY, [(generation, known)])
    transaction.rows(_COMPLETE, (position, generation))


def answer_from(transaction: Transaction, generation: int, position: int) -> None:
    """Make another complete generation the live one, with what was recorded since it was complete. Raises NotKept.

    The head of the log is locked at the position.
    """
    before = only(transaction.rows(_LIVE))
    if not only(transaction.rows(_IS_COMPLETE, (generation,))):
        raise NotKept(generation)
    if generation != before:
        _catch_up(transaction, generation, position)
        transaction.rows(_COMPLETE, (position, before))
        transaction.rows(_SWAP, (generation,))


def _all(transaction: Transaction, statement: str, parameters: Sequence[Sequence[object]]) -> None:
    if parameters:
        transaction.change([Change(statement, parameters), Change(_HEAD, [()])])


def _held(generation: int, rows: Iterable[StandingRow]) -> Iterator[tuple[object, ...]]:
    return ((generation, row.pathway, row.known, *held(row)) for row in rows)


def _text(causes: Sequence[str]) -> str:
    return msgspec.json.encode(causes).decode()
