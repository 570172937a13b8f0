"""Determinations, and who relies on whom, found once more along the log and compared with what is kept."""

from collections.abc import Collection, Iterator
from typing import Final, Protocol

import msgspec

from application.assessing import Assessor
from application.determinations import PAGE, Filed
from application.determining import Findings, Following, Reached, changes
from application.ledger.derived_rows import BEYOND
from application.ledger.verifying import Derived
from application.store import EventStore
from domain.determination import Determination
from domain.ledger.finding import Fault, Finding

TOGETHER = 2_000
"""How many events are followed at once; more, where a command has more."""

_BEFORE: Final = (-(2**63), "")
_ALWAYS: Final = (2**63 - 1, BEYOND)

Place = tuple[int, str]


class Stretch(msgspec.Struct, frozen=True):
    """The log after one command, up to where it is followed; whether that is the last that is kept of it."""

    after: int
    until: Reached
    is_last: bool


class Kept(Protocol):
    """Determinations as they are kept."""

    def reached(self) -> Reached:
        """Return how far the log was followed."""

    def relying_on(self, streams: Collection[str]) -> Collection[str]:
        """Return the pathways that ever relied on any of the streams, as far as was followed."""

    def relying_of_nobody(self) -> Collection[str]:
        """Return the ids that are kept as relying on a stream, and of which nothing is recorded."""

    def filed(self, after: Place, limit: int) -> list[Filed]:
        """Return so many at most, after the place of one, in the order of their places."""


class FollowedBeyond(Exception):
    """The log is said to be followed beyond its end."""

    def __init__(self, reached: Reached, head: int) -> None:
        within = f", and the command after it up to {reached.within}" if reached.within else ""
        super().__init__(f"the log is said to be followed up to {reached.position}{within}, and ends at {head}")


class DerivedDeterminations:
    """Follows stretches of the log as far as it was followed, and compares what that comes to."""

    def __init__(self, store: EventStore, assessor: Assessor, kept: Kept) -> None:
        self._store = store
        self._assessor = assessor
        self._kept = kept

    def pieces(self) -> Iterator[Stretch]:
        """Yield stretches of whole commands. Raises FollowedBeyond."""
        reached, head = self._kept.reached(), self._assessor.position(None)
        if reached.position + bool(reached.within) > head:
            raise FollowedBeyond(reached, head)
        after = 0
        for cut in range(TOGETHER, reached.position, TOGETHER):
            end = self._end(cut)
            if after < end < reached.position:
                yield Stretch(after, Reached(end), is_last=False)
                after = end
        yield Stretch(after, reached, is_last=True)

    def of(self, stretch: Stretch) -> Derived:
        """Compare the determinations of a stretch, and on whom somebody came to rely in it."""
        comparing = _Comparing(self._kept, stretch, self._place(stretch.until))
        if stretch.until > Reached(stretch.after):
            for _ in Following(self._store, self._assessor, comparing).follow(stretch.until):
                pass
        comparing.end(self._place(self._kept.reached()))
        return comparing.derived

    def _end(self, position: int) -> int:
        """Return the last position of the command that an event belongs to."""
        return next(changes(self._store.log(position - 1))).last.position

    def _place(self, reached: Reached) -> Place:
        """Return the last place at which something may be kept; a command that is gone through has the last one's."""
        return (self._end(reached.position + 1), reached.within) if reached.within else (reached.position, BEYOND)


class _Comparing:
    """Takes determinations as they are found again, and compares them with those that are kept."""

    def __init__(self, kept: Kept, stretch: Stretch, until: Place) -> None:
        self._kept = kept
        self._stretch = stretch
        self._until = until
        self._filed = self._all()
        self._next = next(self._filed, None)
        self._relied: dict[str, set[str]] = {}
        self.derived = Derived()

    def reached(self) -> Reached:
        """Return after which command the stretch begins."""
        return Reached(self._stretch.after)

    def relying_on(self, streams: Collection[str]) -> Collection[str]:
        """Return who is kept as relying on the streams: whoever is missing is told where they came to rely on them."""
        return self._kept.relying_on(streams)

    def keep(self, found: Findings, _: Reached, __: Reached) -> None:
        """Compare what was found with what is kept."""
        for stream, pathway in found.reliance:
            self._relied.setdefault(stream, set()).add(pathway)
        for each in found.determinations:
            self._compare(each)

    def end(self, reached: Place) -> None:
        """Tell of what is kept and was not found again, and of who is not kept as relying on a stream.

        What was followed meanwhile is passed over.
        """
        while self._next is not None:
            if not self._until < self._next.place <= reached:
                self._tell(self._next.determination, "does not follow from the log")
            self._next = next(self._filed, None)
        for stream, pathways in self._relied.items():
            for pathway in sorted(pathways.difference(self._kept.relying_on([stream]))):
                self._say(f"that {pathway} relied on {stream} is not kept: what it does to them would be missed")
        if self._stretch.is_last:
            for pathway in self._kept.relying_of_nobody():
                self._say(f"{pathway} is kept as relying on others, of whom nothing is recorded")

    def _compare(self, derived: Determination) -> None:
        self.derived.determinations += 1
        while self._next is not None and _place_of(self._next.determination) < _place_of(derived):
            self._tell(self._next.determination, "does not follow from the log")
            self._next = next(self._filed, None)
        if self._next is None or _place_of(self._next.determination) > _place_of(derived):
            self._tell(derived, "is missing")
            return
        if self._next.determination != derived:
            self._tell(derived, "says something else than follows from the log")
        elif not self._next.is_found:
            self._tell(derived, "is filed as another than it is")
        self._next = next(self._filed, None)

    def _all(self) -> Iterator[Filed]:
        """Yield every determination that is kept for the stretch, in the order in which they are kept."""
        after = (self._stretch.after, BEYOND) if self._stretch.after else _BEFORE
        until = _ALWAYS if self._stretch.is_last else self._until
        while found := self._kept.filed(after, PAGE):
            for each in found:
                if each.place > until:
                    return
                yield each
            after = found[-1].place

    def _tell(self, of: Determination, what: str) -> None:
        self._say(f"the determination of {of.pathway} at position {of.position} {what}")

    def _say(self, says: str) -> None:
        self.derived.findings.append(Finding(Fault.DETERMINATION_CHANGED, says))


def _place_of(determination: Determination) -> Place:
    return determination.position, determination.pathway
