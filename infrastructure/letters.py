"""Letters: notices sent by e-mail through the host of whoever runs the service, or written to a file."""

import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from io import SEEK_END
from pathlib import Path
from smtplib import SMTP, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from time import monotonic
from typing import Any, Literal

import msgspec
from urllib3.util.connection import create_connection

from application.notices.delivery import Errand, Outcome, Told, shown
from application.notices.letter import Letter, letter
from application.notices.notice import enveloped
from infrastructure.connecting import BOTH_WAYS, ended_after

_FOR_NOW = 500
"""Below this status a mail host refuses for now, from it on for good."""
_OUTCOMES: dict[type[Exception], Outcome] = {
    ssl.SSLCertVerificationError: Outcome.CERTIFICATE_REFUSED,
    TimeoutError: Outcome.TOO_SLOW,
    SMTPException: Outcome.UNREADABLE,
    OSError: Outcome.UNREACHABLE,
}
"""What it means that a letter could not be handed over; the first that fits counts."""


class MailHost(msgspec.Struct, frozen=True):
    """Through whom letters go, and from whom they are; without encryption nobody signs in.

    A connection and each answer are waited for `patience` seconds, and nothing is handed over later than `in_all` after
    the first connection was tried.
    """

    host: str
    port: int
    sender: str
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: str = ""
    password: str = ""
    patience: float = 20
    in_all: float = 60


class Mail:
    """Sends letters through a mail host. What the host has taken is delivered, wherever it goes from there."""

    def __init__(self, host: MailHost, tls: ssl.SSLContext | None = None) -> None:
        self._host = host
        self._tls = tls or ssl.create_default_context()

    def carry(self, errand: Errand, at: datetime) -> Told:
        """Hand the letter over once. Its id is that of the notice, so that a second copy is known as one."""
        try:
            self._hand_over(self._message(errand, at))
        except SMTPRecipientsRefused as refused:
            return _refused(*refused.recipients[errand.subscription.address])
        except SMTPResponseException as refused:
            return _refused(refused.smtp_code, refused.smtp_error)
        except tuple(_OUTCOMES) as error:
            told = error.__context__ if isinstance(error.__context__, TimeoutError) else error  # as smtplib wraps it
            return Told(next(_OUTCOMES[each] for each in _OUTCOMES if isinstance(told, each)), answer=shown(told))
        return Told(Outcome.DELIVERED)

    def _hand_over(self, message: EmailMessage) -> None:
        """Raises what smtplib, ssl and sockets raise; what the host says afterwards is passed over."""
        over = monotonic() + self._host.in_all
        with (
            closing(create_connection((self._host.host, self._host.port), self._host.patience)) as line,
            ended_after(over - monotonic(), partial(line.shutdown, BOTH_WAYS)),
            closing(_Conversation(self._host, line.dup(), self._tls)) as conversation,
        ):
            if self._host.security == "starttls":
                conversation.starttls(context=self._tls)
            if self._host.user:
                conversation.login(self._host.user, self._host.password)
            conversation.send_message(message)
            with suppress(OSError):
                conversation.quit()

    def _message(self, errand: Errand, at: datetime) -> EmailMessage:
        written = letter(errand.notice, errand.subscription.address)
        message = EmailMessage()
        message["From"] = self._host.sender
        message["To"] = written.to
        message["Subject"] = written.subject
        message["Date"] = at
        message["Message-ID"] = f"<{errand.notice.id}.{errand.subscription.id}@{self._host.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(written.text)
        return message


class _Conversation(SMTP):
    """A conversation with a mail host on a line that is open."""

    def __init__(self, host: MailHost, line: Any, tls: ssl.SSLContext) -> None:  # noqa: ANN401  (a socket)
        self._line = line
        self._encrypted = tls if host.security == "tls" else None
        super().__init__(host.host, host.port, timeout=host.patience)

    def connect(self, host: str = "", _port: int = 0, _source_address: object = None) -> tuple[int, bytes]:
        """Encrypt the line, if that is wanted from the beginning, and return the greeting."""
        self.sock = self._encrypted.wrap_socket(self._line, server_hostname=host) if self._encrypted else self._line
        return self.getreply()


class LetterFile:
    """Appends letters to a file, a line of JSON each, and is done when they are on the disk."""

    def __init__(self, path: Path, rulebook: str, sync: Callable[[int], None]) -> None:
        """Take the file, the rulebook that notices are about, and what brings a file to the disk."""
        self._path = path
        self._rulebook = rulebook
        self._sync = sync

    def carry(self, errand: Errand, at: datetime) -> Told:  # noqa: ARG002  (when a line is written is in the log)
        """Write the line once, after whatever a line that was broken off has left."""
        try:
            self._append(letter(errand.notice, errand.subscription.address), enveloped(errand.notice, self._rulebook))
        except OSError as error:
            return Told(Outcome.UNREACHABLE, answer=shown(error))
        return Told(Outcome.DELIVERED)

    def _append(self, written: Letter, notice: bytes) -> None:
        line = msgspec.json.encode(msgspec.structs.asdict(written) | {"notice": msgspec.Raw(notice)}) + b"\n"
        with self._path.open("a+b", buffering=0) as file:
            if file.seek(0, SEEK_END):
                file.seek(-1, SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line
            if file.write(line) != len(line):
                message = "the line could not be written whole"
                raise OSError(message)
            self._sync(file.fileno())


def _refused(status: int, words: bytes | str) -> Told:
    return Told(Outcome.BUSY if status < _FOR_NOW else Outcome.REFUSED, status, shown(words))
