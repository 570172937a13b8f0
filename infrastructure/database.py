"""Transactions of the log on the driver's own cursors, taken from the engine's pool: its statements are the hot ones.

Statements are written with ``?`` for parameters.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import lru_cache
from itertools import chain
from threading import Lock
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import psycopg
from sqlalchemy import Engine

from infrastructure.faults import Translated

Row = tuple[Any, ...]
Value = TypeVar("Value")

_LOADING = 2**20
"""How many kilobytes of pages SQLite may keep while very much is filled: the index of twenty million events."""

_PASSING = {"synchronous": 1, "wal_autocheckpoint": 4_000}
"""SQLite's NORMAL: the file is whole after any loss of power, and is waited for once in so many pages."""

_TOGETHER = 20 if psycopg.capabilities.has_stream_chunked() else 1
"""So many rows of a stream are taken over at once, where PostgreSQL's library can, from 17 on: more are waited for."""

_HEAD = "SELECT position FROM head"
_LOCKED_HEAD = "SELECT position FROM head FOR UPDATE"
_HEAD_IN_ONE = "head AS (SELECT * FROM head FOR UPDATE)"


class Change(NamedTuple):
    """A statement that changes rows, run once for each sequence of parameters."""

    statement: str
    parameters: Sequence[Sequence[object]]


class Filling(NamedTuple):
    """Rows for columns of a table in which there are none of their keys yet; `types` are PostgreSQL's."""

    table: str
    columns: Sequence[str]
    types: Sequence[str]
    rows: Iterable[Sequence[object]]


class Transaction(Protocol):
    """Statements that stand or fall together."""

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query."""

    def each(self, statement: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Return the rows of a query one by one: to keep none spares a tenth of reading and decoding the log."""

    def locked(self) -> int:
        """Lock the head of the log until the transaction ends, and return its position."""

    def change(self, changes: Sequence[Change]) -> list[Row]:
        """Make changes of which none reads what another one writes, and return the rows of the last, a single one."""


class Filler(Transaction, Protocol):
    """Statements beside which a table is filled."""

    def fill(self, filling: Filling) -> None:
        """Add many rows in the way that costs least."""


