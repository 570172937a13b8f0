"""Any number of entries in the order in which they are recorded, in memory that hardly grows with their number."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path

import msgspec

from milepost.sample.entry import Entry

BLOCK = 2**14
"""How many bytes of a run are read at once."""


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry as it is written; `recorded_at` is the text that is stored, and `payload` the event's bytes."""

    recorded_at: str
    stream: str
    version: int
    topic: str
    payload: msgspec.Raw

    @property
    def kind(self) -> str:
        """The kind of its stream."""
        return self.stream.partition("/")[0]


_instant = attrgetter("recorded_at")


def write_run(entries: Iterable[Entry], file: Path) -> int:
    """Write entries in the order of their instants, those of one instant as they came; return how many there are."""
    ordered = sorted(entries, key=_instant)
    encode = msgspec.json.Encoder().encode
    with file.open("wb") as out:
        out.writelines(
            encode(
                Line(
                    f"{each.recorded_at:%Y-%m-%dT%H:%M:%S.%f}Z",
                    each.stream,
                    each.version,
                    each.event.topic(),
                    msgspec.Raw(encode(each.event)),
                )
            )
            + b"\n"
            for each in ordered
        )
    return len(ordered)


def ascending(runs: Sequence[Path]) -> Iterator[Line]:
    """Yield the lines of all runs by their instants, and those of one instant in the order of the runs."""
    return heapq.merge(*map(_read, runs), key=_instant)


def _read(run: Path) -> Iterator[Line]:
    """Yield the lines of a run, which is open only while a block is read: there may be very many."""
    decode, place = msgspec.json.Decoder(Line).decode, 0
    while True:
        with run.open("rb") as file:
            file.seek(place)
            block = file.readlines(BLOCK)
            place = file.tell()
        if not block:
            return
        yield from map(decode, block)
