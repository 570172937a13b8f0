"""Backups: a store with all its tables as one SQLite file, which is a store itself, and a store made again from it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, Column, Connection, Engine, MetaData, Table, select

from application.store import StoreOutdated
from infrastructure.database import Filler, Filling, database, only
from infrastructure.engine import open_engine
from infrastructure.faults import Translated
from infrastructure.migrations import migrate, require_current

_BATCH = 5_000
_OF_MIGRATIONS = "alembic_version"
_IN_ONE_VIEW = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_GO_ON = "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table} HAVING count(*) > 0"


class StoreInUse(Exception):
    """The store into which a backup is to be brought has something in it already; nothing was changed."""

    def __init__(self, place: object) -> None:
        there = f"something is at {place} already"
        super().__init__(
            f"{there}: a backup is brought back only where nothing is; name another place, or move it away"
        )


def back_up(engine: Engine, file: Path) -> None:
    """Write the store as it is at one moment to an SQLite file, which must not be there yet.

    Nobody who reads or writes the store meanwhile is held up; what they write is not in the file. Nothing that was
    deleted from the store before can be found in it.
    """
    require_current(engine)
    if engine.dialect.name == "sqlite":
        _write_anew(engine, file)
        return
    with _opened(file) as copy:
        migrate(copy)
        with Translated(), engine.connect() as source, copy.begin() as target:
            source.exec_driver_sql(_IN_ONE_VIEW)
            for table in _tables(source):
                _insert(source, table, target)


def bring_back(backup: Path, target: Engine) -> None:
    """Make a store from a backup, with the tables of this release; the backup stays as it is.

    Of an SQLite file nothing may be there yet; a PostgreSQL database may have a store without events. It is made in one
    transaction, or under another name first, by whoever calls. Raises StoreInUse, StoreNewer.
    """
    if target.dialect.name == "sqlite":
        file = Path(target.url.database or "")
        if file.exists():
            raise StoreInUse(file)
        with _opened(backup) as source:
            _write_anew(source, file)
        migrate(target)
        return
    migrate(target)
    with _of_this_release(backup) as source, source.connect() as reading, database(target).filling() as filler:
        if filler.locked():
            raise StoreInUse(target.url.render_as_string(hide_password=True))
        with target.connect() as found:
            tables = _tables(found)
        for table in tables:
            _fill(reading, table, filler)


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
        if column.server_default is not None and column.autoincrement is True:
            target.rows(_GO_ON.format(table=table.name, column=column.name))


@contextmanager
def _opened(file: Path, mode: str = "rw") -> Iterator[Engine]:
    engine = open_engine(URL.create("sqlite", database=str(file), query={"mode": mode}).render_as_string())
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _of_this_release(backup: Path) -> Iterator[Engine]:
    """Give the backup, or a copy with the tables of this release if they were made by an earlier one."""
    with _opened(backup, "ro") as source, TemporaryDirectory() as folder:
        if not _is_older(source):
            yield source
            return
        copied = Path(folder) / "brought-up.db"
        _write_anew(source, copied)
        with _opened(copied) as copy:
            migrate(copy)
            yield copy


def _is_older(engine: Engine) -> bool:
    try:
        require_current(engine)
    except StoreOutdated:
        return True
    return False


def _tables(connection: Connection) -> list[Table]:
    """Return all tables of a store, those first that others refer to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _OF_MIGRATIONS]


def _columns(table: Table) -> list[Column[object]]:
    return [column for column in table.columns if column.computed is None]


def _rows(connection: Connection, table: Table) -> Iterator[list[tuple[object, ...]]]:
    found = connection.execution_options(yield_per=_BATCH).execute(select(*_columns(table)))
    for rows in found.partitions():
        yield [tuple(row) for row in rows]
