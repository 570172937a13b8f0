"""The key set of an issuer (JWKS, RFC 7517): read from a file or over HTTPS, kept, and read again when it is due."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from application.authentication import KeySetUnreachable
from infrastructure.signatures import Key

FRESH_FOR = timedelta(minutes=5)
"""How long a key set is good unasked: a key that the issuer takes back is trusted so long at most."""

PAUSE = timedelta(seconds=30)
"""The least between two readings, so that tokens with keys nobody knows do not make the issuer busy."""

KEPT_FOR = timedelta(hours=1)
"""How long the key set last read is used while the issuer cannot be reached."""

LONGEST = 1 << 20
PATIENCE = 5

_KINDS: dict[str, type[Key]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
_NO_SET = "what the issuer gives is no key set with a key to verify signatures"


class KeySet:
    """Finds the key with which a token was signed, by its id."""

    def __init__(self, read: Callable[[], bytes]) -> None:
        """Read nothing yet; `read` returns the document, and raises OSError where it cannot."""
        self._read = read
        self._keys: dict[str, Key] = {}
        self._read_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._reading = Lock()

    def find(self, key_id: str, at: datetime) -> Key | None:
        """Return the key of this id, if the issuer has one. Raises KeySetUnreachable."""
        if key_id not in self._keys or not _within(self._read_at, FRESH_FOR, at):
            with self._reading:
                self._renew(key_id, at)
        return self._keys.get(key_id)

    def _renew(self, key_id: str, at: datetime) -> None:
        if key_id in self._keys and _within(self._read_at, FRESH_FOR, at):
            return
        failed = "the key set could not be read a moment ago"
        if not _within(self._tried_at, PAUSE, at):
            self._tried_at = at
            try:
                self._keys = keys_in(self._read())
            except (OSError, HTTPException, KeySetUnreachable) as error:
                failed = str(error)
            else:
                self._read_at = at
        if not _within(self._read_at, KEPT_FOR, at):
            raise KeySetUnreachable(failed)


def keys_in(document: bytes) -> dict[str, Key]:
    """Return the public keys that verify signatures, by their ids; the first of an id stands.

    Keys of kinds that are not known are left out, as RFC 7517 wants it, and so are those without an id and symmetric
    ones. Raises KeySetUnreachable if none is left.
    """
    try:
        written = json.loads(document)["keys"]
        listed = [_key(each) for each in written if isinstance(each, dict)]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise KeySetUnreachable(_NO_SET) from None
    found: dict[str, Key] = {}
    for key in listed:
        if key is not None and key.kid:
            found.setdefault(key.kid, key)
    if not found:
        raise KeySetUnreachable(_NO_SET)
    return found


def _key(written: dict[str, Any]) -> Key | None:
    kind = _KINDS.get(str(written.get("kty")))
    if kind is None or written.get("use", "sig") != "sig" or not isinstance(written.get("kid"), str):
        return None
    try:
        return kind.import_key(written)
    except (JoseError, ValueError):
        return None


def reader(location: str) -> Callable[[], bytes]:
    """Return what reads a key set from an address that begins with ``https://``, or else from a file."""
    return (lambda: _fetched(location)) if "://" in location else (lambda: Path(location).read_bytes())


class _StaySafe(HTTPRedirectHandler):
    """Follows no redirection: the address that was set is the one that is trusted."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401  (as urllib calls it)
        return None


def _fetched(address: str) -> bytes:
    if not address.startswith("https://"):
        unsafe = "a key set is read over https, or from a file"
        raise KeySetUnreachable(unsafe)
    request = Request(address, headers={"Accept": "application/jwk-set+json, application/json"})  # noqa: S310  (https)
    with build_opener(_StaySafe).open(request, timeout=PATIENCE) as response:
        body: bytes = response.read(LONGEST + 1)
    if len(body) > LONGEST:
        raise KeySetUnreachable(_NO_SET)
    return body


def _within(since: datetime | None, span: timedelta, at: datetime) -> bool:
    return since is not None and since <= at < since + span
