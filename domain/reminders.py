"""Reminders: what is said ahead of a dated lapse, so many days before it, once."""

import math
from collections.abc import Collection, Iterator
from datetime import date

import msgspec

from domain.timeline import END
from domain.world import Part, Tracks

LEADS = (90, 30, 7)
"""So many days before a lapse a reminder falls due, where nothing else is said."""

_ENDS, _BEGINS = 1, 0
_LAPSING = {Part.LEVEL: _ENDS, Part.LISTING: _ENDS, Part.STANDING: _BEGINS}
"""What makes a lapse: a level or the listing that certainly ends, or a standing that certainly begins."""


class Lapse(msgspec.Struct, frozen=True, order=True):
    """What a pathway loses if nothing more happens; ``on`` is the first day without it.

    A standing is named by what begins that day, because good standing has no name in a rulebook.
    """

    on: date
    part: Part
    name: str


class Reminder(msgspec.Struct, frozen=True, order=True):
    """A lapse of a pathway, and so many days before it on which this is said."""

    lapse: Lapse
    days: int
    pathway: str

    @property
    def key(self) -> str:
        """What tells it from every other reminder: whatever comes to the same key is one that was made before."""
        lapse = self.lapse
        return f"reminder/{self.pathway}/{lapse.part}/{lapse.name}/{lapse.on}/{self.days}"


def lapses_ahead(tracks: Tracks, day: date) -> list[Lapse]:
    """Return the lapses after a day, in order.

    What is in doubt before it ends is no lapse: it is not certainly held, so it cannot certainly be lost.
    """
    today = day.toordinal()
    return sorted(
        Lapse(date.fromordinal(edge), part, name)
        for (part, name), (certain, _) in tracks.items()
        if part in _LAPSING
        for edge in certain[_LAPSING[part] :: 2]
        if today < edge < END
    )


def falling_due(
    pathway: str, tracks: Tracks, after: date | None, until: date, leads: Collection[int] = LEADS
) -> Iterator[Reminder]:
    """Yield the reminders that fall due after one day, up to another and included, of lapses after that other.

    Of several of one lapse the last alone is of use. Without ``after``, whatever has fallen due is yielded: what was
    recorded late and lapses soon is told of at once.
    """
    since = -math.inf if after is None else after.toordinal()
    for lapse in lapses_ahead(tracks, until):
        lost = lapse.on.toordinal()
        due = [lead for lead in leads if since < lost - lead <= until.toordinal()]
        if due:
            yield Reminder(lapse, min(due), pathway)
