"""The clock: the only place where the present comes from."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)
