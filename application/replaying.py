"""A history replayed: what would have been answered after each event, with what was known then."""

from collections.abc import Iterable
from datetime import date

import msgspec

from application.assessing import Assessor, Coordinates
from application.store import Recorded
from domain.case import NoPolicyInForce
from domain.pathway.decisions import PathwayUnknown


class Stood(msgspec.Struct, frozen=True):
    """Where a pathway stood on a day, known up to a position."""

    position: int
    on: date
    level: str
    standing: str
    listing: str


def replay(
    assessor: Assessor, pathway: str, events: Iterable[Recorded], on: date | None = None, under: str | None = None
) -> list[Stood]:
    """Return where the pathway stood after each event that made its answer another, as known with that event.

    The question is of the day on which the event was recorded, or of the same day each time; by the rules in force, or
    with hindsight by those named. Before the pathway was
    opened, and while no policy was in force, there is no answer.
    """
    found: list[Stood] = []
    for each in events:
        at = Coordinates(on=on or each.recorded_at.date(), known=each.position, under=under, hindsight=True)
        try:
            answer = assessor.answer(pathway, at)
        except (PathwayUnknown, NoPolicyInForce):
            continue
        stood = Stood(each.position, at.on, answer.level.id, answer.standing.id, answer.listing.state)
        if not found or _told(found[-1]) != _told(stood):
            found.append(stood)
    return found


def _told(stood: Stood) -> tuple[str, str, str]:
    return stood.level, stood.standing, stood.listing
