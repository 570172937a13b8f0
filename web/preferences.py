"""What a caller would rather be given (RFC 7240)."""

from flask import Response, request
from werkzeug.http import parse_list_header

_MINIMAL = "return=minimal"
PREFER = {
    "in": "header",
    "name": "Prefer",
    "required": False,
    "description": "`return=minimal`: what was recorded is not given back, only its `ETag` and `Location`, with status "
    "204. Other preferences change nothing.",
    "schema": {"type": "string"},
}
APPLIED = {"Preference-Applied": {"description": "What was preferred and is so.", "schema": {"type": "string"}}}


ASYNCHRONOUS = PREFER | {
    "description": "`respond-async`: the work is done later, as it is without it. Other preferences change nothing."
}


def _preferred() -> list[str]:
    return [each.partition(";")[0].strip().lower() for each in parse_list_header(request.headers.get("Prefer", ""))]


def applied(response: Response, preference: str) -> Response:
    """Return a response that is as preferred, and says so where it was preferred."""
    if preference in _preferred():
        response.headers["Preference-Applied"] = preference
    return response


def as_preferred(response: Response) -> Response:
    """Return the response to a write, without its body for whoever would rather not have it."""
    if _MINIMAL not in _preferred():
        return response
    response.status_code = 204
    response.set_data(b"")
    del response.headers["Content-Type"]
    del response.headers["Content-Length"]
    response.headers["Preference-Applied"] = _MINIMAL
    return response
