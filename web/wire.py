"""A problem as what is sent, where there is no request that the service could answer."""

from http import HTTPStatus

import msgspec

from web.problem import MEDIA_TYPE, Problem
from web.request_id import HEADER
from web.security_headers import HEADERS


def on_the_wire(problem: Problem, request_id: str) -> bytes:
    """Return a whole response with the problem's document; the connection ends after it.

    What was asked, and from which origin, is not known, and so not in it.
    """
    document = msgspec.json.encode(
        {
            "type": problem.type,
            "title": problem.title,
            "status": problem.status,
            "detail": problem.detail or problem.text,
            "request_id": request_id,
        }
    )
    described = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(document)), HEADER: request_id}
    lines = [f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (described | HEADERS).items()]
    return "\r\n".join([*lines, "", ""]).encode() + document
