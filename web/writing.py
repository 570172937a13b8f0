"""Writes: how each is asked for, described and answered."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import msgspec
from flask import Response, request
from marshmallow import RAISE, Schema, fields

from application.desks.instruction import Instruction
from application.store import Recorded
from web.bodies import Resources
from web.nouns import Noun
from web.preconditions import digest_of, key, versions_seen
from web.preferences import APPLIED, PREFER
from web.problem import Problem
from web.problems import WRITING
from web.problems_of_requests import (
    BODY_INVALID,
    BODY_TOO_LARGE,
    MEDIA_TYPE_UNKNOWN,
    RESOURCE_UNKNOWN,
    UNFORESEEN,
)
from web.reading import View, telling
from web.reason import OF_A_CAUSE, OF_A_REASON, described
from web.recorded import entered
from web.request_id import HEADER, request_id

Writes = Callable[..., tuple[Recorded, str]]
"""Takes the instruction, the body and what the address names; returns what was recorded, and where it is."""

KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "The caller's own key of this write, new for each thing to record. Sent again with it, the write is "
    "answered as it was the first time, and recorded once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
}
_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The entity tag that the resource last gave, or `*` for whatever is there.",
    "schema": {"type": "string", "pattern": r'^(\*|"[1-9][0-9]{0,17}")$'},
}
ID = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "An id of the request, for logs and for the envelope of what is recorded: 1 to 64 letters, digits, "
    "and `.`, `_`, `~`, `:`, `-`. Drawn, if left out or another.",
    "schema": {"type": "string"},
}
_ENTERED = {
    "ETag": {"description": "The version of the stream, for `If-Match`.", "schema": {"type": "string"}},
    "Location": {"description": "Where it is now.", "schema": {"type": "string", "format": "uri-reference"}},
    "Cache-Control": {"schema": {"type": "string"}},
}


class Body(Schema):
    """What every write says."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    reason = fields.String(
        required=True, validate=OF_A_REASON, metadata=described("Why; it stands beside the event in the log.")
    )
    cause = fields.String(
        required=True,
        allow_none=True,
        validate=OF_A_CAUSE,
        metadata=described(
            "What led to it: the id of an event, such as `program/basic@2`, or of a text, such as a letter's number. "
            "Null says that nothing did."
        ),
    )


def writes(
    resources: Resources,
    rule: str,
    body: type[Schema],
    problems: Mapping[type[Exception], Problem],
    *,
    opens: bool = False,
) -> Callable[[Writes], Writes]:
    """Make a view of what records; one that `opens` a stream needs no version of it."""

    def made(record: Writes) -> Writes:
        @wraps(record)
        def view(given: dict[str, Any], **named: Any) -> Response:  # noqa: ANN401  (of the address)
            return entered(*record(instruction_of(given, opens=opens), given, **named))

        documented = documented_write(resources, problems, opens=opens)(view)
        documented = resources.arguments(body, location="body", unknown=RAISE, error_status_code=400)(documented)
        resources.route(rule, methods=["POST"])(documented)
        return record

    return made


def writes_of(
    resources: Resources,
    of: str,
    noun: Noun,
    record: Writes,
    problems: Mapping[type[Exception], Problem] = WRITING,
) -> None:
    """Make the view of a noun; `of` is the address of the streams, and `record` takes the event instead of the body."""

    def view(instruction: Instruction, given: dict[str, Any], **named: str) -> tuple[Recorded, str]:
        return record(instruction, given[noun.member], **named)

    view.__name__ = f"record_{noun.component}"
    view.__doc__ = noun.says
    body = Body.from_dict({noun.member: noun.field}, name=f"{noun.component}Body")
    writes(resources, of + noun.rule, body, problems)(view)


def instruction_of(given: dict[str, Any], *, opens: bool) -> Instruction:
    """Return what goes with the write. Raises KeyMissing, IfMatchMissing and IfMatchUnreadable."""
    alone = instruction_alone(given.pop("reason"), given.pop("cause"))
    return alone if opens else msgspec.structs.replace(alone, seen=versions_seen())


def instruction_alone(reason: str = "", cause: str | None = None) -> Instruction:
    """Return what goes with a request that is upon no version of anything. Raises KeyMissing."""
    digest = digest_of(request.method.encode(), request.full_path.encode(), request.get_data())
    return Instruction(reason=reason, cause=cause, request=request_id(), key=key(), digest=digest)


def documented_write(
    resources: Resources,
    problems: Mapping[type[Exception], Problem],
    *,
    opens: bool,
    **document: Any,  # noqa: ANN401  (of OpenAPI)
) -> Callable[[View], View]:
    """Document the headers of a write and what it may answer with: what was recorded, or a problem."""
    of_requests = (BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN)
    headers = [KEY, *([] if opens else [_MATCH]), ID, PREFER]

    def describe(view: View) -> View:
        view = telling(resources, (*problems.values(), *of_requests))(view)
        view = resources.alt_response(204, description="Recorded, as preferred.", headers=_ENTERED | APPLIED)(view)
        documented: View = resources.doc(**document)(resources.response(201, "Entry", headers=_ENTERED)(view))
        return resources.takes(*headers)(documented)

    return describe
