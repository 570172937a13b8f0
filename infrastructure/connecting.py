"""Connections to receivers: to an address that was checked and is not looked up again, for no longer than is waited."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, parse_headers
from threading import Timer
from time import monotonic

import msgspec
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError

from infrastructure.receivers import Address, Place, Receivers

_ADDRESSES = 3
"""Addresses of a host that are tried one after the other until one takes the connection."""
_INTERIM = 32
"""Interim responses that are read over until there has to be the final one."""
BOTH_WAYS = 2
"""What shuts a socket for reading and writing alike."""


class InterimWithoutEnd(HTTPException):
    """A receiver gives one interim answer after another."""


class FinalResponse(HTTPResponse):
    """A response that is not an interim one (RFC 9110, section 15.2), but for 101, which nobody asked for."""

    def _read_status(self) -> tuple[str, int, str]:
        """Return the status line, reading interim ones over; the library does so for 100 alone.

        Raises InterimWithoutEnd.
        """
        for _ in range(_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]  # begun with it, and not documented
            if status >= HTTPStatus.OK or status == HTTPStatus.SWITCHING_PROTOCOLS:
                return version, status, reason
            parse_headers(self.fp)
        message = f"{_INTERIM} interim answers and no final one"
        raise InterimWithoutEnd(message)


class Patience(msgspec.Struct, frozen=True):
    """Seconds to wait for a connection, for its encryption, and then for the whole of an answer."""

    connecting: float = 5
    answering: float = 20


class Connecting:
    """Connects to receivers; follows no redirection, keeps no cookie, and uses no proxy."""

    def __init__(
        self, receivers: Receivers, patience: Patience | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        """Take where may be sent to."""
        self._receivers = receivers
        self._tls = tls or ssl.create_default_context()
        self.patience = patience or Patience()

    def place(self, address: str) -> Place:
        """Return where an address leads now. Raises NameUnknown and AddressForbidden."""
        return self._receivers.place(address)

    def connected(self, place: Place) -> HTTPConnection:
        """Return a connection to the first address that takes it. Raises what urllib3, ssl and sockets raise."""
        *others, last = place.addresses[:_ADDRESSES]
        for address in others:
            with suppress(ConnectTimeoutError):
                return self._connection(place, address)
        return self._connection(place, last)

    def _connection(self, place: Place, address: Address) -> HTTPConnection:
        """Connect to the address itself; the certificate has to be that of the host that is meant."""
        patience = self.patience.connecting
        if place.scheme == "https":
            connection: HTTPConnection = HTTPSConnection(
                str(address), place.port, timeout=patience, server_hostname=place.host, ssl_context=self._tls
            )
        else:
            connection = HTTPConnection(str(address), place.port, timeout=patience)
        connection.response_class = FinalResponse
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection


def shutting(connection: HTTPConnection) -> Callable[[], None]:
    """Return what ends whatever is waited for on a connection."""
    return partial(connection.sock.shutdown, BOTH_WAYS)


@contextmanager
def within(seconds: float, shut: Callable[[], None]) -> Iterator[None]:
    """End what is waited for after so many seconds in all, and raise TimeoutError, also for what seems to be answered.

    An answer that was cut off may look whole.
    """
    over = monotonic() + seconds
    with ended_after(seconds, shut):
        yield
    _require_in_time(over)


@contextmanager
def ended_after(seconds: float, shut: Callable[[], None]) -> Iterator[None]:
    """End what is waited for after so many seconds in all, and raise TimeoutError for what fails by that.

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


def _require_in_time(over: float) -> None:
    if monotonic() >= over:
        message = "the answer took too long"
        raise TimeoutError(message) from None


def _ended(shut: Callable[[], None]) -> None:
    with suppress(OSError):
        shut()
