"""The vault: a database of its own, apart from the log, with a wrapped key for each person."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cached_property

import msgspec
from sqlalchemy import Engine

from application.store import StoreNotInitialised, StoreUnusable
from application.vault import (
    KeyNotThere,
    MasterKeyChanged,
    New,
    Opening,
    Reading,
    Seal,
    Tombstone,
    VaultNotNamed,
    VaultUnusable,
)
from domain.sealed import Forgotten
from infrastructure.database import Database, Row, database, only
from infrastructure.engine import open_engine
from infrastructure.mapper import instant_text
from infrastructure.sealing import KEY, NONCE, Master, PersonKey
from infrastructure.vault_tables import make_vault, require_vault

_COLUMNS = "person, wrapped, master, destroyed_at, destroyed_by, command"
_FIND = f"SELECT {_COLUMNS} FROM person_keys WHERE person = ?"  # noqa: S608  (names alone)
_ADD = """
INSERT INTO person_keys (person, wrapped, master, made_at) VALUES (?, ?, ?, ?)
ON CONFLICT (person) DO NOTHING RETURNING person
"""
_DESTROY = """
INSERT INTO person_keys (person, wrapped, master, made_at, destroyed_at, destroyed_by, command)
VALUES (?, NULL, '', ?, ?, ?, ?)
ON CONFLICT (person) DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at,
    destroyed_by = excluded.destroyed_by, command = excluded.command
