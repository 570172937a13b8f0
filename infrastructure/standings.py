"""Standing rows: kept in the transaction of the events they follow, and answered from only while nothing is newer."""

from collections.abc import Sequence

import msgspec

from application.store import StandingRow
from infrastructure.database import Change, Database

_KEEP = """
INSERT INTO standing (pathway, known, relies_on, tracks)
SELECT ?, CASE WHEN ? >= shared_position THEN position + ? ELSE ? END, ?, ? FROM head WHERE true
ON CONFLICT (pathway) DO UPDATE
SET known = excluded.known, relies_on = excluded.relies_on, tracks = excluded.tracks
"""
_FRESH = """
SELECT s.known, s.relies_on, s.tracks FROM standing AS s CROSS JOIN head AS h
WHERE s.pathway = ? AND s.known >= h.policy_position
AND s.known >= coalesce((
    SELECT e.position FROM events AS e WHERE e.stream = 'pathway/' || s.pathway ORDER BY e.version DESC LIMIT 1), 0)
AND (s.known >= h.shared_position OR NOT EXISTS (
    SELECT 1 FROM {relied} WHERE s.known < (
        SELECT e.position FROM events AS e WHERE e.stream = r.stream ORDER BY e.version DESC LIMIT 1)))
"""
_RELIED = {
    "sqlite": "(SELECT value AS stream FROM json_each(s.relies_on)) AS r",
    "postgresql": "json_array_elements_text(s.relies_on::json) AS r(stream)",
}

_RELYING = "SELECT pathway FROM standing WHERE {found} > 0"
_FOUND = {"sqlite": "instr(relies_on, ?)", "postgresql": "strpos(relies_on, ?)"}


def keeping(rows: Sequence[StandingRow], count: int) -> Change:
    """Return the change that keeps the rows with the next events of the log, whose head has not moved yet.

    They are true up to the last of these events, if they knew the last one before that pathways share. A row that did
    not is kept with the position it knew, which its own events have outdated.
    """
    return Change(
        _KEEP,
        [
            (row.pathway, row.known, count, row.known, msgspec.json.encode(row.relies_on).decode(), row.tracks)
            for row in rows
        ],
    )


class SqlStandings:
    """The standing rows of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._fresh = _FRESH.format(relied=_RELIED[database.dialect])
        self._relying = _RELYING.format(found=_FOUND[database.dialect])
        self._streams = msgspec.json.Decoder(tuple[str, ...])

    def fresh(self, pathway: str) -> StandingRow | None:
        """Return the row of the pathway if it is true of the whole log, else None."""
        with self._database.reading() as transaction:
            rows = transaction.rows(self._fresh, (pathway,))
        for known, relies_on, tracks in rows:
            return StandingRow(pathway, known, tracks, self._streams.decode(relies_on))
        return None

    def relying_on(self, stream: str) -> list[str]:
        """Return the pathways whose rows rely on the stream, fresh or not: they do so by their own events alone.

        There is no index, because each recording would pay for it, and this is asked only when a program is submitted.
        """
        with self._database.reading() as transaction:
            rows = transaction.rows(self._relying, (msgspec.json.encode(stream).decode(),))
        return [pathway for (pathway,) in rows]
