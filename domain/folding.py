"""Folding: a stream's state is what its events leave, taken in one after another."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from domain.event import Event


class Folded(Protocol):
    """What a stream's events leave; `version` counts them."""

    version: int


State = TypeVar("State", bound=Folded)


class Folding(Generic[State]):
    """How the events of one kind of stream are taken in."""

    def __init__(
        self, begin: Callable[[str], State], table: Mapping[type[Event], Callable[[State, Any], None]]
    ) -> None:
        """Take what makes the state of a stream without events, and what each event does to it."""
        self._begin = begin
        self._table = table

    def evolve(self, state: State, event: Event) -> None:
        """Take in the next event of the stream."""
        state.version += 1
        self._table[type(event)](state, event)

    def fold(self, stream: str, events: Iterable[Event]) -> State:
        """Return what the stream's events leave, in their order, from the first on."""
        state, table = self._begin(stream), self._table
        for event in events:
            state.version += 1
            table[type(event)](state, event)
        return state
