"""The desk at which whole files are tried and recorded."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeAlias

import msgspec

from application.access import OPERATIONS, Access, Caller, NotPermitted
from application.assessing import Assessor, Coordinates
from application.contention import persistently
from application.desks.clerk import command_of, key_of, permit_event
from application.desks.instruction import Instruction
from application.importing import Batch, Importing, Moved, anything
from application.many_standings import ManyStandings
from application.recording import Registrar, Submission
from application.refusals import FileRefused, RowRefused
from application.sheets import Row
from application.store import EventStore, Recorded
from domain.brief import Brief, Briefing
from domain.case import NoPolicyInForce
from domain.event import Event

CHECK = "uploads.check"
RECORD = "uploads.record"
MOST_ROWS = 5000

Sheet: TypeAlias = Callable[[bytes], Iterator[Row | RowRefused]]
"""Gives the rows of a file, whatever its kind."""


class Bulk(msgspec.Struct, frozen=True):
    """What reads files, and their rows."""

    importing: Importing
    sheet: Sheet


class Effect(msgspec.Struct, frozen=True):
    """What a file would record, how many of its rows are recorded already, and where its pathways stand by it.

    Where a caller may not know where a pathway stands, nothing is said of it, unless it begins with the file.
    """

    events: int
    before: int
    pathways: tuple[Moved[Brief], ...]


class UploadDesk:
    """Serves those who bring whole files."""

    def __init__(
        self,
        access: Access,
        store: EventStore,
        registrar: Registrar,
        assessor: Assessor,
        many: ManyStandings,
        bulk: Bulk,
        clock: Callable[[], datetime],
    ) -> None:
        self._access = access
        self._store = store
        self._registrar = registrar
        self._assessor = assessor
        self._many = many
        self._bulk = bulk
        self._clock = clock

    def check(self, caller: Caller, content: bytes, *, opening: bool = False) -> Effect:
        """Return what a file would do; nothing is recorded. Raises NotPermitted, FileRefused and FileEmpty."""
        self._permit(caller, CHECK)
        now = self._clock()
        batch = self._read(caller, content, now, opening=opening, rows_are_own=not self._may(caller, CHECK))
        known = tuple(
            each
            for each in self._moved(batch.submission, now.date())
            if _begins(batch, each.pathway) or self._may(caller, "pathways.standing", each.pathway)
        )
        return Effect(len(batch.submission.appends), batch.before, known)

    def record(
        self, caller: Caller, content: bytes, instruction: Instruction, *, opening: bool = False
    ) -> Sequence[Recorded]:
        """Return what is recorded of a file, all of it or nothing; rows that are recorded already are passed over.

        Raises NotPermitted, FileRefused, FileEmpty, IdempotencyKeyReused and StreamConflict.
        """
        self._permit(caller, RECORD)
        key, now = key_of(caller, RECORD, instruction), self._clock()
        repeated = self._store.repeated(key)
        if repeated is not None:
            return repeated

        def attempt() -> Sequence[Recorded]:
            batch = self._read(caller, content, now, opening=opening, rows_are_own=True)
            if not batch.submission.appends:
                return ()
            return self._registrar.keep(batch.submission, command_of(caller, instruction), now, key)

        return persistently(attempt)

    def _read(self, caller: Caller, content: bytes, now: datetime, *, opening: bool, rows_are_own: bool) -> Batch:
        """Return what the file would have recorded; one of which no row is the caller's is not permitted as a whole."""
        granted: list[bool] = []

        def permit(stream: str, kind: type[Event], program: str | None) -> None:
            granted.append(False)
            permit_event(self._access, caller, stream, kind, program)
            granted[-1] = True

        rows = _bounded(self._bulk.sheet(content))
        try:
            permitted = permit if rows_are_own else anything
            return self._bulk.importing.read_again(rows, now.date(), permitted, caller.name, opening=opening)
        except FileRefused:
            if granted and not any(granted):
                raise NotPermitted(caller.name, OPERATIONS[RECORD].says) from None
            raise

    def _moved(self, submission: Submission, on: date) -> Iterator[Moved[Brief]]:
        """Yield each pathway of a submission with where it stands, and by the row that would be recorded with it."""
        rows = self._assessor.standing_rows(submission.states, submission.known, submission.shared)
        begun = [row.pathway for row in rows if submission.stream(f"pathway/{row.pathway}").before]
        try:
            briefing = Briefing(self._assessor.rules(submission.known), on)
            before = {line.pathway: line for line in self._many.of(begun, Coordinates(on)) if isinstance(line, Brief)}
        except NoPolicyInForce:
            yield from (Moved(row.pathway, None, None) for row in rows)
            return
        for row in rows:
            after = briefing.of(row.pathway, self._assessor.assessment(row))
            yield Moved(row.pathway, before.get(row.pathway), after)

    def _permit(self, caller: Caller, operation: str) -> None:
        """Raise NotPermitted for a caller who may bring no file at all; the rows are looked at one by one."""
        own = {"program": min(caller.programs, default=None), "pathway": min(caller.pathways, default=None)}
        self._access.permit(caller, operation, **own)

    def _may(self, caller: Caller, operation: str, pathway: str | None = None) -> bool:
        """Tell whether the caller may do this with the pathway, or with whatever a row names."""
        try:
            self._access.permit(caller, operation, pathway=pathway)
        except NotPermitted:
            return False
        return True


def _begins(batch: Batch, pathway: str) -> bool:
    """Tell whether a file opens a pathway, so that there is nothing to be known of it but what the file says."""
    return not batch.submission.stream(f"pathway/{pathway}").before


def _bounded(rows: Iterable[Row | RowRefused]) -> Iterator[Row | RowRefused]:
    """Yield the rows, and instead of those beyond the most that are taken, that there are too many."""
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            yield RowRefused(row.line, "", f"more than {MOST_ROWS:,} rows: bring the others in another file")
            return
        yield row
