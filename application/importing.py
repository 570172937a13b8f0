"""Importing: every row of a file is decided upon in its order; then all are recorded, or none."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Generic, TypeAlias, TypeVar

import msgspec

from application.assessing import Assessor
from application.declared_rows import DETAILED, WORDS, declared_event_in, detail_in
from application.faulty_columns import column_at_fault
from application.levels import Levels, level_in, require_known
from application.matters import program_of
from application.recording import Registrar, Submission
from application.refusals import FileEmpty, FileRefused, RowRecordedBefore, RowRefused, RowsMiscounted, RowTwice
from application.rows import RowsRefused, event_in
from application.sheets import Row
from domain.case import NoPolicyInForce
from domain.event import Event
from domain.evidence import Evidence
from domain.pathway.decisions import PathwayUnknown
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceCorrected, EvidenceDetailed
from domain.policy.vocabulary import Vocabulary
from domain.refusal import Refusal
from domain.sealed import all_legible

PATHWAY = "pathway/"


Stand = TypeVar("Stand")


class Moved(msgspec.Struct, Generic[Stand], frozen=True):
    """A pathway with where it stands before and after an import; nowhere before it was opened, or without a policy."""

    pathway: str
    before: Stand | None
    after: Stand | None


class Batch(msgspec.Struct, frozen=True):
    """What a file would have recorded, and how many of its rows are recorded already, word for word."""

    submission: Submission
    before: int


Permit: TypeAlias = Callable[[str, type[Event], str | None], None]
"""Raises what speaks against recording such an event in a stream, which names a program if it does."""


def anything(_: str, __: type[Event], ___: str | None) -> None:
    """Let every event be recorded."""


class Importing:
    """Reads files of rows.

    `declared` tells the kinds of evidence that the rulebook's own vocabulary declares, `levels` those of its texts.
    """

    def __init__(self, registrar: Registrar, declared: Callable[[], Vocabulary], levels: Callable[[], Levels]) -> None:
        self._registrar = registrar
        self._declared = declared
        self._levels = levels

    def read(
        self, rows: Iterable[Row | RowRefused], recorded_on: date, count: int | None = None, *, opening: bool = False
    ) -> Submission:
        """Return what the rows would have recorded, in their order, on a day in UTC.

        With `opening`, a pathway that is not there yet is opened on that day. Raises FileRefused with every row that
        cannot be recorded, FileEmpty, and RowsMiscounted if there are not as many rows as `count` says.
        """
        reading = self._reading(recorded_on, anything, opening=opening)
        number = reading.take_all(rows)
        if not reading.submission.appends:
            raise FileEmpty
        if count not in {None, number}:
            raise RowsMiscounted(count, number)
        return reading.submission

    def read_again(
        self, rows: Iterable[Row | RowRefused], recorded_on: date, permit: Permit, by: str, *, opening: bool = False
    ) -> Batch:
        """Return what the rows would have recorded, as far as it is not recorded already, word for word.

        What `permit` raises refuses the row. `by` is who brings the file, and is held to what needs a second person.
        Raises FileRefused with every row that cannot be recorded, and FileEmpty for a file without rows.
        """
        reading = self._reading(recorded_on, permit, opening=opening)
        reading.again, reading.by = True, by
        if not reading.take_all(rows):
            raise FileEmpty
        return Batch(reading.submission, reading.before)

    def _reading(self, recorded_on: date, permit: Permit, *, opening: bool) -> "_Reading":
        readable = Readable(self._declared(), cache(self._levels))
        return _Reading(self._registrar.submission(), readable, recorded_on, permit, opening=opening)


class Readable(msgspec.Struct, frozen=True):
    """What rules may read: the kinds and fields that texts declare, and the levels, looked for once if at all."""

    declared: Vocabulary
    levels: Callable[[], Levels]


class _Reading:
    """One pass over the rows, which goes on after a refusal so that all are named at once."""

    def __init__(
        self, submission: Submission, readable: Readable, recorded_on: date, permit: Permit, *, opening: bool
    ) -> None:
        self.submission = submission
        self.again, self.by = False, ""
        self.before = 0
        self._permit = permit
        self._readable = readable
        self._recorded_on = recorded_on
        self._opening = opening
        self._said: dict[str, dict[bytes, int]] = {}
        self._lines: dict[tuple[str, int], int] = {}

    def take_all(self, rows: Iterable[Row | RowRefused]) -> int:
        """Return how many rows there are. Raises FileRefused with every one that cannot be recorded."""
        refused: list[RowRefused] = []
        number = 0
        for number, row in enumerate(rows, 1):  # noqa: B007 - the last one is the count
            refused += self.take(row)
        if refused:
            raise FileRefused(refused)
        return number

    def take(self, row: Row | RowRefused) -> Iterable[RowRefused]:
        """Return why the row cannot be recorded, or nothing once it is submitted."""
        if isinstance(row, RowRefused):
            return (row,)
        refused_cells = row.refused()
        if refused_cells:
            return refused_cells
        try:
            stream, event = self._event(row)
            all_legible(event)
            self._permit(stream, type(event), program_of(event))
            version = self._recorded_before(stream, event)
            if version is not None:
                return self._repeated(row, stream, version)
            of = self._evidence(stream, event.of) if isinstance(event, EvidenceCorrected) else None
            require_known(level_in(event, of), self._readable.levels)
            if self._opening and _opens(event) and not self.submission.stream(stream).state.opened:
                self._permit(stream, PathwayOpened, None)
                self._add(stream, PathwayOpened(opened_on=self._recorded_on))
            self._lines[stream, self._add(stream, event)] = row.line
        except RowsRefused as refused:
            return refused.refused
        except Refusal as refusal:
            column = column_at_fault(refusal, row)
            return (RowRefused(row.line, column, str(refusal).removeprefix(f"{column}: ")),)
        return ()

    def _repeated(self, row: Row, stream: str, version: int) -> Iterable[RowRefused]:
        """Return why a row cannot be recorded that says what its stream says already, as a version or from a row."""
        above = self._lines.get((stream, version))
        if above is not None:
            return (RowTwice(row.line, above),)
        if self.again and version <= len(self.submission.stream(stream).before):
            self.before += 1
            return ()
        return (RowRecordedBefore(row.line, f"{stream}@{version}"),)

    def _event(self, row: Row) -> tuple[str, Event]:
        words = row.cells.get("event")
        if words == WORDS:
            return declared_event_in(row, self._readable.declared)
        if words == DETAILED:
            self._permit(f"{PATHWAY}{row.cells.get('pathway')}", EvidenceDetailed, None)
            return detail_in(row, self._readable.declared, self._evidence)
        return event_in(row)

    def _evidence(self, stream: str, ref: str) -> Evidence | None:
        found = self.submission.stream(stream).state.evidence.get(ref)
        return found[1] if found else None

    def _add(self, stream: str, event: Event) -> int:
        """Return the version of the stream that the event would make."""
        said = self._versions(stream)
        added = self.submission.add(stream, event, self._recorded_on, self.by)
        at = self.submission.stream(stream)
        version = said[msgspec.json.encode(added)] = len(at.before) + at.added
        return version

    def _recorded_before(self, stream: str, event: Event) -> int | None:
        """Return the version of the stream that says the same, word for word, if there is one."""
        versions = self._versions(stream)
        found = versions.get(msgspec.json.encode(event))
        return found or versions.get(msgspec.json.encode(self.submission.as_kept(stream, event)))

    def _versions(self, stream: str) -> dict[bytes, int]:
        if stream not in self._said:
            before = self.submission.stream(stream).before
            self._said[stream] = {msgspec.json.encode(event): version for version, event in enumerate(before, 1)}
        return self._said[stream]


def _opens(event: Event) -> bool:
    return event.topic().startswith("pathway.") and not isinstance(event, PathwayOpened)


def moved(
    assessor: Assessor,
    rehearsal: Assessor,
    submission: Submission,
    tell: Callable[[Assessor, str], Stand],
) -> Iterator[Moved[Stand]]:
    """Yield each pathway of a submission with where it stands, as is told of it, as it is and as it would be."""
    for stream in submission.touched:
        if stream.startswith(PATHWAY):
            pathway = stream.removeprefix(PATHWAY)
            yield Moved(pathway, _stand(assessor, pathway, tell), _stand(rehearsal, pathway, tell))


def _stand(assessor: Assessor, pathway: str, tell: Callable[[Assessor, str], Stand]) -> Stand | None:
    try:
        return tell(assessor, pathway)
    except (PathwayUnknown, NoPolicyInForce):
        return None
