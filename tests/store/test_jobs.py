"""Jobs in both databases: asked for once, taken by one, let go of, and given up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from application.jobs import ATTEMPTS, IMPACT, LEASE, ONE_AT_A_TIME, Because, Claim, ClaimLost, JobHeld, State, Wanted
from application.store import Idempotency, IdempotencyKeyReused
from infrastructure.database import database
from infrastructure.jobs import SqlJobs

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
AGAIN = Because("no room is left", "/problems/store-full")


@pytest.fixture
def jobs(engine: Engine) -> SqlJobs:
    return SqlJobs(database(engine))


def wanted(key: str, kind: str = IMPACT, digest: str = "d") -> Wanted:
    return Wanted(kind, b"{}", "ann", Idempotency(key, digest))


def test_what_is_asked_for_again_under_its_key_is_the_same_job(jobs: SqlJobs) -> None:
    first = jobs.ask(wanted("one"), NOON)

    assert jobs.ask(wanted("one"), NOON + HOUR) == first == jobs.repeated(Idempotency("one", "d"))
    assert jobs.ask(wanted("two"), NOON).number == 2
    with pytest.raises(IdempotencyKeyReused):
        jobs.ask(wanted("one", digest="other"), NOON)
    assert [each.number for each in jobs.before(None, 9)] == [2, 1]
    assert (jobs.find(1), jobs.find(3)) == (first, None)


def test_of_some_there_is_one_at_a_time_and_who_broke_off_is_gone_on_with(jobs: SqlJobs) -> None:
    asked = jobs.ask(wanted("one", ONE_AT_A_TIME), NOON)
    with pytest.raises(JobHeld, match="waiting for a worker"):
        jobs.ask(wanted("two", ONE_AT_A_TIME), NOON)
    held = jobs.claim(ONE_AT_A_TIME, b"{}", "a terminal", "ann", NOON, LEASE)
    assert (held.number, held.state(NOON), held.attempts) == (asked.number, State.RUNNING, 1)

    jobs.put_off(Claim(held.number, "a terminal"), None, AGAIN)
    stopped = jobs.find(held.number)
    assert stopped
    assert (stopped.state(NOON), stopped.because) == (State.STOPPED, AGAIN)
    gone_on = jobs.ask(wanted("two", ONE_AT_A_TIME), NOON + HOUR)
    assert (gone_on.number, gone_on.state(NOON + HOUR)) == (asked.number, State.QUEUED)


def test_one_takes_what_several_reach_for_and_the_first_comes_first(jobs: SqlJobs) -> None:
    for key in ("one", "two"):
        jobs.ask(wanted(key), NOON)
    with ThreadPoolExecutor(4) as workers:
        taken = list(workers.map(lambda name: jobs.take(f"worker {name}", NOON, LEASE), range(4)))
    found = sorted(each.number for each in taken if each)
    assert found == sorted(set(found))
    assert found[0] == 1

    first = next(each for each in taken if each and each.number == 1)
    claim = Claim(1, first.holder)
    jobs.measure(claim, 40, NOON)
    jobs.state(claim, "assessing", NOON, 10)
    assert jobs.progress(1) == (10, 40)
    jobs.finish(claim, "done", b"{}", NOON)
    ended = jobs.find(1)
    assert ended
    assert (ended.state(NOON), ended.result, ended.ended_at) == (State.DONE, b"{}", NOON)
    with pytest.raises(ClaimLost):
        jobs.release(claim)


def test_what_is_broken_off_each_time_is_given_up(jobs: SqlJobs) -> None:
    jobs.ask(wanted("one"), NOON)
    at = NOON
    for _ in range(ATTEMPTS):
        assert jobs.take("a worker", at, LEASE)
        at += LEASE + LEASE

    assert jobs.take("a worker", at, LEASE) is None
    given_up = jobs.find(1)
    assert given_up
    assert given_up.state(at) is State.GIVEN_UP
    assert given_up.because
    assert given_up.because.detail == "whoever worked at it went away each time before it was done"


def test_what_is_put_off_is_left_alone_for_so_long(jobs: SqlJobs) -> None:
    jobs.ask(wanted("one"), NOON)
    assert jobs.take("a worker", NOON, LEASE)
    jobs.put_off(Claim(1, "a worker"), NOON + HOUR, AGAIN)

    assert jobs.take("another", NOON + LEASE, LEASE) is None
    again = jobs.take("another", NOON + HOUR, LEASE)
    assert again
    assert (again.attempts, again.because) == (2, AGAIN)
    jobs.put_off(Claim(1, "another"), NOON + HOUR, None)
    left = jobs.find(1)
    assert left
    assert (left.attempts, left.because) == (1, None)


def test_workers_are_forgotten_after_a_day(jobs: SqlJobs) -> None:
    assert jobs.last_seen() is None
    jobs.seen("one", NOON)
    jobs.seen("one", NOON + HOUR)
    jobs.seen("two", NOON)
    assert jobs.last_seen() == NOON + HOUR
    jobs.seen("two", NOON + timedelta(days=2))
    assert jobs.last_seen() == NOON + timedelta(days=2)
