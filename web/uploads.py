"""Uploads: whole files of rows, tried first, and recorded all or not at all."""

from collections.abc import Callable
from typing import Any

import msgspec
from flask import Response, abort, request
from marshmallow import RAISE, fields

from application.desks.desks import Desks
from web.authentication import caller
from web.bodies import Resources, bytes_of
from web.coordinates import Query
from web.documents import Reasoned
from web.file_types import MEDIA_TYPES, require_as_declared
from web.preferences import APPLIED, PREFER, as_preferred
from web.problem import Problem
from web.problems import WRITING
from web.problems_of_requests import BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, QUERY_INVALID, RESOURCE_UNKNOWN, UNFORESEEN
from web.problems_of_uploads import REFUSED
from web.reading import View, telling
from web.upload import check_shown, upload_shown
from web.writing import ID, KEY, instruction_alone

LONGEST = 8 * 1024 * 1024
_FILE = {
    "required": True,
    "description": "A file of rows, as docs/importing.md describes it: CSV, a workbook, or lines of JSON.",
    "content": {each: {"schema": {"type": "string", "format": "binary"}} for each in MEDIA_TYPES},
}


class CheckQuery(Query):
    """How a file is tried."""

    open = fields.Boolean(
        truthy={"true"},
        falsy={"false"},
        error_messages={"invalid": "Write true or false."},
        metadata={"description": "Whether pathways that are not there yet are opened, today; false, if left out."},
    )


class UploadQuery(CheckQuery, Reasoned):
    """How a file is recorded: with the reason for all of its rows, and what led to it."""


def uploads(desks: Callable[[], Desks]) -> Resources:
    """Return the resources at which files are tried and recorded."""
    resources = Resources("uploads", __name__, url_prefix="/v1/uploads", description="Whole files of rows.")

    @_takes_a_file(resources, "/checks", CheckQuery, 200, "CheckShown")
    def check(query: dict[str, Any]) -> Response:
        """What a file would record, and where each pathway would stand by it; nothing is recorded."""
        effect = desks().uploads.check(caller(), _content(), opening=query.get("open", False))
        return _answered(check_shown(effect), 200)

    @_takes_a_file(resources, "", UploadQuery, 201, "UploadShown", KEY, ID, PREFER)
    def record(query: dict[str, Any]) -> Response:
        """Record a file: all of its rows, or none.

        Rows that are recorded already, word for word, are passed over, so that a file can be brought again.
        """
        content = _content()
        instruction = instruction_alone(query["reason"], query.get("cause"))
        recorded = desks().uploads.record(caller(), content, instruction, opening=query.get("open", False))
        return as_preferred(_answered(upload_shown(recorded), 201))

    return resources


def _content() -> bytes:
    """Return the file. Raises FileOfAnotherType, and what stands for the statuses 413 and 415."""
    if request.mimetype not in MEDIA_TYPES:
        abort(415)
    content = bytes_of(request, LONGEST)
    require_as_declared(content, request.mimetype)
    return content


def _answered(what: object, status: int) -> Response:
    response = Response(msgspec.json.encode(what), status, mimetype="application/json")
    response.cache_control.no_store = True
    return response


def _takes_a_file(
    resources: Resources, rule: str, query: type[Query], status: int, schema: str, *headers: dict[str, Any]
) -> Callable[[View], View]:
    of_requests = (QUERY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN)
    problems: tuple[Problem, ...] = (*WRITING.values(), *REFUSED.values(), *of_requests)

    def made(view: View) -> View:
        documented = resources.takes(*headers)(resources.doc(requestBody=_FILE)(view))
        documented = telling(resources, problems)(documented)
        if PREFER in headers:
            documented = resources.alt_response(204, description="Recorded, as preferred.", headers=APPLIED)(documented)
        documented = resources.response(status, schema)(documented)
        documented = resources.arguments(
            query, location="query", unknown=RAISE, error_status_code=QUERY_INVALID.status
        )(documented)
        resources.route(rule, methods=["POST"])(documented)
        return view

    return made
