"""What follows from the log is derived once more, and compared with what is kept: standing rows, and determinations."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Protocol

import msgspec

from application.assessing import Assessor
from application.determinations import Filed
from application.determining import Findings, Following, Reached
from application.generations import Material
from application.ledger.verifying import Derived, Progress
from application.store import EventStore, StandingRows, StoreUnreadable, UnreadableEvent
from application.tracks import Tracks
from application.vault import VaultUnusable
from domain.determination import Determination
from domain.ledger.finding import Fault, Finding
from domain.pathway.entry import Entry, sought_as
from domain.sealed import is_sealed

BATCH = 500
TRIES = 3
"""How often a row is looked at that is not what it has to be, because somebody may be recording meanwhile."""

_PATHWAY = "pathway/"
_BEYOND = "\U0010ffff"
_UNREADABLE = (UnreadableEvent, StoreUnreadable, msgspec.DecodeError, TypeError)
"""What is raised for what somebody wrote into a row; the last, where it is of another type than its column."""


class Histories(Protocol):
    """Pathways with their rows and all their events, in the order of their names."""

    def histories(self, after: str, until: str, limit: int) -> tuple[int, list[Material]]:
        """Return so many at most, between two names, and the position they are read at."""


class Kept(Protocol):
    """Determinations as they are kept."""

    def reached(self) -> Reached:
        """Return how far the log was followed."""

    def relying_on(self, streams: Collection[str]) -> Collection[str]:
        """Return the pathways that ever relied on any of the streams, as far as was followed."""

    def filed(self, after: tuple[int, str], limit: int) -> list[Filed]:
        """Return so many at most, after the place of one, in the order of their places."""


class Deriving:
    """Derives what is kept beside a log that was found whole."""

    def __init__(
        self, store: EventStore, assessor: Assessor, histories: Histories, rows: StandingRows, kept: Kept
    ) -> None:
        self._store = store
        self._assessor = assessor
        self._histories = histories
        self._rows = rows
        self._kept = kept
        self._tracks = Tracks()
        self.derived = Derived()

    def standings(self) -> Iterator[Progress]:
        """Compare every standing row, and that there is one of every pathway.

        Of a row that is not true of the whole log nothing is answered but the entry in the public register, which
        follows from the pathway's own events alone.
        """
        after, whole = "", True
        while whole:
            try:
                position, materials = self._histories.histories(after, _BEYOND, BATCH)
                self._batch(after, position, materials)
            except _UNREADABLE:
                materials = self._one_by_one(after)
            whole = len(materials) == BATCH
            until = materials[-1].pathway if whole else _BEYOND
            self._of_nobody(after, until, {each.pathway for each in materials})
            yield Progress("standing rows", self.derived.standings + self.derived.standings_outdated, 0)
            after = until

    def determinations(self) -> Iterator[Progress]:
        """Follow the log from its beginning to where it was followed, and compare what that comes to."""
        try:
            reached, head = self._kept.reached(), self._assessor.position(None)
            if reached.position > head:
                self._otherwise(f"the log is said to be followed up to {reached.position}, and ends at {head}")
                return
            comparing = _Comparing(self._kept, reached, self.derived)
            following = Following(self._store, self._assessor, comparing).follow() if reached.position else ()
            for now in following:
                yield Progress("determinations", min(now.position, reached.position), reached.position)
                if now.position >= reached.position:
                    break
            comparing.end()
        except _UNREADABLE as error:
            self._otherwise(f"what is kept of determinations cannot be read: {error}")

    def _batch(self, after: str, position: int, materials: list[Material]) -> None:
        true = self._rows.true([each.pathway for each in materials])
        for material in materials:
            self._compare(after, position, material, is_true=material.pathway in true)
            after = material.pathway

    def _one_by_one(self, after: str) -> list[Material]:
        """Compare a batch of which something cannot be read, and tell of whom."""
        seen = []
        for stream in islice(self._store.streams(_PATHWAY, f"{_PATHWAY}{after}" if after else ""), BATCH):
            pathway = stream.removeprefix(_PATHWAY)
            try:
                position, materials = self._histories.histories(after, pathway, 1)
                self._batch(after, position, materials)
            except _UNREADABLE as error:
                self._found(f"the standing row of {pathway} cannot be read: {error}")
            seen.append(Material(pathway, None, facts_true=False))
            after = pathway
        return seen

    def _compare(self, after: str, position: int, material: Material, *, is_true: bool) -> None:
        """Compare a row, once more where somebody may have recorded while it was read."""
        pathway = material.pathway
        for _ in range(TRIES):
            if self._follows(material, position, is_true=is_true):
                self.derived.standings += is_true
                self.derived.standings_outdated += not is_true
                return
            position, (material,) = self._histories.histories(after, pathway, 1)
            is_true = pathway in self._rows.true([pathway])
        if material.before is None:
            self._found(f"there is no standing row of {pathway}, and so no entry in the public register")
        else:
            self._found(f"the standing row of {pathway} does not follow from the events")

    def _follows(self, material: Material, position: int, *, is_true: bool) -> bool:
        """Tell whether a row is what its pathway's events come to. Raises what cannot be read of it."""
        kept = material.before
        if kept is None or not kept.known <= position:
            return False
        if not is_true:
            return self._shows(material.pathway, self._assessor.entry(material.pathway, position))
        derived = self._assessor.rows(position).of(material.pathway, material.events or ())
        if kept.relies_on != derived.relies_on or not self._shows(material.pathway, derived.entry):
            return False
        if kept.tracks == derived.tracks:
            return True
        facts, _ = self._tracks.whole(kept.tracks)
        return facts == self._tracks.whole(derived.tracks)[0] and self._tracks.alike(kept.tracks, derived.tracks)

    def _shows(self, pathway: str, derived: Entry) -> bool:
        """Tell whether the public register has what it should; without the vault, of a name only that there is one.

        A backup has names sealed, as they are in the log.
        """
        kept, sought = self._rows.entry(pathway), self._rows.sought(pathway)
        name = derived.name
        if is_sealed(name) and kept.name != name:
            try:
                name = self._rows.shown(pathway, name)
            except VaultUnusable:
                name = str(kept.name or "")
        found_by = None if name is None else sought_as(name)
        return (kept.country, kept.name, sought) == (derived.country, name, found_by)

    def _of_nobody(self, after: str, until: str, known: Collection[str]) -> None:
        """Tell of rows between two names whose pathways nobody opened."""
        while names := self._rows.pathways(after, BATCH):
            for pathway in names:
                if pathway > until:
                    return
                if pathway not in known and not self._store.versions([f"{_PATHWAY}{pathway}"])[f"{_PATHWAY}{pathway}"]:
                    self._found(f"there is a standing row of {pathway}, of whom nothing is recorded")
            after = names[-1]

    def _found(self, says: str) -> None:
        self.derived.findings.append(Finding(Fault.STANDING_CHANGED, says))

    def _otherwise(self, says: str) -> None:
        self.derived.findings.append(Finding(Fault.DETERMINATION_CHANGED, says))


