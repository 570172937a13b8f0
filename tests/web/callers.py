"""Callers as tests need them: an auditor who has a key, and any other, whose credential says it all."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Protocol

import msgspec
from flask.testing import FlaskClient
from sqlalchemy import Engine

from application.access import ANYONE, Caller, Role
from application.keys import Keyring, Scope
from infrastructure.database import database
from infrastructure.keys import SqlKeys

ANN = Caller("ann", frozenset({Role.REGISTRAR}))
AUDITOR = Caller("otto", frozenset({Role.AUDITOR}))
MADE_AT = datetime(2021, 12, 1, 12, tzinfo=UTC)
KEY = "mp_4bafe5ea6278_66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
"""The auditor's key, in every store to which `add_key` added it."""


class Makes(Protocol):
    """What clients are made by."""

    def test_client(self) -> FlaskClient: ...


def add_key(engine: Engine) -> None:
    """Add the auditor's key."""
    keyring = Keyring(SqlKeys(database(engine)))
    _, text = keyring.add(Scope(AUDITOR.name, AUDITOR.roles), bytes(32), "ann", MADE_AT, timedelta(days=36500))
    assert text == KEY


def credential(caller: Caller) -> str:
    """Return a credential that `named` takes for the caller's."""
    return urlsafe_b64encode(msgspec.json.encode(caller)).decode()


def named(given: str) -> Caller:
    """Return whom a credential names, without asking anyone."""
    return msgspec.json.decode(urlsafe_b64decode(given), type=Caller)


def bearer(caller: Caller) -> dict[str, str]:
    """Return the header by which the caller is known."""
    return {"Authorization": f"Bearer {credential(caller)}"}


def signed_in(app: Makes, caller: Caller) -> FlaskClient:
    """Return a client that says with every request whose it is, unless it is anyone's."""
    client = app.test_client()
    if caller is not ANYONE:
        client.environ_base["HTTP_AUTHORIZATION"] = bearer(caller)["Authorization"]
    return client
