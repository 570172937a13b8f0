"""The standings of many pathways at once, all as of one position of the log."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

import msgspec

from application.assessing import Assessor, Coordinates
from application.levels import require_held_by_some
from application.store import StandingRows
from domain.answer import Known
from domain.brief import Brief, Briefing
from domain.pathway.decisions import PathwayUnknown

BATCH = 500


class StandingsHeading(msgspec.Struct, frozen=True, tag_field="format", tag="milepost.standings/v1"):
    """The coordinates of all standings that follow; ``under`` is what was asked for, if anything."""

    on: date
    known: Known
    under: str | None


class UnknownPathway(msgspec.Struct, frozen=True, tag_field="format", tag="milepost.unknown-pathway/v1"):
    """A pathway was asked for that was not opened, as far as was known."""

    pathway: str


class StandingsEnding(msgspec.Struct, frozen=True, tag_field="format", tag="milepost.standings-end/v1"):
    """How many lines stand between the heading and this one; what breaks off earlier is not whole."""

    lines: int


Line = StandingsHeading | Brief | UnknownPathway | StandingsEnding


class Chosen(msgspec.Struct, frozen=True):
    """Which standings are wanted; what is left out chooses none away."""

    level: str | None = None
    standing: str | None = None
    listing: str | None = None

    def takes(self, brief: Brief) -> bool:
        """Tell whether the standing is wanted; a level is wanted wherever it is held, below a higher one too."""
        return (
            (self.level is None or self.level in brief.levels)
            and self.standing in {None, brief.standing}
            and self.listing in {None, brief.listing}
        )


class ManyStandings:
    """Tells where many pathways stand, from their rows where these are true, and by assessing the others on the spot.

    Events that are recorded while the lines are told change none of them.
    """

    def __init__(self, assessor: Assessor, rows: StandingRows) -> None:
        self._assessor = assessor
        self._rows = rows

    def of(self, pathways: Sequence[str], at: Coordinates) -> Iterator[Line]:
        """Return a heading, a line for each of the pathways in the order given, and an ending.

        Raises what `Assessor.answer` raises of coordinates, before the first line.
        """
        batches = (pathways[first : first + BATCH] for first in range(0, len(pathways), BATCH))
        return self._lines(batches, at, lambda _: True)

    def chosen(self, chosen: Chosen, at: Coordinates) -> Iterator[Line]:
        """Return a heading, a line for each pathway that is chosen, ordered by name, and an ending.

        Raises as `of`, and LevelUnknown for a level that no text which judges has.
        """
        return self._lines(
            self._all(), at, lambda line: isinstance(line, Brief) and chosen.takes(line), level=chosen.level
        )

    def told(
        self, briefing: Briefing, at: Coordinates, position: int, names: Sequence[str]
    ) -> Iterator[Brief | UnknownPathway]:
        """Yield the line of each pathway, as known at a position, by the rules that the briefing was made of."""
        true = self._rows.true(names) if at.known is None and at.under is None else {}
        for name in names:
            row = true.get(name)
            if row is not None and row.known <= position:
                yield briefing.of(name, self._assessor.assessment(row))
                continue
            try:
                case, _ = self._assessor.case(name, msgspec.structs.replace(at, known=position))
            except PathwayUnknown:
                yield UnknownPathway(name)
            else:
                yield briefing.of(name, case.assessment)

    def _all(self) -> Iterator[Sequence[str]]:
        names = self._rows.pathways("", BATCH)
        while names:
            yield names
            names = self._rows.pathways(names[-1], BATCH)

    def _lines(
        self,
        batches: Iterable[Sequence[str]],
        at: Coordinates,
        wanted: Callable[[Brief | UnknownPathway], bool],
        level: str | None = None,
    ) -> Iterator[Line]:
        known = self._assessor.known(self._assessor.position(at.known))
        rules = self._assessor.rules(known.position, at.under, hindsight=at.hindsight)
        require_held_by_some(level, rules)
        briefing = Briefing(rules, at.on)
        told = partial(self.told, briefing, at, known.position)

        def lines() -> Iterator[Line]:
            yield StandingsHeading(at.on, known, at.under)
            count = 0
            for names in batches:
                for line in filter(wanted, told(names)):
                    count += 1
                    yield line
            yield StandingsEnding(count)

        return lines()
