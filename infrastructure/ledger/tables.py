"""The ledger in the tables of the store, beside the log that it is made of."""

from collections.abc import Sequence
from datetime import datetime

from application.ledger.ledger import (
    CheckpointDamaged,
    CheckpointUnknown,
    EventDamaged,
    EventNotInLog,
    Growth,
    KeyKept,
    Signed,
)
from domain.ledger.checkpoint import CheckpointMalformed, read_checkpoint
from domain.ledger.leaf import COLUMNS, hash_of, leaf_data
from domain.ledger.note import NoteMalformed, Signature, read_note
from infrastructure.database import Change, Database, Row, Transaction, only
from infrastructure.mapper import instant_text

_ORIGIN = "SELECT origin FROM ledger"
_SETTLE = "UPDATE ledger SET origin = ? WHERE origin = '' RETURNING origin"
_HEAD = "SELECT position FROM head"
_SIGNED = """
SELECT c.note, c.made_at, s.line FROM checkpoints AS c LEFT JOIN cosignatures AS s ON s.size = c.size
WHERE c.size = {size} ORDER BY s.name
"""
_LAST = _SIGNED.format(size="(SELECT size FROM ledger)")
_ONE = _SIGNED.format(size="?")
_COVERING = _SIGNED.format(size="(SELECT min(size) FROM checkpoints WHERE size >= ?)")
_BELOW = """
SELECT c.note, c.made_at, s.line, c.size
FROM (SELECT size, note, made_at FROM checkpoints WHERE size < ? ORDER BY size DESC LIMIT ?) AS c
LEFT JOIN cosignatures AS s ON s.size = c.size ORDER BY c.size DESC, s.name
"""
_TILE = "SELECT hashes FROM tiles WHERE level = ? AND number = ?"
_LEAVES = f"SELECT {', '.join(COLUMNS)} FROM events WHERE position > ? ORDER BY position LIMIT ?"  # noqa: S608  (names)
_LEAF = f"SELECT {', '.join(COLUMNS)} FROM events WHERE stream = ? AND version = ?"  # noqa: S608  (names alone)
_PATHWAYS = """
SELECT substr(stream, 9) FROM events
WHERE version = 1 AND stream >= 'pathway/' AND stream < 'pathway0' AND +position <= ? ORDER BY stream
"""
_NUMBER = "SELECT count(*) FROM events WHERE position <= ?"
_STREAM = f"""
SELECT {", ".join(COLUMNS)} FROM events WHERE stream = ? AND +position <= ? ORDER BY version
"""  # noqa: S608  (names alone)
_POSITION = COLUMNS.index("position")
_GROW = "UPDATE ledger SET size = ? WHERE size = ? RETURNING size"
_PUT_TILE = """
INSERT INTO tiles (level, number, hashes) VALUES (?, ?, ?)
ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes
"""
_LAST_MADE = "SELECT made_at FROM checkpoints ORDER BY size DESC LIMIT 1"
_PUT_CHECKPOINT = "INSERT INTO checkpoints (size, note, made_at) VALUES (?, ?, ?)"
_BEGIN_KEY = """
INSERT INTO ledger_keys (verifier, since) VALUES (?, ?) ON CONFLICT (verifier) DO UPDATE SET until = NULL
"""
_END_KEY = "UPDATE ledger_keys SET until = ? WHERE verifier = ?"
_KEYS = "SELECT verifier, since, until FROM ledger_keys ORDER BY since, verifier"
_COSIGN = """
INSERT INTO cosignatures (size, name, line, made_at) VALUES (?, ?, ?, ?) ON CONFLICT (size, name) DO NOTHING
"""
_COSIGNED = "SELECT max(size) FROM cosignatures WHERE name = ?"