WHERE person_keys.destroyed_at IS NULL RETURNING person
"""
_READ = "INSERT INTO readings (person, at, actor, purpose, what) VALUES (?, ?, ?, ?, ?) RETURNING number"
_READINGS = """
SELECT number, person, at, actor, purpose, what FROM readings
WHERE number > ? AND (? = '' OR person = ?) ORDER BY number LIMIT ?
"""
_WRAPPED_BY_OTHERS = "SELECT person, wrapped, master FROM person_keys WHERE wrapped IS NOT NULL AND master <> ? LIMIT ?"
_REWRAP = "UPDATE person_keys SET wrapped = ?, master = ? WHERE person = ? AND wrapped IS NOT NULL RETURNING person"
_DESTROYED = f"SELECT {_COLUMNS} FROM person_keys WHERE wrapped IS NULL ORDER BY person"  # noqa: S608  (names alone)
_AMONG = {
    "sqlite": "SELECT person FROM person_keys WHERE person IN (SELECT value FROM json_each(?))",
    "postgresql": "SELECT person FROM person_keys WHERE person IN (SELECT json_array_elements_text(?::json))",
}
_ANY = "SELECT 1 FROM person_keys LIMIT 1"
_ONE = "SELECT person, wrapped, master FROM person_keys WHERE wrapped IS NOT NULL LIMIT 1"
_OF_EACH_MASTER = """
SELECT person, wrapped, master FROM person_keys
WHERE person IN (SELECT min(person) FROM person_keys WHERE wrapped IS NOT NULL GROUP BY master)
"""
_INTEGRITY = "PRAGMA integrity_check(1)"
_BATCH = 1000
NOT_NAMED = "no vault is named: MILEPOST_VAULT_URL has to name a database for it, apart from that of the log"


class ForgottenOne:
    """Tells of each text that its person was forgotten."""

    def __init__(self, tombstone: Tombstone) -> None:
        self.tombstone = tombstone

    def open(self, places: Sequence[str], text: str) -> str:  # noqa: ARG002  (there is nothing to open)
        return f"forgotten on {self.tombstone.destroyed_at.date()}"


class KnownOne(PersonKey):
    """Opens the texts of somebody whose key is there."""

    tombstone: Tombstone | None = None


class SqlVault:
    """The vault in one database, with master keys that are read when one is needed that is not known yet."""

    def __init__(self, url: str, master: Callable[[], Master], draw: Callable[[int], bytes]) -> None:
        """Take the URL of the database, what reads the master keys, and what draws bytes that nobody can guess."""
        self._url = url
        self._read_master = master
        self._draw = draw

    @property
    def engine(self) -> Engine:
        """The engine of the vault's database. Raises VaultNotNamed."""
        with _told():
            return self._engine

    @cached_property
    def _engine(self) -> Engine:
        if not self._url:
            raise VaultNotNamed(NOT_NAMED)
        return open_engine(self._url)

    @cached_property
    def _database(self) -> Database:
        return database(self._engine)

    @cached_property
    def _master(self) -> Master:
        return self._read_master()

    def make(self) -> None:
        """Make the tables."""
        with _told():
            make_vault(self._engine)

    def require_whole(self) -> None:
        """Raise VaultUnusable unless an SQLite file is whole and a vault, whose keys the master keys open."""
        with _told(), self._database.reading() as transaction:
            damage = only(transaction.rows(_INTEGRITY))
            if damage != "ok":
                message = f"its file is damaged: {damage}"
                raise VaultUnusable(message)
            try:
                require_vault(self._engine)
            except StoreNotInitialised:
                message = "it has not the tables of a vault"
                raise VaultUnusable(message) from None
            rows = transaction.rows(_OF_EACH_MASTER)
        for row in rows:
            self._unwrapped(row)

    def require_usable(self) -> None:
        """Raise VaultUnusable unless a key could be made now, and one that is there be opened."""
        with _told(), self._database.reading() as transaction:
            require_vault(self._engine)
            rows = transaction.rows(_ONE)
        for row in rows:
            self._unwrapped(row)
        self._new("")

    def holds_keys(self) -> bool:
        """Tell whether any person has or had a key."""
        with _told(), self._database.reading() as transaction:
            return bool(transaction.rows(_ANY))

    def close(self) -> None:
        """Give up the connections."""
        if "_engine" in vars(self):
            self._engine.dispose()

    def sealer(self, person: str) -> Seal | None:
        """Return what seals texts of a person, if they have a key."""
        row = self._row(person)
        return self._key(row).seal if row else None

    def sealers(self, persons: Collection[str], at: datetime, new: New = lambda _: True) -> Mapping[str, Seal]:
        """Return what seals texts of persons, each with a key that is made if there is none and they are new."""
        rows = {person: row for person in persons if (row := self._row(person))}
        missing = [person for person in persons if person not in rows]
        for person in missing:
            if not new(person):
                raise _not_there(person)
        if missing:
            made = [(person, self._new(person), self._master.id, instant_text(at)) for person in missing]
            with _told(), self._database.writing() as transaction:
                rows |= {each[0]: each for each in made if transaction.rows(_ADD, each)}
            # Whoever is missing still was given a key by somebody else meanwhile.
            rows |= {person: row for person in missing if person not in rows and (row := self._row(person))}
        return {person: self._key(row).seal for person, row in rows.items()}

    def opening(self, reading: Reading) -> Opening:
        """Log a reading, and return what opens the texts."""
        opening = self.publishing(reading.person)
        with _told(), self._database.writing() as transaction:
            transaction.rows(_READ, (reading.person, instant_text(reading.at), *msgspec.structs.astuple(reading)[2:]))
        return opening

    def publishing(self, person: str) -> Opening:
        """Return what opens texts that the person lets everybody read."""
        row = self._row(person)
        if row is None:
            raise _not_there(person)
        return ForgottenOne(_tombstone(row)) if row[1] is None else KnownOne(person, self._unwrapped(row))

    def require_key(self, person: str) -> None:
        """Raise KeyNotThere unless the person has a key, or had one that was destroyed."""
        if self._row(person) is None:
            raise _not_there(person)

    def missing(self, persons: Sequence[str]) -> list[str]:
        """Return those of some persons who have no key, and never had one that was destroyed."""
        with _told(), self._database.reading() as transaction:
            rows = transaction.rows(_AMONG[self._database.dialect], (msgspec.json.encode(persons).decode(),))
        there = {person for (person,) in rows}
        return [person for person in persons if person not in there]

    @contextmanager
    def destroying(self, tombstone: Tombstone) -> Iterator[None]:
        """Take the key of a person, and destroy it for good at the end of the block unless that raises."""
        at = instant_text(tombstone.destroyed_at)
        with ExitStack() as writing:
            with _told():
                transaction = writing.enter_context(self._database.writing())
                transaction.rows(_DESTROY, (tombstone.person, at, at, tombstone.destroyed_by, tombstone.command))
            yield
            with _told():
                writing.close()

    def destroy(self, tombstone: Tombstone) -> Tombstone:
        """Destroy the key of a person for good, and return how that is known."""
        with self.destroying(tombstone):
            pass
        return self.tombstone(tombstone.person) or tombstone

    def tombstone(self, person: str) -> Tombstone | None:
        """Return that the key of a person was destroyed, if it was."""
        row = self._row(person)
        return _tombstone(row) if row and row[1] is None else None

    def tombstones(self) -> list[Tombstone]:
        """Return every key that was destroyed, in the order of the persons."""
        with _told(), self._database.reading() as transaction:
            return [_tombstone(row) for row in transaction.rows(_DESTROYED)]

    def readings(self, person: str | None = None, after: int = 0, limit: int = _BATCH) -> Sequence[tuple[int, Reading]]:
        """Return so many readings at most, of a person or of all, in their order, each with its number."""
        with _told(), self._database.reading() as transaction:
            rows = transaction.rows(_READINGS, (after, person or "", person or "", limit))
        return [(number, Reading(of, datetime.fromisoformat(at), *told)) for number, of, at, *told in rows]

    def rewrap(self) -> Iterator[int]:
        """Wrap the keys that other master keys wrapped by the first one, and yield how many each time."""
        while True:
            with _told(), self._database.reading() as transaction:
                rows = transaction.rows(_WRAPPED_BY_OTHERS, (self._master.id, _BATCH))
            if not rows:
                return
            with _told(), self._database.writing() as transaction:
                for person, wrapped, master in rows:
                    key = self._unwrapped((person, wrapped, master))
                    anew = self._master.wrap(person, key, self._draw(NONCE))
                    transaction.rows(_REWRAP, (anew, self._master.id, person))
            yield len(rows)

    def _new(self, person: str) -> bytes:
        return self._master.wrap(person, self._draw(KEY), self._draw(NONCE))

    def _row(self, person: str) -> Row | None:
        with _told(), self._database.reading() as transaction:
            rows = transaction.rows(_FIND, (person,))
        return rows[0] if rows else None

    def _key(self, row: Row) -> PersonKey:
        """Return the key of a person. Raises Forgotten."""
        if row[1] is None:
            raise Forgotten(row[0], _tombstone(row).destroyed_at.date())
        return PersonKey(row[0], self._unwrapped(row))

    def _unwrapped(self, row: Row) -> bytes:
        person, wrapped, master = row[:3]
        if not self._master.knows(master):
            del self._master
        if not self._master.knows(master):
            message = f"the key of {person} is wrapped by the master key {master}, which is not there: restore it"
            raise MasterKeyChanged(message)
        return self._master.unwrap(person, bytes(wrapped), master)


def _not_there(person: str) -> KeyNotThere:
    return KeyNotThere(f"the vault has no key of {person}, whose texts are sealed: restore the vault they belong to")


def _tombstone(row: Row) -> Tombstone:
    person, _, _, at, by, command = row
    return Tombstone(person, datetime.fromisoformat(at), by, command)


@contextmanager
def _told() -> Iterator[None]:
    """Raise VaultUnusable for what makes a database unusable."""
    try:
        yield
    except VaultUnusable:
        raise
    except StoreNotInitialised:
        message = (
            "the vault cannot be used: it is not where the settings say. Restore it from a backup; only if there never "
            "was one, make it with `milepost init`"
        )
        raise VaultUnusable(message) from None
    except StoreUnusable as unusable:
        message = f"the vault cannot be used: {unusable}"
        raise VaultUnusable(message) from None
