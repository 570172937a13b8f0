"""Webhooks: notices sent as signed HTTP requests, by Standard Webhooks, to a receiver that may do anything."""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPException
from threading import Timer
from time import monotonic

import msgspec
from standardwebhooks.webhooks import Webhook
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.response import HTTPResponse

from application.notices.delivery import Errand, Outcome, Told, shown
from application.notices.notice import enveloped
from infrastructure.receivers import Address, AddressForbidden, NameUnknown, Place, Receivers

MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
_MOST = 4096
"""Bytes of an answer that are read; nothing in them is acted upon."""
_ADDRESSES = 3
"""Addresses of a host that are tried one after the other until one takes the connection."""
_SECONDS = re.compile(r"[0-9]{1,9}")
_BOTH_WAYS = 2
"""What shuts a socket for reading and writing alike."""
_BUSY = {429, 502, 503, 504}

_OUTCOMES: dict[type[Exception], Outcome] = {
    NameUnknown: Outcome.NAME_UNKNOWN,
    AddressForbidden: Outcome.ADDRESS_FORBIDDEN,
    ssl.SSLCertVerificationError: Outcome.CERTIFICATE_REFUSED,
    NewConnectionError: Outcome.UNREACHABLE,
    ConnectTimeoutError: Outcome.TOO_SLOW,
    TimeoutError: Outcome.TOO_SLOW,
    OSError: Outcome.UNREADABLE,
    HTTPError: Outcome.UNREADABLE,
    HTTPException: Outcome.UNREADABLE,
}
"""What it means that an attempt ended so; the first that fits counts."""


class Patience(msgspec.Struct, frozen=True):
    """Seconds to wait for a connection, for its encryption, and then for the whole of an answer."""

    connecting: float = 5
    answering: float = 20


class Webhooks:
    """Sends notices to webhooks; follows no redirection, keeps no cookie, and uses no proxy."""

    def __init__(
        self,
        receivers: Receivers,
        rulebook: str,
        agent: str,
        patience: Patience | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Take where may be sent to, the rulebook that the notices are about, and what the requests call themselves."""
        self._receivers = receivers
        self._rulebook = rulebook
        self._agent = agent
        self._patience = patience or Patience()
        self._tls = tls or ssl.create_default_context()

    def carry(self, errand: Errand, at: datetime) -> Told:
        """Send it once, to an address that was checked and is not looked up again."""
        body = enveloped(errand.notice, self._rulebook)
        try:
            place = self._receivers.place(errand.subscription.address)
            with closing(self._connected(place)) as connection:
                return self._post(connection, place, self._headers(errand, place, at, body), body)
        except tuple(_OUTCOMES) as error:
            outcome = next(_OUTCOMES[each] for each in _OUTCOMES if isinstance(error, each))
            return Told(outcome, answer=shown(error))

    def _headers(self, errand: Errand, place: Place, at: datetime, body: bytes) -> dict[str, str]:
        return {
            "Host": place.authority,
            "User-Agent": self._agent,
            "Accept-Encoding": "identity",
            "Content-Type": MEDIA_TYPE,
            "webhook-id": errand.notice.id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(errand.secret or "").sign(errand.notice.id, at, body.decode()),
        }

    def _connected(self, place: Place) -> HTTPConnection:
        """Return a connection to the first address that takes it. Raises what urllib3, ssl and sockets raise."""
        *others, last = place.addresses[:_ADDRESSES]
        for address in others:
            with suppress(ConnectTimeoutError):
                return self._connection(place, address)
        return self._connection(place, last)

    def _connection(self, place: Place, address: Address) -> HTTPConnection:
        """Connect to the address itself; the certificate has to be that of the host that is meant."""
        patience = self._patience.connecting
        if place.scheme == "https":
            connection: HTTPConnection = HTTPSConnection(
                str(address), place.port, timeout=patience, server_hostname=place.host, ssl_context=self._tls
            )
        else:
            connection = HTTPConnection(str(address), place.port, timeout=patience)
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection

    def _post(self, connection: HTTPConnection, place: Place, headers: dict[str, str], body: bytes) -> Told:
        """Raises TimeoutError once the answer has taken too long as a whole, however much of it arrived."""
        connection.timeout = self._patience.answering
        shut = partial(connection.sock.shutdown, _BOTH_WAYS)
        with _within(self._patience.answering, shut):
            connection.request("POST", place.target, body, headers, preload_content=False)
            response = connection.getresponse()
        outcome = _outcome(response.status)
        if outcome is Outcome.DELIVERED:
            return Told(outcome, response.status)
        wait = _wait(response.headers.get("Retry-After", ""), response.headers.get("Date", ""))
        return Told(outcome, response.status, self._words(response, shut), wait)

    def _words(self, response: HTTPResponse, shut: Callable[[], None]) -> str:
        """Return how the words of an answer begin, if any come in time: its status has said what counts."""
        with suppress(OSError, HTTPError, HTTPException), _within(self._patience.connecting, shut):
            return shown(response.read1(_MOST, decode_content=False))
        return ""


@contextmanager
def _within(seconds: float, shut: Callable[[], None]) -> Iterator[None]:
    """End what is waited for after so many seconds in all, and raise TimeoutError for whatever that leads to.

    A socket's own patience begins anew with every byte, so a receiver that sends one at a time would be waited for.
    """
    over = monotonic() + seconds
    timer = Timer(seconds, _ended, (shut,))
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPError, HTTPException):
        _require_in_time(over)
        raise
    finally:
        timer.cancel()
    _require_in_time(over)  # an answer that was cut off may look whole


def _require_in_time(over: float) -> None:
    if monotonic() >= over:
        message = "the answer took too long"
        raise TimeoutError(message) from None


def _ended(shut: Callable[[], None]) -> None:
    with suppress(OSError):
        shut()


def _outcome(status: int) -> Outcome:
    match status:
        case _ if 200 <= status < 300:  # noqa: PLR2004  (as RFC 9110 groups them)
            return Outcome.DELIVERED
        case _ if 300 <= status < 400:  # noqa: PLR2004
            return Outcome.REDIRECTED
        case 410:
            return Outcome.GONE
        case _:
            return Outcome.BUSY if status in _BUSY else Outcome.REFUSED


def _wait(asked: str, now: str) -> timedelta | None:
    """Return how long a receiver asks to be left alone: in seconds, or until an instant by its own clock."""
    if _SECONDS.fullmatch(asked):
        return timedelta(seconds=int(asked))
    try:
        return parsedate_to_datetime(asked) - parsedate_to_datetime(now)
    except (ValueError, TypeError, OverflowError):
        return None
