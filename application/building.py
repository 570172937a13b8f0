"""The rows of a new generation, built batch by batch and compared with the live ones as they are read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from operator import attrgetter

import msgspec

from application.assessing import Assessor
from application.generations import Batch, BuiltOn, Difference, Generations, Material, Part, Tally, Written, summed
from application.jobs import Claim, ClaimLost
from application.making_rows import RowsAsOf
from application.store import EventStore, Recorded, StandingRow
from application.tracks import Parts, Tracks

BATCH = 2_500
"""PostgreSQL puts away each thousand of copied rows while others come: of so many, only the last 500 are waited for."""
NOTHING_RECORDED = "nothing recorded"
OWN_EVIDENCE = "own evidence"
_POSITION = attrgetter("position")


class Building(msgspec.Struct, frozen=True):
    """What every worker has to know: under which claim it works, at which generation, and what it reads."""

    claim: Claim
    generation: int
    from_events: bool


class Builder:
    """Builds parts of a generation; any number of builders may work at parts of their own."""

    def __init__(
        self, store: EventStore, assessor: Assessor, generations: Generations, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._assessor = assessor
        self._generations = generations
        self._clock = clock
        self._tracks = Tracks()

    def build(self, building: Building, part: Part) -> Iterator[int]:
        """Build what is left of a part, and yield how many rows each batch has; each is kept at once, and once.

        Where another builder is at the same part, as one that was given up for lost may be, whoever comes first keeps
        its batch, and both go on from there. Raises ClaimLost and UnreadableEvent.
        """
        part = self._kept(building, part)
        while part.done < part.until:
            try:
                written = self._generations.write(building.claim, building.generation, self._batch(building, part))
            except BuiltOn:
                part = self._kept(building, part)
            else:
                part = written.part
                yield written.rows

    def _kept(self, building: Building, part: Part) -> Part:
        kept = self._generations.part(building.claim.job, part.number)
        if kept is None:
            message = "what this process was at work at was begun anew, or given up"
            raise ClaimLost(message)
        return kept

    def _batch(self, building: Building, part: Part) -> Batch:
        """Return what is next of a part."""
        read = self._generations.histories if building.from_events else self._generations.rows
        counted = _Counted(part, self._tracks)
        rows = self._rows(*read(part.done, part.until, BATCH), counted, self._clock() + building.claim.lease / 5)
        return Batch(part, rows, lambda: counted.written(self._clock()))

    def _rows(
        self, position: int, materials: Iterable[Material], counted: "_Counted", due: datetime
    ) -> Iterator[StandingRow]:
        """Yield the rows of what was read; once they are due, what is left is not looked at, and will be read again."""
        rows = self._assessor.rows(position)
        for material in materials:
            (row, parts), before = self._row(material, position, rows), material.before
            counted.add(row, parts, material)
            if before is not None and not self._alike(before, row):
                counted.differs(self.difference(before, row, self._own(material, position)))
            yield row
            if self._clock() > due:
                return
        counted.end()

    def _row(self, material: Material, position: int, rows: RowsAsOf) -> tuple[StandingRow, Parts]:
        """Return the row of a pathway, and the parts of what it holds."""
        before = material.before
        if before is not None and material.facts_true:
            try:
                tracks, parts = self._tracks.again(before.tracks, rows.rules)
            except msgspec.DecodeError:
                pass  # What is damaged is made from events.
            else:
                return StandingRow(before.pathway, position, tracks, before.relies_on, before.entry), parts
        if material.events is not None:
            return rows.with_parts(material.pathway, material.events)
        row = self._assessor.row(material.pathway, position)
        return row, self._tracks.parts(row.tracks)

    def _alike(self, before: StandingRow, row: StandingRow) -> bool:
        try:
            return self._tracks.alike(before.tracks, row.tracks)
        except msgspec.DecodeError:
            return False

    def _own(self, material: Material, position: int) -> Sequence[Recorded]:
        """Return the pathway's own events; where the facts of its row are true, nobody asks which came after it."""
        return () if material.facts_true else self._store.stream(f"pathway/{material.pathway}", position)

    def difference(self, before: StandingRow, row: StandingRow, own: Sequence[Recorded]) -> Difference:
        """Return what a row that says something else is due to.

        That is what was recorded since the one before knew the log; of several, those with which it was told otherwise.
        """
        shared = self._assessor.recorded_between(dict.fromkeys(row.relies_on), before.known, row.known)
        since = sorted((each for each in (*own, *shared) if each.position > before.known), key=_POSITION)
        causes = self._moving(row, before.known, since) if len(since) > 1 else since
        return Difference(row.pathway, tuple(each.event_id for each in causes))

    def _moving(self, row: StandingRow, known: int, since: Sequence[Recorded]) -> Iterator[Recorded]:
        """Yield those of the events, from a position on, with which the row of a pathway came to say something else."""
        tracks = self._assessor.row(row.pathway, known).tracks
        for each in since:
            after = self._assessor.row(row.pathway, each.position).tracks
            if not self._tracks.alike(tracks, after):
                yield each
            tracks = after


class _Counted:
    """What is counted of the rows of a part that are built on, and how far it comes with them."""

    def __init__(self, part: Part, tracks: Tracks) -> None:
        self._part = part
        self._tracks = tracks
        self._done = part.done
        self._differences: list[Difference] = []
        self._rows = self._rows_before = self._read_anew = 0
        self._digest = self._digest_before = 0
        self._causes: dict[str, int] = {}

    def add(self, row: StandingRow, parts: Parts, material: Material) -> None:
        digest = _digest(row.pathway, parts)
        self._done = row.pathway
        self._rows += 1
        self._digest += digest
        self._read_anew += not material.facts_true
        if material.before is not None:
            self._rows_before += 1
            same = material.before.tracks == row.tracks
            self._digest_before += digest if same else self._digest_of(material.before)

    def _digest_of(self, row: StandingRow) -> int:
        """Return the digest of a row, of one that is damaged as it is."""
        try:
            return _digest(row.pathway, self._tracks.parts(row.tracks))
        except msgspec.DecodeError:
            return _digest(row.pathway, (row.tracks, b""))

    def differs(self, difference: Difference) -> None:
        self._differences.append(difference)
        for cause in named_causes(difference):
            self._causes[cause] = self._causes.get(cause, 0) + 1

    def end(self) -> None:
        """Take note that these are all rows that were read: all that the part has, if there could have been more."""
        if self._rows < BATCH:
            self._done = self._part.until

    def written(self, at: datetime) -> Written:
        """Return what the rows come to, once all of them are taken."""
        digests = (summed(self._digest), summed(self._digest_before))
        counted = (self._rows, self._rows_before, len(self._differences), self._read_anew)
        tally = self._part.tally.plus(Tally(*counted, *digests, self._causes))
        part = msgspec.structs.replace(self._part, done=self._done, tally=tally)
        return Written(part, self._rows, self._differences, at)


def named_causes(difference: Difference) -> tuple[str, ...]:
    """Return what a difference is counted under: events that several share, its own evidence, or nothing recorded."""
    names = (OWN_EVIDENCE if each.startswith("pathway/") else each for each in difference.causes)
    return tuple(dict.fromkeys(names)) or (NOTHING_RECORDED,)


def _digest(pathway: str, parts: Parts) -> int:
    hashed = sha256(b"%b\0" % pathway.encode())
    for part in parts:
        hashed.update(part)
    return int.from_bytes(hashed.digest(), "big")
