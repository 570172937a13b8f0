"""Access tokens: good ones name a caller, and every other one is refused with the reason."""

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from application.access import Caller, Role
from application.authentication import TokenRefused
from infrastructure.key_set import KeySet
from infrastructure.tokens import LEEWAY, IssuedTokens, Trust
from tests.infrastructure.issuer import AUDIENCE, ISSUER, NOON, claims, key, key_set, part, token

ADA = Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"}))
HOUR = timedelta(hours=1)
NOW = int(NOON.timestamp())


def tokens(**trust: str) -> IssuedTokens:
    return IssuedTokens(Trust(ISSUER, AUDIENCE, **trust), KeySet(lambda: key_set("ES256", "RS256", "PS256", "Ed25519")))


TOKENS = tokens()


def caller(said: dict[str, Any], **trust: str) -> Caller:
    return tokens(**trust).verify(token(said), NOON).caller


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "PS256", "Ed25519"])
def test_a_token_of_the_issuer_names_a_caller(algorithm: str) -> None:
    verified = TOKENS.verify(token(claims(), {"alg": algorithm, "kid": algorithm}), NOON)

    assert verified.caller == ADA
    assert verified.ends_at == NOON + HOUR + LEEWAY


def test_a_key_of_rsa_that_is_too_short_is_refused_by_name() -> None:
    with pytest.warns(SecurityWarning):
        short = RSAKey.generate_key(1024, {"kid": "short"})
    published = json.dumps({"keys": [short.as_dict(private=False)]}).encode()
    trusting = IssuedTokens(Trust(ISSUER, AUDIENCE), KeySet(lambda: published))

    with pytest.warns(SecurityWarning), pytest.raises(TokenRefused, match="fewer than 2048 bits"):
        trusting.verify(token(claims(), {"alg": "RS256", "kid": "short"}, short), NOON)


def test_a_key_for_another_algorithm_is_told_so() -> None:
    published = json.dumps({"keys": [key("RS256").as_dict(private=False) | {"alg": "RS256"}]}).encode()
    trusting = IssuedTokens(Trust(ISSUER, AUDIENCE), KeySet(lambda: published))

    for algorithm in ("PS256", "RS512"):
        signed = token(claims(), {"alg": algorithm, "kid": "RS256"}, key("RS256"))
        with pytest.raises(TokenRefused, match="for another algorithm"):
            trusting.verify(signed, NOON)


@pytest.mark.parametrize("written", ["at+jwt", "application/at+JWT", "JWT", None])
def test_an_access_token_may_say_so_in_several_ways(written: str | None) -> None:
    assert TOKENS.verify(token(claims(), {"typ": written}), NOON).caller == ADA


def test_a_header_member_that_nobody_knows_is_ignored() -> None:
    assert TOKENS.verify(token(claims(), {"x5t": "abc", "client": "app"}), NOON).caller == ADA


def test_the_audience_may_be_one_of_several() -> None:
    assert caller(claims(aud=["account", AUDIENCE])) == ADA


def test_claims_are_found_where_the_settings_say() -> None:
    said = claims(realm_access={"roles": ["provider"]}, email="academy@example.org", roles=None, pathways=None)
    said |= {"https://milepost.example/programs": "X Y"}

    found = caller(said, roles="realm_access.roles", programs="https://milepost.example/programs", name="email")

    assert found == Caller("academy@example.org", frozenset({Role.PROVIDER}), programs=frozenset({"X", "Y"}))


@pytest.mark.parametrize("roles", [None, [], ["owner", "public", "Registrar"], ""])
def test_a_role_that_is_none_of_ours_gives_nothing(roles: Any) -> None:  # noqa: ANN401  (whatever JSON holds)
    assert caller(claims(roles=roles)).roles == frozenset()


CLAIMED: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"iss": "https://evil.example"}, "another issuer"),
    "an issuer that begins alike": ({"iss": f"{ISSUER}/"}, "another issuer"),
    "several issuers": ({"iss": [ISSUER]}, "another issuer"),
    "no issuer": ({"iss": None}, "another issuer"),
    "another audience": ({"aud": "shop"}, "another audience"),
    "no audience": ({"aud": None}, "another audience"),
    "an audience of objects": ({"aud": [{"milepost": 1}]}, "another audience"),
    "expired": ({"exp": NOW - 31}, "it has expired"),
    "no expiry": ({"exp": None}, "does not say when it expires"),
    "an expiry in words": ({"exp": "tomorrow"}, "`exp` is no instant"),
    "an expiry of yes": ({"exp": True}, "`exp` is no instant"),
    "an expiry that is no number": ({"exp": float("nan")}, "`exp` is no instant"),
    "an expiry beyond all days": ({"exp": 10**30}, "`exp` is no instant"),
    "not valid yet": ({"nbf": NOW + 31}, "not valid yet"),
    "made in the future": ({"iat": NOW + 31}, "not valid yet"),
    "nobody": ({"sub": None}, "names nobody"),
    "an empty name": ({"sub": ""}, "names nobody"),
    "a name with a blank at its end": ({"sub": "ada "}, "names nobody"),
    "a name of two lines": ({"sub": "ada\nben"}, "names nobody"),
    "a name without end": ({"sub": "a" * 201}, "names nobody"),
    "a number for a name": ({"sub": 7}, "names nobody"),
    "roles that are no list": ({"roles": {"registrar": True}}, "`roles` is no list of texts"),
    "pathways that are no texts": ({"pathways": [1]}, "`pathways` is no list of texts"),
}


