"""The gunicorn worker that answers: several threads, of which no caller keeps one for longer than it may.

Gunicorn's worker waits for the rest of a request for as long as its caller likes, and takes callers for whom it has no
thread. This one ends the wait, and leaves callers to other workers while its threads are taken. It also takes the
callers that are connected already when it has to stop, and answers what cannot be read as HTTP as the service answers
anything: with a problem document.
"""

import socket
from collections import deque
from functools import partial
from selectors import EVENT_READ
from time import monotonic
from typing import Any, cast
from uuid import uuid4

from gunicorn import util
from gunicorn.http import get_parser
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

from milepost.lines import LINES
from web.exceeded import ADDRESS_TOO_LONG, HEADERS_TOO_LARGE, REQUEST_MALFORMED, REQUEST_TOO_SLOW
from web.problem import Problem
from web.problems_of_requests import UNFORESEEN
from web.wire import on_the_wire

_LINGER = 2.0
"""Seconds for which a caller may still send what nobody reads any more, before the connection is gone."""

_MOMENT = 0.1
"""Seconds for which a line of the log may wait for others."""


class TooSlow(ParseException):
    """The caller took too long to send the head of a request."""


class Patience:
    """A caller's socket, read from until a request has taken too long; answers are sent within what is left."""

    def __init__(self, caller: socket.socket, seconds: int) -> None:
        self._caller = caller
        self._seconds = seconds
        self._late: type[Exception] = TooSlow
        self._until = 0.0

    def begin(self) -> None:
        """Wait for a request anew."""
        self._late = TooSlow
        self._until = monotonic() + self._seconds

    def head_is_read(self) -> None:
        """From here on it is the application that reads, to whom a lost caller is an OSError."""
        self._late = TimeoutError

    def recv(self, size: int) -> bytes:
        """Return what has arrived, at most so many bytes. Raises TooSlow, or TimeoutError once the head is read."""
        left = self._until - monotonic()
        if left <= 0:
            raise self._late
        self._caller.settimeout(left)
        try:
            return self._caller.recv(size)
        except TimeoutError:
            raise self._late from None


