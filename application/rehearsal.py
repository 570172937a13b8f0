"""A store as it would be if a submission were recorded, for those who only read."""

from collections.abc import Iterator
from datetime import datetime

from application.as_known import AsKnown
from application.recording import Submission
from application.store import Append, Command, EventStore, Recorded, StandingRow

NOBODY = Command(actor="", command_id="rehearsal")


class Rehearsal(AsKnown):
    """The events of a store as it is known now, followed by those of a submission, at the positions they would have."""

    def __init__(self, store: EventStore, submission: Submission, recorded_at: datetime) -> None:
        super().__init__(store, store.head())
        self._recorded_at = recorded_at
        self._added = [
            self._as_recorded(self._last + place, append) for place, append in enumerate(submission.appends, 1)
        ]
        self._pending: dict[str, list[Recorded]] = {}
        for each in self._added:
            self._pending.setdefault(each.stream, []).append(each)

    def stream(self, name: str, until: int | None = None) -> list[Recorded]:
        """Return the events of the stream up to and including the position, in order."""
        pending = self._pending.get(name, ())
        return [*super().stream(name, until), *(each for each in pending if until is None or each.position <= until)]

    def streams(self, prefix: str = "", after: str = "", until: int | None = None) -> Iterator[str]:
        """Yield the names of the streams there would be, in order."""
        begun = (name for name, (first, *_) in self._pending.items() if until is None or first.position <= until)
        added = [name for name in begun if name.startswith(prefix) and name > after]
        yield from sorted({*super().streams(prefix, after, until), *added})

    def log(self, after: int = 0, until: int | None = None) -> Iterator[Recorded]:
        """Yield the events after one position, up to and including another."""
        yield from super().log(after, until)
        yield from (each for each in self._added if after < each.position and (until is None or each.position <= until))

    def head(self) -> int:
        """Return the last position there would be."""
        return self._last + len(self._added)

    def position_at(self, instant: datetime) -> int:
        """Return the last position that would be recorded at or before the instant."""
        return self.head() if instant >= self._recorded_at else super().position_at(instant)

    def recorded_at(self, position: int) -> datetime:
        """Return when the event at the position was, or would be, recorded."""
        return self._recorded_at if position > self._last else super().recorded_at(position)

    def standing(self, pathway: str) -> StandingRow | None:
        """Return nothing: no row is true of what is not recorded."""
        return None if self._added else super().standing(pathway)

    def _otherwise(self) -> Iterator[str]:
        yield from super()._otherwise()
        yield from self._pending

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
