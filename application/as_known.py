"""A store as it was known at a position of its log, for those who only read."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import NoReturn

from application.reliance import relied_on_by
from application.store import EventStore, Idempotency, Loaded, Recorded, StandingRow


class KeepsNothing(Exception):
    """Something was to be recorded where what there was, or would be, is only looked at."""


class AsKnown:
    """The events of a store up to and including a position; what was recorded after it is not there."""

    def __init__(self, store: EventStore, position: int) -> None:
        self._store = store
        self._last = position

    def append(self, *_: object, **__: object) -> NoReturn:
        """Refuse: this only shows what there is to be read. Raises KeepsNothing."""
        raise KeepsNothing

    def repeated(self, idempotency: Idempotency) -> tuple[Recorded, ...] | None:
        """Return what was recorded under the key before, or None."""
        return self._store.repeated(idempotency)

    def stream(self, name: str, until: int | None = None) -> list[Recorded]:
        """Return the events of the stream up to and including the position, in order."""
        return self._store.stream(name, self._until(until))

    def load(self, name: str) -> Loaded:
        """Return the events of the stream, in order, and how far the log had come."""
        return Loaded(self.stream(name), self.head(), self.head())

    def versions(self, streams: Iterable[str]) -> dict[str, int]:
        """Return the version each stream was at."""
        return {name: len(self.stream(name)) for name in streams}

    def streams(self, prefix: str = "", after: str = "", until: int | None = None) -> Iterator[str]:
        """Yield the names of the streams there were, in order."""
        return self._store.streams(prefix, after, self._until(until))

    def log(self, after: int = 0, until: int | None = None) -> Iterator[Recorded]:
        """Yield the events after one position, up to and including another."""
        return self._store.log(after, self._until(until))

    def head(self) -> int:
        """Return the position."""
        return self._last

    def position_at(self, instant: datetime) -> int:
        """Return the last position recorded at or before the instant."""
        return min(self._store.position_at(instant), self._last)

    def recorded_at(self, position: int) -> datetime:
        """Return when the event at the position was recorded."""
        return self._store.recorded_at(position)

    def standing(self, pathway: str) -> StandingRow | None:
        """Return the row of the pathway if it is true of all that was known."""
        row = self._store.standing(pathway)
        return row if row is not None and row.known <= self._last else None

    def relying_on(self, stream: str) -> Iterator[str]:
        """Yield the names of the pathways' streams whose facts named the stream: of most, as they do now."""
        kept = [name for name in self._store.relying_on(stream) if name not in self._moved]
        yield from sorted([*kept, *(name for name in self._moved if stream in relied_on_by(name, self.stream(name)))])

    @cached_property
    def _moved(self) -> frozenset[str]:
        return frozenset(name for name in self._otherwise() if name.startswith("pathway/"))

    def _otherwise(self) -> Iterator[str]:
        """Yield the names of the streams that are otherwise in the store."""
        return (each.stream for each in self._store.log(self._last))

    def _until(self, position: int | None) -> int:
        return self._last if position is None else min(position, self._last)
