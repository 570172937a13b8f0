"""The standing rows of a population, made once its log is recorded."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from milepost.composition import open_milepost
from milepost.settings import Settings

PIECE = 2_500
"""How many pathways' rows are one piece of work."""
PATHWAY = "pathway/"

Span = tuple[str, str]
"""The pathways after a name, up to and including another."""


def spans(streams: Iterable[str]) -> Iterator[Span]:
    """Yield spans that all pathways fall into, given their streams in order."""
    ahead, after = (stream.removeprefix(PATHWAY) for stream in streams), ""
    while piece := list(islice(ahead, PIECE)):
        yield after, piece[-1]
        after = piece[-1]


def standing(settings: Settings) -> Callable[[Span], int]:
    """Return what makes the rows of a span, over a store that it opens, and tells how many they are."""
    renewing = open_milepost(settings).renewing

    def made(span: Span) -> int:
        return sum(renewing.make(*span))

    return made
