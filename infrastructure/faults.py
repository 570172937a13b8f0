"""What the drivers report, in the words of the store's port: each driver's error is translated here, once."""

import sqlite3

import psycopg
from eventsourcing.persistence import IntegrityError
from psycopg import errors
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from application.store import (
    StoreBusy,
    StoreFull,
    StoreNotInitialised,
    StoreReadOnly,
    StoreUnreachable,
    StoreUnreadable,
    StoreUnusable,
)

_INITIALISE = "there is no store here yet: make one with `milepost init`"
_PERMIT = "the store can be read but not written: give this user the right to write it"
_MAKE_ROOM = "there is no room left for the store: make room and ask again"
_RESTORE = "the store is damaged, or is no store: restore it from a backup"
_REACH = "the store cannot be opened: check its URL, that the database runs, and that it admits this user"
_OPEN = (
    "the store cannot be opened: check its URL, and that this user may read it; if a file that ends in -wal lies "
    "beside it, its last writer did not end well: ask once as a user who may write in its folder"
)
_ASK_AGAIN = "another writer holds the store: ask again"

_FIRST = ("alembic_version", "vault", "person_keys", "readings")
"""Tables without which there is no store, or no vault; one that lacks any other is damaged."""

_SQLITE: dict[int, tuple[type[StoreUnusable], str]] = {
    sqlite3.SQLITE_READONLY: (StoreReadOnly, _PERMIT),
    sqlite3.SQLITE_FULL: (StoreFull, _MAKE_ROOM),
    sqlite3.SQLITE_CORRUPT: (StoreUnreadable, _RESTORE),
    sqlite3.SQLITE_NOTADB: (StoreUnreadable, _RESTORE),
    sqlite3.SQLITE_IOERR: (StoreUnreadable, _RESTORE),
    sqlite3.SQLITE_BUSY: (StoreBusy, _ASK_AGAIN),
    sqlite3.SQLITE_LOCKED: (StoreBusy, _ASK_AGAIN),
    sqlite3.SQLITE_PERM: (StoreReadOnly, _PERMIT),
    sqlite3.SQLITE_AUTH: (StoreReadOnly, _PERMIT),
    sqlite3.SQLITE_CANTOPEN: (StoreUnreachable, _OPEN),
}
_POSTGRESQL: tuple[tuple[type[psycopg.Error], type[StoreUnusable], str], ...] = (
    (errors.ReadOnlySqlTransaction, StoreReadOnly, _PERMIT),
    (errors.InsufficientPrivilege, StoreReadOnly, _PERMIT),
    (errors.DiskFull, StoreFull, _MAKE_ROOM),
    (errors.DataCorrupted, StoreUnreadable, _RESTORE),
    (errors.IndexCorrupted, StoreUnreadable, _RESTORE),
    (errors.LockNotAvailable, StoreBusy, _ASK_AGAIN),
    (psycopg.OperationalError, StoreUnreachable, _REACH),
)


class Translated:
    """Raises the port's error for a driver's, and the library's for a constraint that the events would break."""

    def __enter__(self) -> None:
        """Do nothing yet; this stands around every statement, where a generator would cost more than some of them."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        match error:
            case DBAPIError():
                raise _fault(error.orig) from None
            case sqlite3.Error() | psycopg.Error():
                raise _fault(error) from None
            case PoolExhausted():
                raise StoreBusy(_ASK_AGAIN) from None


translated = Translated


def _fault(error: BaseException | None) -> BaseException:
    match error:
        case errors.PipelineAborted():  # at the end of a pipeline psycopg raises this in place of what aborted it
            return _fault(error.__context__)
        case sqlite3.IntegrityError() | psycopg.IntegrityError():
            return IntegrityError(str(error))
        case sqlite3.Error():
            return _of_sqlite(error)
        case psycopg.Error():
            return _of_postgresql(error)
        case _:
            return error or StoreUnreachable(_REACH)


def _of_sqlite(error: sqlite3.Error) -> Exception:
    if str(error).startswith(("no such table", "no such column")):
        return _lacking(str(error))
    if str(error).startswith("Could not decode to UTF-8"):
        return StoreUnreadable(f"{_RESTORE} ({error})")
    primary_code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    fault, what_to_do = _SQLITE.get(primary_code, (None, ""))
    return fault(f"{what_to_do} ({error})") if fault else error


def _of_postgresql(error: psycopg.Error) -> Exception:
    if isinstance(error, errors.UndefinedTable | errors.UndefinedColumn):
        return _lacking(error.diag.message_primary or "")
    for kind, fault, what_to_do in _POSTGRESQL:
        if isinstance(error, kind):
            return fault(f"{what_to_do} ({str(error).strip()})")
    return error


def _lacking(told: str) -> StoreUnusable:
    """Return what it is that a table or a column is missing, given the driver's sentence, which names it."""
    if any(name in told for name in _FIRST):
        return StoreNotInitialised(_INITIALISE)
    return StoreUnreadable(f"the store is damaged, a part of it is missing: restore it from a backup ({told})")
