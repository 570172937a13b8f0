"""Standing rows, and the public register with them, derived from the events and compared with what is kept."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final, Protocol

import msgspec

from application.assessing import Assessor
from application.generations import Material
from application.ledger.verifying import Derived
from application.making_rows import RowsAsOf
from application.store import EventStore, Listed, StandingRows, StoreUnreadable, UnreadableEvent
from application.tracks import Tracks
from application.vault import VaultUnusable
from domain.ledger.finding import Fault, Finding
from domain.pathway.entry import Entry, sought_as
from domain.sealed import is_sealed

UNREADABLE: Final = (UnreadableEvent, StoreUnreadable, msgspec.DecodeError, TypeError)
"""What is raised for what somebody wrote into a row; the last, where it is of another type than its column."""

TOGETHER = 500
"""How many pathways are derived at once."""

TRIES = 3
"""How often a row is looked at that is not what it has to be, because somebody may be recording meanwhile."""

BEYOND: Final = "\U0010ffff"
"""A name after all others."""

_PATHWAY = "pathway/"
_ALL = 2**31 - 1


class Names(msgspec.Struct, frozen=True):
    """The pathways after a name, up to another."""

    after: str
    until: str


class Histories(Protocol):
    """Pathways with their rows and all their events, in the order of their names."""

    def histories(self, after: str, until: str, limit: int) -> tuple[int, list[Material]]:
        """Return so many at most, between two names, and the position they are read at."""


class DerivedRows:
    """Compares the rows of some pathways, and that there is one of each.

    Of a row that is not true of the whole log nothing is answered but the entry in the public register, which follows
    from the pathway's own events alone.
    """

    def __init__(self, store: EventStore, assessor: Assessor, histories: Histories, rows: StandingRows) -> None:
        self._store = store
        self._assessor = assessor
        self._histories = histories
        self._rows = rows
        self._tracks = Tracks()
        self._derived = Derived()
        self._making: RowsAsOf | None = None

    def pieces(self) -> Iterator[Names]:
        """Yield names between which all pathways and rows are, a few at a time."""
        after = ""
        for stream in islice(self._store.streams(_PATHWAY), TOGETHER - 1, None, TOGETHER):
            until = stream.removeprefix(_PATHWAY)
            yield Names(after, until)
            after = until
        yield Names(after, BEYOND)

    def of(self, names: Names) -> Derived:
        """Compare the rows between two names."""
        self._derived = Derived()
        try:
            position, materials = self._histories.histories(names.after, names.until, _ALL)
            self._batch(names.after, position, materials)
            opened = {each.pathway for each in materials}
        except UNREADABLE:
            self._derived = Derived()
            opened = set(self._one_by_one(names))
        self._of_nobody(names, opened)
        if names.until == BEYOND:
            self._shown_of_nobody()
        return self._derived

    def _batch(self, after: str, position: int, materials: list[Material]) -> None:
        pathways = [each.pathway for each in materials]
        true, listed = self._rows.true(pathways), self._rows.listed(pathways)
        for material in materials:
            pathway = material.pathway
            self._compare(after, position, material, listed.get(pathway), is_true=pathway in true)
            after = pathway

    def _one_by_one(self, names: Names) -> Iterator[str]:
        """Compare rows of which something cannot be read, tell of whom, and yield whose they are."""
        after = names.after
        for stream in self._store.streams(_PATHWAY, f"{_PATHWAY}{after}" if after else ""):
            pathway = stream.removeprefix(_PATHWAY)
            if pathway > names.until:
                return
            try:
                position, materials = self._histories.histories(after, pathway, 1)
                self._batch(after, position, materials)
            except UNREADABLE as error:
                self._found(f"the standing row of {pathway} cannot be read: {error}")
            yield pathway
            after = pathway

    def _compare(self, after: str, position: int, material: Material, listed: Listed | None, *, is_true: bool) -> None:
        """Compare a row, once more where somebody may have recorded while it was read."""
        pathway = material.pathway
        for _ in range(TRIES):
            if self._follows(material, position, listed, is_true=is_true):
                self._derived.standings += is_true
                self._derived.standings_outdated += not is_true
                return
            position, (material,) = self._histories.histories(after, pathway, 1)
            is_true = pathway in self._rows.true([pathway])
            listed = self._rows.listed([pathway]).get(pathway)
        if material.before is None:
            self._found(f"there is no standing row of {pathway}, and so no entry in the public register")
        else:
            self._found(f"the standing row of {pathway} does not follow from the events")

    def _follows(self, material: Material, position: int, listed: Listed | None, *, is_true: bool) -> bool:
        """Tell whether a row is what its pathway's events come to. Raises what cannot be read of it."""
        kept = material.before
        if kept is None or listed is None or not kept.known <= position:
            return False
        if not is_true:
            return self._shows(material.pathway, listed, self._assessor.entry(material.pathway, position))
        if self._making is None or self._making.position != position:
            self._making = self._assessor.rows(position)
        derived = self._making.of(material.pathway, material.events or ())
        if kept.relies_on != derived.relies_on or not self._shows(material.pathway, listed, derived.entry):
            return False
        if kept.tracks == derived.tracks:
            return True
        facts, _ = self._tracks.whole(kept.tracks)
        return facts == self._tracks.whole(derived.tracks)[0] and self._tracks.alike(kept.tracks, derived.tracks)

    def _shows(self, pathway: str, listed: Listed, derived: Entry) -> bool:
        """Tell whether the public register has what it should; without the vault, of a name only that there is one.

        A backup has names sealed, as they are in the log.
        """
        kept, name = listed.entry, derived.name
        if is_sealed(name) and kept.name != name:
            try:
                name = self._rows.shown(pathway, name)
            except VaultUnusable:
                name = str(kept.name or "")
        found_by = None if name is None else sought_as(name)
        return (kept.country, kept.name, listed.sought) == (derived.country, name, found_by)

    def _of_nobody(self, names: Names, opened: Collection[str]) -> None:
        """Tell of rows between two names whose pathways nobody opened."""
        after = names.after
        while found := self._rows.pathways(after, TOGETHER):
            for pathway in found:
                if pathway > names.until:
                    return
                stream = f"{_PATHWAY}{pathway}"
                if pathway not in opened and not self._store.versions([stream])[stream]:
                    self._found(f"there is a standing row of {pathway}, of whom nothing is recorded")
            after = found[-1]

    def _shown_of_nobody(self) -> None:
        """Tell of names on the public register that are nobody's."""
        try:
            for pathway in self._rows.shown_of_nobody():
                self._found(f"the public register has a name for {pathway}, of whom nothing is recorded")
        except UNREADABLE as error:
            self._found(f"the names of the public register cannot be read: {error}")

    def _found(self, says: str) -> None:
        self._derived.findings.append(Finding(Fault.STANDING_CHANGED, says))
