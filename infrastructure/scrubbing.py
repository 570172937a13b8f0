"""Overwriting what databases still have of what was deleted: pages, indexes, and the logs that they write ahead."""

from collections.abc import Callable, Iterator
from contextlib import closing

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Engine

from infrastructure.faults import Translated

_PATIENCE = 10_000
"""Milliseconds that SQLite waits for readers of what is to be overwritten."""

_ABOUT_PERSONS = ("shown_names", "person_keys")
_THERE = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = %s"


def scrub(*engines: Callable[[], Engine]) -> tuple[str, ...]:
    """Overwrite what is left of deleted text and keys; return in words what could not be reached.

    SQLite overwrites what it deletes at once, and only its log has older pages. PostgreSQL writes the tables anew; its
    own log is recycled in its own time, which is told.
    """
    return tuple(left for engine in engines for left in _scrubbed(engine()))


def _scrubbed(engine: Engine) -> Iterator[str]:
    yield from (_of_sqlite if engine.dialect.name == "sqlite" else _of_postgresql)(engine)


def _of_sqlite(engine: Engine) -> Iterator[str]:
    with Translated(), closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        (busy, _, __) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {patience}")
    if busy:
        yield f"the log beside {engine.url.database}, which somebody reads: ask again, or stop the service once"


def _of_postgresql(engine: Engine) -> Iterator[str]:
    own = engine.url.database
    with Translated(), closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        for table in _ABOUT_PERSONS:
            if cursor.execute(_THERE, (table,)).fetchone()[0]:
                cursor.execute(f"VACUUM (FULL) {table}")
        try:
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")
        except InsufficientPrivilege:
            yield f"the write-ahead log of {own}, which this user may not switch: PostgreSQL recycles it in time"
        else:
            yield f"what PostgreSQL keeps of the write-ahead log of {own} until it is recycled"
