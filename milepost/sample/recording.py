"""How the sample comes into a store: as a log of what each office records, in which every event has its instant."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

import msgspec

from application.exporting import Envelope
from application.store import Command
from domain.refusal import Refusal
from milepost.sample.ascending import Line
from milepost.sample.entry import actor

BATCH = 500
"""How many events one command records at most."""


class StoreNotEmpty(Refusal):
    """The sample is made into an empty store only, so that it is not taken for what a body recorded."""

    sentence = "the store holds {0} events: the sample is made into an empty one only"


class Batch(msgspec.Struct, frozen=True):
    """Lines that one office records at one instant."""

    command: Command
    lines: tuple[Line, ...]


def batches(lines: Iterable[Line]) -> Iterator[Batch]:
    """Yield lines, which ascend, as they are recorded together."""
    count = 0
    for (_, kind), group in groupby(lines, key=lambda each: (each.recorded_at, each.kind)):
        while batch := tuple(islice(group, BATCH)):
            count += 1
            yield Batch(Command(actor=actor(kind), command_id=f"sample/{count}"), batch)


def history(lines: Iterable[Line]) -> Iterator[Envelope]:
    """Yield lines, which ascend, in their envelopes: a whole log."""
    position = 0
    for batch in batches(lines):
        for position, line in enumerate(batch.lines, position + 1):  # noqa: B020 - it goes on where the last one ended
            yield Envelope(
                position=position,
                event_id=f"{line.stream}@{line.version}",
                stream=line.stream,
                version=line.version,
                topic=line.topic,
                recorded_at=line.recorded_at,
                actor=batch.command.actor,
                command_id=batch.command.command_id,
                cause=None,
                reason=None,
                payload=line.payload,
            )
