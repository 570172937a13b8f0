"""What comes of a pathway, apart from the days: which levels and standings it ever has, how often, if for good.

Two pathways that differ in their days alone have the same outcome, so that a difference of outcome is one of kind.
"""

from collections.abc import Iterator

from domain.timeline import END, Spans
from domain.world import Part, Tracks

Outcome = tuple[str, ...]

_PARTS = (Part.LEVEL, Part.STANDING, Part.LISTING)


def outcome(tracks: Tracks) -> Outcome:
    """Return what ever comes of a pathway: ``level qualified``, ``standing suspended, twice, ends``."""
    found: list[str] = []
    for (part, name), (certain, possible) in tracks.items():
        if part in _PARTS:
            called = name if part is Part.LISTING else f"{part} {name}"
            found += _told(called, certain)
            if certain != possible:
                found += _told(f"perhaps {called}", possible)
    return tuple(sorted(found))


def _told(called: str, spans: Spans) -> Iterator[str]:
    if spans:
        often = len(spans) // 2
        yield f"{called}{f', {often} times' if often > 1 else ''}{'' if spans[-1] == END else ', ends'}"
