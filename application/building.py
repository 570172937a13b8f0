"""The rows of a new generation, built batch by batch and compared with the live ones as they are read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from application.assessing import Assessor
from application.generations import BuiltOn, Difference, Generations, Material, Part, Tally, Written, summed
from application.jobs import Claim, ClaimLost
from application.store import EventStore, Recorded, StandingRow
from application.tracks import Tracks
from domain.policy.rules import Rules

BATCH = 1_000
NOTHING_RECORDED = "nothing recorded"
OWN_EVIDENCE = "own evidence"


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
        read = self._generations.histories if building.from_events else self._generations.rows
        part = self._kept(building, part)
        while part.done < part.until:
            position, materials = read(part.done, part.until, BATCH)
            try:
                for written in self._batches(building, part, position, materials):
                    self._generations.write(building.claim, building.generation, written, self._clock())
                    part = written.part
                    yield len(written.rows)
            except BuiltOn:
                part = self._kept(building, part)

    def _kept(self, building: Building, part: Part) -> Part:
        kept = self._generations.part(building.claim.job, part.number)
        if kept is None:
            message = "what this process was at work at was begun anew, or given up"
            raise ClaimLost(message)
        return kept

    def _batches(
        self, building: Building, part: Part, position: int, materials: Sequence[Material]
    ) -> Iterator[Written]:
        """Yield the rows of materials. A batch ends before the lease does, and at the end of the part with it."""
        rules = self._assessor.rules(position)
        batch = _Batch(part, self._clock() + building.claim.lease / 5)
        for material in materials:
            row = self._row(material, position, rules)
            batch.add(row, material)
            if material.before is not None and not self._tracks.alike(material.before.tracks, row.tracks):
                batch.differs(self.difference(material.before, row, self._own(material, position)))
            if self._clock() > batch.due:
                written = batch.written(row.pathway)
                yield written
                batch = _Batch(written.part, self._clock() + building.claim.lease / 5)
        if len(materials) < BATCH:
            yield batch.written(part.until)
        elif batch.rows:
            yield batch.written(materials[-1].pathway)

    def _row(self, material: Material, position: int, rules: Rules) -> StandingRow:
        before = material.before
        if before is not None and material.facts_true:
            tracks = self._tracks.again(before.tracks, rules)
            return StandingRow(before.pathway, position, tracks, before.relies_on, before.entry)
        return self._assessor.row_of(material.pathway, self._own(material, position), position)

    def _own(self, material: Material, position: int) -> Sequence[Recorded]:
        """Return the pathway's own events; where the facts of its row are true, nobody asks which came after it."""
        if material.facts_true:
            return ()
        if material.events is not None:
            return material.events
        return self._store.stream(f"pathway/{material.pathway}", position)

    def difference(self, before: StandingRow, row: StandingRow, own: Sequence[Recorded]) -> Difference:
        """Return what a row that says something else is due to: what was recorded after the one before knew the log."""
        since = [each.event_id for each in own if each.position > before.known]
        shared = self._assessor.recorded_between(dict.fromkeys(row.relies_on), before.known, row.known)
        return Difference(row.pathway, (*since, *shared))


class _Batch:
    """Rows of a part as they are built, and counted; it is kept when it is due at the latest."""

    def __init__(self, part: Part, due: datetime) -> None:
        self._part = part
        self.due = due
        self.rows: list[StandingRow] = []
        self._differences: list[Difference] = []
        self._rows_before = self._read_anew = 0
        self._digest = self._digest_before = 0
        self._causes: dict[str, int] = {}

    def add(self, row: StandingRow, material: Material) -> None:
        digest = _digest(row)
        self.rows.append(row)
        self._digest += digest
        self._read_anew += not material.facts_true
        if material.before is not None:
            self._rows_before += 1
            self._digest_before += digest if material.before.tracks == row.tracks else _digest(material.before)

    def differs(self, difference: Difference) -> None:
        self._differences.append(difference)
        for cause in named_causes(difference):
            self._causes[cause] = self._causes.get(cause, 0) + 1

    def written(self, done: str) -> Written:
        """Return the batch, with which the part has come up to a pathway."""
        digests = (summed(self._digest), summed(self._digest_before))
        counted = (len(self.rows), self._rows_before, len(self._differences), self._read_anew)
        tally = self._part.tally.plus(Tally(*counted, *digests, self._causes))
        part = msgspec.structs.replace(self._part, done=done, tally=tally)
        return Written(self._part.done, part, self.rows, self._differences)


def named_causes(difference: Difference) -> tuple[str, ...]:
    """Return what a difference is counted under: events that several share, its own evidence, or nothing recorded."""
    names = (OWN_EVIDENCE if each.startswith("pathway/") else each for each in difference.causes)
    return tuple(dict.fromkeys(names)) or (NOTHING_RECORDED,)


def _digest(row: StandingRow) -> int:
    return int.from_bytes(sha256(b"%b\0%b" % (row.pathway.encode(), row.tracks)).digest(), "big")
