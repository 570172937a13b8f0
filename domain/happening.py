"""What has happened by the day on which it is recorded, and what is recorded although it is still to come."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import msgspec

from domain.event import Event
from domain.evidence import Correction, Evidence, Remark
from domain.pathway.fact import correctable
from domain.pathway.families import remarks_upon
from domain.pathway.record import EvidenceRecorded
from domain.refusal import Refusal
from domain.shape import fields

GRACE = timedelta(1)
"""The day of recording is one in UTC; where clocks are ahead of it, by up to fourteen hours, it may be the next day."""

AHEAD = frozenset(
    {
        *("from", "until", "effective_on", "effective_from", "effective_to", "retracted_on"),
        *("valid_until", "covers_from", "covers_until", "by_when", "due_on"),
    }
)
"""Days on which something begins or ceases to hold; they are known beforehand, as are those of `Event.ahead`."""


class NotYetHappened(Refusal):
    """An event tells of a day that is still to come when it is recorded."""

    sentence = "{1}: {0} is still to come; it is recorded on {2}, and only what has happened can be"

    def __init__(self, day: date, field: str, recorded_on: date) -> None:
        super().__init__(day, field, recorded_on)
        self.field = field


class NotOnTheDay(Refusal):
    """An event tells of what is said on one day, and is recorded on another."""

    sentence = "{1}: {0} is not the day on which it is recorded, {2}"

    def __init__(self, day: date, field: str, recorded_on: date) -> None:
        super().__init__(day, field, recorded_on)
        self.field = field


def happened(event: Event, recorded_on: date, of: Evidence | None = None) -> None:
    """Raise `NotYetHappened` for the first day that has not come when the event is recorded, on a day in UTC.

    A correction is looked at by what it puts in the place of what the evidence `of` says. The fields that only a
    rulebook knows are not looked at: they do not tell what they mean. Raises `NotOnTheDay` for what is said on one day
    and recorded later.
    """
    for name, day in _corrected(event, of) if of is not None and isinstance(event, Correction) else _told(event):
        if day - GRACE > recorded_on:
            raise NotYetHappened(day, name, recorded_on)
    for name in event.on_the_day:
        day = getattr(event, name)
        if day + GRACE < recorded_on:
            raise NotOnTheDay(day, name, recorded_on)


@cache
def days_that_have_come(of: type[Event]) -> tuple[tuple[str, str], ...]:
    """Return the days of an event that have to have come, each with its attribute and its name."""
    shown = of.shown_as if issubclass(of, Evidence | Remark) else {}
    return tuple(
        (field.attribute, field.name)
        for field in fields(of)
        if field.type == "date" and not {field.name, shown.get(field.name)} & (AHEAD | of.ahead)
    )


def _told(event: Event) -> Iterator[tuple[str, date]]:
    for attribute, name in days_that_have_come(type(event)):
        day = getattr(event, attribute)
        if day is not None:
            yield name, day


def _corrected(correction: Correction, of: Evidence) -> Iterator[tuple[str, date]]:
    names = {} if isinstance(of, EvidenceRecorded) else correctable(of)
    ahead = _ahead(type(of))
    for written in filter(names.__contains__, correction.fields):
        (name, field), value = names[written], correction.fields[written]
        if value is not None and field.type == "date" and name not in ahead:
            yield written, msgspec.convert(value, date)


@cache
def _ahead(of: type[Evidence]) -> frozenset[str]:
    """Return the facts of evidence that may lie ahead, its own and those that remarks add."""
    return AHEAD.union(of.ahead, *(remark.ahead for remark in remarks_upon(of)))
