"""The beginning of a pathway."""

from datetime import date

from domain.event import Event
from domain.evidence import Private


class PathwayOpened(Event, tag="pathway.pathway-opened.v1"):
    """The certifying body knows the mediator from `opened_on`; nothing about them is recorded before this event."""

    opened_on: date
    country: str | None = None
    private: Private | None = None
