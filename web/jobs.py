"""Work that takes long: asked for, watched, and what is kept of it rolled back and discarded."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

import msgspec
from flask import Response, url_for
from marshmallow import RAISE, Schema, fields, validate

from application.asked_impacts import Choice, Wish
from application.desks.desks import Desks
from application.desks.jobs import Seen
from application.jobs import JobHeld
from web.authentication import caller
from web.bodies import Resources
from web.coordinates import KNOWLEDGE, LONGEST, Day, Knowledge
from web.given import given as giving
from web.job import JobsShown, again_in, job_shown
from web.pages import Cursors, Pages, page_given
from web.preferences import APPLIED, ASYNCHRONOUS, applied
from web.problem import Problem
from web.problems import READING
from web.problems_of_jobs import JOB_UNKNOWN, OF_JOBS, JobUnderWay
from web.problems_of_policies import OF_POLICIES
from web.problems_of_recording import OF_A_KEY
from web.problems_of_requests import BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN
from web.problems_of_uploads import REFUSED
from web.reading import View, asks, reads, telling
from web.standings import TrueOrFalse
from web.writing import ID, KEY, Body, instruction_alone

_MOST_ROWS = 1_000
_ENCODER = msgspec.json.Encoder()
_OF_REQUESTS = (BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN)
_QUEUED = {
    "Location": {"description": "The job.", "schema": {"type": "string", "format": "uri-reference"}},
    "Retry-After": {"description": "In how many seconds to look at it.", "schema": {"type": "string"}},
    **APPLIED,
}


class ChoiceBody(Schema):
    """A reading of a parameter."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    parameter = fields.String(required=True, validate=validate.Length(1, LONGEST))
    value = fields.String(required=True, validate=validate.Length(1, LONGEST))


class ImpactBody(Schema):
    """The change that is tried, and by which coordinates."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    draft = fields.String(
        validate=validate.Length(1, LONGEST),
        metadata={"description": "A proposal, by its name or by the hash of its text."},
    )
    rows = fields.List(
        fields.Dict(keys=fields.String()),
        validate=validate.Length(1, _MOST_ROWS),
        metadata={
            "description": "What if these were recorded: rows as docs/importing.md has them, in place of a draft."
        },
    )
    choice = fields.Nested(
        ChoiceBody,
        metadata={"description": "What if an open question were read so in every version, in place of a draft."},
    )
    on = Day(metadata={"description": "The day asked about; today, if left out."})
    known = Knowledge(
        metadata={
            "description": "How much was known; everything, if left out: a position of the log, an instant, or a day.",
            "anyOf": [{"type": "integer", "minimum": 0}, *KNOWLEDGE],
        }
    )
    days = fields.Integer(
        strict=True,
        load_default=31,
        validate=validate.Range(1, 366),
        metadata={"description": "By how many days a date is moved in the search for cliffs."},
    )
    twins = fields.Integer(
        strict=True,
        load_default=100,
        validate=validate.Range(0, 10_000),
        metadata={"description": "For how many of those who are touched a twin is looked for."},
    )
    proofs = TrueOrFalse(
        load_default=False,
        metadata={"description": "Whether what changes for each who is touched is proved, before and after."},
    )


class Reprojection(Schema):
    """What is made again."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    source = fields.String(
        data_key="from",
        load_default="facts",
        validate=validate.OneOf(("facts", "events")),
        metadata={"description": "What rows are made of: the facts that they hold, or every event read anew."},
    )
    pathway = fields.String(
        validate=validate.Length(1, LONGEST),
        metadata={"description": "The one row of this pathway, from its events; all rows, if left out."},
    )


class ReprojectionBody(Body):
    """What is made again, and why."""

    reprojection = fields.Nested(Reprojection, required=True)


