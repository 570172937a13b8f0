"""The key with which cursors of pages are signed."""

from infrastructure.database import Database, only

_KEY = "SELECT key FROM cursor_key"


def cursor_key(database: Database) -> bytes:
    """Return the key of a store."""
    with database.reading() as transaction:
        return bytes(only(transaction.rows(_KEY)))
