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


def as_preferred(response: Response) -> Response:
    """Return the response to a write, without its body for whoever would rather not have it."""
    preferred = [
        each.partition(";")[0].strip().lower() for each in parse_list_header(request.headers.get("Prefer", ""))
    ]
    if _MINIMAL not in preferred:
        return response
    response.status_code = 204
    response.set_data(b"")
    del response.headers["Content-Type"]
    del response.headers["Content-Length"]
    response.headers["Preference-Applied"] = _MINIMAL
    return response
