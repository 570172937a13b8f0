"""A receiver of webhooks on this machine, which does with each request what it was told to do."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import parse_headers
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import BinaryIO, NamedTuple, TypeAlias, cast

Answering: TypeAlias = Callable[[BinaryIO, Event], None]
"""Writes what is answered; the event is set once the receiver is to end."""


class Received(NamedTuple):
    """A request, as it arrived."""

    line: str
    headers: dict[str, str]
    body: bytes


class Receiver(ThreadingTCPServer):
    """Keeps what it receives, and answers each request by the next of its answers, the last again and again."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: list[Answering], tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = answers
        self.received: list[Received] = []
        self.over = Event()
        self.tls = tls

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?of=ada"


class Handler(StreamRequestHandler):
    """Reads one request and answers it."""

    def setup(self) -> None:
        """Encrypt, if that is wanted."""
        tls = cast("Receiver", self.server).tls
        if tls:
            self.request = tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        """Answer as the receiver was told to."""
        receiver = cast("Receiver", self.server)
        line = self.rfile.readline().decode().rstrip()
        headers = {name.lower(): value for name, value in parse_headers(self.rfile).items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        receiver.received.append(Received(line, headers, body))
        answer = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
        with suppress(OSError):
            answer(cast("BinaryIO", self.wfile), receiver.over)

    def finish(self) -> None:
        """Hang up, also what was encrypted."""
        super().finish()
        self.request.close()


class Quiet(Receiver):
    """A receiver that keeps to itself what goes wrong with its connections."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: callers that hang up are what is tried."""


@contextmanager
def receiving(*answers: Answering, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    receiver = Quiet(list(answers), tls)
    thread = Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        receiver.shutdown()
        thread.join()
        receiver.server_close()


def said(status: str, words: str = "", *headers: str) -> Answering:
    """Return what answers with a status, words and headers."""
    head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(words)}", "Connection: close", "", words]
    return sent("\r\n".join(head).encode())


def sent(answer: bytes) -> Answering:
    """Return what answers with these bytes, and hangs up."""

    def answering(caller: BinaryIO, _: Event) -> None:
        caller.write(answer)

    return answering


def hanging(caller: BinaryIO, over: Event) -> None:
    """Say nothing, and keep the connection."""
    caller.flush()
    over.wait()


def dripping(begun: bytes, drop: bytes) -> Answering:
    """Return what answers a drop at a time, for ever."""

    def answering(caller: BinaryIO, over: Event) -> None:
        caller.write(begun)
        while not over.wait(0.02):
            caller.write(drop)

    return answering
