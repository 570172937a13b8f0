"""To what a change of where a pathway stands is put down, and how one step of it is told."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from domain.event import Event
from domain.evidence import Correction, Retraction
from domain.happening import days_that_have_come
from domain.measures import InterpretationChosen
from domain.shape import fields
from domain.stand import Stand


class Category(StrEnum):
    """What a step is put down to.

    Evidence is late if what it tells had happened by the first of the two days, and was not known then.
    """

    TIME = "passage of time"
    EVIDENCE = "evidence"
    LATE_EVIDENCE = "late evidence"
    CORRECTION = "correction"
    PROGRAM = "program event"
    REGISTER = "register event"
    POLICY = "policy"
    INTERPRETATION = "interpretation"
    TEXT_ASKED_FOR = "text asked for"


SHARED = {"program": Category.PROGRAM, "register": Category.REGISTER, "policy": Category.POLICY}
"""What the events of streams are put down to that pathways share, by the first part of the stream's name."""


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """An event that led to a step: the day on which what it tells happened, if it names one, and its recording.

    ``reason`` is why it was recorded or, if that is not said, the one that the event itself gives.
    """

    event: str
    topic: str
    happened_on: date | None
    position: int
    recorded_at: datetime
    actor: str
    cause: str | None
    reason: str | None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a change: what it is put down to, and where the pathway stood before and after it.

    ``on``, ``known`` and ``under`` are the coordinates that it reaches; steps of one day have the same ones, and the
    last of them tells where the pathway stands there. ``differs`` names the members of the stand that the step changes,
    none for an event that was looked at and changes nothing; ``clauses`` are those that decide the change.
    """

    category: Category
    on: date
    known: int
    under: str
    causes: tuple[Cause, ...]
    clauses: tuple[str, ...]
    differs: tuple[str, ...]
    before: Stand
    after: Stand


def category_of(stream: str, event: Event, happened_on: date | None, first: date) -> Category:
    """Return what the recording of an event is put down to, if `first` is the first of the two days."""
    if isinstance(event, InterpretationChosen):
        return Category.INTERPRETATION
    kind = stream.partition("/")[0]
    if kind in SHARED:
        return SHARED[kind]
    if isinstance(event, Correction | Retraction):
        return Category.CORRECTION
    late = happened_on is not None and happened_on <= first
    return Category.LATE_EVIDENCE if late else Category.EVIDENCE


def day_told(event: Event) -> date | None:
    """Return the day of which an event tells, as far as its own fields say: the last one that has to have come."""
    told = [getattr(event, attribute) for attribute, _ in days_that_have_come(type(event))]
    ahead = [getattr(event, field.attribute) for field in fields(type(event)) if field.type == "date"]
    return max((day for day in told if day), default=None) or next((day for day in ahead if day), None)


def is_dated(event: Event, day: date) -> bool:
    """Tell whether an event names a day in any of its fields."""
    written = event.fields.values() if isinstance(event, Correction) else ()
    return str(day) in written or day in _days_named(event)


def _days_named(event: Event) -> set[date]:
    named: set[date] = set()
    for field in fields(type(event)):
        value = getattr(event, field.attribute)
        if field.type == "date":
            named.add(value)
        elif field.type == "dates" and value:
            named.update(value.values())
    return named