class SqlLedger:
    """The ledger of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def origin(self) -> str:
        """Return the name of the log, empty as long as it has none."""
        with self._database.reading() as transaction:
            return str(only(transaction.rows(_ORIGIN)))

    def settle(self, origin: str) -> str:
        """Give the log a name if it has none, and return the one that it has."""
        with self._database.writing() as transaction:
            transaction.rows(_SETTLE, (origin,))
        return self.origin()

    def head(self) -> int:
        """Return the last position of the log."""
        with self._database.reading() as transaction:
            position: int = only(transaction.rows(_HEAD))
        return position

    def last(self) -> Signed | None:
        """Return the checkpoint of the greatest size."""
        with self._database.reading() as transaction:
            return _signed(transaction.rows(_LAST))

    def checkpoint(self, size: int) -> Signed:
        """Return the checkpoint of a size."""
        with self._database.reading() as transaction:
            found = _signed(transaction.rows(_ONE, (size,)))
        if found is None:
            raise CheckpointUnknown(size)
        return found

    def covering(self, position: int) -> Signed | None:
        """Return the first checkpoint under which the event at a position is."""
        with self._database.reading() as transaction:
            return _signed(transaction.rows(_COVERING, (position,)))

    def checkpoints(self, below: int, limit: int) -> list[Signed]:
        """Return so many checkpoints at most that are smaller than a size, the greatest first."""
        by_size: dict[int, list[Row]] = {}
        with self._database.reading() as transaction:
            for *row, size in transaction.rows(_BELOW, (below, limit)):
                by_size.setdefault(size, []).append(tuple(row))
        return [found for rows in by_size.values() if (found := _signed(rows))]

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of a tile, as many as there are."""
        with self._database.reading() as transaction:
            return only(transaction.rows(_TILE, (level, number))) or b""

    def leaves(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Return so many positions at most after one, with the hashes of their leaves, made of the stored rows."""
        with self._database.reading() as transaction:
            return [(row[_POSITION], _hashed(row)) for row in transaction.each(_LEAVES, (after, limit))]

    def leaf(self, event_id: str) -> tuple[int, bytes]:
        """Return the position of an event and its leaf's bytes."""
        stream, _, version = event_id.rpartition("@")
        rows: Sequence[Row] = ()
        if version.isascii() and version.isdecimal() and len(version) <= len(str(2**63)):
            with self._database.reading() as transaction:
                rows = transaction.rows(_LEAF, (stream, min(int(version), 2**63 - 1)))
        if not rows or event_id != f"{stream}@{int(version)}":
            raise EventNotInLog(event_id)
        return rows[0][_POSITION], leaf_data(rows[0])

    def pathways(self, size: int) -> list[str]:
        """Return the ids of the pathways that were open in a log of the size, in their order."""
        with self._database.reading() as transaction:
            return [pathway for (pathway,) in transaction.rows(_PATHWAYS, (size,))]

    def number(self, until: int) -> int:
        """Return how many events there are up to a position: as many as that, if none is missing."""
        with self._database.reading() as transaction:
            number: int = only(transaction.rows(_NUMBER, (until,)))
        return number

    def leaves_of(self, streams: Sequence[str], until: int) -> dict[str, list[tuple[int, bytes]]]:
        """Return for each stream the positions up to one, in order, with the bytes of their leaves."""
        with self._database.reading() as transaction:
            rows = {stream: transaction.rows(_STREAM, (stream, until)) for stream in streams}
        return {stream: [(row[_POSITION], leaf_data(row)) for row in found] for stream, found in rows.items()}

    def grow(self, growth: Growth, at: datetime) -> bool:
        """Keep what a tree became, all or nothing; tell whether it still had its old size, and so was kept.

        It was made when the one before it was, where the clock was set back since.
        """
        size = growth.checkpoint.size
        with self._database.writing() as transaction:
            instant = max(instant_text(at), only(transaction.rows(_LAST_MADE)) or "")
            if not transaction.rows(_GROW, (size, growth.old)):
                return False
            tiles = [(tile.level, tile.number, tile.hashes) for tile in growth.tiles]
            keys = [each.written() for each in growth.keys]
            _all(transaction, _PUT_TILE, tiles)
            _all(transaction, _PUT_CHECKPOINT, [(size, growth.note, instant)])
            _keep_keys(transaction, keys, instant)
        return True

    def cosign(self, size: int, signature: Signature, at: datetime) -> None:
        """Keep a signature that a witness gave to the checkpoint of a size."""
        with self._database.writing() as transaction:
            _all(transaction, _COSIGN, [(size, signature.name, signature.line(), instant_text(at))])

    def cosigned(self, name: str) -> int:
        """Return the greatest size of which a witness of the name signed the checkpoint, 0 if there is none."""
        with self._database.reading() as transaction:
            return only(transaction.rows(_COSIGNED, (name,))) or 0

    def known_keys(self) -> list[KeyKept]:
        """Return the keys that signed checkpoints, in the order in which they first did."""
        with self._database.reading() as transaction:
            return [KeyKept(*row) for row in transaction.rows(_KEYS)]


def _hashed(row: Row) -> bytes:
    try:
        return hash_of(row)
    except TypeError:
        message = f"what is at position {row[_POSITION]} is no event; `milepost verify` tells what else was changed"
        raise EventDamaged(message) from None


def _signed(rows: Sequence[Row]) -> Signed | None:
    """Return the checkpoint of rows that differ in the signature of a witness."""
    if not rows:
        return None
    note, made_at, _ = rows[0]
    try:
        checkpoint = read_checkpoint(read_note(note))
    except (NoteMalformed, CheckpointMalformed) as malformed:
        message = f"what is kept as a checkpoint is none: {malformed}; `milepost verify` tells what else was changed"
        raise CheckpointDamaged(message) from None
    return Signed(checkpoint, note + "".join(line for *_, line in rows if line), made_at)


def _keep_keys(transaction: Transaction, keys: Sequence[str], instant: str) -> None:
    """Keep which keys sign from now on, where these are not those that did before."""
    kept = [KeyKept(*row) for row in transaction.rows(_KEYS)]
    signing = {each.verifier for each in kept if each.until is None}
    _all(transaction, _BEGIN_KEY, [(key, instant) for key in keys if key not in signing])
    _all(transaction, _END_KEY, [(instant, key) for key in sorted(signing - set(keys))])


def _all(transaction: Transaction, statement: str, parameters: Sequence[Sequence[object]]) -> None:
    if parameters:
        transaction.change([Change(statement, parameters), Change(_HEAD, [()])])
