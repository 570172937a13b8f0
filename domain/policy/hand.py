"""What an evaluation holds: the facts, the memory of shared nodes, how far it may go, and the items in hand."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.refusal import Refusal
from domain.timeline import Timeline

Hand = list[Any]
"""The facts, the memory of shared nodes, the steps that are left, and then the items in hand, by slot."""

Facts = Mapping[str, Sequence[Mapping[str, Any]]]
"""Items by kind; days as ordinals, numbers in thousandths, an absent value left out, an unknown one None."""

Holds = Callable[[Hand], Timeline]
FACTS, MEMORY, STEPS, FIRST_SLOT = 0, 1, 2, 3

IN_DOUBT = "in doubt"
"""Under this stand, in a period whose end is not known, the earliest and the latest day that may be the end."""

MOST_STEPS = 3_000_000
"""How many items an evaluation may take in hand, one after the other: a few seconds."""


class TooManySteps(Refusal):
    """A rulebook asks for so many combinations of a pathway's evidence that working them out was given up."""

    sentence = (
        "the rulebook asks for more than {0} combinations of this pathway's evidence; "
        "let its selections take fewer items in hand beside each other"
    )

    def __init__(self) -> None:
        super().__init__(MOST_STEPS)


def over(kind: str) -> str:
    """Return the name under which the periods of a kind that are over are in hand; no item can have it."""
    return f"{kind}, over"


def spend(hand: Hand, several: Sequence[Any]) -> None:
    """Take the steps of going through several items. Raises `TooManySteps`."""
    hand[STEPS] -= len(several)
    if hand[STEPS] < 0:
        raise TooManySteps


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
        return [facts, [None] * self.size, MOST_STEPS, *[None] * (self.slots - FIRST_SLOT)]

    def again(self, hand: Hand) -> Hand:
        """Return the hand with all its steps, and room for the places taken since it was made; what it kept stays."""
        self.fit(hand)
        hand[STEPS] = MOST_STEPS
        return hand

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
