"""Keys are found again as they were kept, in both databases."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import Engine

from application.access import Role
from application.keys import Key, Scope
from infrastructure.database import database
from infrastructure.keys import SqlKeys

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCOPE = Scope("Académie", frozenset({Role.PROVIDER, Role.AUDITOR}), programs=frozenset({"X", "Y"}))
KEY = Key("0123456789ab", SCOPE, NOON, "ann", NOON + timedelta(days=90))
DIGEST = bytes(range(32))


@pytest.fixture
def keys(engine: Engine) -> SqlKeys:
    return SqlKeys(database(engine))


def test_a_key_is_found_by_its_id(keys: SqlKeys) -> None:
    keys.add(KEY, DIGEST)

    assert keys.find(KEY.id) == (KEY, DIGEST)
    assert keys.find("ba9876543210") is None


def test_the_end_of_a_key_is_kept(keys: SqlKeys) -> None:
    keys.add(KEY, DIGEST)
    revoked = msgspec.structs.replace(KEY, expires_at=NOON, revoked_at=NOON, revoked_by="ben")

    keys.change(revoked)

    assert keys.find(KEY.id) == (revoked, DIGEST)


def test_keys_are_listed_oldest_first(keys: SqlKeys) -> None:
    later = msgspec.structs.replace(KEY, id="ffffffffffff", made_at=NOON + timedelta(hours=1))
    for key in (later, KEY):
        keys.add(key, DIGEST)

    assert list(keys.list()) == [KEY, later]
