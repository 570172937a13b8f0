"""Keys: what a program shows to say for whom it asks. Made, rotated and revoked here; only their digests are kept."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Protocol

import msgspec

from application.access import Caller, Role
from domain.refusal import Refusal

ENTROPY = 32
"""Bytes that are drawn for the secret of a key."""

LONGEST_NAME = 200

_UNKNOWN = "unknown"
_KEY = re.compile(r"mp_(?P<id>[0-9a-f]{12})_[0-9a-f]{64}")


class Scope(msgspec.Struct, frozen=True):
    """For whom a key speaks, and how far; `name` stands in the log for what is recorded with it."""

    name: str
    roles: frozenset[Role]
    programs: frozenset[str] = frozenset()
    pathways: frozenset[str] = frozenset()


class Key(msgspec.Struct, frozen=True):
    """What is known of a key that was made; it is refused from `expires_at` and from `revoked_at` on."""

    id: str
    scope: Scope
    made_at: datetime
    made_by: str
    expires_at: datetime
    revoked_at: datetime | None = None
    revoked_by: str | None = None

    @property
    def caller(self) -> Caller:
        return Caller(self.scope.name, self.scope.roles, self.scope.programs, self.scope.pathways)

    @property
    def ends_at(self) -> datetime:
        return min(self.expires_at, self.revoked_at or self.expires_at)

    def state(self, at: datetime) -> str:
        """Return ``valid``, ``expired`` or ``revoked``."""
        if self.revoked_at and self.revoked_at <= at:
            return "revoked"
        return "expired" if self.expires_at <= at else "valid"


class Keys(Protocol):
    """Where keys are kept, each with the SHA-256 of its text and never the text itself."""

    def add(self, key: Key, digest: bytes) -> None:
        """Keep a new key."""

    def change(self, key: Key) -> None:
        """Keep when the key ends, in place of what was kept."""

    def find(self, key_id: str) -> tuple[Key, bytes] | None:
        """Return the key and its digest, if there is one."""

    def list(self) -> Iterable[Key]:
        """Return all keys, the oldest first."""


class KeyRefused(Refusal):
    """A key does not open anything, and why."""

    sentence = "the key is {0}"


class KeyUnknown(Refusal):
    """No key has this id."""

    sentence = "no key has the id {0}: see `milepost keys list`"


class KeyEnded(Refusal):
    """The key is not valid any more, so there is nothing to end or to follow it."""

    sentence = "the key {0} is {1} already"


class ScopeImpossible(Refusal):
    """The scope of a key contradicts itself."""


class Keyring:
    """Makes, rotates, revokes and checks keys. What is drawn for a secret is given by whoever calls."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def add(self, scope: Scope, drawn: bytes, by: str, at: datetime, lasts: timedelta) -> tuple[Key, str]:
        """Make a key, and return it with its text, which is told this once. Raises ScopeImpossible."""
        possible(scope)
        secret = sha256(drawn).hexdigest()
        key = Key(sha256(secret.encode()).hexdigest()[:12], scope, at, by, at + lasts)
        text = f"mp_{key.id}_{secret}"
        self._keys.add(key, _digest(text))
        return key, text

    def rotate(
        self, key_id: str, drawn: bytes, by: str, at: datetime, lasts: timedelta, overlap: timedelta
    ) -> tuple[Key, str]:
        """Make a key of the same scope and let the one before end after `overlap`, or earlier if it would have.

        Raises KeyUnknown and KeyEnded.
        """
        before = self._valid(key_id, at)
        made = self.add(before.scope, drawn, by, at, lasts)
        self._keys.change(msgspec.structs.replace(before, expires_at=min(before.expires_at, at + overlap)))
        return made

    def revoke(self, key_id: str, by: str, at: datetime) -> Key:
        """End the key now. Raises KeyUnknown and KeyEnded."""
        revoked = msgspec.structs.replace(self._valid(key_id, at), revoked_at=at, revoked_by=by)
        self._keys.change(revoked)
        return revoked

    def list(self) -> Iterable[Key]:
        return self._keys.list()

    def check(self, text: str, at: datetime) -> Key:
        """Return the key with this text. Raises KeyRefused, in the same words for an unknown id and a wrong secret."""
        written = _KEY.fullmatch(text)
        found = self._keys.find(written["id"]) if written else None
        if found is None or not compare_digest(found[1], _digest(text)):
            raise KeyRefused(_UNKNOWN)
        key = found[0]
        if key.state(at) != "valid":
            raise KeyRefused(key.state(at))
        return key

    def _valid(self, key_id: str, at: datetime) -> Key:
        found = self._keys.find(key_id)
        if found is None:
            raise KeyUnknown(key_id)
        key = found[0]
        if key.state(at) != "valid":
            raise KeyEnded(key_id, key.state(at))
        return key


def possible(scope: Scope) -> None:
    """Raise ScopeImpossible for a scope that cannot be meant."""
    if not 0 < len(scope.name) <= LONGEST_NAME or not scope.name.isprintable() or scope.name != scope.name.strip():
        message = f"the name of a key has 1 to {LONGEST_NAME} characters that can be printed, no blank at its ends"
        raise ScopeImpossible(message)
    if not scope.roles or Role.PUBLIC in scope.roles:
        message = "a key has at least one role, and not that of the public, which needs no key"
        raise ScopeImpossible(message)
    for role, own, what in ((Role.PROVIDER, scope.programs, "program"), (Role.MEDIATOR, scope.pathways, "pathway")):
        if (role in scope.roles) != bool(own):
            message = f"a key names a {what} if it has the role {role}, and only then"
            raise ScopeImpossible(message)


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
