"""Who asks too often is told when to ask again."""

from collections.abc import Callable

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from web.health import PROBES


def limit_requests(app: Flask, wait: Callable[[str], int], rejected: Callable[[], None]) -> None:
    """Refuse a request for which `wait` names seconds, by the address that it comes from; probes are never refused."""

    @app.before_request
    def admit() -> None:
        if request.path in PROBES:
            return
        seconds = wait(request.remote_addr or "")
        if seconds:
            rejected()
            raise TooManyRequests(retry_after=seconds)
