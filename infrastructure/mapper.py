"""Events to stored bytes and back: one typed decoder for each topic, chosen by the topic that was stored."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, MapperDeserialisationError, StoredEvent, Transcoder

from application.store import Recorded, UnreadableEvent
from domain.event import Event

_BEGINNING = datetime.min.replace(tzinfo=UTC)

Upcaster = Callable[[Event], Event]


class Occurrence(msgspec.Struct, frozen=True):
    """An event at its place in a stream: what the library calls a domain event."""

    originator_id: str
    originator_version: int
    event: Event


class EventTranscoder(Transcoder):
    """Events as JSON that carries its topic; an event of an old topic is read as what it means today."""

    def __init__(self, events: Mapping[str, type[Event]], upcasters: Mapping[str, Upcaster]) -> None:
        self.decoders = {topic: _decoder(kind, upcasters) for topic, kind in events.items()}
        self._topic = msgspec.json.Decoder(_Tagged)

    def encode(self, obj: Event) -> bytes:
        """Return the bytes to be stored."""
        return msgspec.json.encode(obj)

    def decode(self, data: bytes) -> Event:
        """Return the event of bytes that say their own topic."""
        return self.decoders[self._topic.decode(data).topic](data)


class _Tagged(msgspec.Struct):
    topic: str


def _decoder(kind: type[Event], upcasters: Mapping[str, Upcaster]) -> Callable[[bytes], Event]:
    decode = msgspec.json.Decoder(kind).decode
    if kind.topic() not in upcasters:
        return decode

    def upcast(payload: bytes) -> Event:
        event: Event = decode(payload)
        while upcaster := upcasters.get(event.topic()):
            event = upcaster(event)
        return event

    return upcast


class EventMapper(Mapper[str]):
    """The library's mapper over our events; also makes whole rows of the log into recorded events."""

    def __init__(self, transcoder: EventTranscoder, **_: Any) -> None:  # noqa: ANN401  (the library also names a cipher)
        super().__init__(transcoder)
        self._decoders = transcoder.decoders

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """Return the occurrence with its event as bytes."""
        event: Event = cast("Occurrence", domain_event).event
        return StoredEvent(
            domain_event.originator_id, domain_event.originator_version, event.topic(), msgspec.json.encode(event)
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Occurrence:
        """Return the occurrence of the stored bytes."""
        stream, version = str(stored_event.originator_id), stored_event.originator_version
        try:
            event = self._decoders[stored_event.topic](stored_event.state)
        except (KeyError, msgspec.DecodeError) as error:
            message = f"{stream}@{version} cannot be read as {stored_event.topic}: {error}"
            raise MapperDeserialisationError(message) from None
        return Occurrence(stream, version, event)

    def recorded(self, rows: Iterable[tuple[Any, ...]]) -> list[Recorded]:
        """Return the recorded events of rows in the order of `Recorded`, topic and payload last.

        Raises UnreadableEvent.
        """
        recorded: list[Recorded] = []
        decoders, text, instant = self._decoders, "", _BEGINNING
        for position, stream, version, recorded_at, actor, command_id, cause, reason, topic, payload in rows:
            try:
                event = decoders[topic](payload)
            except (KeyError, msgspec.DecodeError) as error:
                raise self._unreadable(position, stream, version, topic, error) from None
            if recorded_at != text:
                text, instant = recorded_at, datetime.fromisoformat(recorded_at)
            recorded.append(Recorded(position, stream, version, instant, actor, command_id, cause, reason, event))
        return recorded

    def histories(self, rows: Iterable[tuple[int, str, int, str, bytes]]) -> dict[str, list[Event]]:
        """Return the events of each stream, without their envelopes, which would cost as much again to read.

        The rows are position, stream, version, topic and payload. Raises UnreadableEvent.
        """
        found: defaultdict[str, list[Event]] = defaultdict(list)
        decoders = self._decoders
        for position, stream, version, topic, payload in rows:
            try:
                found[stream].append(decoders[topic](payload))
            except (KeyError, msgspec.DecodeError) as error:
                raise self._unreadable(position, stream, version, topic, error) from None
        return found

    def _unreadable(self, position: int, stream: str, version: int, topic: str, error: Exception) -> UnreadableEvent:
        why = str(error) if topic in self._decoders else "the topic is not known here"
        return UnreadableEvent(position, stream, version, topic, why)


def instant_text(instant: datetime) -> str:
    """Return the instant as it is stored: in UTC, of one length, so that the order of texts is that of time."""
    return f"{instant.astimezone(UTC).isoformat(timespec='microseconds')[:26]}Z"
