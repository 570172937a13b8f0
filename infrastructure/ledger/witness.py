"""A witness over HTTP, as C2SP tlog-witness describes it."""

import re
import ssl
from contextlib import closing
from http.client import HTTPException

from urllib3.exceptions import HTTPError

from application.ledger.witnessing import WitnessFailed
from application.notices.delivery import shown
from application.notices.subscription import SubscriptionImpossible
from domain.ledger.note import VerifierKey
from infrastructure.connecting import Connecting, Patience, shutting, within
from infrastructure.receivers import AddressForbidden, NameUnknown, Receivers

SIZE = "text/x.tlog.size"
_MOST = 2**16
"""Bytes of an answer that are read."""
_SIGNED, _CONFLICT = 200, 409
_NUMBER = re.compile(r"[0-9]{1,19}\n?")
_FAILURES = (NameUnknown, AddressForbidden, SubscriptionImpossible, OSError, HTTPError, HTTPException)


class HttpWitness:
    """The witness at an address, to which ``/add-checkpoint`` is added."""

    def __init__(
        self,
        address: str,
        key: VerifierKey,
        receivers: Receivers,
        agent: str,
        patience: Patience | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Take the key by which its signatures are known, and where may be sent to."""
        self.key = key
        self._address = f"{address.rstrip('/')}/add-checkpoint"
        self._connecting = Connecting(receivers, patience, tls)
        self._agent = agent

    def add(self, proof: str) -> str | int:
        """Show a checkpoint; return lines of signatures, or the size of the last one that the witness saw."""
        try:
            status, kind, body = self._posted(proof)
            text = body.decode()
        except (*_FAILURES, UnicodeDecodeError) as failure:
            message = f"the witness {self.key.name} was not reached: {type(failure).__name__}: {shown(failure)}"
            raise WitnessFailed(message) from None
        if status == _SIGNED:
            return text
        if status == _CONFLICT and kind == SIZE and _NUMBER.fullmatch(text):
            return int(text)
        message = f"the witness {self.key.name} did not sign: status {status}, {shown(text)}"
        raise WitnessFailed(message)

    def _posted(self, proof: str) -> tuple[int, str, bytes]:
        """Raises what connecting, urllib3 and sockets raise."""
        place, patience = self._connecting.place(self._address), self._connecting.patience
        headers = {"Host": place.authority, "User-Agent": self._agent, "Accept-Encoding": "identity"}
        with closing(self._connecting.connected(place)) as connection:
            connection.timeout = patience.answering
            with within(patience.answering, shutting(connection)):
                connection.request("POST", place.target, proof.encode(), headers, preload_content=False)
                response = connection.getresponse()
                body = response.read(_MOST, decode_content=False)
        return response.status, response.headers.get("Content-Type", ""), body
