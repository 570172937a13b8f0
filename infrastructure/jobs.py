"""Jobs in the store, each held by whoever last gave a sign before the lease ran out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from application.jobs import ATTEMPTS, ONE_AT_A_TIME, Because, Claim, ClaimLost, Ended, Job, JobHeld, Wanted
from application.store import Idempotency, IdempotencyKeyReused
from infrastructure.database import Database, Row, Transaction, only
from infrastructure.idempotency import is_first, kept_key
from infrastructure.mapper import instant_text

_COLUMNS = (
    "job, kind, asked, asked_by, asked_at, state, holder, held_until, due_at, attempts, begun_at, begun_done, "
    "done, whole, because, problem, ended_at, result"
)
_TAKING = """
UPDATE jobs SET holder = ?, held_until = ?, begun_at = ?, begun_done = done, attempts = attempts + 1
"""
_CLAIM = f"""
{_TAKING} WHERE kind = ? AND result IS NULL AND (held_until < ? OR holder = ?) RETURNING {_COLUMNS}
"""
_TAKE = f"""
{_TAKING} WHERE held_until < ? AND job = (
    SELECT min(job) FROM jobs WHERE result IS NULL AND due_at <= ? AND held_until < ?)
RETURNING {_COLUMNS}
"""  # noqa: S608  (names alone)
"""What another process took in between is held by then, so that the outer condition no longer holds."""
_GIVE_UP = """
UPDATE jobs SET state = ?, held_until = '', result = 'null', ended_at = ?, because = coalesce(because, ?)
WHERE result IS NULL AND due_at <= ? AND held_until < ? AND attempts >= ? RETURNING job
"""
_ADD = f"""
INSERT INTO jobs (job, kind, asked, asked_by, asked_at, state, holder, held_until, due_at, attempts, begun_at,
    begun_done, done, whole, asked_as, digest)
