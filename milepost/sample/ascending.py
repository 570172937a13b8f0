"""Any number of entries in the order in which they are recorded, in memory that does not grow with their number."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import msgspec

from domain.topics import EVENTS
from milepost.sample.entry import Entry

RUN = 100_000
"""How many entries are sorted in memory at once; more are kept in files, one for each run."""

_WRITTEN: Any = tuple[datetime, str, int, bool, reduce(or_, EVENTS.values())]  # type: ignore[misc]


class Ascending:
    """Takes entries in any order; yields them by their instants, and those of one instant in the order they came."""

    def __init__(self, folder: Path, run: int = RUN) -> None:
        self._folder = folder
        self._run = run
        self._files: list[Path] = []
        self._entries: list[Entry] = []
        self.count = 0

    def add(self, entry: Entry) -> None:
        self._entries.append(entry)
        self.count += 1
        if len(self._entries) >= self._run:
            self._put_away()

    def __iter__(self) -> Iterator[Entry]:
        self._entries.sort(key=_instant)
        return heapq.merge(*(_read(file) for file in self._files), self._entries, key=_instant)

    def _put_away(self) -> None:
        self._entries.sort(key=_instant)
        file = self._folder / f"{len(self._files)}.jsonl"
        encoder = msgspec.json.Encoder()
        with file.open("wb") as out:
            out.writelines(
                encoder.encode((each.recorded_at, each.stream, each.version, each.last, each.event)) + b"\n"
                for each in self._entries
            )
        self._files.append(file)
        self._entries = []


def _instant(entry: Entry) -> datetime:
    return entry.recorded_at


def _read(file: Path) -> Iterator[Entry]:
    decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(_WRITTEN)
    with file.open("rb") as lines:
        for line in lines:
            recorded_at, stream, version, last, event = decoder.decode(line)
            yield Entry(recorded_at, stream, version, event, last)
