"""Writes that another one comes between: decided anew upon what there is by then."""

from collections.abc import Callable
from typing import TypeVar

from application.store import StreamConflict

ATTEMPTS = 10

Result = TypeVar("Result")


class SeenOtherwise(StreamConflict):
    """The stream is at none of the versions upon which its caller decided; the caller has to decide again."""


def persistently(attempt: Callable[[], Result]) -> Result:
    """Return what an attempt gives that nothing came between; the last one's StreamConflict is raised.

    Raises SeenOtherwise at once.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return attempt()
        except SeenOtherwise:
            raise
        except StreamConflict:
            continue
    return attempt()
