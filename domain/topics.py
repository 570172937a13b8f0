"""Every topic that may stand in a log, and how an old one is read today. Stored bytes are never rewritten."""

from collections.abc import Callable
from typing import Any

from domain import announcement, drafts, measures, register, reprojections, rulebook
from domain.consultation import events as consultation
from domain.declared import declared
from domain.event import Event
from domain.pathway import families, former
from domain.program import events as program

EVENTS: dict[str, type[Event]] = families.EVENTS | declared(
    (former, program, register, rulebook, drafts, measures, reprojections, consultation, announcement)
)

UPCASTERS: dict[str, Callable[[Any], Event]] = {
    former.LogbookHoursAddedV1.topic(): former.logbook_hours_added,
}


def as_of_today(event: Event) -> Event:
    """Return the event as it is written today; most are written so already."""
    upcast = UPCASTERS.get(event.topic())
    return upcast(event) if upcast else event
