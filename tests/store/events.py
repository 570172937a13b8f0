"""Events small enough to read at a glance, and the people and days of the store's tests."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from application.store import Command
from domain.event import Event

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MARCH_1 = date(2026, 3, 1)
ANN = Command("ann", "command-1", cause="register/at@1", reason="seen at the desk")


class Opened(Event, tag="test.opened.v1"):
    name: str


class Taken(Event, tag="test.taken.v2"):
    ref: str
    hours: Decimal


class TakenInMinutes(Event, tag="test.taken.v1"):
    """What `Taken` was before: it counted minutes."""

    ref: str
    minutes: int


def in_hours(event: Event) -> Event:
    assert isinstance(event, TakenInMinutes)
    return Taken(ref=event.ref, hours=Decimal(event.minutes) / 60)


EVENTS: dict[str, type[Event]] = {kind.topic(): kind for kind in (Opened, Taken, TakenInMinutes)}
UPCASTERS: dict[str, Callable[[Event], Event]] = {TakenInMinutes.topic(): in_hours}


def taken(count: int) -> list[Taken]:
    return [Taken(ref=f"course-{number}", hours=Decimal("7.5")) for number in range(1, count + 1)]
