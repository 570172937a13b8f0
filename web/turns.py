"""One request at a time: threads wait for callers, and take turns at the service."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from web.exceeded import REQUEST_MALFORMED, REQUEST_TOO_SLOW, UNREAD
from web.problem import Problem
from web.problems_of_requests import BODY_TOO_LARGE

_OF_A_BODY = {"CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"}
_WITHOUT_BODY = {"204", "304"}


class Turns:
    """A WSGI application that reads a request whole, lets the service answer, and gives what it answers piece by piece.

    Only the service is held by one thread at a time: a caller who sends or reads slowly holds up nobody else. Threads
    would gain it nothing, since Python runs one at a time, and it is not made for them: what an assessor keeps is added
    to without a lock, and msgspec ends the process when two threads use a type for the first time at once.
    """

    def __init__(self, service: WSGIApplication, body_limit: int) -> None:
        """Take the service, and the number of bytes up to which a body is read before its turn."""
        self._service = service
        self._body_limit = body_limit
        self._turn = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; what speaks against reading its body is for the service to tell."""
        refused = self._read(environ)
        if refused is not None:
            environ |= {UNREAD: refused, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
        begun = Begun(start_response)
        with self._turn:
            pieces = self._service(environ, begun)
            return _taken(pieces) if begun.whole else Answering(pieces, self._turn)

    def _read(self, environ: WSGIEnvironment) -> Problem | None:
        """Put the body that was read in place of the one to be read, or return what speaks against reading it."""
        if not environ.get("wsgi.input_terminated") or not environ.keys() & _OF_A_BODY:
            return None
        announced = int(environ.get("CONTENT_LENGTH") or 0)
        if announced > self._body_limit:
            return BODY_TOO_LARGE
        try:
            body = environ["wsgi.input"].read(self._body_limit + 1)
        except TimeoutError:
            return REQUEST_TOO_SLOW
        if len(body) > self._body_limit:
            return BODY_TOO_LARGE
        if len(body) < announced:
            return REQUEST_MALFORMED
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return None


class Begun:
    """Begins an answer, and tells whether all of it is there already.

    Whose length is known is: it is taken in the turn in which it was made, because a thread that came back for it would
    have to wait for another turn each time.
    """

    def __init__(self, start_response: StartResponse) -> None:
        """Take what begins the answer."""
        self._start_response = start_response
        self.whole = False

    def __call__(self, status: str, headers: list[tuple[str, str]], *error: Any) -> Any:  # noqa: ANN401  (of WSGI)
        """Begin the answer."""
        self.whole = status[:3] in _WITHOUT_BODY or any(name == "Content-Length" for name, _ in headers)
        return self._start_response(status, headers, *error)


def _taken(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """Return all pieces, and let the service end the request."""
    try:
        return tuple(pieces)
    finally:
        _end(pieces)


def _end(pieces: Iterable[bytes]) -> None:
    close: Any = getattr(pieces, "close", None)
    if close:
        close()


class Answering:
    """The pieces of an answer, each made in a turn of its own."""

    def __init__(self, pieces: Iterable[bytes], turn: Lock) -> None:
        """Begin with the first piece."""
        self._pieces = pieces
        self._iterator = iter(pieces)
        self._turn = turn

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._turn:
            return next(self._iterator)

    def close(self) -> None:
        """Let the service end the request."""
        with self._turn:
            _end(self._pieces)
