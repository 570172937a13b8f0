"""Jobs as they are given: what was asked, how far it has come, and where the result is."""

from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import msgspec
from flask import url_for

from application.desks.jobs import Seen
from application.jobs import IMPACT, ONE_AT_A_TIME, Job, State
from application.reprojecting import ONE_PATHWAY, MadeAgain, Result
from application.working import Reported

LATELY = timedelta(minutes=1)
"""A worker that was not seen for longer than this is taken to be gone."""

Came: TypeAlias = Reported | Result | MadeAgain
_RESULTS: dict[str, type[Came]] = {IMPACT: Reported, ONE_AT_A_TIME: Result, ONE_PATHWAY: MadeAgain}
_UNFINISHED = frozenset({State.QUEUED, State.RUNNING, State.WAITING, State.STOPPED})
_SOON, _LATER = 1, 10


class WhyNot(msgspec.Struct, frozen=True):
    """Why a job waits, stopped, failed or was given up: the type of the problem, if it has one, and its words."""

    type: str | None
    detail: str


class JobShown(msgspec.Struct, frozen=True, kw_only=True):
    """A job: what was asked, by whom and when, and how far it has come, with the rate and what is left at that rate.

    ``says`` tells its state in a sentence. ``result`` is what came of it and ``result_at`` where that is found, once it
    is done. A worker that was seen lately is there; without one nothing that is queued is done.
    """

    format: Literal["milepost.job/v1"]
    job: int
    kind: str
    state: State
    says: str
    stage: str
    asked: msgspec.Raw
    asked_by: str
    asked_at: datetime | None
    begun_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None
    held_by: str | None
    held_until: str | None
    attempts: int
    done: int
    whole: int
    per_second: int | None
    remaining_seconds: int | None
    worker_seen_at: datetime | None
    because: WhyNot | None
    result: msgspec.Raw | None
    result_at: str | None


class JobsShown(msgspec.Struct, frozen=True):
    """A page of jobs, the last that was asked for first."""

    format: Literal["milepost.jobs/v1"]
    jobs: tuple[JobShown, ...]
    next: str | None


def job_shown(seen: Seen) -> JobShown:
    """Return a job as it is given."""
    job, running = seen.job, seen.state is State.RUNNING
    result = job.result if seen.state is State.DONE else None
    because = None if job.because is None else WhyNot(job.because.problem, job.because.detail)
    return JobShown(
        format="milepost.job/v1",
        job=job.number,
        kind=job.kind,
        state=seen.state,
        says=_said(seen),
        stage=job.stage,
        asked=msgspec.Raw(job.asked),
        asked_by=job.asked_by,
        asked_at=job.asked_at,
        begun_at=job.begun_at,
        ended_at=job.ended_at,
        due_at=job.due_at if seen.state in {State.QUEUED, State.WAITING} else None,
        held_by=job.holder if running else None,
        held_until=job.held_until if running else None,
        attempts=job.attempts,
        done=job.done,
        whole=job.whole,
        per_second=None if seen.pace is None else seen.pace.per_second,
        remaining_seconds=None if seen.pace is None else seen.pace.remaining_seconds,
        worker_seen_at=seen.worker_seen_at,
        because=because,
        result=None if result is None else msgspec.Raw(result),
        result_at=None if result is None else _found_at(job.kind, result),
    )


def again_in(state: State) -> int | None:
    """Return in how many seconds asking again makes sense, if the job goes on by itself."""
    return {State.QUEUED: _SOON, State.RUNNING: _SOON, State.WAITING: _LATER}.get(state)


def _found_at(kind: str, result: bytes) -> str | None:
    came = msgspec.json.decode(result, type=_RESULTS[kind])
    match came:
        case Reported(report=content_hash):
            return url_for("impacts.report", content_hash=content_hash)
        case Result():
            return url_for("reprojection.status")
        case _:
            return None


def _said(seen: Seen) -> str:
    job = seen.job
    match seen.state:
        case State.QUEUED:
            said = f"queued since {_instant(job.asked_at)}"
        case State.RUNNING:
            said = f"at work since {_instant(job.begun_at)}: {job.stage}, {job.done} of {job.whole}"
        case State.WAITING:
            said = f"broken off, and taken up again from {_instant(job.due_at)} on"
        case State.STOPPED:
            return f"stopped: ask for it again to go on with it, or discard what is built{_why(job)}"
        case _:
            return f"{seen.state} since {_instant(job.ended_at)}{_why(job)}"
    there = seen.worker_seen_at is not None and seen.worker_seen_at >= seen.at - LATELY
    lacking = (
        "no worker was seen" if seen.worker_seen_at is None else f"no worker since {_instant(seen.worker_seen_at)}"
    )
    return said + _why(job) + ("" if there or seen.state is State.RUNNING else f"; {lacking}: start `milepost work`")


def _why(job: Job) -> str:
    return f"; {job.because.detail}" if job.because else ""


def _instant(instant: datetime | None) -> str:
    return "an unknown instant" if instant is None else f"{instant:%Y-%m-%dT%H:%M:%SZ}"
