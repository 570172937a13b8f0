"""A population drawn in pieces, each by whatever process is free: what comes out is the same by however many."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from milepost.sample.ascending import write_run
from milepost.sample.population import Population

PIECE = 2_500
"""How many pathways are drawn, and their entries sorted in memory, at once."""


class Sample(NamedTuple):
    """What is drawn: so many pathways, by a seed, as recorded until an instant; so many of a hundred practise."""

    pathways: int
    seed: int
    until: datetime
    practising: int


class Piece(NamedTuple):
    """Some of the pathways, or what they share: its place among the runs, and the numbers of its pathways."""

    place: int
    first: int
    last: int


class Drawn(NamedTuple):
    """A piece as it is drawn: the file with its run, how many entries it has, and how many streams of each kind."""

    run: Path
    entries: int
    streams: Counter[str]


def pieces(pathways: int) -> Iterator[Piece]:
    """Yield what pathways share, and then all of these."""
    yield Piece(0, 1, 0)
    for place, first in enumerate(range(1, pathways + 1, PIECE), 1):
        yield Piece(place, first, min(first + PIECE - 1, pathways))


def drawing(sample: Sample, folder: Path) -> Callable[[Piece], Drawn]:
    """Return what draws pieces into a folder."""
    population = Population(*sample)

    def drawn(piece: Piece) -> Drawn:
        lists = list(population.drawn(range(piece.first, piece.last + 1)) if piece.place else population.shared())
        run = folder / f"{piece.place}.jsonl"
        entries = write_run((entry for entries in lists for entry in entries), run)
        streams = Counter(entry.stream.partition("/")[0] for each in lists for entry in each if entry.version == 1)
        return Drawn(run, entries, streams)

    return drawn
