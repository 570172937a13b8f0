"""What the differences between two generations come to for each person, as long as both are kept."""

from collections.abc import Iterator
from datetime import date

import msgspec

from application.assessing import Assessor
from application.generations import Difference, Generations
from application.tracks import Tracks
from domain.case import NoPolicyInForce
from domain.change import Comparison, Effect
from domain.policy.rules import Rules
from domain.world import World


class Differs(msgspec.Struct, frozen=True):
    """A pathway of which another thing is told than before: the effects as of a day, and the events this is due to.

    There are no effects where one of the two rows is gone, or no text was in force on the day.
    """

    pathway: str
    effects: tuple[Effect, ...]
    causes: tuple[str, ...]


class Differing:
    """Compares rows of two generations, each by the rules that it knew."""

    def __init__(self, assessor: Assessor, generations: Generations, before: int, after: int, on: date) -> None:
        """Take the numbers of the generations, and the day as of which effects are told."""
        self._assessor = assessor
        self._generations = generations
        self._numbers = (before, after)
        self._on = on
        self._tracks = Tracks()
        self._comparisons: dict[tuple[Rules, Rules], Comparison | None] = {}

    def of(self, differences: Iterator[Difference]) -> Iterator[Differs]:
        """Yield each of the differences with its effects."""
        for each in differences:
            yield Differs(each.pathway, self._effects(each.pathway), each.causes)

    def _effects(self, pathway: str) -> tuple[Effect, ...]:
        before, after = (self._generations.row(number, pathway) for number in self._numbers)
        if before is None or after is None:
            return ()
        comparison = self._comparison(self._assessor.rules(before.known), self._assessor.rules(after.known))
        if comparison is None:
            return ()
        found = comparison.of(pathway, *map(self._tracks.assessment, (before.tracks, after.tracks)))
        return () if found is None else found.effects

    def _comparison(self, before: Rules, after: Rules) -> Comparison | None:
        if (before, after) not in self._comparisons:
            try:
                made = Comparison(World(before, self._on), World(after, self._on))
            except NoPolicyInForce:
                made = None
            self._comparisons[before, after] = made
        return self._comparisons[before, after]
