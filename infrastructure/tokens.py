"""Access tokens of OpenID Connect: JWTs (RFC 7519, RFC 9068), verified by the key set of their issuer."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any, NoReturn

import msgspec

from application.access import Caller, Role
from application.authentication import TokenRefused, Verified
from infrastructure.key_set import KeySet
from infrastructure.signatures import Members, claims_of, header_of

LEEWAY = timedelta(seconds=30)
"""How far the issuer's clock may be from ours."""

LONGEST_NAME = 200

_TYPES = {"at+jwt", "application/at+jwt", "jwt"}
_ROLES = {role.value: role for role in Role if role is not Role.PUBLIC}


class Trust(msgspec.Struct, frozen=True):
    """Whose tokens are taken, for whom they have to be made out, and in which claims they say what.

    A claim inside another one is named with a dot between them, as ``realm_access.roles``.
    """

    issuer: str
    audience: str
    name: str = "sub"
    roles: str = "roles"
    programs: str = "programs"
    pathways: str = "pathways"


class IssuedTokens:
    """Verifies the tokens of one issuer."""

    def __init__(self, trust: Trust, keys: KeySet) -> None:
        self._trust = trust
        self._keys = keys

    def verify(self, token: str, at: datetime) -> Verified:
        """Return whom the token names, and until when. Raises TokenRefused and KeySetUnreachable."""
        header = header_of(token)
        written, key_id = header.get("typ", "JWT"), header.get("kid")
        if not isinstance(written, str) or written.lower() not in _TYPES:
            _refuse("its `typ` is not that of an access token")
        if not isinstance(key_id, str):
            _refuse("it does not name the key that signed it (`kid`)")
        key = self._keys.find(key_id, at)
        if key is None:
            _refuse("the issuer has no key of its `kid`")
        claims = claims_of(token, key)
        self._made_out(claims)
        return Verified(self._caller(claims), _lasts(claims, at))

    def _made_out(self, claims: Members) -> None:
        if claims.get("iss") != self._trust.issuer:
            _refuse("it is of another issuer (`iss`)")
        audience = claims.get("aud")
        if self._trust.audience not in (audience if isinstance(audience, list) else [audience]):
            _refuse("it is made out for another audience (`aud`)")

    def _caller(self, claims: Members) -> Caller:
        name = _claim(claims, self._trust.name)
        if not isinstance(name, str) or not _names_somebody(name):
            _refuse(f"its claim `{self._trust.name}` names nobody")
        roles = frozenset(_ROLES[role] for role in _texts(claims, self._trust.roles) if role in _ROLES)
        return Caller(
            name,
            roles,
            frozenset(_texts(claims, self._trust.programs)),
            frozenset(_texts(claims, self._trust.pathways)),
        )


def _names_somebody(name: str) -> bool:
    """Tell whether a name can stand in the log; with a blank at its ends it would look like another's."""
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and name == name.strip()


def _lasts(claims: Members, at: datetime) -> datetime:
    """Return until when the token may be believed."""
    ends = _instant(claims, "exp")
    if ends is None:
        _refuse("it does not say when it expires (`exp`)")
    if at >= ends + LEEWAY:
        _refuse("it has expired (`exp`)")
    for claim in ("nbf", "iat"):
        begins = _instant(claims, claim)
        if begins is not None and at + LEEWAY < begins:
            _refuse(f"it is not valid yet (`{claim}`)")
    return ends + LEEWAY


def _instant(claims: Members, claim: str) -> datetime | None:
    seconds = claims.get(claim)
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not isfinite(seconds):
        _refuse(f"its claim `{claim}` is no instant")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        _refuse(f"its claim `{claim}` is no instant")


def _claim(claims: Members, name: str) -> Any:  # noqa: ANN401  (whatever JSON holds)
    """Return a claim of this very name, or else the one that its parts lead to."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _texts(claims: Members, name: str) -> Iterable[str]:
    """Return the texts of a claim: a list of them, or one text with blanks between them."""
    found = _claim(claims, name)
    if found is None:
        return []
    if isinstance(found, str):
        return found.split()
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        _refuse(f"its claim `{name}` is no list of texts")
    return found


def _refuse(why: str) -> NoReturn:
    raise TokenRefused(why)
