"""The rows of a new generation, built batch by batch and compared with the live ones as they are read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from application.assessing import Assessor
from application.generations import Difference, Generations, Material, Part, Tally, Written, summed
from application.jobs import Claim
from application.store import EventStore, Recorded, StandingRow
from application.tracks import Tracks

BATCH = 500
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
        """Build what is left of a part, and yield how many rows each batch has; each is kept at once.

        A batch ends before the lease does. Raises ClaimLost and UnreadableEvent.
        """
        read = self._generations.histories if building.from_events else self._generations.rows
        while part.done < part.until:
            position, materials = read(part.done, part.until, BATCH)
            written = self._batch(building, part, position, materials)
            self._generations.write(building.claim, building.generation, written, self._clock())
            part = written.part
            yield len(written.rows)

    def _batch(self, building: Building, part: Part, position: int, materials: Sequence[Material]) -> Written:
        rows: list[StandingRow] = []
        differences: list[Difference] = []
        counting = _Counting()
        due = self._clock() + building.claim.lease / 5
        for material in materials:
            row = self._row(material, position)
            rows.append(row)
            counting.count(row, material)
            if material.before is not None and not self._tracks.alike(material.before.tracks, row.tracks):
                difference = self.difference(material.before, row, self._own(material, position))
                differences.append(difference)
                counting.differs(difference)
            if self._clock() > due:
                break
        whole = len(rows) == len(materials) < BATCH
        done = part.until if whole else rows[-1].pathway
        tally = part.tally.plus(counting.tally())
        return Written(msgspec.structs.replace(part, done=done, tally=tally), rows, differences)

    def _row(self, material: Material, position: int) -> StandingRow:
        before = material.before
        if before is not None and material.facts_true:
            tracks = self._tracks.again(before.tracks, self._assessor.rules(position))
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


class _Counting:
    """Counts the rows of a batch."""

    def __init__(self) -> None:
        self._rows = self._rows_before = self._changed = self._read_anew = 0
        self._digest = self._digest_before = 0
        self._causes: dict[str, int] = {}

    def count(self, row: StandingRow, material: Material) -> None:
        digest = _digest(row)
        self._rows += 1
        self._digest += digest
        self._read_anew += not material.facts_true
        if material.before is not None:
            self._rows_before += 1
            self._digest_before += digest if material.before.tracks == row.tracks else _digest(material.before)

    def differs(self, difference: Difference) -> None:
        self._changed += 1
        for cause in named_causes(difference):
            self._causes[cause] = self._causes.get(cause, 0) + 1

    def tally(self) -> Tally:
        sums = (summed(self._digest), summed(self._digest_before))
        return Tally(self._rows, self._rows_before, self._changed, self._read_anew, *sums, self._causes)


def named_causes(difference: Difference) -> tuple[str, ...]:
    """Return what a difference is counted under: events that several share, its own evidence, or nothing recorded."""
    names = (OWN_EVIDENCE if each.startswith("pathway/") else each for each in difference.causes)
    return tuple(dict.fromkeys(names)) or (NOTHING_RECORDED,)


def _digest(row: StandingRow) -> int:
    hashed = sha256(row.pathway.encode())
    hashed.update(b"\0")
    hashed.update(row.tracks)
    return int.from_bytes(hashed.digest(), "big")
