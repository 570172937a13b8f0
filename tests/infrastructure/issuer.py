"""An issuer of tokens, with keys of its own, as tests need one."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ISSUER = "https://login.example"
AUDIENCE = "milepost"

Claims = Mapping[str, Any]
SigningKey = RSAKey | ECKey | OKPKey


@cache
def key(kind: str) -> RSAKey | ECKey | OKPKey:
    """Return the issuer's key for an algorithm; its id is the algorithm's name."""
    match kind:
        case "ES256":
            return ECKey.generate_key("P-256", {"kid": kind})
        case "Ed25519":
            return OKPKey.generate_key("Ed25519", {"kid": kind})
        case _:
            return RSAKey.generate_key(2048, {"kid": kind})


def key_set(*kinds: str) -> bytes:
    """Return the document in which the issuer publishes its keys."""
    return json.dumps({"keys": [key(kind).as_dict(private=False) for kind in kinds]}).encode()


def claims(**others: Any) -> dict[str, Any]:  # noqa: ANN401  (whatever JSON holds)
    """Return the claims of Ada's token, valid for an hour from noon, with others instead; None leaves one out."""
    of_ada = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "ada",
        "iat": int(NOON.timestamp()),
        "exp": int((NOON + timedelta(hours=1)).timestamp()),
        "roles": ["mediator", "offline_access"],
        "pathways": ["ada"],
    }
    return {name: value for name, value in (of_ada | others).items() if value is not None}


def token(said: Claims | str, header: Mapping[str, Any] | None = None, signed_by: SigningKey | None = None) -> str:
    """Return a token with what is said; the header may differ from that of a good one, and so may the key."""
    full = {"alg": "ES256", "kid": "ES256", "typ": "at+jwt"} | dict(header or {})
    written = {name: value for name, value in full.items() if value is not None}
    text = said if isinstance(said, str) else json.dumps(said)
    registry = jws.JWSRegistry(algorithms=[written["alg"]], strict_check_header=False)
    return jws.serialize_compact(written, text, signed_by or key(written["alg"]), registry=registry)


def part(text: str) -> str:
    """Return a part of a token, as it is written in one."""
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
