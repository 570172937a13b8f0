"""What an evaluation holds: the facts, the memory of shared nodes, and the items in hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.timeline import Timeline

Hand = list[Any]
"""The facts, the memory of shared nodes, and then the items in hand, by slot."""

Facts = Mapping[str, Sequence[Mapping[str, Any]]]
"""Items by kind; days as ordinals, numbers in thousandths, an absent value left out, an unknown one None."""

Holds = Callable[[Hand], Timeline]
FACTS, MEMORY, FIRST_SLOT = 0, 1, 2


class Memory:
    """Hands out places: for nodes whose timeline is kept during one evaluation, and for items in hand."""

    def __init__(self) -> None:
        """Begin with no place taken."""
        self.size = 0
        self.slots = FIRST_SLOT

    def slot(self) -> int:
        """Return a place for an item; no two selections share one, so that none disturbs another."""
        self.slots += 1
        return self.slots - 1

    def hand(self, facts: Facts) -> Hand:
        """Return an empty hand over the facts."""
        return [facts, [None] * self.size, *[None] * (self.slots - FIRST_SLOT)]

    def fit(self, hand: Hand) -> None:
        """Make room in a hand for the places taken since it was made."""
        hand[MEMORY] += [None] * (self.size - len(hand[MEMORY]))
        hand += [None] * (self.slots - len(hand))

    def keep(self, holds: Callable[[Hand], Any]) -> Callable[[Hand], Any]:
        """Return a closure that evaluates once for each hand."""
        place = self.size
        self.size += 1

        def kept(hand: Hand) -> Any:  # noqa: ANN401 -- a timeline, or the selection of a measure
            memory = hand[MEMORY]
            found = memory[place]
            if found is None:
                found = memory[place] = holds(hand)
            return found

        return kept
