"""The one engine over which everything is stored: SQLite by default, PostgreSQL by its URL."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from application.store import StoreNotInitialised, StoreUnreachable

_PATIENCE = 10
"""Seconds that a writer waits for another one."""


def open_engine(url: str) -> Engine:
    """Return an engine for the URL, connecting to nothing yet; call it in the process that uses it, after any fork.

    Drivers begin no transaction of their own: a statement outside one stands alone, and ``engine.begin()`` says BEGIN.
    Raises StoreUnreachable for a URL of another kind than ``sqlite:///FILE`` or ``postgresql://…``.
    """
    location = _location(url)
    return _sqlite(location) if location.get_backend_name() == "sqlite" else _postgresql(location)


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
    """Open only a file that is there, so that a mistyped path makes no empty store; writers ask for it at BEGIN."""
    engine = create_engine(location.set(query={}))
    file = Path(location.database or "").absolute()
    mode = location.query.get("mode", "rw")

    @event.listens_for(engine, "do_connect")
    def open_file(_dialect: object, _record: object, arguments: list[str], options: dict[str, Any]) -> None:
        if not file.exists():
            message = f"there is no store at {file} yet: make one with `milepost init`"
            raise StoreNotInitialised(message)
        arguments[:] = [f"file:{quote(str(file))}?mode={mode}"]
        options.update(uri=True, isolation_level=None, timeout=_PATIENCE, cached_statements=256)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401  (a driver's connection has no type)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _postgresql(location: URL) -> Engine:
    engine = create_engine(
        location, connect_args={"autocommit": True, "options": f"-c timezone=UTC -c lock_timeout={_PATIENCE}s"}
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
