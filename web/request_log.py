"""What is logged of a request: its id, its route, how it ended and how long it took; nothing that the caller wrote."""

from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, request

from web.request_id import request_id

LOG = structlog.get_logger()
UNROUTED = "none"
"""The route of a request whose address is that of no resource."""


def route() -> str:
    """Return the pattern of the address asked, such as ``/v1/pathways/<pathway>/standing``."""
    return request.url_rule.rule if request.url_rule else UNROUTED


class Service(Flask):
    """Flask, which would log an error with its words and the address that was asked.

    No function here is a coroutine, for which Flask would look each one up at every request.
    """

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is."""
        return func

    def log_exception(self, exc_info: Any) -> None:  # noqa: ANN401  (what sys.exc_info gives)
        """Log an error that nothing names, by its kind and place."""
        LOG.error("unforeseen", request_id=request_id(), route=route(), exc_info=exc_info[1])


def log_request(request_id: str, status: int, seconds: float) -> None:
    """Log the request that is being answered."""
    rule = request.url_rule
    LOG.info(
        "request",
        request_id=request_id,
        method=request.method if rule else "",
        route=rule.rule if rule else UNROUTED,
        status=status,
        seconds=round(seconds, 6),
    )


def log_fault(problem: str, error: Exception, **told: object) -> None:
    """Log a fault of the service, which the caller is told of as a problem."""
    LOG.error(problem, request_id=request_id(), route=route(), error=type(error).__qualname__, **told)
