"""The id of a request: the caller's own, if it gave one that can stand in a log, or else one that is drawn."""

import re
from collections.abc import Callable
from itertools import count
from wsgiref.types import WSGIEnvironment

from flask import request

HEADER = "X-Request-Id"
IDENTIFIED = "milepost.request_id"
"""Where a WSGI environment has the id of its request."""

_OWN = re.compile(r"[A-Za-z0-9._~:-]{1,64}")


def request_id() -> str:
    """Return the id of the request that is being answered."""
    return str(request.environ.get(IDENTIFIED, ""))


def numbered() -> Callable[[], str]:
    """Return what draws ids that differ within a process, and nowhere else."""
    numbers = count(1)
    return lambda: f"request-{next(numbers)}"


def identified(environ: WSGIEnvironment, draw: Callable[[], str]) -> str:
    """Return the id of the request of an environment."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if given and _OWN.fullmatch(given) else draw()
