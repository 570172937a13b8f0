"""Signed texts (JWS, RFC 7515) in their compact form: the header read with suspicion, the signature verified."""

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from joserfc.errors import JoseError, UnsupportedKeyAlgorithmError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry, deserialize_compact
from joserfc.util import urlsafe_b64decode

from application.authentication import TokenRefused

Key: TypeAlias = RSAKey | ECKey | OKPKey
Members: TypeAlias = Mapping[str, Any]

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""The signatures that are taken: asymmetric ones alone, so that what verifies a token cannot make one."""

SHORTEST_RSA_KEY = 2048
"""Bits of an RSA key, as RFC 7518 demands them (sections 3.3 and 3.5)."""

LONGEST = 8192
"""Characters of the longest text that is looked at."""

_PARTS = 3
_NOT_SIGNED = "it is not a signed token in compact form"
_UNKNOWN_ALGORITHM = "its `alg` is none that is taken here"
_EXTENDED = "its header asks for an extension (`crit`, `b64`)"
_SHORT_KEY = f"its key is one of RSA of fewer than {SHORTEST_RSA_KEY} bits"
_OTHER_ALGORITHM = "its key is, as the issuer says, for another algorithm than its `alg`"
_NOT_VERIFIED = "its signature is not the issuer's"


class _Registry(JWSRegistry):
    max_header_length = LONGEST
    max_payload_length = LONGEST

    def get_alg(self, name: str) -> Any:  # noqa: ANN401  (its type has no public name)
        """Return one of `ALGORITHMS`, without the library's warning that EdDSA is now called Ed25519 (RFC 9864)."""
        return self.algorithms[name]


_REGISTRY = _Registry(strict_check_header=False)


def header_of(token: str) -> Members:
    """Return the header as it is written, which proves nothing yet. Raises TokenRefused."""
    if len(token) > LONGEST:
        too_long = f"it has more than {LONGEST} characters"
        raise TokenRefused(too_long)
    parts = token.split(".")
    if len(parts) != _PARTS or not token.isascii():
        raise TokenRefused(_NOT_SIGNED)
    header = _members(_decoded(parts[0]), "header")
    if header.get("alg") not in ALGORITHMS:
        raise TokenRefused(_UNKNOWN_ALGORITHM)
    if "crit" in header or "b64" in header:
        raise TokenRefused(_EXTENDED)
    return header


def claims_of(token: str, key: Key) -> Members:
    """Return what the token says, once its header and signature are found good. Raises TokenRefused."""
    header_of(token)
    if isinstance(key, RSAKey) and key.public_key.key_size < SHORTEST_RSA_KEY:
        raise TokenRefused(_SHORT_KEY)
    try:
        signed = deserialize_compact(token, key, registry=_REGISTRY)
    except UnsupportedKeyAlgorithmError:
        raise TokenRefused(_OTHER_ALGORITHM) from None
    except (JoseError, ValueError):
        raise TokenRefused(_NOT_VERIFIED) from None
    return _members(signed.payload or b"", "payload")


def _decoded(part: str) -> bytes:
    try:
        return urlsafe_b64decode(part.encode())
    except ValueError:
        raise TokenRefused(_NOT_SIGNED) from None


def _members(text: bytes, part: str) -> Members:
    """Return an object of JSON. One that gives a member twice is refused: another reader may believe the other."""
    try:
        found = json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, part))
    except (ValueError, RecursionError):
        raise TokenRefused(_NOT_SIGNED) from None
    if not isinstance(found, dict):
        raise TokenRefused(_NOT_SIGNED)
    return found


def _once(pairs: list[tuple[str, Any]], part: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = f"its {part} gives a member twice"
        raise TokenRefused(twice)
    return found