class Numbered(Schema):
    """A generation, by its number."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    generation = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, 2**31 - 1),
        metadata={"description": "The number of the generation."},
    )


class RollbackBody(Body):
    """What is answered from again, and why."""

    rollback = fields.Nested(Numbered, required=True)


class Live(msgspec.Struct, frozen=True):
    """The generation that answers come from."""

    format: Literal["milepost.live/v1"]
    live: int


class Discarded(msgspec.Struct, frozen=True):
    """The generation that is gone."""

    format: Literal["milepost.discarded/v1"]
    discarded: int


def jobs(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resources of jobs."""
    resources = Resources("jobs", __name__, url_prefix="/v1", description="Work that takes long, and how far it is.")

    @reads(resources, "/jobs/<int:job>", "JobShown", JOB_UNKNOWN)
    def one(job: int) -> Response:
        """A job, with how far it has come, and where its result is."""
        return _watched(desks().jobs.one(caller(), job))

    @asks(resources, "/jobs", Pages, "JobsShown")
    def every(query: dict[str, Any]) -> Response:
        """All jobs, the last first, a page at a time."""
        page = cursors.page(query, 0)
        found = desks().jobs.listed(caller(), page.after or None, page.limit + 1)
        shown = tuple(job_shown(each) for each in found[: page.limit])
        following = cursors.next_after(shown[-1].job, 0) if len(found) > page.limit else None
        return page_given(JobsShown("milepost.jobs/v1", shown, following), following)

    @_posts(resources, "/impacts", ImpactBody, 202, "JobShown", OF_POLICIES | REFUSED)
    def impact(given: dict[str, Any]) -> Response:
        """Ask what a change would do to everybody: a draft, evidence that is not recorded, or another reading.

        What cannot be tried is refused now; the report is made by a worker, and is found by the job. Asked for again
        with the same key, it is the same job.
        """
        choice = given.pop("choice", None)
        wish = Wish(**given, choice=choice and Choice(**choice))
        return _queued(desks().jobs.impact(caller(), wish, instruction_alone()))

    @_posts(resources, "/reprojections", ReprojectionBody, 202, "JobShown", {})
    def reproject(given: dict[str, Any]) -> Response:
        """Have all standings made again beside the live ones and brought in, or that of one pathway in its place.

        One that stopped goes on.
        """
        wanted = given["reprojection"]
        from_events, pathway = wanted["source"] == "events", wanted.get("pathway")
        instruction = instruction_alone(given["reason"], given["cause"])
        with _one_at_a_time():
            seen = desks().jobs.reproject(caller(), instruction, from_events=from_events, pathway=pathway)
        return _queued(seen)

    @_posts(resources, "/reprojections/rollbacks", RollbackBody, 201, "Live", {})
    def roll_back(given: dict[str, Any]) -> Response:
        """Have answers come from a generation that is kept; the one that was live is kept in its place."""
        instruction = instruction_alone(given["reason"], given["cause"])
        live = desks().jobs.roll_back(caller(), given["rollback"]["generation"], instruction)
        return _told(Live("milepost.live/v1", live), 201)

    @_posts(resources, "/reprojections/discards", Numbered, 200, "Discarded", {})
    def discard(given: dict[str, Any]) -> Response:
        """Delete a generation that is kept, or what an unfinished re-projection has built, which gives it up.

        What is gone stays gone, however often this is asked for.
        """
        with _one_at_a_time():
            discarded = desks().jobs.discard(caller(), given["generation"], instruction_alone())
            return _told(Discarded("milepost.discarded/v1", discarded))

    return resources


def _posts(
    resources: Resources,
    rule: str,
    body: type[Schema],
    status: int,
    schema: str,
    further: Mapping[type[Exception], Problem],
) -> Callable[[Callable[[dict[str, Any]], Response]], View]:
    headers = [KEY, *([ASYNCHRONOUS] if status == _ACCEPTED else []), ID]
    problems = (*READING.values(), *further.values(), *OF_JOBS.values(), *OF_A_KEY, *_OF_REQUESTS)

    def made(view: Callable[[dict[str, Any]], Response]) -> View:
        documented = resources.takes(*headers)(
            resources.response(status, schema, headers=_QUEUED if status == _ACCEPTED else {})(
                telling(resources, problems)(view)
            )
        )
        documented = resources.arguments(body, location="body", unknown=RAISE, error_status_code=400)(documented)
        resources.route(rule, methods=["POST"])(documented)
        return view

    return made


_ACCEPTED = 202


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    try:
        yield
    except JobHeld as held:
        raise JobUnderWay(str(held), url_for("jobs.one", job=held.number)) from None


def _watched(seen: Seen) -> Response:
    response = giving(job_shown(seen))
    later = again_in(seen.state)
    if later is not None:
        response.headers["Retry-After"] = str(later)
    return response


def _queued(seen: Seen) -> Response:
    response = _told(job_shown(seen), _ACCEPTED)
    response.location = url_for("jobs.one", job=seen.job.number)
    response.autocorrect_location_header = False
    response.headers["Retry-After"] = str(again_in(seen.state) or 1)
    return applied(response, "respond-async")


def _told(what: msgspec.Struct, status: int = 200) -> Response:
    return Response(_ENCODER.encode(what), status, mimetype="application/json", headers={"Cache-Control": "no-store"})
