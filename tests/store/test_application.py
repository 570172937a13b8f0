from collections.abc import Iterator

import pytest
from eventsourcing.application import Application
from eventsourcing.persistence import MapperDeserialisationError

from application.store import EventStore, Idempotency, StandingRow
from infrastructure.mapper import EventMapper, EventTranscoder, Occurrence, instant_text
from infrastructure.recording import Envelope, Recording
from tests.store.events import EVENTS, NOON, UPCASTERS, Opened, Taken, TakenInMinutes, taken


class Pathways(Application[str]):
    """An application of the library's own, over our events."""

    def construct_mapper(self) -> EventMapper:
        return EventMapper(EventTranscoder(EVENTS, UPCASTERS))


@pytest.fixture
def pathways(url: str) -> Iterator[Pathways]:
    with Pathways({"PERSISTENCE_MODULE": "infrastructure.factory", "MILEPOST_DATABASE_URL": url}) as pathways:
        yield pathways


def test_what_belongs_to_an_event_is_saved_with_it(pathways: Pathways, store: EventStore) -> None:
    pathways.save(
        Occurrence("pathway/ada", 1, Opened(name="Ada")),
        recording=Recording(
            envelope=Envelope(instant_text(NOON), "ann", "command-1", "letter", "opened at the desk"),
            idempotency=Idempotency("key-1", "digest-1"),
            standing=[StandingRow("ada", 0, b"tracks")],
        ),
    )

    (recorded,) = store.stream("pathway/ada")
    assert (recorded.recorded_at, recorded.actor, recorded.cause) == (NOON, "ann", "letter")
    assert store.standing("ada") == StandingRow("ada", 1, b"tracks")
    assert store.repeated(Idempotency("key-1", "digest-1")) == (recorded,)


def test_events_come_back_as_what_they_mean_today(pathways: Pathways) -> None:
    pathways.save(Occurrence("pathway/ada", 1, TakenInMinutes(ref="course-1", minutes=450)))

    (occurrence,) = pathways.events.get("pathway/ada")

    assert occurrence == Occurrence("pathway/ada", 1, taken(1)[0])
    assert [notification.topic for notification in pathways.notification_log["1,1"].items] == ["test.taken.v1"]


def test_an_event_that_cannot_be_read_is_named_by_the_mapper() -> None:
    writer, reader = EventMapper(EventTranscoder(EVENTS, {})), EventMapper(EventTranscoder({}, {}))
    stored = writer.to_stored_event(Occurrence("pathway/ada", 7, Opened(name="Ada")))

    with pytest.raises(MapperDeserialisationError, match=r"pathway/ada@7 cannot be read as test\.opened\.v1"):
        reader.to_domain_event(stored)


def test_the_bytes_of_an_event_explain_themselves() -> None:
    transcoder = EventTranscoder(EVENTS, UPCASTERS)
    (course,) = taken(1)

    assert transcoder.encode(course) == b'{"topic":"test.taken.v2","ref":"course-1","hours":"7.5"}'
    assert transcoder.decode(transcoder.encode(course)) == course
    assert isinstance(transcoder.decode(b'{"topic":"test.taken.v1","ref":"course-1","minutes":60}'), Taken)
