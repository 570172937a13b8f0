"""A mail host on this machine, which keeps the letters that it takes."""

from asyncio import sleep
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message
from email.policy import default
from socket import create_server
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from time import sleep as pause
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """Takes letters, and answers each with what it is to answer; before some commands it waits for so many seconds."""

    answer = "250 taken"

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.waits: dict[str, float] = {}

    async def handle_MAIL(  # noqa: N802  (as aiosmtpd calls it)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await sleep(self.waits.get("MAIL", 0))
        envelope.mail_from = address
        return "250 known"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await sleep(self.waits.get("RCPT", 0))
        envelope.rcpt_tos.append(address)
        return self.answer if self.answer.startswith("5") else "250 known"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(message_from_bytes(content, policy=default))
        return self.answer

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        await sleep(self.waits.get("QUIT", 0))
        return "221 bye"


@contextmanager
def taking(postbox: Postbox) -> Iterator[int]:
    """Let the postbox take letters, and return the port."""
    with create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


class Endless(ThreadingTCPServer):
    """Answers each time that it hears something, and begins a last answer that never ends."""

    def __init__(self, *answers: bytes, last: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Speaker)
        self.answers = answers
        self.last = last


class Speaker(StreamRequestHandler):
    """Speaks until the caller hangs up."""

    def handle(self) -> None:
        """Give all answers, the last one byte by byte."""
        server = cast("Endless", self.server)
        with suppress(OSError):
            for answer in server.answers:
                self.wfile.write(answer)
                self.request.recv(4096)
            self.wfile.write(server.last)
            while True:
                pause(0.02)
                self.wfile.write(b"\0")


@contextmanager
def speaking(host: Endless) -> Iterator[int]:
    """Let the host speak to whoever calls, and return the port."""
    with host:
        thread = Thread(target=host.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield int(host.server_address[1])
        finally:
            host.shutdown()
            thread.join()
