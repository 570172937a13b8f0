"""Work that takes long: one job of a kind at a time, held by a lease, taken over where its holder has gone away."""

from datetime import datetime, timedelta
from typing import Protocol

import msgspec

LEASE = timedelta(seconds=15)
"""How long a holder may go without a sign before another takes over; each batch it keeps is a sign."""


class Claim(msgspec.Struct, frozen=True):
    """Who works at which job, and for how long a sign of it lasts. What is written under a lost claim is refused."""

    job: int
    holder: str
    lease: timedelta = LEASE


class Job(msgspec.Struct, frozen=True):
    """A job: what was asked, what state it is in, and how much of the whole is done.

    `result` is None until it is finished, as JSON after that. `held_until` is empty where nobody is at work.
    """

    number: int
    kind: str
    asked: bytes
    state: str
    holder: str
    held_until: str
    done: int
    whole: int
    result: bytes | None


class JobHeld(Exception):
    """Somebody else is at work on the one job of its kind."""

    def __init__(self, kind: str, holder: str, held_until: str) -> None:
        super().__init__(
            f"a {kind} is under way, held by {holder} until {held_until} at least: wait for it; "
            "if its process is gone, run this again after that instant, and it goes on where that one stopped"
        )
        self.holder = holder


class ClaimLost(Exception):
    """The lease ran out and somebody else took the job over, or gave it up; what was not kept by then is not kept."""


class Jobs(Protocol):
    """The jobs of a store."""

    def claim(self, kind: str, asked: bytes, holder: str, at: datetime, lease: timedelta) -> Job:
        """Return the unfinished job of the kind, taken over, or a new one that asks this. Raises JobHeld."""

    def last(self, kind: str) -> Job | None:
        """Return the last job of the kind, finished or not."""

    def progress(self, job: int) -> tuple[int, int]:
        """Return how much of a job is done, and how much the whole is."""

    def state(self, claim: Claim, state: str, at: datetime) -> None:
        """Keep the state of a job, and hold it on. Raises ClaimLost."""

    def release(self, claim: Claim) -> None:
        """Let go of a job that is not finished, so that it can be taken over at once. Raises ClaimLost."""

    def finish(self, claim: Claim, state: str, result: bytes) -> None:
        """Keep the result of a job. Raises ClaimLost."""
