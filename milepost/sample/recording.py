"""How the sample comes into a store: batch by batch, each at the instant at which its office records it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice

import msgspec

from application.assessing import Assessor
from application.exporting import Envelope
from application.store import Append, Command, EventStore
from domain.event import Event
from domain.pathway.state import Pathway, fold
from domain.refusal import Refusal
from milepost.sample.entry import Entry, actor

BATCH = 500
"""How many events are recorded in one transaction at most."""


class StoreNotEmpty(Refusal):
    """The sample is made into an empty store only, so that it is not taken for what a body recorded."""

    sentence = "the store holds {0} events: the sample is made into an empty one only"


class Batch(msgspec.Struct, frozen=True):
    """Entries that one office records at one instant."""

    command: Command
    entries: tuple[Entry, ...]


def batches(entries: Iterable[Entry]) -> Iterator[Batch]:
    """Yield entries, which ascend, as they are recorded together."""
    count = 0
    for (_, kind), group in groupby(entries, key=lambda each: (each.recorded_at, each.kind)):
        while batch := tuple(islice(group, BATCH)):
            count += 1
            yield Batch(Command(actor=actor(kind), command_id=f"sample/{count}"), batch)


def record(entries: Iterable[Entry], store: EventStore, assessor: Assessor, step: Callable[[int], object]) -> None:
    """Record entries, which ascend, and tell `step` how many events each batch has. Raises StoreNotEmpty.

    A pathway's standing row is written with its last events: it would replace those written before.
    """
    if store.head():
        raise StoreNotEmpty(store.head())
    for batch in batches(entries):
        head = store.head()
        rows = assessor.standing_rows(_ended(batch.entries, store), head, head)
        store.append(_appends(batch.entries), batch.command, batch.entries[0].recorded_at, standing=rows)
        step(len(batch.entries))


def history(entries: Iterable[Entry]) -> Iterator[Envelope]:
    """Yield entries, which ascend, as lines of a history."""
    position = 0
    for batch in batches(entries):
        for position, entry in enumerate(batch.entries, position + 1):  # noqa: B020 - it goes on where the last one ended
            yield Envelope(
                position=position,
                event_id=f"{entry.stream}@{entry.version}",
                stream=entry.stream,
                version=entry.version,
                topic=entry.event.topic(),
                recorded_at=f"{entry.recorded_at:%Y-%m-%dT%H:%M:%S.%f}Z",
                actor=batch.command.actor,
                command_id=batch.command.command_id,
                cause=None,
                reason=None,
                payload=msgspec.Raw(msgspec.json.encode(entry.event)),
            )


def _ended(entries: Sequence[Entry], store: EventStore) -> dict[str, Pathway]:
    """Return the pathways whose last events are among the entries, as these leave them."""
    ended: dict[str, list[Event]] = {each.stream: [] for each in entries if each.last and each.kind == "pathway"}
    for each in entries:
        if each.stream in ended:
            ended[each.stream].append(each.event)
    return {
        stream: fold(stream, [*(recorded.event for recorded in store.stream(stream)), *events])
        for stream, events in ended.items()
    }


def _appends(entries: Sequence[Entry]) -> Iterator[Append]:
    for stream, group in groupby(entries, key=lambda each: each.stream):
        own = list(group)
        yield Append(stream, own[0].version - 1, [each.event for each in own])