@pytest.mark.parametrize("case", CLAIMED)
def test_a_token_that_says_otherwise_is_refused(case: str) -> None:
    said, why = CLAIMED[case]

    with pytest.raises(TokenRefused, match=why):
        TOKENS.verify(token(claims(**said)), NOON)


def _by_public_key() -> str:
    """Return a token that is signed with the issuer's public key, as if it were a secret that both sides know."""
    signed = ".".join(map(part, ('{"alg":"HS256","kid":"RS256"}', json.dumps(claims()))))
    signature = hmac.digest(key("RS256").as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _with_claims(of: str, said: str) -> str:
    header, _, signature = of.split(".")
    return f"{header}.{part(said)}.{signature}"


GOOD = token(claims())
HEADER, PAYLOAD, SIGNATURE = GOOD.split(".")


def headed(header: str, signature: str = SIGNATURE) -> str:
    """Return Ada's token under another header."""
    return f"{part(header)}.{PAYLOAD}.{signature}"


FORGED = {
    "no algorithm": (headed('{"kid":"ES256"}'), "`alg`"),
    "none": (headed('{"alg":"none","kid":"ES256"}', ""), "`alg`"),
    "None": (headed('{"alg":"None","kid":"ES256"}', ""), "`alg`"),
    "none with a signature": (headed('{"alg":"none","kid":"ES256"}'), "`alg`"),
    "a list of algorithms": (headed('{"alg":["ES256"],"kid":"ES256"}'), "`alg`"),
    "the public key as a secret": (_by_public_key(), "`alg`"),
    "an algorithm of another kind of key": (
        token(claims(), {"alg": "RS256", "kid": "ES256"}, key("RS256")),
        "signature is not the issuer's",
    ),
    "another key of the same id": (
        token(claims(), signed_by=ECKey.generate_key("P-256", {"kid": "ES256"})),
        "signature is not the issuer's",
    ),
    "other claims": (_with_claims(GOOD, json.dumps(claims(roles=["administrator"]))), "signature is not the issuer's"),
    "no signature": (f"{HEADER}.{PAYLOAD}.", "signature is not the issuer's"),
    "a signature cut short": (GOOD[:-4], "signature is not the issuer's"),
    "an unknown key": (token(claims(), {"kid": "unknown"}), "no key of its `kid`"),
    "no key": (token(claims(), {"kid": None}), "does not name the key"),
    "a key that is a number": (headed('{"alg":"ES256","kid":7}'), "does not name the key"),
    "a key of its own": (
        token(claims(), {"kid": None, "jwk": key("ES256").as_dict(private=False)}),
        "does not name the key",
    ),
    "another type": (token(claims(), {"typ": "logout+jwt"}), "not that of an access token"),
    "a type that is none": (headed('{"alg":"ES256","kid":"ES256","typ":1}'), "access token"),
    "an extension": (headed('{"alg":"ES256","kid":"ES256","crit":["b64"],"b64":false}', "x"), "extension"),
    "a header with two algorithms": (
        headed('{"alg":"none","alg":"ES256","kid":"ES256"}'),
        "its header gives a member twice",
    ),
    "claims that are said twice": (token('{"sub":"ada","sub":"ben"}'), "its payload gives a member twice"),
    "claims that are a list": (token("[]"), "not a signed token"),
    "claims that are no JSON": (token("{"), "not a signed token"),
    "claims without a bottom": (token("[" * 3000), "not a signed token"),
    "a header that is a list": (headed("[]"), "not a signed token"),
    "a header that is not encoded": (f"{{}}.{PAYLOAD}.{SIGNATURE}", "not a signed token"),
    "more than there may be": (f"{HEADER}.{'A' * 8192}.{SIGNATURE}", "more than 8192 characters"),
    "an encrypted one": (f"{HEADER}.{PAYLOAD}.{SIGNATURE}.a.b", "not a signed token"),
    "two parts": (f"{HEADER}.{PAYLOAD}", "not a signed token"),
    "letters beyond ASCII": (f"{HEADER}.{PAYLOAD}.é", "not a signed token"),
    "nothing": ("", "not a signed token"),
    "garbage": ("\x00\xff", "not a signed token"),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_token_is_refused(case: str) -> None:
    forged, why = FORGED[case]

    with pytest.raises(TokenRefused, match=why):
        TOKENS.verify(forged, NOON)


@given(st.integers(0, len(GOOD) - 1), st.characters(codec="ascii"))
def test_a_token_of_which_one_character_differs_is_refused(place: int, character: str) -> None:
    altered = GOOD[:place] + character + GOOD[place + 1 :]
    if altered == GOOD:
        return

    with pytest.raises(TokenRefused):
        TOKENS.verify(altered, NOON)


@given(st.text(max_size=200) | st.from_regex(r"[A-Za-z0-9_-]{0,40}(\.[A-Za-z0-9_-]{0,40}){0,4}"))
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(TokenRefused):
        TOKENS.verify(text, NOON)


def test_why_a_token_is_refused_repeats_nothing_of_it() -> None:
    with pytest.raises(TokenRefused) as refused:
        TOKENS.verify(token(claims(iss="https://evil.example", sub="mallory")), NOON)

    assert "evil" not in str(refused.value)
    assert "mallory" not in repr(refused.value)
