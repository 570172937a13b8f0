"""A rehearsal reads as the store would if a submission were recorded."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from application.as_known import KeepsNothing
from application.memory import MemoryStore
from application.recording import Submission
from application.rehearsal import Rehearsal
from application.store import Append, Command, Idempotency
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected
from domain.pathway.training import CourseCompleted

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
OPENED = PathwayOpened(opened_on=date(2020, 1, 1))
COURSE = CourseCompleted(
    ref="course-1", program="X", format="online", ended_on=date(2020, 5, 1), hours=Decimal(40), result="passed"
)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.append([Append("pathway/bea", 0, [OPENED])], Command("registrar", "by hand"), NOON)
    return store


@pytest.fixture
def rehearsal(store: MemoryStore) -> Rehearsal:
    submission = Submission(store)
    submission.add("pathway/ada", OPENED)
    submission.add("pathway/cleo", OPENED)
    return Rehearsal(store, submission, LATER)


def test_streams_go_on_with_what_would_be_recorded(rehearsal: Rehearsal) -> None:
    assert [(each.position, each.event_id, each.recorded_at) for each in rehearsal.stream("pathway/ada")] == [
        (2, "pathway/ada@1", LATER)
    ]
    assert rehearsal.stream("pathway/ada", until=1) == []
    loaded = rehearsal.load("pathway/ada")
    assert (loaded.events, loaded.head, loaded.shared) == (rehearsal.stream("pathway/ada"), 3, 3)
    assert rehearsal.versions(["pathway/ada", "pathway/bea", "pathway/dora"]) == {
        "pathway/ada": 1,
        "pathway/bea": 1,
        "pathway/dora": 0,
    }
    assert list(rehearsal.streams("pathway/")) == ["pathway/ada", "pathway/bea", "pathway/cleo"]
    assert list(rehearsal.streams("program/")) == []


def test_the_log_goes_on_with_what_would_be_recorded(rehearsal: Rehearsal) -> None:
    assert [each.stream for each in rehearsal.log()] == ["pathway/bea", "pathway/ada", "pathway/cleo"]
    assert [each.position for each in rehearsal.log(1, 2)] == [2]
    assert rehearsal.head() == 3


def test_instants_go_on_with_what_would_be_recorded(rehearsal: Rehearsal) -> None:
    assert (rehearsal.recorded_at(1), rehearsal.recorded_at(3)) == (NOON, LATER)
    assert (rehearsal.position_at(NOON), rehearsal.position_at(LATER)) == (1, 3)


def test_pathways_rely_on_programs_by_what_would_be_recorded(store: MemoryStore) -> None:
    store.append([Append("pathway/dora", 0, [OPENED, COURSE])], Command("registrar", "by hand"), NOON)
    store.append([Append("pathway/eve", 0, [OPENED, COURSE])], Command("registrar", "by hand"), NOON)
    submission = Submission(store)
    submission.add("pathway/bea", COURSE)
    submission.add("pathway/eve", EvidenceCorrected(of="course-1", fields={"program": "Y"}))
    rehearsal = Rehearsal(store, submission, LATER)

    assert list(store.relying_on("program/X")) == ["pathway/dora", "pathway/eve"]
    assert list(rehearsal.relying_on("program/X")) == ["pathway/bea", "pathway/dora"]
    assert list(rehearsal.relying_on("program/Y")) == ["pathway/eve"]


def test_nothing_is_kept(rehearsal: Rehearsal, store: MemoryStore) -> None:
    with pytest.raises(KeepsNothing):
        rehearsal.append([Append("pathway/dora", 0, [OPENED])], Command("registrar", "by hand"), LATER)

    assert rehearsal.repeated(Idempotency("key", "digest")) is None
    assert rehearsal.standing("ada") is None
    assert store.head() == 1
