"""What comes of a pathway, apart from the days: which levels and standings it ever has, how often, if for good.

Two pathways that differ in their days alone have the same outcome, so that a difference of outcome is one of kind.
"""

from collections.abc import Iterator

from domain.policy.rules import Assessment
from domain.timeline import END, ONE, Spans, Timeline
from domain.world import LISTED, Part, World, listed

Outcome = tuple[str, ...]


def outcome(world: World, found: Assessment) -> Outcome:
    """Return what ever comes of a pathway: ``level qualified``, ``standing suspended, 2 times, ends``."""
    told = [each for name, track in world.levels(found.held).items() for each in _told(f"{Part.LEVEL} {name}", track)]
    for name, track in found.standings.items():
        if track[1]:
            told += _told(f"{Part.STANDING} {name}", track)
    told += _told(LISTED, listed(found))
    told.sort()
    return tuple(told)


def _told(called: str, track: Timeline) -> Iterator[str]:
    certain, possible = track
    if certain:
        yield called + _often(certain)
    if possible != certain:
        yield f"perhaps {called}{_often(possible)}"


def _often(spans: Spans) -> str:
    times = f", {len(spans) // 2} times" if len(spans) > ONE else ""
    return times if spans[-1] == END else f"{times}, ends"
