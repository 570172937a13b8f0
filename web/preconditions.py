"""What a write says in its headers: the key by which it is known again, and the versions that its caller has seen."""

import hmac
import re

from flask import request

from domain.refusal import Refusal

_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_TAGS = re.compile(r'\s*(W/)?"[\x21\x23-\x7e]*"\s*(,\s*(W/)?"[\x21\x23-\x7e]*"\s*)*')
_VERSION = re.compile(r"[1-9][0-9]{0,17}")


class KeyMissing(Refusal):
    """A write has no key that it could be known again by."""

    sentence = "a write has a header Idempotency-Key, of 1 to 128 visible ASCII characters"


class IfMatchMissing(Refusal):
    """A write to a stream that exists does not say which version was decided upon."""

    sentence = "a write to what exists has a header If-Match, with the entity tag that the resource last gave"


class IfMatchUnreadable(Refusal):
    """The header does not hold entity tags."""

    sentence = "If-Match is * or entity tags in quotation marks"


def key() -> str:
    """Return the caller's key of the write. Raises KeyMissing."""
    given = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(given):
        raise KeyMissing
    return given


def digest_of(*said: bytes) -> str:
    """Return by what a request is known that is sent again, of which nobody learns anything without the caller's key.

    It is kept beside the log, where a text of somebody who was forgotten could else be confirmed by guessing.
    Raises KeyMissing.
    """
    return hmac.digest(key().encode(), b"\n".join(said), "sha256").hex()


def versions_seen() -> frozenset[int] | None:
    """Return the versions that the caller names, None for whichever there is.

    A tag that is none of ours, an empty or a weak one, names no version. Raises IfMatchMissing and IfMatchUnreadable.
    """
    given = request.headers.get("If-Match")
    if given is None:
        raise IfMatchMissing
    if given.strip() == "*":
        return None
    if not _TAGS.fullmatch(given):
        raise IfMatchUnreadable
    return frozenset(int(tag) for tag in request.if_match.as_set() if tag and _VERSION.fullmatch(tag))
