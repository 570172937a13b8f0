"""Reminders as notices: made from the timelines of all pathways, each once, however often they are looked at."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from application.assessing import Assessor, Coordinates
from application.notices.notice import Kind, Notice, id_of
from application.store import StandingRows
from domain.pathway.decisions import PathwayUnknown
from domain.policy.rules import Assessment
from domain.reminders import LEADS, Reminder, falling_due
from domain.world import Part, World

BATCH = 500

_SAYS = {
    Part.LEVEL: "{pathway} holds the level {name} up to and without {on}, if nothing more happens.",
    Part.LISTING: "{pathway} is listed up to and without {on}, if nothing more happens.",
    Part.STANDING: "{pathway} stands as {name} from {on}, if nothing more happens.",
}


class Outbox(Protocol):
    """Where notices are put, to be taken to whoever subscribed."""

    def put(self, notices: Iterable[Notice], at: datetime) -> int:
        """Put notices in and return how many were not there already: those alone are told."""


class Reminding:
    """Looks for lapses ahead and puts a reminder of each into the outbox, when it falls due."""

    def __init__(self, assessor: Assessor, rows: StandingRows, outbox: Outbox) -> None:
        self._assessor = assessor
        self._rows = rows
        self._outbox = outbox

    def remind(self, at: datetime, leads: Collection[int] = LEADS) -> Iterator[int]:
        """Put in what has fallen due by the day of an instant, and yield how many were new in each batch of pathways.

        It can be broken off and begun again at any time. Raises `NoPolicyInForce`.
        """
        position = self._assessor.position(None)
        world = World(self._assessor.rules(position), at.date())
        names = self._rows.pathways("", BATCH)
        while names:
            found = self._assessed(names, position)
            due = (falling_due(name, world.tracks(one), None, world.on, leads) for name, one in found)
            yield self._outbox.put([noticed(each, position, at) for several in due for each in several], at)
            names = self._rows.pathways(names[-1], BATCH)

    def _assessed(self, names: Sequence[str], position: int) -> Iterator[tuple[str, Assessment]]:
        """Yield what is said of each pathway on all days, as known at a position; one that is younger is left out."""
        true = self._rows.true(names)
        for name in names:
            row = true.get(name)
            if row is not None and row.known <= position:
                yield name, self._assessor.assessment(row)
                continue
            try:
                case, _ = self._assessor.case(name, Coordinates(date.max, position))
            except PathwayUnknown:
                continue
            yield name, case.assessment


def noticed(reminder: Reminder, position: int, at: datetime) -> Notice:
    """Return the notice of a reminder."""
    lapse = reminder.lapse
    return Notice(
        id=id_of(reminder.key),
        kind=Kind.REMINDER,
        pathway=reminder.pathway,
        says=_SAYS[lapse.part].format(pathway=reminder.pathway, name=lapse.name, on=lapse.on),
        data={"of": lapse.part, "name": lapse.name, "lapses_on": lapse.on.isoformat(), "days_before": reminder.days},
        position=position,
        made_at=at,
    )
