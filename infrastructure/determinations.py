"""Determinations in the database, in the order of the log; none is ever changed."""

from collections.abc import Collection, Iterator, Sequence
from typing import cast

import msgspec

from application.determinations import Filed, Sought
from application.determining import Findings, FollowedElsewhere, Reached
from domain.determination import Determination
from infrastructure.database import Change, Database
from infrastructure.notices import putting

_REACHED = "SELECT position, within FROM followed"
_FOLLOW = "UPDATE followed SET position = ?, within = ? WHERE position = ? AND within = ? RETURNING position"
_ADD = """
INSERT INTO determinations (position, pathway, on_day, category, version, programs, told) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_RELY = "INSERT INTO reliance (stream, pathway) VALUES (?, ?) ON CONFLICT (stream, pathway) DO NOTHING"
_RELYING = "SELECT pathway FROM reliance WHERE stream = ?"
_RELYING_NOBODY = """
SELECT DISTINCT pathway FROM reliance WHERE NOT EXISTS (SELECT 1 FROM events WHERE stream = 'pathway/' || pathway)
ORDER BY pathway
"""
_FILED = """
SELECT told, position, pathway, on_day, category, version, programs FROM determinations
WHERE position > ? OR (position = ? AND pathway > ?) ORDER BY position, pathway LIMIT ?
"""
_FOUND = {"sqlite": "instr(programs, ?) > 0", "postgresql": "strpos(programs, ?) > 0"}


class SqlDeterminations:
    """The determinations of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found = _FOUND[database.dialect]
        self._told = msgspec.json.Decoder(Determination)

    def reached(self) -> Reached:
        """Return how far the log was followed."""
        with self._database.reading() as transaction:
            rows = transaction.rows(_REACHED)
        return Reached(*rows[0]) if rows else Reached()

    def relying_on(self, streams: Collection[str]) -> set[str]:
        """Return the pathways that ever relied on any of the streams, as far as was followed."""
        with self._database.reading() as transaction:
            return {pathway for stream in streams for (pathway,) in transaction.rows(_RELYING, (stream,))}

    def relying_of_nobody(self) -> list[str]:
        """Return the ids that are kept as relying on a stream, and of which nothing is recorded."""
        with self._database.reading() as transaction:
            return [pathway for (pathway,) in transaction.rows(_RELYING_NOBODY)]

    def keep(self, found: Findings, before: Reached, now: Reached) -> None:
        """Keep what was found, and how far it reaches, in one transaction. Raises FollowedElsewhere."""
        with self._database.writing() as transaction:
            followed = Change(_FOLLOW, [(now.position, now.within, before.position, before.within)])
            if not transaction.change([followed]):
                raise FollowedElsewhere
            transaction.change([*_changes(found), Change(_REACHED, [()])])

    def sought(self, sought: Sought, after: tuple[int, str], until: int, limit: int) -> list[Determination]:
        """Return so many determinations at most, after a position and pathway, up to a position, in that order."""
        where = {
            "position <= ?": until,
            "pathway = ?": sought.pathway,
            "version = ?": sought.version,
            self._found: None if sought.program is None else msgspec.json.encode(sought.program).decode(),
            "on_day >= ?": None if sought.from_ is None else str(sought.from_),
            "on_day <= ?": None if sought.to is None else str(sought.to),
            "category = ?": sought.category,
        }
        given = {condition: value for condition, value in where.items() if value is not None}
        statement = (
            "SELECT told FROM determinations WHERE (position > ? OR (position = ? AND pathway > ?)) AND "  # noqa: S608  (conditions of the table above)
            f"{' AND '.join(given)} ORDER BY position, pathway LIMIT ?"
        )
        position, pathway = after
        with self._database.reading() as transaction:
            rows = transaction.rows(statement, (position, position, pathway, *given.values(), limit))
        return [self._told.decode(told) for (told,) in rows]

    def filed(self, after: tuple[int, str], limit: int) -> list[Filed]:
        """Return so many at most, after the place of one, in the order of their places."""
        position, pathway = after
        with self._database.reading() as transaction:
            rows = transaction.rows(_FILED, (position, position, pathway, limit))
        return [self._read(told, columns) for told, *columns in rows]

    def _read(self, told: bytes, columns: Sequence[object]) -> Filed:
        found = self._told.decode(told)
        position, pathway, *_ = columns
        return Filed((cast("int", position), cast("str", pathway)), found, list(_row(found)[:-1]) == columns)


def _changes(found: Findings) -> Iterator[Change]:
    if found.reliance:
        yield Change(_RELY, list(found.reliance))
    if found.determinations:
        yield Change(_ADD, list(map(_row, found.determinations)))
        yield from putting(found.notices, found.notices[-1].made_at)


def _row(found: Determination) -> tuple[object, ...]:
    return (
        found.position,
        found.pathway,
        str(found.on),
        found.category,
        found.version,
        msgspec.json.encode(found.touched.groups.programs).decode(),
        msgspec.json.encode(found),
    )
