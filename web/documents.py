"""Documents in YAML as bodies of requests; who writes and why stands in the query."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Request, Response, abort, request
from marshmallow import RAISE, fields

from application.store import Recorded
from domain.policy.limits import BYTES
from web.bodies import BodyInvalid, Resources, bytes_of
from web.coordinates import Query
from web.problem import Problem
from web.problems import WRITING
from web.problems_of_requests import BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, QUERY_INVALID
from web.reading import View, telling
from web.reason import OF_A_CAUSE, OF_A_REASON, described
from web.recorded import entered
from web.writing import documented_write, instruction_of

YAML = "application/yaml"
_DOCUMENT = {
    "required": True,
    "description": "A document in YAML, in UTF-8: at most 1,000,000 bytes.",
    "content": {YAML: {"schema": {"type": "string"}}},
}


class Reasoned(Query):
    """What is said with a document, or a file, that is to be recorded."""

    reason = fields.String(
        required=True,
        validate=OF_A_REASON,
        metadata=described("Why; it stands beside the event in the log."),
    )
    cause = fields.String(
        validate=OF_A_CAUSE,
        metadata=described("What led to it: the id of an event or of a text. Left out, nothing did."),
    )


def document_text(asked: Request) -> str:
    """Return the document that is the body. Raises BodyInvalid, and what stands for the statuses 413 and 415."""
    if asked.mimetype != YAML:
        abort(415)
    try:
        return bytes_of(asked, BYTES).decode()
    except UnicodeDecodeError as error:
        detail = f"It is no UTF-8: byte {error.start} cannot be read."
        raise BodyInvalid(detail) from None


def reads_document(resources: Resources, rule: str, schema: str) -> Callable[[Callable[[str], Response]], View]:
    """Make a view of what a document is sent to, and nothing is recorded."""

    def made(read: Callable[[str], Response]) -> View:
        def view() -> Response:
            return read(document_text(request))

        view.__name__, view.__doc__ = read.__name__, read.__doc__
        problems = (*WRITING.values(), BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN)
        described: View = resources.response(200, schema)(telling(resources, problems)(view))
        documented: View = resources.doc(requestBody=_DOCUMENT)(described)
        resources.route(rule, methods=["POST"])(documented)
        return documented

    return made


def records_document(
    resources: Resources,
    rule: str,
    problems: Mapping[type[Exception], Problem] = WRITING,
    *,
    opens: bool = False,
    asked: type[Reasoned] = Reasoned,
) -> Callable[[Callable[..., tuple[Recorded, str]]], View]:
    """Make a view of what records a document; one that `opens` a stream needs no version of it.

    What is `asked` besides the reason and the cause is given by its name.
    """

    def made(record: Callable[..., tuple[Recorded, str]]) -> View:
        def view(query: dict[str, Any]) -> Response:
            text = document_text(request)
            given = {"cause": None, **query}
            instruction = instruction_of(given, opens=opens)
            return entered(*record(instruction, text, **given))

        view.__name__, view.__doc__ = record.__name__, record.__doc__
        described = documented_write(resources, problems, opens=opens, requestBody=_DOCUMENT)(view)
        reasoned: View = resources.arguments(
            asked, location="query", unknown=RAISE, error_status_code=QUERY_INVALID.status
        )(described)
        resources.route(rule, methods=["POST"])(reasoned)
        return reasoned

    return made
