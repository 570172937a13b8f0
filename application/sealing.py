"""Lines of a history as they are kept: what they have open about a person is sealed."""

from collections.abc import Mapping, Sequence

import msgspec

from application.exporting import Envelope
from application.vault import Seal
from domain.event import Event
from domain.sealed import is_sealed, place_of_reason, texts_of, with_texts
from domain.topics import EVENTS

PATHWAY = "pathway/"
_HINTS = (b'"private":', b'"reason":', b'"reasons":')
"""What stands in the bytes of an event that has text about a person; what has none of it need not be read."""


class Told(msgspec.Struct, frozen=True):
    """A line of a history, with the person whose text it may have, if anybody's, and the event if it may have some."""

    person: str
    event: Event | None
    envelope: Envelope

    @property
    def is_open(self) -> bool:
        """Whether it has a text that is not sealed."""
        event = self.event
        texts = [self.envelope.reason, *(text for _, text in (texts_of(event) if event else ()))]
        return not all(is_sealed(text) for text in texts if text)


def told_of_pathway(envelope: Envelope) -> Told:
    """Return a line with its event, if it is of a pathway and may have text."""
    if not envelope.stream.startswith(PATHWAY) or EVENTS[envelope.topic].reason_stays_open:
        return Told("", None, envelope)
    payload = bytes(envelope.payload)
    event = None
    if any(hint in payload for hint in _HINTS):
        event = msgspec.json.decode(payload, type=EVENTS[envelope.topic])
    return Told(envelope.stream, event, envelope)


def sealed(told: Sequence[Told], sealers: Mapping[str, Seal]) -> list[Envelope]:
    """Return lines with their open texts sealed, each by the sealer of its person."""
    return [_sealed(each, sealers[each.person]) if each.person in sealers else each.envelope for each in told]


def _sealed(told: Told, seal: Seal) -> Envelope:
    if not told.is_open:
        return told.envelope

    def sealing(place: str, text: str) -> str:
        return text if is_sealed(text) else seal(place, text)

    envelope = told.envelope
    payload = msgspec.Raw(msgspec.json.encode(with_texts(told.event, sealing))) if told.event else envelope.payload
    reason = envelope.reason and sealing(place_of_reason(envelope.event_id), envelope.reason)
    return msgspec.structs.replace(envelope, reason=reason, payload=payload)