SELECT coalesce(max(job), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ? FROM jobs
RETURNING {_COLUMNS}
"""  # noqa: S608  (names alone)
_OF_KEY = f"SELECT digest, {_COLUMNS} FROM jobs WHERE asked_as = ?"  # noqa: S608  (names alone)
_UNFINISHED = f"SELECT {_COLUMNS} FROM jobs WHERE kind = ? AND result IS NULL"  # noqa: S608  (names alone)
_DUE = f"UPDATE jobs SET due_at = ?, attempts = 0 WHERE job = ? RETURNING {_COLUMNS}"  # noqa: S608  (names alone)
_FIND = f"SELECT {_COLUMNS} FROM jobs WHERE job = ?"  # noqa: S608  (names alone)
_LAST = f"SELECT {_COLUMNS} FROM jobs WHERE kind = ? ORDER BY job DESC LIMIT 1"  # noqa: S608  (names alone)
_BEFORE = f"SELECT {_COLUMNS} FROM jobs WHERE job < ? ORDER BY job DESC LIMIT ?"  # noqa: S608  (names alone)
_PROGRESS = "SELECT done, whole FROM jobs WHERE job = ?"
_HELD = "job = ? AND holder = ? AND result IS NULL RETURNING job"
_MEASURE = f"UPDATE jobs SET held_until = ?, done = 0, begun_done = 0, whole = ? WHERE {_HELD}"  # noqa: S608  (names alone)
_SIGN = f"""
UPDATE jobs SET held_until = ?, state = coalesce(?, state), done = done + ? WHERE held_until <> '' AND {_HELD}
"""  # noqa: S608  (names alone)
"""A worker elsewhere that does not know yet that its job was let go of may not hold it on."""
_RELEASE = f"UPDATE jobs SET held_until = '' WHERE {_HELD}"  # noqa: S608  (names alone)
_PUT_OFF = f"""
UPDATE jobs SET held_until = '', due_at = ?, because = ?, problem = ?, attempts = attempts - ? WHERE {_HELD}
"""  # noqa: S608  (names alone)
_FINISH = f"""
UPDATE jobs SET held_until = '', state = ?, result = ?, ended_at = ?, because = ?, problem = ? WHERE {_HELD}
"""  # noqa: S608  (names alone)
_FORGET = "DELETE FROM workers WHERE seen_at < ? RETURNING name"
_SEEN = """
INSERT INTO workers (name, seen_at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at
RETURNING name
"""
_LAST_SEEN = "SELECT max(seen_at) FROM workers"
_GONE_AWAY = "whoever worked at it went away each time before it was done"
_LATEST = 2**31 - 1


def sign(transaction: Transaction, claim: Claim, at: datetime, *, stage: str | None = None, done: int = 0) -> None:
    """Hold a job on within a transaction, which is undone by ClaimLost if somebody else holds it."""
    _require(transaction.rows(_SIGN, (instant_text(at + claim.lease), stage, done, claim.job, claim.holder)))


def _require(held: list[Row]) -> None:
    if not held:
        message = "somebody else has taken over, or given up, what this process was at work at"
        raise ClaimLost(message)


class SqlJobs:
    """The jobs of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, wanted: Wanted, at: datetime) -> Job:
        """Return a new job for the workers, or the one that was asked for under the same key, or is to go on."""
        now = instant_text(at)
        with self._database.writing() as transaction:
            transaction.locked()
            repeated = _of_key(transaction, wanted.key)
            if repeated:
                return repeated
            there = transaction.rows(_UNFINISHED, (wanted.kind,)) if wanted.kind == ONE_AT_A_TIME else []
            if there:
                return self._gone_on_with(transaction, _job(there[0]), now)
            asked = (wanted.kind, wanted.asked.decode(), wanted.by, now)
            added = (*asked, "queued", "", "", now, 0, None, kept_key(wanted.key.key), wanted.key.digest)
            return _job(transaction.rows(_ADD, added)[0])

    def repeated(self, key: Idempotency) -> Job | None:
        """Return the job that was asked for under the key, if there is one."""
        with self._database.reading() as transaction:
            return _of_key(transaction, key)

    def keep(self, key: Idempotency) -> None:
        """Keep the key of a request that makes no job, and comes to the same each time. Raises IdempotencyKeyReused."""
        with self._database.writing() as transaction:
            is_first(transaction, key)

    def claim(self, kind: str, asked: bytes, holder: str, by: str, at: datetime, lease: timedelta) -> Job:
        """Return the unfinished job of a kind, taken over, or a new one that asks this. Raises JobHeld."""
        now, until = instant_text(at), instant_text(at + lease)
        with self._database.writing() as transaction:
            transaction.locked()
            taken = transaction.rows(_CLAIM, (holder, until, now, kind, now, holder))
            there = taken or transaction.rows(_UNFINISHED, (kind,))
            if there and not taken:
                raise JobHeld(_job(there[0]))
            added = (kind, asked.decode(), by, now, "begun", holder, until, None, 1, now, None, None)
            return _job((taken or transaction.rows(_ADD, added))[0])

    def take(self, holder: str, at: datetime, lease: timedelta) -> Job | None:
        """Return the job that was asked for first of those that are due and that nobody holds, taken up, if any."""
        now, until = instant_text(at), instant_text(at + lease)
        with self._database.reading() as transaction:
            if not transaction.rows(_ANY_DUE, (now, now)):
                return None
        with self._database.writing() as transaction:
            transaction.rows(_GIVE_UP, (Ended.GIVEN_UP, now, _GONE_AWAY, now, now, ATTEMPTS))
            taken = transaction.rows(_TAKE, (holder, until, now, now, now, now))
        return _job(taken[0]) if taken else None

    def find(self, number: int) -> Job | None:
        """Return a job."""
        return self._first(_FIND, number)

    def last(self, kind: str) -> Job | None:
        """Return the last job of the kind, finished or not."""
        return self._first(_LAST, kind)

    def before(self, number: int | None, limit: int) -> Sequence[Job]:
        """Return so many jobs, the last first, those before a number."""
        with self._database.reading() as transaction:
            return list(map(_job, transaction.rows(_BEFORE, (number or _LATEST, limit))))

    def progress(self, job: int) -> tuple[int, int]:
        """Return how much of a job is done, and how much the whole is."""
        with self._database.reading() as transaction:
            ((done, whole),) = transaction.rows(_PROGRESS, (job,))
        return done, whole

    def measure(self, claim: Claim, whole: int, at: datetime) -> None:
        """Keep how much the whole is, of which nothing is done; hold the job on. Raises ClaimLost."""
        self._held(_MEASURE, claim, instant_text(at + claim.lease), whole)

    def state(self, claim: Claim, stage: str | None, at: datetime, done: int = 0) -> None:
        """Keep the stage of a job, if given, and that more is done, and hold it on. Raises ClaimLost."""
        with self._database.writing() as transaction:
            sign(transaction, claim, at, stage=stage, done=done)

    def release(self, claim: Claim) -> None:
        """Let go of a job that is not finished, so that it can be taken over at once. Raises ClaimLost."""
        self._held(_RELEASE, claim)

    def put_off(self, claim: Claim, due_at: datetime | None, because: Because | None) -> None:
        """Let go of a job until an instant, or for good where there is none. Raises ClaimLost."""
        due = due_at and instant_text(due_at)
        self._held(_PUT_OFF, claim, due, *_said(because), int(because is None))

    def finish(self, claim: Claim, stage: str, result: bytes, at: datetime, because: Because | None = None) -> None:
        """Keep the result of a job. Raises ClaimLost."""
        self._held(_FINISH, claim, stage, result.decode(), instant_text(at), *_said(because))

    def seen(self, worker: str, at: datetime) -> None:
        """Keep that a worker is there, and forget those who were not seen for a day."""
        with self._database.writing() as transaction:
            transaction.rows(_FORGET, (instant_text(at - timedelta(days=1)),))
            transaction.rows(_SEEN, (worker, instant_text(at)))

    def last_seen(self) -> datetime | None:
        """Return when a worker was there, if any was within a day before another."""
        with self._database.reading() as transaction:
            return _instant(only(transaction.rows(_LAST_SEEN)))

    def _gone_on_with(self, transaction: Transaction, job: Job, now: str) -> Job:
        if job.due_at is not None or job.held_until >= now:
            raise JobHeld(job)
        return _job(transaction.rows(_DUE, (now, job.number))[0])

    def _held(self, statement: str, claim: Claim, *values: object) -> None:
        with self._database.writing() as transaction:
            _require(transaction.rows(statement, (*values, claim.job, claim.holder)))

    def _first(self, statement: str, value: object) -> Job | None:
        with self._database.reading() as transaction:
            rows = transaction.rows(statement, (value,))
        return _job(rows[0]) if rows else None


_ANY_DUE = "SELECT job FROM jobs WHERE result IS NULL AND due_at <= ? AND held_until < ? LIMIT 1"


def _of_key(transaction: Transaction, key: Idempotency) -> Job | None:
    for digest, *row in transaction.rows(_OF_KEY, (kept_key(key.key),)):
        if digest != key.digest:
            raise IdempotencyKeyReused(key.key)
        return _job(tuple(row))
    return None


def _said(because: Because | None) -> tuple[str | None, str | None]:
    return (because.detail, because.problem) if because else (None, None)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _job(row: Row) -> Job:
    number, kind, asked, asked_by, asked_at, stage, holder, held_until, due_at, attempts, *rest = row
    begun_at, begun_done, done, whole, because, problem, ended_at, result = rest
    return Job(
        number=number,
        kind=kind,
        asked=asked.encode(),
        asked_by=asked_by,
        asked_at=_instant(asked_at),
        stage=stage,
        holder=holder,
        held_until=held_until,
        due_at=_instant(due_at),
        attempts=attempts,
        begun_at=_instant(begun_at),
        begun_done=begun_done,
        done=done,
        whole=whole,
        because=None if because is None else Because(because, problem),
        ended_at=_instant(ended_at),
        result=None if result is None else result.encode(),
    )
