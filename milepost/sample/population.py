"""The population: the rulebook, the programs, the registers, the cast, and as many pathways as are asked for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time

from domain.program.state import Program
from milepost.sample import practice, training, troubles
from milepost.sample.cast import cast
from milepost.sample.chance import chance
from milepost.sample.diary import recorded, states
from milepost.sample.entry import LAST_DAY, Entry
from milepost.sample.life import Life
from milepost.sample.programs import programs
from milepost.sample.registers import registers
from milepost.sample.rulebook import rulebook

Story = Callable[[Life], None]

STORIES: dict[Story, int] = {
    training.graduate: 20,
    training.retrospective: 8,
    training.out_of_window: 3,
    training.without_retrospect: 2,
    training.refreshed: 3,
    training.mismatched: 4,
    training.pandemic_completed: 7,
    training.pandemic_open: 4,
    training.online_graduate: 8,
    training.short: 3,
    training.failed: 1,
    training.unapproved: 2,
    training.withdrawn: 4,
    training.registered: 3,
    training.recognised: 3,
    practice.experienced: 3,
    practice.certified: 10,
    practice.certified_graduate: 4,
    practice.nearly_certified: 2,
    practice.logging: 3,
    practice.specialised: 3,
}
"""How many of a hundred mediators have each story."""

TROUBLES: dict[Story, int] = {
    troubles.nothing: 36,
    troubles.corrected: 5,
    troubles.retracted: 2,
    troubles.retracted_from_a_day: 2,
    troubles.erased: 3,
    troubles.complained_of: 3,
    troubles.on_leave: 1,
    troubles.refunded: 1,
}
"""How many of fifty-three have each trouble; the lengths of the two decks share no factor, so all pairs meet."""


class Population:
    """What a seed draws, as far as it could be recorded up to an instant."""

    def __init__(self, pathways: int, seed: int, until: datetime) -> None:
        self._pathways = pathways
        self._seed = seed
        self._until = min(until, datetime.combine(LAST_DAY, time.max, UTC))

    def __iter__(self) -> Iterator[list[Entry]]:
        """Yield the entries, stream by stream: what pathways share, the cast, and then each pathway that is drawn."""
        named, stories = cast()
        drawn = programs(self._pathways, chance(self._seed, "programs"))
        entries, found = states([*named, *drawn], self._until)
        yield entries
        yield states([rulebook(), *registers()], self._until)[0]
        for diary in stories:
            yield recorded(diary, self._until, found)[0]
        yield from self._drawn(
            {diary.stream.partition("/")[2]: found[diary.stream.partition("/")[2]] for diary in drawn}
        )

    def _drawn(self, offered: Mapping[str, Program]) -> Iterator[list[Entry]]:
        stories = _deck(STORIES, self._seed)
        dealt = _deck(TROUBLES, self._seed)
        for number in range(1, self._pathways + 1):
            life = Life(f"IMI-{number:04}", chance(self._seed, number), offered)
            stories[number % len(stories)](life)
            dealt[number % len(dealt)](life)
            yield recorded(life.opened(), self._until, offered)[0]


def _deck(of: Mapping[Story, int], seed: int) -> list[Story]:
    deck = [story for story, count in of.items() for _ in range(count)]
    chance(seed, "deck").shuffle(deck)
    return deck
