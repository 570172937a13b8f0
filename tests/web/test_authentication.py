"""Nobody below /v1 is answered who has not said who they are, but to what is public."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from application.access import Caller, Role
from application.authentication import Authentication, KeySetUnreachable
from application.desks.desks import Desks
from application.keys import Keyring, Scope
from infrastructure.key_set import KeySet
from infrastructure.tokens import IssuedTokens, Trust
from tests.application.test_keys import KeysInMemory
from tests.infrastructure.issuer import AUDIENCE, ISSUER, NOON, claims, key_set, token
from tests.web import sample
from tests.web.callers import ANN, bearer
from web.app import create_app
from web.authentication import caller

STANDING = "/v1/pathways/ada/standing"
ADDRESSES = (STANDING, "/v1/pathways/ada/history", "/v1/pathways", "/v1/nowhere", "/v1", "/v1/")


def never() -> Desks:
    raise AssertionError


def greeting(app: Flask) -> FlaskClient:
    """Return a client of the service with a resource besides, which tells who asks."""
    for rule in ("/v1/me", "/v1/register/by/me"):
        app.add_url_rule(rule, rule, lambda: {"name": caller().name})
    return app.test_client()


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    return Keyring(KeysInMemory())


@pytest.fixture(scope="module")
def client(keyring: Keyring) -> FlaskClient:
    """The service with keys and an issuer, at noon on 1 March 2026; its desks are never reached."""
    tokens = IssuedTokens(Trust(ISSUER, AUDIENCE), KeySet(lambda: key_set("ES256")))
    authentication = Authentication(keyring, tokens, lambda: NOON)
    return greeting(create_app(never, lambda: sample.TODAY, authenticate=authentication.caller, cursor_key=bytes))


def refused(response: TestResponse, name: str, challenge: str) -> None:
    assert response.status_code == 401
    assert response.json
    assert response.json["type"] == f"/problems/{name}"
    assert response.headers.getlist("WWW-Authenticate") == [challenge]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_who_does_not_say_who_they_are_learns_nothing(client: FlaskClient, address: str, method: str) -> None:
    response = client.open(address, method=method, data=b"{")

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="milepost"'
    if method != "HEAD":
        refused(response, "credentials-missing", 'Bearer realm="milepost"')


@pytest.mark.parametrize("address", ["/problems/key-refused", "/openapi.json", "/schemas/milepost.answer.v1.json"])
def test_what_describes_the_service_is_open(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200


def test_a_browser_may_ask_what_it_may_send(client: FlaskClient) -> None:
    assert client.options(STANDING).status_code == 200


def test_what_is_public_is_read_by_anyone_and_by_those_who_are_known(client: FlaskClient) -> None:
    assert client.get("/v1/register/by/me").json == {"name": "anyone"}
    ada = {"Authorization": f"Bearer {token(claims())}"}
    assert client.get("/v1/register/by/me", headers=ada).json == {"name": "ada"}
    assert client.post("/v1/register/by/me").status_code == 401


def test_whoever_shows_bad_credentials_is_refused_what_is_public_too(client: FlaskClient) -> None:
    refused(
        client.get("/v1/register/by/me", headers={"Authorization": "Bearer x"}),
        "token-refused",
        'Bearer realm="milepost", error="invalid_token"',
    )


def test_a_key_says_who_asks(client: FlaskClient, keyring: Keyring) -> None:
    scope = Scope("website", frozenset({Role.SERVICE}))
    _, text = keyring.add(scope, bytes(32), "ann", NOON, timedelta(days=1))

    for written in (f"Bearer {text}", f"bearer  {text}", f"BEARER {text}"):
        assert client.get("/v1/me", headers={"Authorization": written}).json == {"name": "website"}


def test_a_token_says_who_asks(client: FlaskClient) -> None:
    assert client.get("/v1/me", headers={"Authorization": f"Bearer {token(claims())}"}).json == {"name": "ada"}


UNREADABLE: dict[str, Callable[[], str]] = {
    "nothing": str,
    "the scheme alone": lambda: "Bearer",
    "another scheme": lambda: "Basic YWRhOnNlY3JldA==",
    "no scheme": lambda: token(claims()),
    "two credentials": lambda: f"Bearer {token(claims())}, Bearer mp_key",
    "two credentials in one": lambda: f"Bearer {token(claims())} mp_key",
    "a quoted one": lambda: f'Bearer "{token(claims())}"',
    "a comma": lambda: f"Bearer {token(claims())},",
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_header_that_is_not_one_credential_is_refused(client: FlaskClient, case: str) -> None:
    refused(
        client.get("/v1/me", headers={"Authorization": UNREADABLE[case]()}),
        "credentials-unreadable",
        'Bearer realm="milepost", error="invalid_request"',
    )


def test_the_header_given_twice_is_refused(client: FlaskClient) -> None:
    twice = [("Authorization", f"Bearer {token(claims())}")] * 2

    assert client.get("/v1/me", headers=twice).status_code == 401


@pytest.mark.parametrize("unknown", ["mp_000000000000_" + "0" * 64, "mp_", "mp_" + "a" * 5000])
def test_a_key_that_nobody_made_is_refused(client: FlaskClient, unknown: str) -> None:
    response = client.get("/v1/me", headers={"Authorization": f"Bearer {unknown}"})

    refused(response, "key-refused", 'Bearer realm="milepost", error="invalid_token"')
    assert unknown.encode() not in response.data


def test_an_expired_token_is_refused_with_the_reason(client: FlaskClient) -> None:
    expired = token(claims(exp=int(NOON.timestamp()) - 60))
    response = client.get("/v1/me", headers={"Authorization": f"Bearer {expired}"})

    refused(response, "token-refused", 'Bearer realm="milepost", error="invalid_token"')
    assert response.json
    assert response.json["detail"] == "the access token is refused: it has expired (`exp`)"


def test_an_issuer_that_is_away_is_no_fault_of_the_caller() -> None:
    def away(_: str) -> Caller:
        why = "connection refused by 10.0.0.7"
        raise KeySetUnreachable(why)

    response = greeting(create_app(never, lambda: sample.TODAY, authenticate=away, cursor_key=bytes)).get(
        "/v1/me", headers=bearer(ANN)
    )

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert b"10.0.0.7" not in response.data