class _Comparing:
    """Takes determinations as they are found again, and compares them with those that are kept."""

    def __init__(self, kept: Kept, reached: Reached, derived: Derived) -> None:
        self._kept = kept
        self._filed = iter(_all(kept))
        self._reached = reached
        self._derived = derived
        self._relying: dict[str, set[str]] = {}
        self._relied: dict[str, set[str]] = {}
        self._next = next(self._filed, None)

    def reached(self) -> Reached:
        """Return that nothing was followed yet."""
        return Reached()

    def relying_on(self, streams: Collection[str]) -> set[str]:
        """Return the pathways that ever relied on any of the streams, as far as was followed."""
        return {pathway for stream in streams for pathway in self._relying.get(stream, ())}

    def keep(self, found: Findings, before: Reached, now: Reached) -> None:  # noqa: ARG002  (as it is called)
        """Compare what was found with what is kept."""
        for stream, pathway in found.reliance:
            self._relying.setdefault(stream, set()).add(pathway)
            if now.position <= self._reached.position:
                self._relied.setdefault(stream, set()).add(pathway)
        for each in found.determinations:
            if each.position <= self._reached.position:
                self._compare(each)

    def end(self) -> None:
        """Tell of what is kept and was not found again, and of what was found and is not kept.

        What was followed meanwhile is passed over.
        """
        since = range(self._reached.position + 1, self._kept.reached().position + 1)
        while self._next is not None:
            if self._next.place[0] not in since:
                self._tell(self._next.determination, "does not follow from the log")
            self._next = next(self._filed, None)
        for stream, pathways in self._relied.items():
            for pathway in sorted(pathways.difference(self._kept.relying_on([stream]))):
                self._say(f"that {pathway} relied on {stream} is not kept: what it does to them would be missed")

    def _compare(self, derived: Determination) -> None:
        self._derived.determinations += 1
        while self._next is not None and _key(self._next.determination) < _key(derived):
            self._tell(self._next.determination, "does not follow from the log")
            self._next = next(self._filed, None)
        if self._next is None or _key(self._next.determination) > _key(derived):
            self._tell(derived, "is missing")
            return
        if self._next.determination != derived:
            self._tell(derived, "says something else than follows from the log")
        elif not self._next.is_found:
            self._tell(derived, "is filed as another than it is")
        self._next = next(self._filed, None)

    def _tell(self, of: Determination, what: str) -> None:
        self._say(f"the determination of {of.pathway} at position {of.position} {what}")

    def _say(self, says: str) -> None:
        self._derived.findings.append(Finding(Fault.DETERMINATION_CHANGED, says))


def _key(of: Determination) -> tuple[int, str]:
    return of.position, of.pathway


def _all(kept: Kept) -> Iterator[Filed]:
    """Yield every determination, in the order in which they are kept."""
    after = (0, "")
    while found := kept.filed(after, BATCH):
        yield from found
        after = found[-1].place
