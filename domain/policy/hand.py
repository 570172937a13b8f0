"""What an evaluation holds: the facts, the memory of shared nodes, how far it may go, and the items in hand."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
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

FEW = 50
"""For so many hands each node is worked out; for more it pays to know first what some of them give for nothing."""

MOST_BEGUN = 1_000
"""Of how many sets of kinds it is known what follows from the lack of all others."""

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


class _Nothing(dict[str, Sequence[Mapping[str, Any]]]):
    """No facts; remembers of which kinds they were looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_for: set[str] = set()

    def get(self, kind: str, default: Any = None) -> Any:  # noqa: ANN401 -- as a mapping has it
        self.looked_for.add(kind)
        return default


class Memory:
    """Hands out places: for nodes whose timeline is kept during one evaluation, and for items in hand."""

    def __init__(self) -> None:
        """Begin with no place taken."""
        self.size = 0
        self.slots = FIRST_SLOT
        self._nodes: list[Callable[[Hand], Any]] = []
        self._hands = 0
        self._given: list[tuple[Any, AbstractSet[str]]] = []
        self._begun: dict[frozenset[str], list[Any]] = {}

    def slot(self) -> int:
        """Return a place for an item; no two selections share one, so that none disturbs another."""
        self.slots += 1
        return self.slots - 1

    def hand(self, facts: Facts) -> Hand:
        """Return an empty hand over the facts; where many are asked for, it knows what follows from kinds it lacks."""
        self._hands += 1
        begun = self._without(frozenset(facts)) if self._hands > FEW else []
        return [facts, begun + [None] * (self.size - len(begun)), MOST_STEPS, *[None] * (self.slots - FIRST_SLOT)]

    def _without(self, kinds: frozenset[str]) -> list[Any]:
        """Return what nodes give that look for no items of these kinds: the same, whoever else's facts they are given.

        What a node gives where it finds nothing, and which kinds it looked for until then, is seen by trying.
        """
        if kinds not in self._begun:
            if len(self._begun) >= MOST_BEGUN:
                self._begun.clear()
            self._given += map(self._tried, self._nodes[len(self._given) :])
            self._begun[kinds] = [given if looked_for.isdisjoint(kinds) else None for given, looked_for in self._given]
        return self._begun[kinds]

    def _tried(self, node: Callable[[Hand], Any]) -> tuple[Any, AbstractSet[str]]:
        """Return what a node gives for no facts, if nobody can change that, and the kinds it looked for."""
        facts = _Nothing()
        given = node([facts, [None] * self.size, MOST_STEPS, *[None] * (self.slots - FIRST_SLOT)])
        return given if isinstance(given, tuple) else None, facts.looked_for

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
        self._nodes.append(holds)

        def kept(hand: Hand) -> Any:  # noqa: ANN401 -- a timeline, or the selection of a measure
            memory = hand[MEMORY]
            found = memory[place]
            if found is None:
                found = memory[place] = holds(hand)
            return found

        return kept
