"""Who builds the parts of a generation: this process alone, or several."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from application.building import Builder, Building
from application.generations import Part


class WorkerLost(Exception):
    """A worker, or every one, ended before its part was done; what it kept is kept."""

    def __init__(
        self, told: str = "a worker ended before its part was done: run this again, and it goes on where it stopped"
    ) -> None:
        super().__init__(told)


class Crew(Protocol):
    """Those who build."""

    def work(self, building: Building, parts: Sequence[Part]) -> Iterator[None]:
        """Build the parts, and yield now and then. Raises WorkerLost and what `Builder.build` raises."""


class Alone:
    """One builder, here."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def work(self, building: Building, parts: Sequence[Part]) -> Iterator[None]:
        """Build one part after the other, and yield after each batch."""
        for part in parts:
            for _ in self._builder.build(building, part):
                yield
