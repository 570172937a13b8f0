"""Standing rows: kept in the transaction of the events they follow, and answered from only while nothing is newer."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec

from application.instants import in_utc
from application.lately import Lately
from application.store import Freshness, Listed, StandingRow
from domain.pathway.entry import Entry, sought_as
from domain.sealed import is_sealed
from infrastructure.database import Change, Database
from infrastructure.wal_index import Mark, unmarked

COLUMNS = ("generation", "pathway", "known", "country", "relies_on", "tracks")
KEPT_FROM = """
INSERT INTO standing (generation, pathway, known, country, relies_on, tracks)
{rows}
ON CONFLICT (generation, pathway) DO UPDATE
SET known = excluded.known, country = excluded.country, relies_on = excluded.relies_on, tracks = excluded.tracks
WHERE {where}
"""
"""Rows that take the place of those that are there, where a condition allows it."""
KNOWS_MORE = "standing.known < excluded.known"
_KEEP = KEPT_FROM.format(
    rows="SELECT generation, ?, CASE WHEN ? >= shared_position THEN position + ? ELSE ? END, ?, ?, ? "
    "FROM head WHERE true",
    where="true",
)
_KEEP_KNOWN = KEPT_FROM.format(rows="SELECT generation, ?, ?, ?, ?, ? FROM head WHERE true", where=KNOWS_MORE)
_OWN_KNOWN = """
s.known >= coalesce((
    SELECT e.position FROM events AS e WHERE e.stream = 'pathway/' || s.pathway ORDER BY e.version DESC LIMIT 1), 0)
"""
"""Whether a row knows all events of its pathway; whatever it relies on."""
FACTS_TRUE = f"""
{_OWN_KNOWN}
AND (s.known >= h.shared_position OR NOT EXISTS (
    SELECT 1 FROM {{relied}} WHERE s.known < (
        SELECT e.position FROM events AS e WHERE e.stream = r.stream ORDER BY e.version DESC LIMIT 1)))
"""  # noqa: S608  (no input)
"""Whether the facts of a row are those of the whole log; whatever the policy says of them."""
TRUE = f"s.known >= h.policy_position AND {FACTS_TRUE}"
_FRESHNESS = """
SELECT h.position, h.recorded_at, (
    SELECT s.known FROM standing AS s WHERE s.generation = h.generation AND s.pathway = ? AND {true})
FROM head AS h WHERE h.id = 1
"""
_ROWS = """
SELECT s.pathway, s.known, s.relies_on, s.tracks, s.country
FROM standing AS s JOIN head AS h ON h.id = 1
WHERE s.generation = (SELECT generation FROM head) AND s.pathway {among} AND {true}
"""
_STALE = """
SELECT s.pathway FROM standing AS s JOIN head AS h ON h.id = 1
WHERE s.generation = (SELECT generation FROM head) AND s.pathway > ? AND NOT ({true}) ORDER BY s.pathway LIMIT ?
"""
_COUNTED = """
SELECT (SELECT count(*) FROM standing WHERE generation = (SELECT generation FROM head)),
    (SELECT count(*) FROM standing AS s JOIN head AS h ON h.id = 1 AND +s.generation = h.generation
    WHERE NOT ({true}))
