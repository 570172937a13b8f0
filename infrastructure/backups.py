"""Backups: a database of ours with all its tables as one SQLite file, and a database made again from it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import URL, Column, Connection, Engine, MetaData, Table, select

from application.store import PlaceTaken, StoreOutdated
from infrastructure.database import Filler, Filling, database, only
from infrastructure.engine import open_engine
from infrastructure.faults import Translated
from infrastructure.migrations import migrate, require_current

_BATCH = 5_000
_OF_MIGRATIONS = "alembic_version"
_IN_ONE_VIEW = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_GO_ON = "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table} HAVING count(*) > 0"


class Contents(NamedTuple):
    """What a database is of: what makes its tables, and the query by which something is found that was put in them."""

    make: Callable[[Engine], None]
    found: str


LOG = Contents(migrate, "SELECT 1 FROM events LIMIT 1")


def back_up(engine: Engine, file: Path, contents: Contents = LOG) -> None:
    """Write a database as it is at one moment to an SQLite file, which must not be there yet, or be empty.

    Nobody who reads or writes it meanwhile is held up; what they write is not in the file. Nothing that was deleted
    before can be found in it.
    """
    if engine.dialect.name == "sqlite":
        _write_anew(engine, file)
        return
    with opened(file) as copy:
        contents.make(copy)
        with Translated(), engine.connect() as source, copy.begin() as target:
            source.exec_driver_sql(_IN_ONE_VIEW)
            for table in _tables(source):
                _insert(source, table, target)


def bring_back(backup: Path, target: Engine, contents: Contents = LOG) -> None:
    """Make a database from a backup of this release; the backup stays as it is.

    Of an SQLite file nothing may be there yet, or it is empty; a PostgreSQL database may have the tables, with nothing
    put in them. Raises PlaceTaken.
    """
    if target.dialect.name == "sqlite":
        file = Path(target.url.database or "")
        if file.exists() and file.stat().st_size:
            raise PlaceTaken(file)
        with opened(backup, "ro") as source:
            _write_anew(source, file)
        return
    contents.make(target)
    with target.connect() as made:
        tables = _tables(made)
    with opened(backup, "ro") as source, source.connect() as reading, database(target).filling() as filler:
        if only(filler.rows(contents.found)):
            raise PlaceTaken(target.url.render_as_string(hide_password=True))
        for table in tables:
            _fill(reading, table, filler)


@contextmanager
def of_this_release(backup: Path) -> Iterator[Path]:
    """Give the backup of a log, or a copy that has the tables of this release if an earlier one made it.

    Raises StoreNewer, and what makes the file no store.
    """
    with opened(backup, "ro") as source, TemporaryDirectory() as folder:
        try:
            require_current(source)
        except StoreOutdated:
            copied = Path(folder) / "brought-up.db"
            _write_anew(source, copied)
            with opened(copied) as copy:
                migrate(copy)
            yield copied
        else:
            yield backup


@contextmanager
def opened(file: Path, mode: str = "rw") -> Iterator[Engine]:
    """Give an engine for an SQLite file, and close it."""
    engine = open_engine(URL.create("sqlite", database=str(file), query={"mode": mode}).render_as_string())
    try:
        yield engine
    finally:
        engine.dispose()


def _write_anew(engine: Engine, file: Path) -> None:
    with Translated(), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("VACUUM INTO ?", (str(file),))


def _insert(source: Connection, table: Table, target: Connection) -> None:
    names = [column.name for column in _columns(table)]
    places = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608  (names of our own)
    target.exec_driver_sql(f"DELETE FROM {table.name}")  # noqa: S608  (as above)
    for rows in _rows(source, table):
        target.exec_driver_sql(statement, rows)


def _fill(source: Connection, table: Table, target: Filler) -> None:
    columns = _columns(table)
    names, types = [column.name for column in columns], [column.type.__visit_name__.lower() for column in columns]
    if only(target.rows(f"SELECT 1 FROM {table.name} LIMIT 1")):  # noqa: S608  (names of our own)
        target.rows(f"DELETE FROM {table.name} RETURNING 1")  # noqa: S608  (as above)
    for rows in _rows(source, table):
        target.fill(Filling(table.name, names, types, rows))
    for column in columns:
        if column.identity is not None or (column.server_default is not None and column.autoincrement is True):
            target.rows(_GO_ON.format(table=table.name, column=column.name))


def _tables(connection: Connection) -> list[Table]:
    """Return all tables of a database, those first that others refer to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _OF_MIGRATIONS]


def _columns(table: Table) -> list[Column[object]]:
    return [column for column in table.columns if column.computed is None]


def _rows(connection: Connection, table: Table) -> Iterator[list[tuple[object, ...]]]:
    found = connection.execution_options(yield_per=_BATCH).execute(select(*_columns(table)))
    for rows in found.partitions():
        yield [tuple(row) for row in rows]
