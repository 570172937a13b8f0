"""Transactions of the log on the driver's own cursors, taken from the engine's pool: its statements are the hot ones.

Statements are written with ``?`` for parameters.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from threading import Lock
from typing import Any, Protocol

import psycopg
from sqlalchemy import Engine

from infrastructure.faults import DriverErrors, translated

Row = tuple[Any, ...]


class Transaction(Protocol):
    """Statements that stand or fall together."""

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query."""

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement that returns no rows."""

    def run_many(self, statement: str, parameters: Sequence[Sequence[object]]) -> None:
        """Run a statement once for each sequence of parameters."""


class Database(Protocol):
    """Where the transactions run."""

    engine: Engine
    dialect: str

    def reading(self) -> AbstractContextManager[Transaction]:
        """Return statements that see what is committed when each begins, and hold up no writer."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """Return a transaction that is committed at the end, or undone by any exception."""


def database(engine: Engine) -> Database:
    """Return the database behind the engine."""
    return SqliteDatabase(engine) if engine.dialect.name == "sqlite" else PostgresDatabase(engine)


class SqliteTransaction:
    """Statements on a cursor of SQLite."""

    def __init__(self, cursor: Any) -> None:  # noqa: ANN401  (a pooled cursor has no type)
        self._cursor = cursor

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        rows: list[Row] = self._cursor.execute(statement, parameters).fetchall()
        return rows

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        self._cursor.execute(statement, parameters)

    def run_many(self, statement: str, parameters: Sequence[Sequence[object]]) -> None:
        self._cursor.executemany(statement, parameters)


class SqliteDatabase:
    """An SQLite file; its writers queue up here, because the file's own lock is waited for by asking again."""

    dialect = "sqlite"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = Lock()

    @contextmanager
    def reading(self) -> Iterator[SqliteTransaction]:
        """Return statements that see what is committed when each begins."""
        try:
            connection = self.engine.raw_connection()
            try:
                yield SqliteTransaction(connection.cursor())
            finally:
                connection.close()
        except DriverErrors as error:
            raise translated(error) from None

    @contextmanager
    def writing(self) -> Iterator[SqliteTransaction]:
        """Return a transaction; the pool undoes what is not committed when the connection comes back."""
        with self._writer, self.reading() as transaction:
            transaction.run("BEGIN IMMEDIATE")
            yield transaction
            transaction.run("COMMIT")


@lru_cache(maxsize=256)
def _numbered(statement: str) -> str:
    return statement.replace("?", "%s")


class PostgresTransaction:
    """Statements on a cursor of PostgreSQL, prepared by the server."""

    def __init__(self, cursor: psycopg.Cursor[Row]) -> None:
        self._cursor = cursor

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        return self._cursor.execute(_numbered(statement), parameters, prepare=True).fetchall()

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        self._cursor.execute(_numbered(statement), parameters, prepare=True)

    def run_many(self, statement: str, parameters: Sequence[Sequence[object]]) -> None:
        self._cursor.executemany(_numbered(statement), parameters)


class PostgresDatabase:
    """A PostgreSQL database, where statements without rows are sent together with the next that has some."""

    dialect = "postgresql"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def reading(self) -> Iterator[PostgresTransaction]:
        """Return statements that see what is committed when each begins."""
        with self._connection() as connection, connection.cursor(binary=True) as cursor:
            yield PostgresTransaction(cursor)

    @contextmanager
    def writing(self) -> Iterator[PostgresTransaction]:
        """Return a transaction of which only the queries, and the commit, wait for the server."""
        with self._connection() as connection, connection.pipeline(), connection.cursor(binary=True) as cursor:
            cursor.execute("BEGIN")
            yield PostgresTransaction(cursor)
            cursor.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Row]]:
        try:
            pooled = self.engine.raw_connection()
            connection = pooled.driver_connection
            assert isinstance(connection, psycopg.Connection)
            try:
                yield connection
            finally:
                if connection.broken:
                    pooled.invalidate()
                    self.engine.dispose()
                pooled.close()
        except DriverErrors as error:
            raise translated(error) from None
