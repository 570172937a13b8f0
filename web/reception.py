"""What every request and every answer meets, whatever is asked."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from web.request_id import HEADER, IDENTIFIED, identified
from web.request_log import log_request
from web.security_headers import secured


class Reception:
    """Gives each request its id, logs it when its answer begins, and gives the answer the headers that all have.

    It stands around the application: one of its hooks, each of which looks up what it needs of the request, costs more
    than all of this.
    """

    def __init__(self, application: WSGIApplication, draw: Callable[[], str]) -> None:
        """Take what answers, and what draws ids."""
        self._application = application
        self._draw = draw

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        began = perf_counter()
        request_id = environ[IDENTIFIED] = identified(environ, self._draw)

        def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:  # noqa: ANN401  (of WSGI)
            log_request(request_id, int(status[:3]), perf_counter() - began)
            told = [*secured(status, headers, environ["wsgi.url_scheme"]), (HEADER, request_id)]
            return start_response(status, told, *error)

        return self._application(environ, begin)