class Database(Protocol):
    """Where the transactions run."""

    engine: Engine
    dialect: str

    def reading(self) -> AbstractContextManager[Transaction]:
        """Return statements that see what is committed when each begins, and hold up no writer."""

    def streamed(self, statement: str, parameters: Sequence[object]) -> Iterator[Row]:
        """Return the rows of a query, which the server goes on finding while they are taken, if there is a server."""

    def taken(self, rows: Iterator[Value]) -> Iterable[Value]:
        """Return rows to be filled in: as they come, unless a transaction meanwhile would hold up all other writers."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """Return a transaction that is committed at the end, or undone by any exception."""

    def filling(self, *, lasting: bool = True) -> AbstractContextManager[Filler]:
        """Return a transaction in which a table can be filled; each of its other statements costs a round trip.

        One that is not ``lasting`` costs less, and may be gone if the machine loses its power, together with those like
        it that followed; the next transaction of any other sort makes it last.
        """

    def loading(self) -> AbstractContextManager[Filler]:
        """Return such a transaction with memory enough to fill a large table whose index is in another order."""

    def changed(self, changes: Sequence[Change]) -> list[Row]:
        """Make changes in a transaction of their own, with the head of the log locked."""


def only(rows: Sequence[Row]) -> Any:  # noqa: ANN401  (a value of the driver)
    """Return the one value of the one row there is, or None."""
    return rows[0][0] if rows else None


def database(engine: Engine) -> Database:
    """Return the database behind the engine."""
    return SqliteDatabase(engine) if engine.dialect.name == "sqlite" else PostgresDatabase(engine)


class SqliteTransaction:
    """Statements on a cursor of SQLite."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        return self._cursor.execute(statement, parameters).fetchall()

    def each(self, statement: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        return self._cursor.execute(statement, parameters)

    def locked(self) -> int:
        position: int = only(self.rows(_HEAD))
        return position

    def change(self, changes: Sequence[Change]) -> list[Row]:
        for statement, parameters in changes:
            if len(parameters) == 1:
                self._cursor.execute(statement, parameters[0])
            else:
                self._cursor.executemany(statement, parameters)
        return self._cursor.fetchall()

    def undo(self) -> None:
        """Undo what is not committed; there may be nothing."""
        self._cursor.connection.rollback()

    def fill(self, filling: Filling) -> None:
        places = ", ".join("?" * len(filling.columns))
        statement = f"INSERT INTO {filling.table} ({', '.join(filling.columns)}) VALUES ({places})"  # noqa: S608  (no input)
        self._cursor.executemany(statement, filling.rows)


class SqliteDatabase:
    """An SQLite file; its writers queue up here, because the file's own lock is waited for by asking again."""

    dialect = "sqlite"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = Lock()

    @contextmanager
    def reading(self) -> Iterator[SqliteTransaction]:
        with Translated(), closing(self.engine.raw_connection()) as connection:
            try:
                yield SqliteTransaction(cast("sqlite3.Cursor", connection.cursor()))
            except BaseException:
                connection.rollback()
                raise

    def streamed(self, statement: str, parameters: Sequence[object]) -> Iterator[Row]:
        """Read all at once: a file that is always being read grows by whatever is written."""
        with self.reading() as transaction:
            return iter(transaction.rows(statement, parameters))

    def taken(self, rows: Iterator[Value]) -> list[Value]:
        return list(rows)

    @contextmanager
    def writing(self) -> Iterator[SqliteTransaction]:
        with self._writer, self.reading() as transaction:
            transaction.rows("BEGIN IMMEDIATE")
            yield transaction
            transaction.rows("COMMIT")

    def filling(self, *, lasting: bool = True) -> AbstractContextManager[SqliteTransaction]:
        return self.writing() if lasting else self._writing_with(_PASSING)

    def loading(self) -> AbstractContextManager[SqliteTransaction]:
        """Keep the pages of the index at hand: else each row would have one read, and written, by itself."""
        return self._writing_with({"cache_size": -_LOADING})

    @contextmanager
    def _writing_with(self, pragmas: Mapping[str, int]) -> Iterator[SqliteTransaction]:
        with self._writer, self.reading() as transaction:
            usual = {name: only(transaction.rows(f"PRAGMA {name}")) for name in pragmas}
            _set(transaction, pragmas)
            try:
                transaction.rows("BEGIN IMMEDIATE")
                yield transaction
                transaction.rows("COMMIT")
            finally:
                transaction.undo()
                _set(transaction, usual)

    def changed(self, changes: Sequence[Change]) -> list[Row]:
        with self.writing() as transaction:
            return transaction.change(changes)


def _set(transaction: SqliteTransaction, pragmas: Mapping[str, int]) -> None:
    for name, value in pragmas.items():
        transaction.rows(f"PRAGMA {name} = {value}")


@lru_cache(maxsize=256)
def _in_its_style(*statements: str) -> str:
    """Return the statements as one, with PostgreSQL's parameters; several read the head as it is once it is locked."""
    *others, last = (statement.replace("?", "%s") for statement in statements)
    if not others:
        return last
    named = [f"change_{number} AS ({statement})" for number, statement in enumerate(others)]
    return f"WITH {', '.join([_HEAD_IN_ONE, *named])} {last}"


class PostgresTransaction:
    """Statements on a cursor of PostgreSQL, prepared by the server; changes of one row each go there as one."""

    def __init__(self, cursor: psycopg.Cursor[Row]) -> None:
        self._cursor = cursor

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        return self._cursor.execute(_in_its_style(statement), parameters, prepare=True).fetchall()

    def each(self, statement: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        return iter(self.rows(statement, parameters))

    def locked(self) -> int:
        position: int = only(self.rows(_LOCKED_HEAD))
        return position

    def change(self, changes: Sequence[Change]) -> list[Row]:
        for statement, parameters in changes:
            if len(parameters) > 1:
                # In a pipeline, a cursor that went on would take the results of these for those of its next statement.
                with self._cursor.connection.cursor() as several:
                    several.executemany(_in_its_style(statement), parameters)
        single = [(statement, parameters[0]) for statement, parameters in changes if len(parameters) == 1]
        together = _in_its_style(*(statement for statement, _ in single))
        return self.rows(together, list(chain.from_iterable(values for _, values in single)))


class PostgresFiller(PostgresTransaction):
    """Statements on a cursor of PostgreSQL outside of a pipeline, where rows can be copied."""

    def __init__(self, cursor: psycopg.Cursor[Row]) -> None:
        super().__init__(cursor)
        self._copying = cursor

    def fill(self, filling: Filling) -> None:
        statement = f"COPY {filling.table} ({', '.join(filling.columns)}) FROM STDIN (FORMAT BINARY)"
        with self._copying.copy(statement.encode()) as copy:
            copy.set_types(filling.types)
            for row in filling.rows:
                copy.write_row(row)


class PostgresDatabase:
    """A PostgreSQL database."""

    dialect = "postgresql"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def reading(self) -> Iterator[PostgresTransaction]:
        with self._cursor() as cursor:
            yield PostgresTransaction(cursor)

    def streamed(self, statement: str, parameters: Sequence[object]) -> Iterator[Row]:
        with self._cursor() as cursor:
            yield from cursor.stream(_in_its_style(statement), parameters, size=_TOGETHER)

    def taken(self, rows: Iterator[Value]) -> Iterator[Value]:
        return rows

    @contextmanager
    def writing(self) -> Iterator[PostgresTransaction]:
        with self._cursor() as cursor, cursor.connection.pipeline() as pipeline:
            # The answer to BEGIN may come while another is looked for: on a cursor of its own it is not taken for it.
            around = cursor.connection.cursor()
            try:
                around.execute("BEGIN")
                yield PostgresTransaction(cursor)
                around.execute("COMMIT")
            except BaseException:
                # A pipeline that is left while it is aborted writes a warning to the log.
                with suppress(psycopg.Error):
                    pipeline.sync()
                raise

    @contextmanager
    def filling(self, *, lasting: bool = True) -> Iterator[PostgresFiller]:
        with self._cursor() as cursor, cursor.connection.transaction():
            if not lasting:
                cursor.execute("SET LOCAL synchronous_commit TO off")
            yield PostgresFiller(cursor)

    def loading(self) -> AbstractContextManager[PostgresFiller]:
        return self.filling()

    def changed(self, changes: Sequence[Change]) -> list[Row]:
        """Make changes, in one statement if none has several rows: an event and its row then cost one round trip."""
        if all(len(parameters) == 1 for _, parameters in changes):
            with self.reading() as statements:
                return statements.change(changes)
        with self.writing() as transaction:
            transaction.locked()
            return transaction.change(changes)

    @contextmanager
    def _cursor(self) -> Iterator[psycopg.Cursor[Row]]:
        """Give a cursor. After a lost connection the pool begins anew: a server that went away took them all."""
        with Translated(), closing(self.engine.raw_connection()) as pooled:
            connection = cast("psycopg.Connection[Row]", pooled.driver_connection)
            try:
                yield connection.cursor(binary=True)
            except BaseException:
                if connection.broken:
                    pooled.invalidate()
                    self.engine.dispose()
                else:
                    connection.rollback()
                raise
