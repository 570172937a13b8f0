"""A problem as what is sent, where there is no request that the service could answer."""

from http import HTTPStatus

import msgspec

from web.problem import MEDIA_TYPE, Problem


def on_the_wire(problem: Problem) -> bytes:
    """Return a whole response with the problem's document; the connection ends after it."""
    lines = [f"HTTP/1.1 {status_line(problem)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers_of(problem)]
    return "\r\n".join([*lines, "", ""]).encode() + document_of(problem)


def status_line(problem: Problem) -> str:
    """Return the status with its phrase."""
    return f"{problem.status} {HTTPStatus(problem.status).phrase}"


def headers_of(problem: Problem) -> list[tuple[str, str]]:
    """Return the headers that describe the document."""
    return [
        ("Content-Type", MEDIA_TYPE),
        ("Content-Length", str(len(document_of(problem)))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]


def document_of(problem: Problem) -> bytes:
    """Return the problem's document; what was asked is not known, and so not in it."""
    detail = problem.detail or problem.text
    return msgspec.json.encode(
        {"type": problem.type, "title": problem.title, "status": problem.status, "detail": detail}
    )