class Worker(ThreadWorker):
    """Answers several requests at a time, each in a thread."""

    request_seconds = 20
    """How long a request may take to arrive."""
    slot = 0
    """Its place among the workers that run at the same time; whoever follows it takes it over."""
    _writes_at = 0.0
    _taken = 0
    _is_newcomers_turn = False

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  (gunicorn's)
        """Take what gunicorn gives; nobody waits yet."""
        super().__init__(*given, **named)
        self._in_line: deque[TConn] = deque()

    def run(self) -> None:
        """Answer until it is told to stop, and look after the log meanwhile."""
        LINES.looked_after = True
        try:
            super().run()
        finally:
            LINES.looked_after = False
            LINES.write_out()

    def wait_for_and_dispatch_events(self, timeout: float | None) -> None:
        """Wait for callers, and write out what was logged a moment ago."""
        super().wait_for_and_dispatch_events(_MOMENT if LINES.wait() else timeout)
        if monotonic() >= self._writes_at:
            LINES.write_out()
            self._writes_at = monotonic() + _MOMENT

    def enqueue_req(self, conn: TConn) -> None:
        """Let a caller line up for a thread, with a socket that is patient only for so long.

        Who says nothing yet needs no thread; gunicorn lets one wait for the first byte.
        """
        if conn.parser is None:
            patience = cast("socket.socket", Patience(conn.sock, self.request_seconds))
            conn.parser = get_parser(self.cfg, patience, conn.client)
            conn.close = partial(_close, conn)  # type: ignore[method-assign]
            conn.data_ready = _speaks(conn.sock)
        if conn.data_ready:
            self._in_line.append(conn)
            self._give_threads()
        else:
            self._hear_later(conn)

    def _give_threads(self) -> None:
        while self._in_line and self._has_thread():
            self._taken += 1
            super().enqueue_req(self._in_line.popleft())
        if self.alive and not self._has_thread():
            super().set_accept_enabled(False)

    def _has_thread(self) -> bool:
        return self._taken < int(self.cfg.threads)

    def finish_request(self, conn: TConn, fs: Any) -> None:  # noqa: ANN401  (gunicorn's future)
        """Take a thread back. Where connected callers are in line for it, a new one has it every other time."""
        super().finish_request(conn, fs)
        self._taken -= 1
        if self._in_line and self.alive:
            self._is_newcomers_turn = not self._is_newcomers_turn
            if self._is_newcomers_turn:
                self._admit()
        self._give_threads()

    def _admit(self) -> None:
        """Take a caller who waits to connect, if any does, ahead of those in line."""
        in_line, self._in_line = self._in_line, deque()
        for listener in self.sockets:
            self.accept(listener)
        self._in_line.extend(in_line)

    def accept(self, listener: Any) -> None:  # noqa: ANN401  (gunicorn's socket)
        """Take a caller who waits to connect, unless there is no thread for whoever it is."""
        if self._has_thread() and self.nr_conns < self.worker_connections:
            super().accept(listener)

    def _hear_later(self, conn: TConn) -> None:
        conn.sock.setblocking(False)  # noqa: FBT003  (as the standard library has it)
        conn.timeout = monotonic() + (self.request_seconds if self.alive else _LINGER)
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: TConn) -> Any:  # noqa: ANN401  (gunicorn's own mark of a caller to be asked later)
        """Read a request and answer it, and wait here for a caller to hear the end.

        Gunicorn waits where callers are accepted, where one who does not hang up keeps all others waiting.
        """
        _patience(conn).begin()
        kept = super().handle(conn)
        if not kept:
            util.close_graceful(conn.sock, timeout=_LINGER if self.alive else 0)
        return kept

    def handle_request(self, req: Any, conn: TConn) -> bool:  # noqa: ANN401  (gunicorn's request)
        """Answer a request whose head is read."""
        _patience(conn).head_is_read()
        answered: bool = super().handle_request(req, conn)
        return answered

    def set_accept_enabled(self, enabled: bool | None) -> None:  # noqa: FBT001  (as gunicorn calls it)
        """Take callers or not, and none while no thread is free.

        A worker that stops first takes those who are connected, then lets nobody connect.
        """
        if enabled and not self._has_thread():
            return
        if not enabled and not self.alive:
            for listener in self.sockets:
                self._take_waiting(listener)
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            for listener in self.sockets:
                listener.close()
            for conn in self.pending_conns:
                conn.timeout = monotonic() + _LINGER

    def _take_waiting(self, listener: Any) -> None:  # noqa: ANN401  (gunicorn's socket)
        before = -1
        while before < self.nr_conns < self.worker_connections:
            before = self.nr_conns
            super().accept(listener)

    def handle_error(self, _req: object, client: socket.socket, _addr: object, exc: BaseException) -> None:
        """Answer what cannot be read as a request; what the request held is not logged."""
        problem, drawn = _problem(exc), uuid4().hex
        if problem is UNFORESEEN:
            self.log.error("a request ended in an error: %s", drawn, exc_info=exc)
        else:
            self.log.info("a request could not be read: %s, %s", problem.name, drawn)
        try:
            util.write_nonblock(client, on_the_wire(problem, drawn))
        except OSError:
            self.log.debug("the caller has gone away")


def _close(conn: TConn, *, graceful: bool = False) -> None:  # noqa: ARG001  (the grace was in the thread)
    util.close(conn.sock)


def _speaks(caller: socket.socket) -> bool:
    """Tell whether a caller has sent anything, or has gone."""
    try:
        caller.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _patience(conn: TConn) -> Patience:
    parser: Any = conn.parser
    found: Patience = parser.unreader.sock
    return found


def _problem(error: BaseException) -> Problem:
    match error:
        case TooSlow():
            return REQUEST_TOO_SLOW
        case LimitRequestLine():
            return ADDRESS_TOO_LONG
        case LimitRequestHeaders():
            return HEADERS_TOO_LARGE
        case ParseException():
            return REQUEST_MALFORMED
        case _:
            return UNFORESEEN
