"""A store held in memory, for questions about events that are recorded nowhere."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from application.reliance import relied_on_by
from application.store import (
    Append,
    Command,
    Guard,
    Idempotency,
    IdempotencyKeyReused,
    Loaded,
    PositionUnknown,
    Recorded,
    StandingRow,
    StreamConflict,
)


class MemoryStore:
    """An `EventStore` that lasts as long as the object; it keeps no standing rows, so every answer is worked out."""

    def __init__(self) -> None:
        self._log: list[Recorded] = []
        self._streams: dict[str, list[Recorded]] = {}
        self._requests: dict[str, tuple[str, tuple[Recorded, ...]]] = {}

    def append(
        self,
        appends: Iterable[Append],
        command: Command,
        recorded_at: datetime,
        *,
        idempotency: Idempotency | None = None,
        standing: Sequence[StandingRow] = (),  # noqa: ARG002 - none are kept
        guard: Guard | None = None,
        live: int | None = None,  # noqa: ARG002 - there are no generations
    ) -> tuple[Recorded, ...]:
        """Record as the port says."""
        before = self.repeated(idempotency) if idempotency else None
        if before is not None:
            return before
        wanted = list(appends)
        versions: dict[str, int] = {}
        for each in wanted:
            found = versions.get(each.stream, len(self._streams.get(each.stream, ())))
            if found != each.expected_version:
                raise StreamConflict(each.stream, each.expected_version, found)
            versions[each.stream] = found + len(each.events)
        if guard:
            guard(len(self._log))
        instant = max(recorded_at, self._log[-1].recorded_at) if self._log else recorded_at
        first = len(self._log)
        for each in wanted:
            stream = self._streams.setdefault(each.stream, [])
            for event in each.events:
                recorded = Recorded(
                    position=len(self._log) + 1,
                    stream=each.stream,
                    version=len(stream) + 1,
                    recorded_at=instant,
                    actor=command.actor,
                    command_id=command.command_id,
                    cause=command.cause,
                    reason=command.reason,
                    event=event,
                )
                stream.append(recorded)
                self._log.append(recorded)
        made = tuple(self._log[first:])
        if idempotency:
            self._requests[idempotency.key] = (idempotency.digest, made)
        return made

    def repeated(self, idempotency: Idempotency) -> tuple[Recorded, ...] | None:
        """Answer as the port says."""
        if idempotency.key not in self._requests:
            return None
        digest, made = self._requests[idempotency.key]
        if digest != idempotency.digest:
            raise IdempotencyKeyReused(idempotency.key)
        return made

    def stream(self, name: str, until: int | None = None) -> list[Recorded]:
        """Return the stream as the port says."""
        return [each for each in self._streams.get(name, ()) if until is None or each.position <= until]

    def load(self, name: str) -> Loaded:
        """Return the stream as the port says."""
        return Loaded(self.stream(name), self.head(), self.head())

    def versions(self, streams: Iterable[str]) -> dict[str, int]:
        """Return versions as the port says."""
        return {name: len(self._streams.get(name, ())) for name in streams}

    def streams(self, prefix: str = "", after: str = "", until: int | None = None) -> Iterator[str]:
        """Yield names as the port says."""
        last = len(self._log) if until is None else until
        begun = (name for name, events in self._streams.items() if events and events[0].position <= last)
        return iter(sorted(name for name in begun if name.startswith(prefix) and name > after))

    def log(self, after: int = 0, until: int | None = None) -> Iterator[Recorded]:
        """Yield events as the port says."""
        return iter(self._log[after:until])

    def head(self) -> int:
        """Return the last position."""
        return len(self._log)

    def position_at(self, instant: datetime) -> int:
        """Return the position as the port says."""
        return bisect_right(self._log, instant, key=lambda each: each.recorded_at)

    def recorded_at(self, position: int) -> datetime:
        """Return the instant as the port says."""
        if not 1 <= position <= len(self._log):
            raise PositionUnknown(position, len(self._log))
        return self._log[position - 1].recorded_at

    def standing(self, pathway: str) -> StandingRow | None:  # noqa: ARG002 - none are kept
        """Return nothing: no row is kept."""
        return None

    def relying_on(self, stream: str) -> Iterator[str]:
        """Yield names as the port says."""
        return (name for name in self.streams("pathway/") if stream in relied_on_by(name, self._streams[name]))
