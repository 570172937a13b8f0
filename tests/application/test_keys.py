"""Keys: made, checked, rotated and revoked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from application.access import Caller, Role
from application.keys import Key, KeyEnded, KeyRefused, Keyring, KeyUnknown, Scope, ScopeImpossible

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
DRAWN = bytes(range(32))
WEBSITE = Scope("website", frozenset({Role.SERVICE}))
ACADEMY = Scope("academy", frozenset({Role.PROVIDER}), programs=frozenset({"X"}))


class KeysInMemory:
    """Keys kept in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Key, bytes]] = {}

    def add(self, key: Key, digest: bytes) -> None:
        self.kept[key.id] = (key, digest)

    def change(self, key: Key) -> None:
        self.kept[key.id] = (key, self.kept[key.id][1])

    def find(self, key_id: str) -> tuple[Key, bytes] | None:
        return self.kept.get(key_id)

    def list(self) -> list[Key]:
        return [key for key, _ in self.kept.values()]


@pytest.fixture
def keys() -> KeysInMemory:
    return KeysInMemory()


@pytest.fixture
def keyring(keys: KeysInMemory) -> Keyring:
    return Keyring(keys)


def test_a_key_opens_what_its_scope_says(keyring: Keyring) -> None:
    key, text = keyring.add(ACADEMY, DRAWN, "ann", NOON, DAY)

    assert keyring.check(text, NOON) == key
    assert key.caller == Caller("academy", frozenset({Role.PROVIDER}), programs=frozenset({"X"}))
    assert list(keyring.list()) == [key]


def test_the_text_of_a_key_is_kept_nowhere(keyring: Keyring, keys: KeysInMemory) -> None:
    key, text = keyring.add(WEBSITE, DRAWN, "ann", NOON, DAY)
    secret = text.rpartition("_")[2]

    assert secret not in repr(keys.kept)
    assert secret.encode() not in msgspec.json.encode(key)
    assert bytes.fromhex(secret) not in keys.kept[key.id][1]


def test_what_was_drawn_tells_keys_apart(keyring: Keyring) -> None:
    one, other = (keyring.add(WEBSITE, drawn, "ann", NOON, DAY) for drawn in (DRAWN, bytes(32)))

    assert one[0].id != other[0].id
    assert one[1] != other[1]


ALTERED: dict[str, Callable[[str], str]] = {
    "another end": lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"),
    "capitals": str.upper,
    "longer": lambda text: text + "0",
    "shorter": lambda text: text[:-1],
    "a line": lambda text: text + "\n",
    "another id": lambda text: text.replace(text[3:15], "0" * 12),
    "the prefix alone": lambda text: text[:3],
    "nothing": lambda text: text[:0],
}


@pytest.mark.parametrize("altered", ALTERED)
def test_another_text_is_unknown(keyring: Keyring, altered: str) -> None:
    _, text = keyring.add(WEBSITE, DRAWN, "ann", NOON, DAY)

    with pytest.raises(KeyRefused, match=r"^the key is unknown$"):
        keyring.check(ALTERED[altered](text), NOON)


def test_a_key_expires_at_its_instant(keyring: Keyring) -> None:
    _, text = keyring.add(WEBSITE, DRAWN, "ann", NOON, DAY)

    keyring.check(text, NOON + DAY - timedelta(microseconds=1))
    with pytest.raises(KeyRefused, match="the key is expired"):
        keyring.check(text, NOON + DAY)


def test_a_revoked_key_opens_nothing(keyring: Keyring) -> None:
    key, text = keyring.add(WEBSITE, DRAWN, "ann", NOON, DAY)

    revoked = keyring.revoke(key.id, "ben", NOON + DAY / 2)

    assert (revoked.revoked_by, revoked.ends_at) == ("ben", NOON + DAY / 2)
    with pytest.raises(KeyRefused, match="the key is revoked"):
        keyring.check(text, NOON + DAY / 2)


def test_after_a_rotation_both_keys_are_valid_for_a_while(keyring: Keyring) -> None:
    before, old = keyring.add(ACADEMY, DRAWN, "ann", NOON, 10 * DAY)

    after, new = keyring.rotate(before.id, bytes(32), "ben", NOON + DAY, 10 * DAY, DAY)

    assert after.scope == before.scope
    assert keyring.check(old, NOON + DAY * 1.5).id == before.id
    assert keyring.check(new, NOON + DAY * 1.5).id == after.id
    with pytest.raises(KeyRefused, match="expired"):
        keyring.check(old, NOON + DAY * 2)


def test_a_rotation_lets_no_key_live_longer(keyring: Keyring) -> None:
    before, old = keyring.add(WEBSITE, DRAWN, "ann", NOON, DAY)

    keyring.rotate(before.id, bytes(32), "ann", NOON, DAY, 5 * DAY)

    with pytest.raises(KeyRefused, match="expired"):
        keyring.check(old, NOON + DAY)


def test_what_ended_is_neither_rotated_nor_revoked(keyring: Keyring) -> None:
    key, _ = keyring.add(WEBSITE, DRAWN, "ann", NOON, DAY)

    with pytest.raises(KeyEnded, match=f"the key {key.id} is expired already"):
        keyring.rotate(key.id, bytes(32), "ann", NOON + DAY, DAY, DAY)
    with pytest.raises(KeyUnknown, match="no key has the id none"):
        keyring.revoke("none", "ann", NOON)


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope("", frozenset({Role.SERVICE})), "the name of a key"),
        (Scope("two\nlines", frozenset({Role.SERVICE})), "the name of a key"),
        (Scope(" website", frozenset({Role.SERVICE})), "the name of a key"),
        (Scope("website", frozenset()), "at least one role"),
        (Scope("website", frozenset({Role.PUBLIC})), "at least one role"),
        (Scope("academy", frozenset({Role.PROVIDER})), "names a program if it has the role provider"),
        (Scope("website", frozenset({Role.SERVICE}), programs=frozenset({"X"})), "names a program"),
        (Scope("ada", frozenset({Role.MEDIATOR})), "names a pathway if it has the role mediator"),
    ],
)
def test_a_scope_that_cannot_be_meant_is_refused(keyring: Keyring, scope: Scope, told: str) -> None:
    with pytest.raises(ScopeImpossible, match=told):
        keyring.add(scope, DRAWN, "ann", NOON, DAY)
