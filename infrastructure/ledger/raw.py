"""The rows of the log as they are stored, read so that nothing that somebody wrote into them ends the reading."""

from collections.abc import Iterable, Sequence
from typing import Any

from application.ledger.raw import Extent
from application.store import StoreUnreadable
from domain.ledger.leaf import COLUMNS
from domain.ledger.rows import Unread
from infrastructure.database import Database, Row

_EXTENT = ("coalesce((SELECT max(position) FROM events), 0)", "h.position", "h.recorded_at", "l.origin", "l.size")
_HEADS = "FROM (SELECT 1) AS one LEFT JOIN head AS h ON h.id = 1 LEFT JOIN ledger AS l ON l.id = 1"
_EVENTS = "FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"
_NOTES = "FROM checkpoints ORDER BY size"
_COSIGNATURES = "FROM cosignatures ORDER BY size, name"
_KEYS = "FROM ledger_keys ORDER BY since, verifier"
_TILE = "FROM tiles WHERE level = ? AND number = ?"
_FIRST = -(2**63)
_MOST = 20
_TEXTS = {
    *("actor", "cause", "command_id", "event_id", "reason", "recorded_at", "stream", "topic"),
    *("note", "name", "line", "verifier", "h.recorded_at", "l.origin"),
}


class SqlRawLog:
    """The log of a database, raw."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def extent(self) -> Extent:
        """Return how far the log goes, at one moment."""
        return Extent(*self._read(_EXTENT, _HEADS)[0])

    def rows(self, after: int | None, until: int, limit: int) -> Sequence[Sequence[Any]]:
        """Return rows after a position, up to another, in order; text that is none is `Unread`."""
        return self._read(COLUMNS, _EVENTS, (_FIRST if after is None else after, until, limit))

    def notes(self) -> Sequence[tuple[int, object]]:
        """Return every checkpoint as it is kept."""
        return [(size, note) for size, note in self._read(("size", "note"), _NOTES)]

    def cosignatures(self) -> Sequence[tuple[int, object, object]]:
        """Return what is kept as signatures of witnesses: the size of each one's checkpoint, its name and its line."""
        rows = self._read(("size", "name", "line"), _COSIGNATURES)
        return [(size, name, line) for size, name, line in rows]

    def keys(self) -> Sequence[object]:
        """Return what is kept as the verifier keys that signed."""
        return [key for (key,) in self._read(("verifier",), _KEYS)]

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of a tile, or nothing where something else is in their place."""
        found = [hashes for (hashes,) in self._read(("hashes",), _TILE, (level, number))]
        return found[0] if found and isinstance(found[0], bytes) else b""

    def damage(self) -> Sequence[str]:
        """Return what SQLite finds wrong with its file: its tables, and whether its indexes are theirs."""
        if self._database.dialect != "sqlite":
            return []
        with self._database.reading() as transaction:
            found = [said for (said,) in transaction.rows(f"PRAGMA integrity_check({_MOST})")]
        return [] if found == ["ok"] else found

    def _read(self, columns: Iterable[str], where: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Read rows; where a text is found to be none, read them once more as bytes, and take out what can be read."""
        try:
            with self._database.reading() as transaction:
                return transaction.rows(f"SELECT {', '.join(columns)} {where}", parameters)
        except (StoreUnreadable, UnicodeDecodeError):
            with self._database.reading() as transaction:
                rows = transaction.rows(f"SELECT {', '.join(map(self._as_bytes, columns))} {where}", parameters)
            return [tuple(_value(*pair) for pair in zip(row[::2], row[1::2], strict=True)) for row in rows]

    def _as_bytes(self, column: str) -> str:
        """Return what selects the type that a column has in a row, and its value, a text as bytes."""
        if self._database.dialect == "sqlite":
            return f"typeof({column}), CASE typeof({column}) WHEN 'text' THEN CAST({column} AS BLOB) ELSE {column} END"
        return f"'text', convert_to({column}, 'UTF8')" if column in _TEXTS else f"'', {column}"


def _value(kind: str, held: Any) -> Any:  # noqa: ANN401  (whatever is in a column)
    if kind != "text" or held is None:
        return held
    try:
        return held.decode()
    except UnicodeDecodeError:
        return Unread(held)
