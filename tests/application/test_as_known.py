"""A store as it was known reads as it did before anything else was recorded."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from application.as_known import AsKnown, KeepsNothing
from application.memory import MemoryStore
from application.store import Append, Command, Idempotency, StandingRow
from domain.pathway.entry import Entry
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected
from domain.pathway.training import CourseCompleted

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
BY_HAND = Command("registrar", "by hand")
OPENED = PathwayOpened(opened_on=date(2020, 1, 1))
COURSE = CourseCompleted(
    ref="course-1", program="X", format="online", ended_on=date(2020, 5, 1), hours=Decimal(40), result="passed"
)
THEN = 4


class WithRows(MemoryStore):
    """A store that has a row of everybody, made at the same position."""

    known = 0

    def standing(self, pathway: str) -> StandingRow | None:
        return StandingRow(pathway, self.known, b"", (), Entry())


@pytest.fixture
def store() -> WithRows:
    store = WithRows()
    for name in ("ada", "ben"):
        store.append([Append(f"pathway/{name}", 0, [OPENED, COURSE])], BY_HAND, NOON)
    elsewhere = EvidenceCorrected(of="course-1", fields={"program": "Y"})
    store.append([Append("pathway/ada", 2, [elsewhere]), Append("pathway/cleo", 0, [OPENED, COURSE])], BY_HAND, LATER)
    return store


@pytest.fixture
def then(store: WithRows) -> AsKnown:
    return AsKnown(store, THEN)


def test_streams_and_the_log_end_where_they_did(store: WithRows, then: AsKnown) -> None:
    assert (store.head(), then.head()) == (7, THEN)
    assert [each.version for each in then.stream("pathway/ada")] == [1, 2]
    assert [each.version for each in then.stream("pathway/ada", until=1)] == [1]
    loaded = then.load("pathway/ada")
    assert (loaded.events, loaded.head, loaded.shared) == (then.stream("pathway/ada"), THEN, THEN)
    assert then.versions(["pathway/ada", "pathway/cleo"]) == {"pathway/ada": 2, "pathway/cleo": 0}
    assert list(then.streams("pathway/")) == ["pathway/ada", "pathway/ben"]
    assert [each.position for each in then.log(2)] == [3, 4]
    assert [each.position for each in then.log(0, 1)] == [1]


def test_instants_are_those_of_then(then: AsKnown) -> None:
    assert (then.recorded_at(1), then.position_at(NOON), then.position_at(LATER)) == (NOON, THEN, THEN)


def test_pathways_rely_on_what_they_named_then(store: WithRows, then: AsKnown) -> None:
    assert list(store.relying_on("program/X")) == ["pathway/ben", "pathway/cleo"]
    assert list(then.relying_on("program/X")) == ["pathway/ada", "pathway/ben"]
    assert list(then.relying_on("program/Y")) == []


def test_a_row_that_knows_more_is_none_of_then(store: WithRows, then: AsKnown) -> None:
    store.known = THEN
    assert then.standing("ben") == store.standing("ben")
    store.known = THEN + 1
    assert then.standing("ben") is None


def test_nothing_is_recorded_in_the_past(then: AsKnown) -> None:
    with pytest.raises(KeepsNothing):
        then.append([], BY_HAND, NOON)
    assert then.repeated(Idempotency("key", "digest")) is None
