"""The id of a request: the caller's own, if it gave one that can stand in a log, or else one that is drawn."""

import re
from collections.abc import Callable
from itertools import count

from flask import Flask, Response, g, request

HEADER = "X-Request-Id"
_OWN = re.compile(r"[A-Za-z0-9._~:-]{1,64}")


def request_id() -> str:
    """Return the id of the request that is being answered."""
    return str(g.get("request_id", ""))


def numbered() -> Callable[[], str]:
    """Return what draws ids that differ within a process, and nowhere else."""
    numbers = count(1)
    return lambda: f"request-{next(numbers)}"


def identify_requests(app: Flask, draw: Callable[[], str]) -> None:
    """Give every request its id, and every response that of its request."""

    @app.before_request
    def identify() -> None:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _OWN.fullmatch(given) else draw()

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        return response
