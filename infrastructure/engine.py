"""The one engine over which everything is stored: SQLite by default, PostgreSQL by its URL."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from application.store import StoreNotInitialised, StoreUnreachable
from infrastructure.same_file import SameFile, hold

_PATIENCE = 10
"""Seconds that a writer waits for another one."""

_CACHE = 8192
"""KiB of pages that a connection keeps at most, four times as many as SQLite would: so many inner pages has the log of
some millions of events, and to look one up without them takes five times as long."""

_CANNOT_WRITE_BESIDE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
"""What SQLite reports when it may not write the files beside the store that it needs even to read."""


def open_engine(url: str) -> Engine:
    """Return an engine for the URL, connecting to nothing yet; call it in the process that uses it, after any fork.

    Drivers begin no transaction of their own: a statement outside one stands alone, and ``engine.begin()`` says BEGIN.
    Who takes a raw connection undoes what it does not commit; the pool, which would do so each time, leaves it alone.
    Raises StoreUnreachable for a URL of another kind than ``sqlite:///FILE`` or ``postgresql://…``.
    """
    location = _location(url)
    return _sqlite(location) if location.get_backend_name() == "sqlite" else _postgresql(location)


def file_of(url: str) -> Path | None:
    """Return the SQLite file of a URL, None if it names another database. Raises StoreUnreachable."""
    location = _location(url)
    return Path(location.database or "") if location.get_backend_name() == "sqlite" else None


def hold_file(url: str) -> None:
    """Let this process, and those that are forked from it, take no other file for that of the URL than the one there.

    Nothing is held to where the URL names no file, or there is none. Raises StoreUnreachable.
    """
    file = file_of(url)
    if file is not None:
        with suppress(StoreNotInitialised):
            hold(file.absolute())


def _location(url: str) -> URL:
    try:
        location = make_url(url)
    except ArgumentError:
        location = URL.create("unknown")
    match location.get_backend_name(), location.database:
        case ("sqlite", str(file)) if file != ":memory:":
            return location
        case ("postgresql" | "postgres", _):
            return location.set(drivername="postgresql+psycopg")
        case _:
            message = "the store's URL is neither sqlite:///FILE nor postgresql://USER@HOST/DATABASE: correct it"
            raise StoreUnreachable(message)


def _sqlite(location: URL) -> Engine:
    """Open only a file that is there, so that a mistyped path makes no empty store; writers ask for it at BEGIN.

    A file that was moved or removed is written to no more, though SQLite itself would go on with it. None that came in
    its place is opened either: SQLite would take what lies beside it, by its name, for its own.
    Where nothing can be written, on a file system that is read-only, the file is read as one that nobody changes.
    """
    engine = create_engine(location.set(query={}), pool_reset_on_return=None)
    file = Path(location.database or "").absolute()
    same = SameFile(file)
    mode = location.query.get("mode", "rw")

    @event.listens_for(engine, "do_connect")
    def open_file(_dialect: object, _record: object, _arguments: object, options: dict[str, Any]) -> sqlite3.Connection:
        same.require()
        try:
            return _opened(file, f"mode={mode}", options)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _CANNOT_WRITE_BESIDE or _has_log(file):
                raise
            with suppress(sqlite3.OperationalError):
                connection = _opened(file, "mode=ro&immutable=1", options)
                if not event.contains(engine, "checkin", _forget):
                    event.listen(engine, "checkin", _forget)
                return connection
            raise

    @event.listens_for(engine, "checkout")
    def require_file(*_: object) -> None:
        same.require()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _opened(file: Path, mode: str, options: dict[str, Any]) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlite3.connect(
        f"file:{quote(str(file))}?{mode}",
        uri=True,
        isolation_level=None,
        timeout=_PATIENCE,
        cached_statements=256,
        **options,
    )
    try:
        cache = f"cache_size=-{_CACHE}"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", cache):
            connection.execute(f"PRAGMA {pragma}").close()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _has_log(file: Path) -> bool:
    """Tell whether something was written that is not in the file itself yet, but in SQLite's log beside it."""
    log = file.with_name(f"{file.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _forget(_connection: object, record: ConnectionPoolEntry) -> None:
    """Close a connection instead of keeping it: one that takes the file as immutable sees nobody else's writing."""
    record.invalidate()


def _postgresql(location: URL) -> Engine:
    engine = create_engine(
        location,
        connect_args={"autocommit": True, "options": f"-c timezone=UTC -c lock_timeout={_PATIENCE}s"},
        pool_reset_on_return=None,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
