"""Jobs in the store: one unfinished of each kind, held by whoever last gave a sign before the lease ran out."""

from datetime import datetime, timedelta

from eventsourcing.persistence import IntegrityError

from application.jobs import Claim, ClaimLost, Job, JobHeld
from infrastructure.database import Database, Row, Transaction
from infrastructure.mapper import instant_text

_TAKE = """
UPDATE jobs SET holder = ?, held_until = ? WHERE kind = ? AND result IS NULL AND (held_until < ? OR holder = ?)
RETURNING job, kind, asked, state, holder, held_until, done, whole, result
"""
_BEGIN = """
INSERT INTO jobs (job, kind, asked, state, holder, held_until, done, whole)
SELECT coalesce(max(job), 0) + 1, ?, ?, 'begun', ?, ?, 0, 0 FROM jobs
RETURNING job, kind, asked, state, holder, held_until, done, whole, result
"""
_LAST = """
SELECT job, kind, asked, state, holder, held_until, done, whole, result
FROM jobs WHERE kind = ? ORDER BY job DESC LIMIT 1
"""
_PROGRESS = "SELECT done, whole FROM jobs WHERE job = ?"
_SIGN = """
UPDATE jobs SET held_until = ?, state = coalesce(?, state), done = done + ?
WHERE job = ? AND holder = ? AND held_until <> '' AND result IS NULL RETURNING job
"""
"""A worker elsewhere that does not know yet that its job was let go of may not hold it on."""
_RELEASE = "UPDATE jobs SET held_until = '' WHERE job = ? AND holder = ? AND result IS NULL RETURNING job"
_FINISH = """
UPDATE jobs SET held_until = '', state = ?, result = ? WHERE job = ? AND holder = ? AND result IS NULL RETURNING job
"""


def sign(transaction: Transaction, claim: Claim, at: datetime, *, state: str | None = None, done: int = 0) -> None:
    """Hold a job on within a transaction, which is undone by ClaimLost if somebody else holds it."""
    until = instant_text(at + claim.lease)
    _require(transaction.rows(_SIGN, (until, state, done, claim.job, claim.holder)))


def _require(held: list[Row]) -> None:
    if not held:
        message = "somebody else has taken over, or given up, what this process was at work at"
        raise ClaimLost(message)


class SqlJobs:
    """The jobs of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, kind: str, asked: bytes, holder: str, at: datetime, lease: timedelta) -> Job:
        """Return the unfinished job of the kind, taken over, or a new one that asks this. Raises JobHeld."""
        now, until = instant_text(at), instant_text(at + lease)
        with self._database.writing() as transaction:
            taken = transaction.rows(_TAKE, (holder, until, kind, now, holder))
        if taken:
            return _job(taken[0])
        try:
            with self._database.writing() as transaction:
                (begun,) = transaction.rows(_BEGIN, (kind, asked.decode(), holder, until))
        except IntegrityError:
            found = self.last(kind)
            if found is None:
                raise
            raise JobHeld(kind, found.holder, found.held_until) from None
        return _job(begun)

    def last(self, kind: str) -> Job | None:
        """Return the last job of the kind, finished or not."""
        with self._database.reading() as transaction:
            rows = transaction.rows(_LAST, (kind,))
        return _job(rows[0]) if rows else None

    def progress(self, job: int) -> tuple[int, int]:
        """Return how much of a job is done, and how much the whole is."""
        with self._database.reading() as transaction:
            ((done, whole),) = transaction.rows(_PROGRESS, (job,))
        return done, whole

    def state(self, claim: Claim, state: str, at: datetime) -> None:
        """Keep the state of a job, and hold it on. Raises ClaimLost."""
        with self._database.writing() as transaction:
            sign(transaction, claim, at, state=state)

    def release(self, claim: Claim) -> None:
        """Let go of a job that is not finished, so that it can be taken over at once. Raises ClaimLost."""
        with self._database.writing() as transaction:
            _require(transaction.rows(_RELEASE, (claim.job, claim.holder)))

    def finish(self, claim: Claim, state: str, result: bytes) -> None:
        """Keep the result of a job. Raises ClaimLost."""
        with self._database.writing() as transaction:
            _require(transaction.rows(_FINISH, (state, result.decode(), claim.job, claim.holder)))


def _job(row: Row) -> Job:
    number, kind, asked, state, holder, held_until, done, whole, result = row
    told = None if result is None else result.encode()
    return Job(number, kind, asked.encode(), state, holder, held_until, done, whole, told)
