"""Where another write comes between, what was to be recorded is decided anew, and not for ever."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from application.assessing import Assessor
from application.contention import ATTEMPTS, SeenOtherwise
from application.memory import MemoryStore
from application.recording import Registrar
from application.store import Append, Command, Recorded, StreamConflict
from domain.event import Event
from domain.pathway.opening import PathwayOpened
from domain.pathway.undertaking import ProfileCompleted
from infrastructure.documents import policy_from

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY_HAND = Command("registrar", "by hand")
DAY = date(2020, 1, 1)


class Busy(MemoryStore):
    """Something else is recorded in the stream just before what was to be, so many times."""

    times = 0

    def append(
        self,
        appends: Iterable[Append],
        command: Command,
        recorded_at: datetime,
        **said: Any,  # noqa: ANN401  (of the port)
    ) -> tuple[Recorded, ...]:
        """Record as the port says."""
        if self.times:
            self.times -= 1
            (version,) = self.versions(["pathway/ada"]).values()
            between = [Append("pathway/ada", version, (profile(version),))]
            super().append(between, command, recorded_at)
        return super().append(appends, command, recorded_at, **said)


def profile(number: int) -> ProfileCompleted:
    return ProfileCompleted(ref=f"profile-{number}", completed_on=date(2020, 1, number))


MINE = profile(31)


@pytest.fixture
def store() -> Busy:
    return Busy()


@pytest.fixture
def registrar(store: Busy) -> Registrar:
    registrar = Registrar(store, Assessor(store, policy_from, lambda: NOON))
    registrar.record("pathway/ada", [PathwayOpened(opened_on=DAY)], BY_HAND, NOON)
    return registrar


def record(registrar: Registrar, event: Event, seen: frozenset[int] | None = None) -> str:
    return registrar.record("pathway/ada", [event], BY_HAND, NOON, seen=seen)[0].event_id


def test_whoever_says_that_others_do_not_matter_is_not_told_of_them(registrar: Registrar, store: Busy) -> None:
    store.times = ATTEMPTS - 1

    assert record(registrar, MINE) == f"pathway/ada@{ATTEMPTS + 1}"


def test_it_ends_at_last(registrar: Registrar, store: Busy) -> None:
    store.times = ATTEMPTS

    with pytest.raises(StreamConflict):
        record(registrar, MINE)


def test_whoever_decided_upon_a_version_decides_again(registrar: Registrar, store: Busy) -> None:
    store.times = 1

    with pytest.raises(SeenOtherwise):
        record(registrar, MINE, frozenset({1}))

    assert store.versions(["pathway/ada"]) == {"pathway/ada": 2}
