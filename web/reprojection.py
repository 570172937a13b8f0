"""The last re-projection, and the generations of standing rows, as they are given over HTTP."""

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec
from flask import Response

from application.desks.desks import Desks
from application.generations import Generation, Tally
from application.jobs import Job
from application.reprojecting import Asked, Status
from web.authentication import caller
from web.bodies import Resources
from web.given import given
from web.reading import reads


class GenerationShown(msgspec.Struct, frozen=True):
    """A generation; once complete, it has the row of each pathway as recorded up to the position ``known``."""

    number: int
    known: int
    complete: bool


class LastReprojection(msgspec.Struct, frozen=True, kw_only=True):
    """A re-projection: how many of all rows are built, and what was counted so far, as docs/reprojection.md tells.

    It is at work until ``held_until`` at least, and nobody is at work where that is null.
    """

    name: str
    generation: int
    before: int
    from_events: bool
    state: str
    finished: bool
    held_until: str | None
    done: int
    whole: int
    rows: int
    rows_before: int
    changed: int
    read_anew: int
    digest: str
    digest_before: str
    causes: Mapping[str, int]


class ReprojectionShown(msgspec.Struct, frozen=True):
    """The generation that is answered from, all there are, and the last re-projection, if there was one."""

    format: Literal["milepost.reprojection/v1"]
    live: int
    generations: tuple[GenerationShown, ...]
    last: LastReprojection | None


def reprojection(desks: Callable[[], Desks]) -> Resources:
    """Return the resource of re-projection."""
    resources = Resources("reprojection", __name__, url_prefix="/v1", description="All standings made again, watched.")

    @reads(resources, "/reprojection", "ReprojectionShown")
    def status() -> Response:
        """How far the last re-projection is, and which generations of standing rows are kept."""
        return given(reprojection_shown(desks().reprojection.status(caller())))

    return resources


def reprojection_shown(status: Status) -> ReprojectionShown:
    last = status.job and status.asked and status.tally and _last(status.job, status.asked, status.tally)
    return ReprojectionShown(
        "milepost.reprojection/v1", status.live, tuple(map(_generation, status.generations)), last or None
    )


def _generation(found: Generation) -> GenerationShown:
    return GenerationShown(found.number, found.known, found.complete)


def _last(job: Job, asked: Asked, tally: Tally) -> LastReprojection:
    return LastReprojection(
        name=asked.name,
        generation=asked.generation,
        before=asked.before,
        from_events=asked.from_events,
        state=job.stage,
        finished=job.result is not None,
        held_until=job.held_until or None,
        done=job.done,
        whole=job.whole,
        rows=tally.rows,
        rows_before=tally.rows_before,
        changed=tally.changed,
        read_anew=tally.read_anew,
        digest=tally.digest,
        digest_before=tally.digest_before,
        causes=tally.causes,
    )
