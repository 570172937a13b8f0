"""A store as it would be if a submission were recorded, for those who only read."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NoReturn

from application.recording import Submission
from application.reliance import relied_on_by
from application.store import Append, Command, EventStore, Idempotency, Loaded, Recorded, StandingRow

NOBODY = Command(actor="", command_id="rehearsal")


class RehearsalKeepsNothing(Exception):
    """Something was to be recorded while a submission is only tried out."""


class Rehearsal:
    """The events of a store, followed by those of a submission, at the positions they would have."""

    def __init__(self, store: EventStore, submission: Submission, recorded_at: datetime) -> None:
        self._store = store
        self._last = store.head()
        self._recorded_at = recorded_at
        self._pending: dict[str, list[Recorded]] = {}
        for place, append in enumerate(submission.appends, 1):
            self._pending.setdefault(append.stream, []).append(self._as_recorded(self._last + place, append))

    def append(self, *_: object, **__: object) -> NoReturn:
        """Refuse: this only shows what would be. Raises RehearsalKeepsNothing."""
        raise RehearsalKeepsNothing

    def repeated(self, idempotency: Idempotency) -> tuple[Recorded, ...] | None:
        """Return what was recorded under the key before, or None."""
        return self._store.repeated(idempotency)

    def stream(self, name: str, until: int | None = None) -> list[Recorded]:
        """Return the events of the stream up to and including the position, in order."""
        pending = self._pending.get(name, [])
        added = [each for each in pending if until is None or each.position <= until]
        return [*self._store.stream(name, self._last if until is None else min(until, self._last)), *added]

    def load(self, name: str) -> Loaded:
        """Return the events of the stream, in order, and how far the log would have come."""
        return Loaded(self.stream(name), self.head(), self.head())

    def versions(self, streams: Iterable[str]) -> dict[str, int]:
        """Return the version each stream would be at."""
        kept = self._store.versions(streams)
        return {name: version + len(self._pending.get(name, ())) for name, version in kept.items()}

    def streams(self, prefix: str = "", after: str = "", until: int | None = None) -> Iterator[str]:
        """Yield the names of the streams there would be, in order."""
        last = self.head() if until is None else until
        begun = (name for name, events in self._pending.items() if events[0].position <= last)
        added = [name for name in begun if name.startswith(prefix) and name > after]
        yield from sorted({*self._store.streams(prefix, after, until), *added})

    def log(self, after: int = 0, until: int | None = None) -> Iterator[Recorded]:
        """Yield the events after one position, up to and including another."""
        yield from self._store.log(after, None if until is None else min(until, self._last))
        added = sorted((each for events in self._pending.values() for each in events), key=lambda each: each.position)
        yield from (each for each in added if after < each.position and (until is None or each.position <= until))

    def head(self) -> int:
        """Return the last position there would be."""
        return self._last + sum(map(len, self._pending.values()))

    def position_at(self, instant: datetime) -> int:
        """Return the last position that would be recorded at or before the instant."""
        return self.head() if instant >= self._recorded_at else self._store.position_at(instant)

    def recorded_at(self, position: int) -> datetime:
        """Return when the event at the position was, or would be, recorded."""
        return self._recorded_at if position > self._last else self._store.recorded_at(position)

    def standing(self, pathway: str) -> StandingRow | None:
        """Return nothing: no row is true of what is not recorded."""
        return None if self._pending else self._store.standing(pathway)

    def relying_on(self, stream: str) -> Iterator[str]:
        """Yield the names of the pathways' streams whose facts would name the stream."""
        kept = [name for name in self._store.relying_on(stream) if name not in self._pending]
        pending = [name for name in self._pending if name.startswith("pathway/")]
        yield from sorted([*kept, *(name for name in pending if stream in relied_on_by(name, self.stream(name)))])

    def _as_recorded(self, position: int, append: Append) -> Recorded:
        (event,) = append.events
        return Recorded(
            position,
            append.stream,
            append.expected_version + 1,
            self._recorded_at,
            NOBODY.actor,
            NOBODY.command_id,
            None,
            None,
            event,
        )
