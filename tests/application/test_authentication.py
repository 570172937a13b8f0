"""Whose a credential is, and for how long that is kept."""

from datetime import datetime, timedelta

import pytest

from application import authentication
from application.access import Caller, Role
from application.authentication import KEY_KEPT, TOKEN_KEPT, Authentication, TokenRefused, Verified
from application.keys import Key, KeyRefused, Keyring
from tests.application.test_keys import DAY, DRAWN, NOON, WEBSITE, KeysInMemory

NOT_HERS = "it is not Ada's"
ADA = Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"}))


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class CountedKeys(KeysInMemory):
    """Keys that count how often they are looked for."""

    looked = 0

    def find(self, key_id: str) -> tuple[Key, bytes] | None:
        self.looked += 1
        return super().find(key_id)


class TokensOfAda:
    """Knows one token, and counts how often it is verified."""

    verified = 0

    def verify(self, token: str, at: datetime) -> Verified:
        self.verified += 1
        if token != "token" or at >= NOON + DAY:  # noqa: S105  (a word)
            raise TokenRefused(NOT_HERS)
        return Verified(ADA, NOON + DAY)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys() -> CountedKeys:
    return CountedKeys()


@pytest.fixture
def tokens() -> TokensOfAda:
    return TokensOfAda()


@pytest.fixture
def authenticated(keys: CountedKeys, tokens: TokensOfAda, clock: Clock) -> Authentication:
    return Authentication(Keyring(keys), tokens, clock)


@pytest.fixture
def key(keys: CountedKeys) -> tuple[Key, str]:
    return Keyring(keys).add(WEBSITE, DRAWN, "ann", NOON, DAY)


def test_a_key_is_looked_up_once_in_a_while(
    authenticated: Authentication, keys: CountedKeys, key: tuple[Key, str], clock: Clock
) -> None:
    for _ in range(3):
        assert authenticated.caller(key[1]) == key[0].caller
    assert keys.looked == 1

    clock.now += KEY_KEPT
    authenticated.caller(key[1])
    assert keys.looked == 2


def test_a_revocation_takes_effect_within_moments(
    authenticated: Authentication, keys: CountedKeys, key: tuple[Key, str], clock: Clock
) -> None:
    authenticated.caller(key[1])
    Keyring(keys).revoke(key[0].id, "ann", NOON)
    clock.now += KEY_KEPT

    with pytest.raises(KeyRefused, match="revoked"):
        authenticated.caller(key[1])


@pytest.mark.parametrize("kind", ["key", "token"])
def test_an_expiry_takes_effect_at_once(
    authenticated: Authentication, key: tuple[Key, str], clock: Clock, kind: str
) -> None:
    credential = key[1] if kind == "key" else "token"
    clock.now += DAY - timedelta(seconds=1)
    authenticated.caller(credential)
    clock.now += timedelta(seconds=1)

    with pytest.raises((KeyRefused, TokenRefused)):
        authenticated.caller(credential)


def test_a_clock_that_was_set_back_is_not_trusted(
    authenticated: Authentication, keys: CountedKeys, key: tuple[Key, str], clock: Clock
) -> None:
    authenticated.caller(key[1])
    clock.now -= timedelta(hours=1)
    authenticated.caller(key[1])

    assert keys.looked == 2


def test_a_token_is_verified_once_in_a_while(authenticated: Authentication, tokens: TokensOfAda, clock: Clock) -> None:
    for _ in range(3):
        assert authenticated.caller("token") == ADA
    assert tokens.verified == 1

    clock.now += TOKEN_KEPT
    authenticated.caller("token")
    assert tokens.verified == 2


def test_what_is_refused_is_looked_at_each_time(authenticated: Authentication, tokens: TokensOfAda) -> None:
    for _ in range(2):
        with pytest.raises(TokenRefused):
            authenticated.caller("another")

    assert tokens.verified == 2


def test_no_more_is_kept_than_there_is_room_for(
    authenticated: Authentication, keys: CountedKeys, key: tuple[Key, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authentication, "_MOST_KEPT", 1)
    for credential in (key[1], "token", key[1]):
        authenticated.caller(credential)

    assert keys.looked == 2


def test_without_an_issuer_no_token_is_taken(keys: CountedKeys, clock: Clock) -> None:
    with pytest.raises(TokenRefused, match="no issuer of access tokens is set here"):
        Authentication(Keyring(keys), None, clock).caller("token")
