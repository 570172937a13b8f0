"""Events as they were once written, with what they mean today. The stored bytes stay as they are."""

from datetime import date
from decimal import Decimal

from domain.event import Event
from domain.evidence import Medium, Private
from domain.pathway.practice import LogbookHoursAdded, Role

MEDIUM: dict[bool | None, Medium | None] = {True: "online", False: "in room", None: None}


class LogbookHoursAddedV1(Event, tag="pathway.logbook-hours-added.v1"):
    """A mediation held on one day, `held_on`, as the first logbook kept it: it asked only whether it was online."""

    ref: str
    held_on: date
    hours: Decimal
    role: Role
    online: bool | None = None
    private: Private | None = None


def logbook_hours_added(event: LogbookHoursAddedV1) -> LogbookHoursAdded:
    """Return the entry as it is written today; a medium that was not asked for stays unknown."""
    return LogbookHoursAdded(
        ref=event.ref,
        started_on=event.held_on,
        hours=event.hours,
        role=event.role,
        medium=MEDIUM[event.online],
        private=event.private,
    )
