"""The population: the rulebook, the programs, the registers, the cast, and as many pathways as are asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from functools import cached_property
from math import gcd

from domain.program.state import Program
from milepost.sample import practice, training, troubles
from milepost.sample.cast import cast
from milepost.sample.chance import chance
from milepost.sample.diary import Diary, recorded, states
from milepost.sample.entry import LAST_DAY, Entry
from milepost.sample.life import Life
from milepost.sample.programs import programs
from milepost.sample.registers import registers
from milepost.sample.rulebook import rulebook

Story = Callable[[Life], None]

TRAINED: dict[Story, int] = {
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
}
"""How many of the mediators who were trained, and tell of no mediation, have each story: of seventy-five."""

PRACTISING: dict[Story, int] = {
    practice.experienced: 3,
    practice.certified: 10,
    practice.certified_graduate: 4,
    practice.nearly_certified: 2,
    practice.logging: 3,
    practice.specialised: 3,
}
"""How many of the mediators who practise, and tell of their mediations, have each story: of twenty-five."""

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

SHARE = 25
"""How many of a hundred mediators practise, unless it is said otherwise."""


class Population:
    """What a seed draws, as far as it could be recorded up to an instant."""

    def __init__(self, pathways: int, seed: int, until: datetime, practising: int = SHARE) -> None:
        """Take how many are drawn, by which seed, until when, and how many of a hundred practise."""
        self._pathways = pathways
        self._seed = seed
        self._until = min(until, datetime.combine(LAST_DAY, time.max, UTC))
        self._practising = practising

    def __iter__(self) -> Iterator[list[Entry]]:
        """Yield the entries, stream by stream: what pathways share, the cast, and then each pathway that is drawn."""
        yield from self.shared()
        yield from self.drawn(range(1, self._pathways + 1))

    def shared(self) -> Iterator[list[Entry]]:
        """Yield the entries of what pathways share, and of the cast."""
        named, stories = cast()
        entries, found = states([*named, *self._programs], self._until)
        yield entries
        yield states([rulebook(), *registers()], self._until)[0]
        for diary in stories:
            yield recorded(diary, self._until, found)[0]

    def drawn(self, numbers: Iterable[int]) -> Iterator[list[Entry]]:
        """Yield the entries of some of the pathways; each is the same whichever others are drawn with it."""
        stories, dealt = self._decks
        for number in numbers:
            life = Life(f"IMI-{number:04}", chance(self._seed, number), self._offered)
            stories[number % len(stories)](life)
            dealt[number % len(dealt)](life)
            yield recorded(life.opened(), self._until, self._offered)[0]

    @cached_property
    def _programs(self) -> list[Diary]:
        return programs(self._pathways, chance(self._seed, "programs"))

    @cached_property
    def _offered(self) -> Mapping[str, Program]:
        _, found = states(self._programs, self._until)
        return found

    @cached_property
    def _decks(self) -> tuple[list[Story], list[Story]]:
        return self._deck(_stories(self._practising)), self._deck(TROUBLES)

    def _deck(self, of: Mapping[Story, int]) -> list[Story]:
        deck = [story for story, count in of.items() for _ in range(count)]
        chance(self._seed, "deck").shuffle(deck)
        return deck


def _stories(practising: int) -> dict[Story, int]:
    """Return how often each story is told, where so many of a hundred practise."""
    practice_told, training_told = practising * sum(TRAINED.values()), (100 - practising) * sum(PRACTISING.values())
    shared = gcd(practice_told, training_told)
    return {
        **{story: count * training_told // shared for story, count in TRAINED.items()},
        **{story: count * practice_told // shared for story, count in PRACTISING.items()},
    }
