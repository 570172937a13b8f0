"""Who is asking: by a key, or by an access token of an issuer that is trusted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

import msgspec

from application.access import Caller
from application.keys import Keyring
from domain.refusal import Refusal

KEY_KEPT = timedelta(seconds=2)
"""How long a key that was found valid is taken for valid unasked: a revocation takes effect within so much."""

TOKEN_KEPT = timedelta(seconds=30)
"""The same for the signature of a token; that it expires takes effect at once."""

_MOST_KEPT = 10_000
_NO_ISSUER = "no issuer of access tokens is set here"


class Verified(msgspec.Struct, frozen=True):
    """A caller whose credential is good before `ends_at`."""

    caller: Caller
    ends_at: datetime


class Tokens(Protocol):
    """What verifies access tokens."""

    def verify(self, token: str, at: datetime) -> Verified:
        """Return whom the token names. Raises TokenRefused and KeySetUnreachable."""


class TokenRefused(Refusal):
    """A token is not one to be trusted, and why."""

    sentence = "the access token is refused: {0}"


class KeySetUnreachable(Exception):
    """The key set of the issuer cannot be had, so no token can be verified."""


class _Kept(msgspec.Struct, frozen=True):
    caller: Caller
    from_: datetime
    until: datetime


class Authentication:
    """Tells whose a credential is. What was found is kept for moments, under a digest and not under the credential."""

    def __init__(self, keyring: Keyring, tokens: Tokens | None, clock: Callable[[], datetime]) -> None:
        self._keyring = keyring
        self._tokens = tokens
        self._clock = clock
        self._kept: dict[bytes, _Kept] = {}

    def caller(self, credential: str) -> Caller:
        """Return whose credential it is. Raises KeyRefused, TokenRefused and KeySetUnreachable."""
        now = self._clock()
        digest = sha256(credential.encode()).digest()
        kept = self._kept.get(digest)
        if kept is None or not kept.from_ <= now < kept.until:
            kept = self._keep(digest, credential, now)
        return kept.caller

    def _keep(self, digest: bytes, credential: str, now: datetime) -> _Kept:
        self._kept.pop(digest, None)
        verified, lasts = self._verified(credential, now)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        kept = self._kept[digest] = _Kept(verified.caller, now, min(verified.ends_at, now + lasts))
        return kept

    def _verified(self, credential: str, now: datetime) -> tuple[Verified, timedelta]:
        if credential.startswith("mp_"):
            key = self._keyring.check(credential, now)
            return Verified(key.caller, key.ends_at), KEY_KEPT
        if self._tokens is None:
            raise TokenRefused(_NO_ISSUER)
        return self._tokens.verify(credential, now), TOKEN_KEPT