"""
"""A plus keeps the table to its own order, in which all of it is read twice as fast as in that of an index."""
_HEAD = "SELECT position FROM head"
_PATHWAYS = """
SELECT pathway FROM standing WHERE generation = (SELECT generation FROM head) AND pathway > ? ORDER BY pathway LIMIT ?
"""
_ENTRIES = """
SELECT s.pathway, s.country, n.name FROM standing AS s LEFT JOIN shown_names AS n ON n.pathway = s.pathway
WHERE s.generation = (SELECT generation FROM head) AND s.pathway > ? ORDER BY s.pathway LIMIT ?
"""
_OF_A_COUNTRY = """
SELECT s.pathway, s.country, n.name FROM standing AS s LEFT JOIN shown_names AS n ON n.pathway = s.pathway
WHERE s.generation = (SELECT generation FROM head) AND s.country = ? AND s.pathway > ? ORDER BY s.pathway LIMIT ?
"""
_NAMED = """
SELECT s.pathway, s.country, n.name
FROM shown_names AS n JOIN standing AS s ON s.generation = (SELECT generation FROM head) AND s.pathway = n.pathway
WHERE {found} > 0 AND n.pathway > ? AND (? = '' OR s.country = ?) ORDER BY n.pathway LIMIT ?
"""
_ENTRY = """
SELECT s.country, n.name FROM standing AS s LEFT JOIN shown_names AS n ON n.pathway = s.pathway
WHERE s.generation = (SELECT generation FROM head) AND s.pathway = ?
"""
_LISTED = """
SELECT s.pathway, s.country, n.name, n.sought FROM standing AS s LEFT JOIN shown_names AS n ON n.pathway = s.pathway
WHERE s.generation = (SELECT generation FROM head) AND s.pathway {among}
"""
_SHOW = """
INSERT INTO shown_names (pathway, name, sought) VALUES (?, ?, ?)
ON CONFLICT (pathway) DO UPDATE SET name = excluded.name, sought = excluded.sought
"""
_NAMED_AMONG = "SELECT pathway FROM shown_names WHERE pathway {among}"
_SHOWN_OF_NOBODY = """
SELECT pathway FROM shown_names WHERE NOT EXISTS (SELECT 1 FROM events WHERE stream = 'pathway/' || pathway)
ORDER BY pathway
"""
_SHOW_NO_MORE = "DELETE FROM shown_names WHERE pathway = ?"
_SOUGHT = {"sqlite": "instr(n.sought, ?)", "postgresql": "strpos(n.sought, ?)"}
_AMONG = {
    "sqlite": "IN (SELECT value FROM json_each(?))",
    "postgresql": "IN (SELECT json_array_elements_text(?::json))",
}
RELIED = {
    "sqlite": "(SELECT value AS stream FROM json_each(s.relies_on)) AS r",
    "postgresql": "json_array_elements_text(s.relies_on::json) AS r(stream)",
}

Shown: TypeAlias = Callable[[str, str], str | None]
"""Returns the name that a pathway shows, given as it is sealed; none of whoever was forgotten."""

_REMEMBERED = 2**14
"""Of how many pathways it is remembered how fresh their rows are."""

_RELYING = """
SELECT pathway FROM standing WHERE +generation = (SELECT generation FROM head) AND {found} > 0
"""
_FOUND = {"sqlite": "instr(relies_on, ?)", "postgresql": "strpos(relies_on, ?)"}


def keeping(rows: Sequence[StandingRow], count: int) -> Change:
    """Return the change that keeps the rows with the next events of the log, whose head has not moved yet.

    They are true up to the last of these events, if they knew the last one before that pathways share. A row that did
    not is kept with the position it knew, which its own events have outdated.
    """
    return Change(
        _KEEP,
        [(row.pathway, row.known, count, row.known, *held(row)) for row in rows],
    )


def showing(rows: Sequence[StandingRow]) -> list[Change]:
    """Return the changes that keep the names that pathways show now.

    A name that is sealed is not new, and is there already. Where a wish to be listed shows no name, there is none.
    """
    shown = [(row.pathway, name, sought_as(name)) for row in rows if (name := row.entry.name) and not is_sealed(name)]
    no_more = [(row.pathway,) for row in rows if row.entry.wished and row.entry.name is None]
    return [Change(statement, names) for statement, names in ((_SHOW, shown), (_SHOW_NO_MORE, no_more)) if names]


def held(row: StandingRow) -> tuple[object, ...]:
    """Return what the table holds of a row beside the pathway and what is known, in the order of the columns."""
    return row.entry.country, msgspec.json.encode(row.relies_on).decode(), row.tracks


class SqlStandings:
    """The standing rows of a database. How fresh one is need not be asked again while nothing is committed."""

    def __init__(self, database: Database, mark: Mark = unmarked, shown: Shown | None = None) -> None:
        """Take the database, what tells whether anything was committed to it, and what opens names that are shown."""
        self._database = database
        self.shown = shown or (lambda _, __: None)
        self._mark = mark
        self._fresh: Lately[str, tuple[bytes, Freshness]] = Lately(_REMEMBERED)
        true = TRUE.format(relied=RELIED[database.dialect])
        self._freshness = _FRESHNESS.format(true=true)
        self._rows = _ROWS.format(true=true, among=_AMONG[database.dialect])
        self._knowing_own = _ROWS.format(true=_OWN_KNOWN, among=_AMONG[database.dialect])
        self._stale = _STALE.format(true=true)
        self._counted = _COUNTED.format(true=true)
        self._relying = _RELYING.format(found=_FOUND[database.dialect])
        self._listed = _LISTED.format(among=_AMONG[database.dialect])
        self._named_among = _NAMED_AMONG.format(among=_AMONG[database.dialect])
        self._by_name = _NAMED.format(found=_SOUGHT[database.dialect])
        self._streams = msgspec.json.Decoder(tuple[str, ...])

    def freshness(self, pathway: str) -> Freshness:
        """Return how far the log has come, and how far the row of the pathway knew it, if the row is true."""
        mark = self._mark()
        if mark is None:
            return self._asked(pathway)
        kept = self._fresh.get(pathway)
        if kept is None or kept[0] != mark:
            # What is committed between the look and the question is seen twice, and never missed.
            kept = self._fresh.keep(pathway, (mark, self._asked(pathway)))
        return kept[1]

    def _asked(self, pathway: str) -> Freshness:
        with self._database.reading() as transaction:
            ((head, recorded_at, known),) = transaction.rows(self._freshness, (pathway,))
        return Freshness(head, in_utc(datetime.fromisoformat(recorded_at)) if head else "", known)

    def true(self, pathways: Iterable[str]) -> dict[str, StandingRow]:
        """Return the rows of those pathways whose rows are true of the whole log."""
        return self._found(self._rows, pathways)

    def knowing_own(self, pathways: Iterable[str]) -> dict[str, StandingRow]:
        """Return the rows of those pathways whose rows know all events of their own."""
        return self._found(self._knowing_own, pathways)

    def _found(self, statement: str, pathways: Iterable[str]) -> dict[str, StandingRow]:
        with self._database.reading() as transaction:
            rows = transaction.rows(statement, (msgspec.json.encode(list(pathways)).decode(),))
        return {
            pathway: StandingRow(pathway, known, tracks, self._streams.decode(relies_on), Entry(country))
            for pathway, known, relies_on, tracks, country in rows
        }

    def pathways(self, after: str, limit: int) -> list[str]:
        """Return so many pathways that have a row, in order, after the one given."""
        return self._names(_PATHWAYS, after, limit)

    def entries(self, part: str, country: str | None, after: str, limit: int) -> list[tuple[str, Entry]]:
        """Return so many pathways with their entries, in order, after the one given."""
        with self._database.reading() as transaction:
            if part:
                found = transaction.rows(self._by_name, (part, after, country or "", country or "", limit))
            elif country:
                found = transaction.rows(_OF_A_COUNTRY, (country, after, limit))
            else:
                found = transaction.rows(_ENTRIES, (after, limit))
        return [(pathway, Entry(of, name)) for pathway, of, name in found]

    def entry(self, pathway: str) -> Entry:
        """Return the entry of a pathway, an empty one if it has no row."""
        with self._database.reading() as transaction:
            rows = transaction.rows(_ENTRY, (pathway,))
        return Entry(*rows[0]) if rows else Entry()

    def listed(self, pathways: Iterable[str]) -> dict[str, Listed]:
        """Return how those of the pathways that have a row stand in the public register."""
        with self._database.reading() as transaction:
            rows = transaction.rows(self._listed, (msgspec.json.encode(list(pathways)).decode(),))
        return {pathway: Listed(Entry(country, name), sought) for pathway, country, name, sought in rows}

    def shown_of_nobody(self) -> list[str]:
        """Return the ids under which a name is shown, and of which nothing is recorded."""
        with self._database.reading() as transaction:
            return [pathway for (pathway,) in transaction.rows(_SHOWN_OF_NOBODY)]

    def stale(self, after: str, limit: int) -> list[str]:
        """Return so many pathways whose row is not true of the whole log, in order, after the one given."""
        return self._names(self._stale, after, limit)

    def counted(self) -> tuple[int, int]:
        """Return how many rows there are, and how many of them are not true of the whole log."""
        with self._database.reading() as transaction:
            ((rows, stale),) = transaction.rows(self._counted)
        return rows, stale

    def keep(self, rows: Sequence[StandingRow]) -> None:
        """Keep rows beside what is recorded meanwhile: none takes the place of one that knew more."""
        kept = [(row.pathway, row.known, *held(row)) for row in rows]
        rows = [*rows, *self._named(rows)]
        with self._database.writing() as transaction:
            transaction.change([Change(_KEEP_KNOWN, kept), *showing(rows), Change(_HEAD, [()])])

    def _named(self, rows: Sequence[StandingRow]) -> list[StandingRow]:
        """Return rows that show a name which is sealed, and not there yet, with the name."""
        sealed = {row.pathway: row for row in rows if is_sealed(row.entry.name)}
        if not sealed:
            return []
        with self._database.reading() as transaction:
            found = transaction.rows(self._named_among, (msgspec.json.encode(list(sealed)).decode(),))
        there = {pathway for (pathway,) in found}
        return [
            msgspec.structs.replace(row, entry=msgspec.structs.replace(row.entry, name=name))
            for pathway, row in sealed.items()
            if pathway not in there and (name := self.shown(pathway, str(row.entry.name)))
        ]

    def _names(self, statement: str, after: str, limit: int) -> list[str]:
        with self._database.reading() as transaction:
            return [pathway for (pathway,) in transaction.rows(statement, (after, limit))]

    def relying_on(self, stream: str) -> list[str]:
        """Return the pathways whose rows rely on the stream, fresh or not: they do so by their own events alone.

        There is no index, because each recording would pay for it, and this is asked only when a program is submitted.
        """
        with self._database.reading() as transaction:
            rows = transaction.rows(self._relying, (msgspec.json.encode(stream).decode(),))
        return [pathway for (pathway,) in rows]
