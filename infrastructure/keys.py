"""Keys in the database, each with the digest of its text."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from application.keys import Key, Scope
from infrastructure.database import Change, Database, Row

_COLUMNS = "id, scope, made_at, made_by, expires_at, revoked_at, revoked_by, digest"
_ADD = f"INSERT INTO api_key ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"  # noqa: S608  (names alone)
_CHANGE = "UPDATE api_key SET expires_at = ?, revoked_at = ?, revoked_by = ? WHERE id = ? RETURNING id"
_FIND = f"SELECT {_COLUMNS} FROM api_key WHERE id = ?"  # noqa: S608  (names alone)
_LIST = f"SELECT {_COLUMNS} FROM api_key ORDER BY made_at, id"  # noqa: S608  (names alone)


class SqlKeys:
    """The keys of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._scopes = msgspec.json.Decoder(Scope)

    def add(self, key: Key, digest: bytes) -> None:
        """Keep a new key."""
        scope = msgspec.json.encode(key.scope, order="deterministic").decode()
        kept = (key.id, scope, _written(key.made_at), key.made_by, *_end(key), digest)
        with self._database.writing() as transaction:
            transaction.change([Change(_ADD, [kept])])

    def change(self, key: Key) -> None:
        """Keep when the key ends, in place of what was kept."""
        with self._database.writing() as transaction:
            transaction.change([Change(_CHANGE, [(*_end(key), key.id)])])

    def find(self, key_id: str) -> tuple[Key, bytes] | None:
        """Return the key and its digest, if there is one."""
        with self._database.reading() as transaction:
            for row in transaction.rows(_FIND, (key_id,)):
                return self._read(row), row[-1]
        return None

    def list(self) -> Iterable[Key]:
        """Return all keys, the oldest first."""
        with self._database.reading() as transaction:
            return [self._read(row) for row in transaction.rows(_LIST)]

    def _read(self, row: Row) -> Key:
        key_id, scope, made_at, made_by, expires_at, revoked_at, revoked_by, _ = row
        return Key(
            key_id,
            self._scopes.decode(scope),
            datetime.fromisoformat(made_at),
            made_by,
            datetime.fromisoformat(expires_at),
            datetime.fromisoformat(revoked_at) if revoked_at else None,
            revoked_by,
        )


def _end(key: Key) -> tuple[str, str | None, str | None]:
    return _written(key.expires_at), _written(key.revoked_at) if key.revoked_at else None, key.revoked_by


def _written(instant: datetime) -> str:
    return instant.isoformat(timespec="microseconds")
