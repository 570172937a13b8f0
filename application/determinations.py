"""Determinations looked up: by person, version of the rulebook, program or period; and what days alone brought."""

from collections.abc import Collection, Iterator
from datetime import UTC, date
from typing import Protocol

import msgspec

from application.assessing import Assessor, Coordinates
from application.determining import PATHWAY, Reached
from application.opened import require_opened
from application.rulebooks import PROGRAM, Rulebooks
from application.store import EventStore
from domain.attribution import Category
from domain.determination import Determination, brought_by_days
from domain.impact import Side
from domain.program.decisions import ProgramUnknown
from domain.refusal import Refusal
from domain.rulebook import TOLD_ONLY

PAGE = 500
"""How many determinations are read at once."""

BY_DAYS = "calendar"
"""Who a change is told of as brought by, where a day alone brought it."""


class NotFollowedSoFar(Refusal):
    """The log has gone on since it was followed last, so what the rest of it did is not determined yet."""

    sentence = "the log is followed up to position {0}, and reaches position {1}: run `milepost determine` first"


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Which determinations are wanted; what is left out chooses none away.

    ``program`` is one of which the person has a course, whether it brought the change or not. ``from_`` and ``to`` are
    days, both included.
    """

    pathway: str | None = None
    version: str | None = None
    program: str | None = None
    from_: date | None = None
    to: date | None = None
    category: Category | None = None

    def takes(self, found: Determination) -> bool:
        """Tell whether a determination is wanted."""
        return (
            self.pathway in {None, found.pathway}
            and self.version in {None, found.version}
            and (self.program is None or self.program in found.touched.groups.programs)
            and (self.from_ or found.on) <= found.on <= (self.to or found.on)
            and self.category in {None, found.category}
        )


class Filed(msgspec.Struct, frozen=True):
    """A determination at its place, a position and a pathway; `is_found` tells whether it is found by what it says."""

    place: tuple[int, str]
    determination: Determination
    is_found: bool


class KeptDeterminations(Protocol):
    """Determinations as they are kept."""

    def reached(self) -> Reached:
        """Return how far the log was followed."""

    def relying_on(self, streams: Collection[str]) -> Collection[str]:
        """Return the pathways that ever relied on any of the streams, as far as was followed."""

    def sought(self, sought: Sought, after: tuple[int, str], until: int, limit: int) -> list[Determination]:
        """Return so many at most, after a position and pathway and up to a position, ordered by these."""


def require_known(sought: Sought, store: EventStore, rulebooks: Rulebooks, kept: KeptDeterminations) -> None:
    """Raise PathwayUnknown, VersionUnknown or ProgramUnknown if what is named was never there.

    A version need not be adopted, and of a program that was never submitted there may be courses.
    """
    program = f"{PROGRAM}{sought.program}"
    if sought.pathway is not None:
        require_opened(store, sought.pathway)
    if sought.version is not None:
        rulebooks.require_stated(sought.version)
    if sought.program is not None and not store.versions([program])[program] and not kept.relying_on([program]):
        raise ProgramUnknown(program)


class Determined:
    """Tells what changed where anybody stands, when, and by what."""

    def __init__(self, store: EventStore, assessor: Assessor, kept: KeptDeterminations) -> None:
        self._store = store
        self.assessor = assessor
        self._kept = kept

    def position(self) -> int:
        """Return up to which position of the log it can tell.

        Raises NotFollowedSoFar if the log goes on, by more than what tells of the rows that are kept, and
        UnreadableEvent for what may be more.
        """
        reached = self._kept.reached().position
        if any(not isinstance(each.event, TOLD_ONLY) for each in self._store.log(reached)):
            raise NotFollowedSoFar(reached, self._store.head())
        return reached

    def page(self, sought: Sought, after: tuple[int, str], until: int, limit: int) -> list[Determination]:
        """Return so many at most of what commands did, after a position and pathway, known up to a position."""
        return self._kept.sought(sought, after, until, limit)

    def by_commands(self, sought: Sought, until: int) -> Iterator[Determination]:
        """Yield what commands did, in the order of the log."""
        found = self._kept.sought(sought, (0, ""), until, PAGE)
        while found:
            yield from found
            found = self._kept.sought(sought, (found[-1].position, found[-1].pathway), until, PAGE)

    def with_days(self, sought: Sought, until: int, today: date) -> Iterator[Determination]:
        """Yield what commands and days did up to today, person by person, and for each in the order of time."""
        names = (name.removeprefix(PATHWAY) for name in self._store.streams(PATHWAY, until=until))
        for name in names if sought.pathway is None else [sought.pathway]:
            yield from filter(sought.takes, self._of(name, until, min(today, sought.to or today)))

    def _of(self, pathway: str, until: int, to: date) -> Iterator[Determination]:
        """Yield all that moved a pathway, up to and including a day.

        From one determination to the next its timeline is the same, so the days in between bring what stands in it.
        """
        stated = list(self.by_commands(Sought(pathway=pathway), until))
        ends = [*(min(to, each.on) for each in stated[1:]), to]
        for one, end in zip(stated, ends, strict=False):
            yield one
            yield from self._by_days(pathway, one.position, one.on, end)

    def _by_days(self, pathway: str, known: int, after: date, to: date) -> Iterator[Determination]:
        case, _ = self.assessor.case(pathway, Coordinates(to, known=known))
        recorded_at = self._store.recorded_at(known).astimezone(UTC)
        for passing in brought_by_days(case.rules, pathway, Side(case.facts, case.assessment), after, to):
            yield Determination(
                position=known,
                recorded_at=recorded_at,
                pathway=pathway,
                on=passing.on,
                category=passing.category,
                causes=(),
                version=passing.version,
                actor=BY_DAYS,
                reason=None,
                touched=passing.touched,
            )
