from datetime import timedelta

import pytest
from sqlalchemy import Engine

from application.store import Append, EventStore, PositionUnknown, UnreadableEvent
from domain.event import Event
from infrastructure.event_store import SqlEventStore
from tests.store.events import ANN, EVENTS, NOON, Opened, Taken, TakenInMinutes, taken


class Unheard(Event, tag="test.unheard.v1"):
    """An event of a release that is not this one."""


class Misshapen(Event, tag="test.opened.v1"):
    """An event under the topic of another."""

    surname: str


def test_an_empty_log_has_nothing(store: EventStore) -> None:
    assert store.head() == 0
    assert list(store.log()) == []
    assert store.stream("pathway/ada") == []
    assert list(store.streams()) == []
    assert store.position_at(NOON) == 0


def test_a_stream_is_read_as_it_was_known(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, taken(1))], ANN, NOON)
    store.append([Append("pathway/eve", 0, taken(1))], ANN, NOON)
    store.append([Append("pathway/ada", 1, taken(1))], ANN, NOON)

    assert [one.position for one in store.stream("pathway/ada", until=2)] == [1]
    assert [one.position for one in store.stream("pathway/ada", until=3)] == [1, 3]
    assert store.stream("pathway/ada", until=0) == []


def test_the_log_is_read_between_positions(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, taken(2_500))], ANN, NOON)

    assert [one.position for one in store.log(after=998, until=2_002)] == list(range(999, 2_003))
    assert [one.position for one in store.log(after=2_498)] == [2_499, 2_500]
    assert list(store.log(after=2_500)) == []
    assert list(store.log(until=0)) == []


def test_a_reader_of_the_log_stops_where_it_ended_when_he_began(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, taken(2))], ANN, NOON)
    log = store.log()
    next(log)

    store.append([Append("pathway/ada", 2, taken(1))], ANN, NOON)

    assert [one.position for one in log] == [2]


def test_an_instant_is_a_position(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, taken(2))], ANN, NOON)
    store.append([Append("pathway/ada", 2, taken(1))], ANN, NOON + timedelta(hours=1))

    assert store.position_at(NOON - timedelta(microseconds=1)) == 0
    assert store.position_at(NOON) == 2
    assert store.position_at(NOON + timedelta(days=1)) == 3
    assert store.recorded_at(3) == NOON + timedelta(hours=1)


def test_a_position_beyond_the_log_is_not_known(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, taken(2))], ANN, NOON)

    with pytest.raises(PositionUnknown, match="no position 3: it ends at 2"):
        store.recorded_at(3)


def test_streams_are_named_in_order_by_their_prefix(store: EventStore) -> None:
    names = [f"pathway/{number:05}" for number in range(1_200)]
    store.append([Append(name, 0, taken(1)) for name in [*reversed(names), "program/Ä", "program/b"]], ANN, NOON)

    assert list(store.streams("pathway/")) == names
    assert list(store.streams("program/")) == ["program/b", "program/Ä"]
    assert len(list(store.streams())) == 1_202
    assert list(store.streams("register/")) == []


def test_an_event_of_an_old_topic_is_read_as_what_it_means_today(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, [TakenInMinutes(ref="course-1", minutes=450)])], ANN, NOON)

    (recorded,) = store.stream("pathway/ada")

    assert recorded.event == taken(1)[0]
    assert isinstance(recorded.event, Taken)


def test_an_event_of_an_unknown_topic_stops_the_reader_with_its_place(store: EventStore) -> None:
    store.append([Append("pathway/ada", 0, [Opened(name="Ada"), Unheard()])], ANN, NOON)

    with pytest.raises(
        UnreadableEvent, match=r"pathway/ada@2 at position 2 .* test.unheard.v1: the topic is not"
    ) as it:
        list(store.log())

    assert (it.value.position, it.value.stream, it.value.version) == (2, "pathway/ada", 2)


def test_a_payload_that_is_not_of_its_topic_stops_the_reader_with_its_place(engine: Engine) -> None:
    store = SqlEventStore(engine, EVENTS)
    store.append([Append("pathway/ada", 0, [Misshapen(surname="Lovelace")])], ANN, NOON)

    with pytest.raises(UnreadableEvent, match=r"pathway/ada@1 at position 1 .* test.opened.v1: .*surname"):
        store.stream("pathway/ada")
