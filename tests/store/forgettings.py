"""A process that forgets one person after the other, and is killed; then the log and the vault are looked at."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from secrets import token_bytes  # noqa: TID251  (keys of persons)
from time import sleep
from typing import NamedTuple

import pytest

from application.assessing import Assessor
from application.forgetting import Forgetting, NotForgotten
from application.recording import Registrar
from application.revealing import Revealing
from application.store import Command
from application.vault import Tombstone
from domain.evidence import Private
from domain.pathway.forgetting import PersonForgotten
from domain.pathway.listing import ListingRequested
from domain.pathway.opening import PathwayOpened
from domain.topics import EVENTS, UPCASTERS
from infrastructure.documents import policy_from
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from infrastructure.scrubbing import scrub
from infrastructure.sealing import Master
from infrastructure.vault import SqlVault
from tests.vaults import MASTER, vault_at

FORK = get_context("fork")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = date(2025, 2, 3)
AT_ONCE = 4
"""Persons whom a process forgets, if it lives."""
FORGOTTEN = PersonForgotten(forgotten_on=NOON.date(), asked_by="the person")
BOB = Command("bob", "forget", reason="Article 17")


class Tally(NamedTuple):
    """How many kills left somebody forgotten, somebody as they were, and the key where the log had said so."""

    kills: int
    forgotten: int
    untouched: int
    between: int


class Unhurried(SqlVault):
    """A vault that takes its time before an event is recorded, and after it, before the key is gone."""

    @contextmanager
    def destroying(self, tombstone: Tombstone) -> Iterator[None]:
        with super().destroying(tombstone):
            sleep(0.004)
            yield
            sleep(0.008)


class Office:
    """A store and its vault in a folder, at which persons are forgotten."""

    def __init__(self, folder: Path, vault: SqlVault) -> None:
        self.engine = open_engine(f"sqlite:///{folder}/store.db")
        migrate(self.engine)
        self.vault = vault
        self.store = SqlEventStore(self.engine, EVENTS, UPCASTERS, vault=vault)
        self.registrar = Registrar(self.store, Assessor(self.store, policy_from, lambda: NOON), vault)
        self.revealing = Revealing(vault, lambda: NOON)
        self.forgetting = Forgetting(
            self.store, self.registrar, vault, self.revealing, lambda: scrub(lambda: self.engine, lambda: vault.engine)
        )

    def open(self, person: str) -> None:
        said = Private(name=canary(person), reflections=f"reflections of {canary(person)}")
        opened = PathwayOpened(opened_on=DAY, private=said)
        listed = ListingRequested(ref="wish", requested_on=DAY, private=Private(name=f"shown {canary(person)}"))
        self.registrar.record(f"pathway/{person}", [opened, listed], Command("ann", "c", reason=canary(person)), NOON)

    def forget(self, person: str) -> None:
        self.forgetting.forget(person, FORGOTTEN, BOB, NOON)

    def require_as_they_were(self, person: str) -> None:
        """Require that all texts of a person can be read, and that their name is shown."""
        events = self.store.stream(f"pathway/{person}")
        opened, listed = self.revealing.whole(events, f"pathway/{person}", "otto", "all")
        assert isinstance(opened.event, PathwayOpened)
        assert opened.event.private
        assert isinstance(listed.event, ListingRequested)
        assert (opened.event.private.name, opened.reason) == (canary(person), canary(person))
        assert self.store.rows.entry(person).name == f"shown {canary(person)}"

    def close(self) -> None:
        self.vault.close()
        self.engine.dispose()


def canary(person: str) -> str:
    return f"canary-of-{person}."


def survive(folder: Path, moments: Iterable[float]) -> Tally:
    """Kill one process after the other, each so many seconds after it began to forget, and look at what it left."""
    kills = forgotten = untouched = between = 0
    at = _office(folder)
    at.open("keeper")
    at.close()
    for kills, moment in enumerate(moments, start=1):
        persons = [f"person-{kills}-{number}" for number in range(AT_ONCE)]
        _kill(folder, persons, moment)
        at = _office(folder)
        said, destroyed = _said(at, persons), {each for each in persons if at.vault.tombstone(f"pathway/{each}")}
        assert destroyed <= said, "a key is gone, and the log does not say so"
        for person in ["keeper", *persons]:
            if person not in said:
                at.require_as_they_were(person)
        for person in sorted(said):
            if person not in destroyed:
                between += 1
                with pytest.raises(NotForgotten):
                    at.forgetting.receipt(person)
            at.forget(person)
            assert at.forgetting.receipt(person).event == f"pathway/{person}@3"
        assert _said(at, persons) == said
        at.close()
        found = b"".join(each.read_bytes() for each in folder.iterdir())
        assert [each for each in said if canary(each).encode() in found] == []
        forgotten += bool(said)
        untouched += len(said) < AT_ONCE
    return Tally(kills, forgotten, untouched, between)


def _office(folder: Path) -> Office:
    return Office(folder, vault_at(f"sqlite:///{folder}/vault.db"))


def _said(at: Office, persons: Iterable[str]) -> set[str]:
    """Return those whom the log says to be forgotten, each of them once."""
    found = {each: [type(said.event) for said in at.store.stream(f"pathway/{each}")] for each in persons}
    assert all(kinds.count(PersonForgotten) <= 1 for kinds in found.values())
    return {each for each, kinds in found.items() if PersonForgotten in kinds}


def _kill(folder: Path, persons: list[str], moment: float) -> None:
    heard, told = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_forget, args=(folder, persons, told))
    process.start()
    told.close()
    heard.recv()
    sleep(moment)
    process.kill()
    process.join(30)
    heard.close()


def _forget(folder: Path, persons: list[str], told: Connection) -> None:
    at = Office(folder, Unhurried(f"sqlite:///{folder}/vault.db", lambda: Master([MASTER]), token_bytes))
    for person in persons:
        at.open(person)
    told.send(True)  # noqa: FBT003
    for person in persons:
        at.forget(person)
