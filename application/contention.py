"""Writes that another one comes between: decided anew upon what there is by then."""

from collections.abc import Callable
from typing import TypeVar

from application.store import StreamConflict

ATTEMPTS = 10

Result = TypeVar("Result")


class SeenOtherwise(StreamConflict):
    """The stream is at none of the versions upon which its caller decided; the caller has to decide again."""


class NoVersionNamed(SeenOtherwise):
    """What the caller names is no version of anything; a weak tag of one is none either (RFC 9110, section 13.1.1)."""

    def __init__(self, stream: str, found: int) -> None:
        """Say what would have been one."""
        super().__init__(stream, 0, found)
        whole = f'its tag is "{found}", and a weak one (W/) or another text is none'
        self.args = (f"{stream} is at version {found}, and no version was named: {whole}",)


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
