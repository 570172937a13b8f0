"""Webhooks: notices sent as signed HTTP requests, by Standard Webhooks, to a receiver that may do anything."""

import re
import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from standardwebhooks.webhooks import Webhook
from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.response import HTTPResponse

from application.notices.delivery import Errand, Outcome, Told, shown
from application.notices.notice import enveloped
from application.notices.subscription import SubscriptionImpossible
from infrastructure.connecting import Connecting, Patience, shutting, within
from infrastructure.receivers import AddressForbidden, NameUnknown, Place, Receivers

MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
_MOST = 4096
"""Bytes of an answer that are read; nothing in them is acted upon."""
_SECONDS = re.compile(r"[0-9]{1,9}")
_BUSY = {429, 502, 503, 504}

_OUTCOMES: dict[type[Exception], Outcome] = {
    NameUnknown: Outcome.NAME_UNKNOWN,
    AddressForbidden: Outcome.ADDRESS_FORBIDDEN,
    SubscriptionImpossible: Outcome.ADDRESS_FORBIDDEN,
    ssl.SSLCertVerificationError: Outcome.CERTIFICATE_REFUSED,
    NewConnectionError: Outcome.UNREACHABLE,
    ConnectTimeoutError: Outcome.TOO_SLOW,
    TimeoutError: Outcome.TOO_SLOW,
    OSError: Outcome.UNREADABLE,
    HTTPError: Outcome.UNREADABLE,
    HTTPException: Outcome.UNREADABLE,
}
"""What it means that an attempt ended so; the first that fits counts. Settings may not admit now what they once did."""


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
        self._connecting = Connecting(receivers, patience, tls)
        self._rulebook = rulebook
        self._agent = agent

    def carry(self, errand: Errand, at: datetime) -> Told:
        """Send it once, to an address that was checked and is not looked up again."""
        body = enveloped(errand.notice, self._rulebook)
        try:
            place = self._connecting.place(errand.subscription.address)
            with closing(self._connecting.connected(place)) as connection:
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

    def _post(self, connection: HTTPConnection, place: Place, headers: dict[str, str], body: bytes) -> Told:
        """Raises TimeoutError once the answer has taken too long as a whole, however much of it arrived."""
        patience = self._connecting.patience
        connection.timeout = patience.answering
        shut = shutting(connection)
        with within(patience.answering, shut):
            connection.request("POST", place.target, body, headers, preload_content=False)
            response = connection.getresponse()
        outcome = _outcome(response.status)
        if outcome is Outcome.DELIVERED:
            return Told(outcome, response.status)
        wait = _wait(response.headers.get("Retry-After", ""), response.headers.get("Date", ""))
        return Told(outcome, response.status, self._words(response, shut), wait)

    def _words(self, response: HTTPResponse, shut: Callable[[], None]) -> str:
        """Return how the words of an answer begin, if any come in time: its status has said what counts."""
        with suppress(OSError, HTTPError, HTTPException), within(self._connecting.patience.connecting, shut):
            return shown(response.read1(_MOST, decode_content=False))
        return ""


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
