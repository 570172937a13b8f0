"""The store in memory keeps what the port promises."""

from datetime import UTC, datetime

import pytest

from application.memory import MemoryStore
from application.store import (
    Append,
    EventStore,
    Idempotency,
    IdempotencyKeyReused,
    PositionUnknown,
    StreamConflict,
)
from tests.store.events import ANN, NOON, Opened, taken

MORNING = datetime(2026, 3, 1, 9, tzinfo=UTC)
EVENING = datetime(2026, 3, 1, 18, tzinfo=UTC)


@pytest.fixture
def store() -> MemoryStore:
    """A store to which a pathway was opened at noon, and two courses were added in the evening."""
    store = MemoryStore()
    store.append([Append("pathway/ada", 0, [Opened(name="Ada")])], ANN, NOON)
    store.append([Append("pathway/ada", 1, taken(2)), Append("program/x", 0, taken(1))], ANN, EVENING)
    return store


def test_it_is_an_event_store(store: MemoryStore) -> None:
    port: EventStore = store
    assert port.head() == 4


def test_events_are_read_as_they_were_recorded(store: MemoryStore) -> None:
    assert [(each.position, each.event_id) for each in store.log()] == [
        (1, "pathway/ada@1"),
        (2, "pathway/ada@2"),
        (3, "pathway/ada@3"),
        (4, "program/x@1"),
    ]
    assert [each.position for each in store.log(after=1, until=3)] == [2, 3]


def test_a_stream_is_read_up_to_a_position(store: MemoryStore) -> None:
    assert [each.event for each in store.stream("pathway/ada")] == [Opened(name="Ada"), *taken(2)]
    assert [each.version for each in store.stream("pathway/ada", until=2)] == [1, 2]
    assert store.stream("pathway/bob") == []


def test_streams_are_named_with_their_versions(store: MemoryStore) -> None:
    assert list(store.streams("pathway/")) == ["pathway/ada"]
    assert store.versions(["pathway/ada", "pathway/bob"]) == {"pathway/ada": 3, "pathway/bob": 0}


def test_an_instant_has_a_position(store: MemoryStore) -> None:
    assert [store.position_at(instant) for instant in (MORNING, NOON, EVENING)] == [0, 1, 4]


def test_a_position_has_an_instant(store: MemoryStore) -> None:
    assert (store.recorded_at(1), store.recorded_at(4)) == (NOON, EVENING)
    with pytest.raises(PositionUnknown):
        store.recorded_at(5)


def test_the_clock_is_never_turned_back(store: MemoryStore) -> None:
    (recorded,) = store.append([Append("program/y", 0, taken(1))], ANN, MORNING)
    assert recorded.recorded_at == EVENING


def test_a_stream_that_moved_on_is_a_conflict_and_nothing_is_recorded(store: MemoryStore) -> None:
    with pytest.raises(StreamConflict):
        store.append([Append("program/y", 0, taken(1)), Append("program/x", 0, taken(1))], ANN, EVENING)
    assert store.head() == 4


def test_what_a_guard_raises_is_raised_and_nothing_is_recorded(store: MemoryStore) -> None:
    moved = StreamConflict("program/x", 4, 5)

    def guard(_: int) -> None:
        raise moved

    with pytest.raises(StreamConflict, match="at version 5, not at 4"):
        store.append([Append("program/y", 0, taken(1))], ANN, EVENING, guard=guard)
    assert store.head() == 4


def test_a_request_sent_again_is_answered_with_what_was_recorded(store: MemoryStore) -> None:
    key = Idempotency("key-1", "digest-1")
    made = store.append([Append("program/y", 0, taken(1))], ANN, EVENING, idempotency=key)
    assert store.append([Append("program/y", 0, taken(1))], ANN, EVENING, idempotency=key) == made
    assert store.head() == 5


def test_another_request_under_the_same_key_is_refused(store: MemoryStore) -> None:
    store.append([Append("program/y", 0, taken(1))], ANN, EVENING, idempotency=Idempotency("key-1", "digest-1"))
    with pytest.raises(IdempotencyKeyReused):
        store.repeated(Idempotency("key-1", "digest-2"))


def test_no_row_is_kept(store: MemoryStore) -> None:
    assert store.standing("ada") is None
