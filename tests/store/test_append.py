from datetime import timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text

from application.store import (
    Append,
    EventStore,
    Idempotency,
    IdempotencyKeyReused,
    Recorded,
    StreamConflict,
)
from tests.store.events import ANN, NOON, Opened, Taken, taken


class SpokenAgainst(Exception):
    """What a guard may raise while the log is locked."""


def test_what_is_recorded_is_what_is_read(store: EventStore) -> None:
    recorded = store.append([Append("pathway/ada", 0, [Opened(name="Ada"), *taken(2)])], ANN, NOON)

    assert store.stream("pathway/ada") == list(recorded) == list(store.log())
    assert recorded[1] == Recorded(
        position=2,
        stream="pathway/ada",
        version=2,
        recorded_at=NOON,
        actor="ann",
        command_id="command-1",
        cause="register/at@1",
        reason="seen at the desk",
        event=Taken(ref="course-1", hours=Decimal("7.5")),
    )
    assert recorded[1].event_id == "pathway/ada@2"


def test_several_streams_are_recorded_in_one_transaction(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, taken(2)), Append("program/basic", 0, taken(1))], ANN, NOON)

    recorded = store.append([Append("program/basic", 1, taken(1)), Append("pathway/ada", 2, taken(1))], ANN, NOON)

    assert [(one.position, one.event_id) for one in recorded] == [(4, "program/basic@2"), (5, "pathway/ada@3")]
    assert store.versions(["pathway/ada", "program/basic", "pathway/eve"]) == {
        "pathway/ada": 3,
        "program/basic": 2,
        "pathway/eve": 0,
    }


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_a_stream_that_is_not_at_the_expected_version_is_a_conflict(store: EventStore, expected: int) -> None:
    store.append([Append("pathway/ada", 0, taken(2))], ANN, NOON)

    with pytest.raises(StreamConflict, match=f"pathway/ada is at version 2, not at {expected}"):
        store.append([Append("pathway/eve", 0, taken(1)), Append("pathway/ada", expected, taken(1))], ANN, NOON)

    assert store.head() == 2
    assert store.stream("pathway/eve") == []


def test_the_instant_never_decreases_along_the_log(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON)

    (earlier,) = store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON - timedelta(hours=1))

    assert earlier.recorded_at == NOON


def test_the_instant_is_kept_in_utc(store: EventStore) -> None:
    in_vienna = NOON.astimezone(timezone(timedelta(hours=1)))

    store.append([Append("pathway/ada", 0, taken(1))], ANN, in_vienna)

    assert store.recorded_at(1).isoformat() == "2026-03-01T12:00:00+00:00"


def test_the_same_request_is_recorded_once(store: EventStore) -> None:
    request = Idempotency("key-1", "digest-1")
    assert store.repeated(request) is None
    first = store.append([Append("pathway/ada", 0, taken(2))], ANN, NOON, idempotency=request)
    store.append([Append("pathway/ada", 2, taken(1))], ANN, NOON)

    again = store.append([Append("pathway/ada", 0, taken(2))], ANN, NOON, idempotency=request)

    assert again == first == store.repeated(request)
    assert store.head() == 3


def test_a_key_given_with_another_request_is_refused(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON, idempotency=Idempotency("key-1", "digest-1"))
    other = Idempotency("key-1", "digest-2")

    with pytest.raises(IdempotencyKeyReused, match="key-1"):
        store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON, idempotency=other)
    with pytest.raises(IdempotencyKeyReused, match="key-1"):
        store.repeated(other)

    assert store.head() == 1


def test_what_a_guard_raises_leaves_nothing(store: EventStore) -> None:
    def guard(_: int) -> None:
        raise SpokenAgainst

    with pytest.raises(SpokenAgainst):
        store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON, idempotency=Idempotency("k", "d"), guard=guard)

    assert store.head() == 0
    assert store.repeated(Idempotency("k", "d")) is None
    (recorded,) = store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON)
    assert recorded.position == 1


def test_an_import_of_many_events_is_one_transaction(store: EventStore) -> None:
    courses = taken(20)

    recorded = store.append([Append(f"pathway/{number:04}", 0, courses) for number in range(500)], ANN, NOON)

    assert [one.position for one in store.log()] == list(range(1, 10_001)) == [one.position for one in recorded]


@pytest.mark.parametrize("change", ["DELETE FROM events", "UPDATE events SET actor = 'eve'"])
def test_what_is_recorded_is_neither_changed_nor_deleted(store: EventStore, engine: Engine, change: str) -> None:
    recorded = store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON)

    with pytest.raises(Exception, match="neither changed nor deleted"), engine.begin() as connection:
        connection.execute(text(change))

    assert tuple(store.log()) == recorded


def test_a_position_is_not_given_again_even_after_the_last_event_was_destroyed(
    store: EventStore, engine: Engine
) -> None:
    store.append([Append("pathway/ada", 0, taken(2))], ANN, NOON)
    with engine.begin() as connection:
        for statement in {
            "sqlite": ["DROP TRIGGER events_refuse_delete"],
            "postgresql": ["DROP TRIGGER events_refuse_change ON events"],
        }[engine.dialect.name]:
            connection.execute(text(statement))
        connection.execute(text("DELETE FROM events WHERE position = 2"))

    (recorded,) = store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON)

    assert recorded.position == 3
