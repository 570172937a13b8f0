"""One event of the sample, with the instant at which the body's office records it."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec

from domain.event import Event

FIRST_DAY = date(2009, 1, 6)
LAST_DAY = date(2026, 10, 30)
"""The first and the last day on which the sample is recorded."""

TUESDAY, FRIDAY = 1, 4
OFFICES = {
    "policy": ("board", time(9, tzinfo=UTC)),
    "program": ("program office", time(11, tzinfo=UTC)),
    "register": ("program office", time(13, tzinfo=UTC)),
    "pathway": ("registrar", time(16, tzinfo=UTC)),
}
"""Who records in streams of a kind, and at what time of the day."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An event with its place in its stream."""

    recorded_at: datetime
    stream: str
    version: int
    event: Event


def recorded_at(stream: str, day: date) -> datetime:
    """Return the instant at which an event of the stream is recorded on a day."""
    return datetime.combine(day, OFFICES[stream.partition("/")[0]][1])


def actor(kind: str) -> str:
    """Return who records in streams of a kind."""
    return OFFICES[kind][0]


def office_day(day: date) -> date:
    """Return the day itself or the next one on which the office records: a Tuesday or a Friday."""
    ahead = min((TUESDAY - day.weekday()) % 7, (FRIDAY - day.weekday()) % 7)
    return day + timedelta(ahead)
