"""The history of a pathway as it is given over HTTP: events in their envelopes, in the order of the log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from application.store import Recorded

Payload = Annotated[
    msgspec.Raw,
    msgspec.Meta(
        extra_json_schema={"type": "object", "required": ["topic"], "properties": {"topic": {"type": "string"}}}
    ),
]


class Enveloped(msgspec.Struct, frozen=True):
    """An event with what is known about its recording; `payload` is the event, without private text about persons."""

    position: int
    event_id: str
    stream: str
    version: int
    topic: str
    recorded_at: datetime
    actor: str
    command_id: str
    cause: str | None
    reason: str | None
    payload: Payload


class History(msgspec.Struct, frozen=True, omit_defaults=True):
    """The events that moved a pathway, as far as the log was known: up to the position `known`.

    `next` is the cursor of the next page, where pages were asked for and there is one.
    """

    format: Literal["milepost.history/v1"]
    pathway: str
    known: int
    events: tuple[Enveloped, ...]
    next: str | None = None


def history(pathway: str, known: int, events: Iterable[Recorded]) -> History:
    return History("milepost.history/v1", pathway, known, tuple(map(enveloped, events)))


def enveloped(recorded: Recorded) -> Enveloped:
    return Enveloped(
        recorded.position,
        recorded.event_id,
        recorded.stream,
        recorded.version,
        recorded.event.topic(),
        recorded.recorded_at,
        recorded.actor,
        recorded.command_id,
        recorded.cause,
        recorded.reason,
        msgspec.Raw(msgspec.json.encode(_without_private_text(recorded))),
    )


def _without_private_text(recorded: Recorded) -> object:
    event = recorded.event
    return msgspec.structs.replace(event, private=None) if "private" in event.__struct_fields__ else event
