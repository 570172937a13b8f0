"""What SQLite itself looks at to tell whether anything was committed: the head of the index of its write-ahead log."""

from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import Engine, PoolProxiedConnection, event

from infrastructure.faults import Translated

Mark: TypeAlias = Callable[[], bytes | None]
"""Returns what stays the same while nothing is committed, by whatever process, or None where that cannot be told."""

HALF = 48
"""Bytes of the head, which stand there twice."""

_INITIALISED = 12
_OPENED: list[object] = []


def unmarked() -> None:
    """Return that nothing can be told."""


def mark_of(engine: Engine) -> Mark:
    """Return what tells whether anything was committed to a store that this process keeps open until it ends.

    Only SQLite tells that without being asked. Raises StoreUnusable.
    """
    if engine.dialect.name != "sqlite":
        return unmarked
    with Translated():
        staying = engine.raw_connection()
        staying.detach()
        return WalIndex(engine, staying).mark


class WalIndex:
    """The index of a write-ahead log, in memory that all processes share.

    SQLite writes its head anew with each commit, and compares it to tell whether what a reader keeps of the file is
    true still (https://www.sqlite.org/walformat.html#the_wal_index_header). All of it stands there twice, because it
    may be read while it is written. To look at it costs less than a microsecond; a query lets go of the interpreter's
    lock several times.

    One connection stays open, so that SQLite takes the index from nobody. What is opened here is never closed: closing
    any descriptor of the file would give up the locks that SQLite has on it in this process
    (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    """

    def __init__(self, engine: Engine, staying: PoolProxiedConnection) -> None:
        """Take an engine and the connection of it that stays, which is closed with the engine's others."""
        self._staying = staying
        self._index = _opened(staying)
        event.listen(engine, "engine_disposed", self._leave)

    def mark(self) -> bytes | None:
        """Return what stays the same while nothing is committed, or None where that cannot be told."""
        return None if self._index is None else whole(self._index[:])

    def _leave(self, _: Engine) -> None:
        self._index = None
        self._staying.close()


def whole(head: bytes) -> bytes | None:
    """Return one of two halves that are the same, or None while they are being written."""
    first = head[:HALF]
    return first if first == head[HALF:] and first[_INITIALISED] else None


def _opened(connection: PoolProxiedConnection) -> mmap | None:
    """Return the index that the connection reads by; there is none where the file is read as one nobody changes."""
    cursor = connection.cursor()
    cursor.execute("SELECT count(*) FROM sqlite_master")
    ((mode,),) = cursor.execute("PRAGMA journal_mode").fetchall()
    ((_, _, file),) = cursor.execute("PRAGMA database_list").fetchall()
    cursor.close()
    if mode != "wal":
        return None
    try:
        index = Path(f"{file}-shm").open("rb")  # noqa: SIM115  (it is never closed)
        _OPENED.append(index)
        mapped = mmap(index.fileno(), 2 * HALF, access=ACCESS_READ)
    except OSError:
        return None
    _OPENED.append(mapped)
    return mapped
