"""Work that takes long: asked for, taken up by whoever works, held by a lease, and taken over from who went away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

import msgspec

from application.store import Idempotency

LEASE = timedelta(seconds=15)
"""How long a holder may go without a sign before another takes over; each batch it keeps is a sign."""

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30, 60, 60, 60))
"""How long a job that was broken off is left alone before it is taken up again, and at last given up."""

ATTEMPTS = len(DELAYS) + 1

IMPACT = "impact"
ONE_AT_A_TIME = "re-projection"
"""The kind of which one job is unfinished at a time."""


class State(StrEnum):
    """How far a job has come, as whoever asked for it sees it.

    ``waiting`` was begun and broken off by what may pass; ``stopped`` by what will not pass by itself, or is held back.
    """

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"
    GIVEN_UP = "given up"


class Ended(StrEnum):
    """The last stage of a job that did not come to what was asked; any other last stage is of one that did."""

    FAILED = "failed"
    GIVEN_UP = "given up"
    DISCARDED = "discarded"


_ENDED = {Ended.FAILED: State.FAILED, Ended.GIVEN_UP: State.GIVEN_UP, Ended.DISCARDED: State.GIVEN_UP}


class Claim(msgspec.Struct, frozen=True):
    """Who works at which job, and for how long a sign of it lasts. What is written under a lost claim is refused."""

    job: int
    holder: str
    lease: timedelta = LEASE


class Because(msgspec.Struct, frozen=True):
    """Why a job is not at work or came to nothing: in words, and by the name of the problem that it is."""

    detail: str
    problem: str | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A job: what was asked, by whom, at what stage it is, and how much of the whole is done.

    `result` is None until it is finished, as JSON after that. `held_until` is empty where nobody is at work. Workers
    take it up from `due_at` on, and not at all where that is None. `begun_at` and `begun_done` are of the last attempt.
    """

    number: int
    kind: str
    asked: bytes
    asked_by: str
    asked_at: datetime | None
    stage: str
    holder: str
    held_until: str
    due_at: datetime | None
    attempts: int
    begun_at: datetime | None
    begun_done: int
    done: int
    whole: int
    because: Because | None
    ended_at: datetime | None
    result: bytes | None

    def state(self, at: datetime) -> State:
        """Return how far it has come, as seen at an instant."""
        if self.result is not None:
            return _ENDED[Ended(self.stage)] if self.stage in set(Ended) else State.DONE
        if self.held_until and datetime.fromisoformat(self.held_until) >= at:
            return State.RUNNING
        if self.due_at is None:
            return State.STOPPED
        return State.WAITING if self.attempts else State.QUEUED

    def pace(self, at: datetime) -> "Pace | None":
        """Return how fast it goes, if it is at work and has come further since it was taken up."""
        done = self.done - self.begun_done
        if self.begun_at is None or self.state(at) is not State.RUNNING or done <= 0 or at <= self.begun_at:
            return None
        passed = (at - self.begun_at).total_seconds()
        return Pace(round(done / passed), round((self.whole - self.done) * passed / done))


class Pace(msgspec.Struct, frozen=True):
    """How many a second are done, and in how many seconds the rest will be, at that rate."""

    per_second: int
    remaining_seconds: int


class Wanted(msgspec.Struct, frozen=True):
    """A job that is asked for: by whom, and under which key of theirs."""

    kind: str
    asked: bytes
    by: str
    key: Idempotency


class JobHeld(Exception):
    """The one job of its kind is not finished, and not at the hand of whoever asks."""

    def __init__(self, job: Job) -> None:
        held = f"held by {job.holder} until {job.held_until} at least" if job.held_until else "waiting for a worker"
        super().__init__(
            f"a {job.kind} is under way, {held}: wait for it; "
            "if its process is gone, run this again after that instant, and it goes on where that one stopped"
        )
        self.number = job.number


class ClaimLost(Exception):
    """The lease ran out and somebody else took the job over, or gave it up; what was not kept by then is not kept."""


class Jobs(Protocol):
    """The jobs of a store."""

    def ask(self, wanted: Wanted, at: datetime) -> Job:
        """Return a new job for the workers, or the one that was asked for under the same key.

        Of what is one at a time, an unfinished one that nobody works at and no worker takes is returned, and due.
        Raises JobHeld where it is at work or waits, and IdempotencyKeyReused.
        """

    def repeated(self, key: Idempotency) -> Job | None:
        """Return the job that was asked for under the key, if there is one. Raises IdempotencyKeyReused."""

    def keep(self, key: Idempotency) -> None:
        """Keep the key of a request that makes no job, and comes to the same each time. Raises IdempotencyKeyReused."""

    def claim(self, kind: str, asked: bytes, holder: str, by: str, at: datetime, lease: timedelta) -> Job:
        """Return the unfinished job of a kind, taken over, or a new one that asks this. Raises JobHeld."""

    def take(self, holder: str, at: datetime, lease: timedelta) -> Job | None:
        """Return the job that was asked for first of those that are due and that nobody holds, taken up, if any.

        One that was attempted too often is given up.
        """

    def find(self, number: int) -> Job | None:
        """Return a job."""

    def last(self, kind: str) -> Job | None:
        """Return the last job of the kind, finished or not."""

    def before(self, number: int | None, limit: int) -> Sequence[Job]:
        """Return so many jobs, the last first, those before a number."""

    def progress(self, job: int) -> tuple[int, int]:
        """Return how much of a job is done, and how much the whole is."""

    def measure(self, claim: Claim, whole: int, at: datetime) -> None:
        """Keep how much the whole is, of which nothing is done; hold the job on. Raises ClaimLost."""

    def state(self, claim: Claim, stage: str | None, at: datetime, done: int = 0) -> None:
        """Keep the stage of a job, if given, and that more is done, and hold it on. Raises ClaimLost."""

    def release(self, claim: Claim) -> None:
        """Let go of a job that is not finished, so that it can be taken over at once. Raises ClaimLost."""

    def put_off(self, claim: Claim, due_at: datetime | None, because: Because | None) -> None:
        """Let go of a job until an instant, or for good where there is none. Raises ClaimLost.

        Without a reason it was broken off from here, which counts as no attempt.
        """

    def finish(self, claim: Claim, stage: str, result: bytes, at: datetime, because: Because | None = None) -> None:
        """Keep the result of a job. Raises ClaimLost."""

    def seen(self, worker: str, at: datetime) -> None:
        """Keep that a worker is there, and forget those who were not seen for a day."""

    def last_seen(self) -> datetime | None:
        """Return when a worker was there, if any was within a day before another."""
