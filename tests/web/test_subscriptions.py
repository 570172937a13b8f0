"""Subscriptions over HTTP: their secrets are told once, and what came of each attempt is told in pages."""

from itertools import count
from typing import cast

import pytest

from application.access import Caller, Role
from application.notices.delivery import Delivery, Onward, Outcome, State
from infrastructure.event_store import SqlEventStore
from tests.application.told import NOON, notice
from tests.web.office import Office
from tests.web.test_problems import problem

ADMINISTRATOR = Caller("anke", frozenset({Role.ADMINISTRATOR}))
CRM = {"id": "crm", "address": "https://crm.example/hook", "kinds": ["milepost.reminder.v1"]}


@pytest.fixture
def store(office: Office) -> SqlEventStore:
    return cast("SqlEventStore", office.store)


@pytest.fixture
def desk(store: SqlEventStore) -> Office:
    """Where an administrator asks."""
    return Office(store, ADMINISTRATOR)


def attempted(store: SqlEventStore, count: int) -> None:
    store.deliveries.put([notice()], NOON)
    for number in range(1, count + 1):
        done = Delivery(
            notice=notice().id,
            subscription="crm",
            address="https://crm.example/hook",
            attempt=number,
            begun_at=NOON,
            milliseconds=3,
            outcome=Outcome.REFUSED,
            status=500,
            answer="no room",
        )
        store.deliveries.note(done, Onward(State.WAITING, NOON, 0, None))


def test_the_secret_is_told_by_the_request_that_makes_the_subscription(desk: Office) -> None:
    made, again = (desk.post("/v1/subscriptions", CRM, bare=True) for _ in range(2))

    assert made.json
    assert again.json
    assert (made.status_code, again.status_code, made.headers["Cache-Control"]) == (200, 200, "no-store")
    assert made.json["secret"].startswith("whsec_")
    assert again.json == made.json | {"secret": None}
    assert desk.get("/v1/subscriptions/crm").json == made.json["subscription"]
    assert made.json["subscription"] | {"made_at": "", "made_by": ""} == {
        "format": "milepost.subscription/v1",
        "id": "crm",
        "way": "webhook",
        "address": "https://crm.example/hook",
        "kinds": ["milepost.reminder.v1"],
        "state": "active",
        "made_at": "",
        "made_by": "",
        "ended_at": None,
        "ended_because": None,
        "failures": 0,
        "rests_until": None,
        "waiting": 0,
        "delivered": 0,
        "given_up": 0,
    }


def test_a_request_that_is_sent_again_is_answered_as_it_was_and_its_key_belongs_to_it(desk: Office) -> None:
    made, again = (desk.post("/v1/subscriptions", CRM, key="make", bare=True) for _ in range(2))
    other = desk.post("/v1/subscriptions", CRM | {"id": "crm-2"}, key="make", bare=True)
    ended, ended_again = (desk.post("/v1/subscriptions/crm/endings", {}, key="end", bare=True) for _ in range(2))
    taken = desk.post("/v1/subscriptions", CRM, key="late", bare=True)

    assert made.json
    assert made.json["secret"].startswith("whsec_")
    assert (again.status_code, again.data) == (made.status_code, made.data)
    assert (ended_again.status_code, ended_again.data) == (ended.status_code, ended.data)
    problem(other, "idempotency-key-reused")
    problem(desk.get("/v1/subscriptions/crm-2"), "subscription-unknown")
    problem(taken, "subscription-there")
    problem(desk.client.post("/v1/subscriptions", json=CRM), "idempotency-key-missing")
    assert desk.post("/v1/subscriptions", CRM | {"id": "crm-3"}, key="late", bare=True).status_code == 200


def test_a_subscription_ends(desk: Office, store: SqlEventStore) -> None:
    desk.post("/v1/subscriptions", CRM, bare=True)
    attempted(store, 1)

    ended, again = (desk.post("/v1/subscriptions/crm/endings", {}, bare=True) for _ in range(2))

    assert ended.json
    assert ended.json == again.json
    assert (ended.json["state"], ended.json["ended_because"]) == ("ended", "ended by anke")
    assert (ended.json["waiting"], ended.json["given_up"]) == (0, 1)
    assert desk.get("/v1/subscriptions").json == {
        "format": "milepost.subscriptions/v1",
        "subscriptions": [ended.json],
    }


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (CRM | {"address": "https://127.0.0.1/"}, 422, "subscription-impossible"),
        (CRM | {"address": "http://crm.example/"}, 422, "subscription-impossible"),
        (CRM | {"address": "office@body.example"}, 409, "subscription-there"),
        (CRM | {"kinds": ["everything"]}, 400, "body-invalid"),
        (CRM | {"id": "CRM"}, 400, "body-invalid"),
        (CRM | {"secret": "mine"}, 400, "body-invalid"),
    ],
    ids=map(str, count()),
)
def test_what_cannot_be_is_told(desk: Office, body: dict[str, object], status: int, problem: str) -> None:
    desk.post("/v1/subscriptions", CRM, bare=True)

    refused = desk.post("/v1/subscriptions", body, bare=True)

    assert (refused.status_code, (refused.json or {})["type"]) == (status, f"/problems/{problem}")


def test_attempts_come_in_pages_the_last_first(desk: Office, store: SqlEventStore) -> None:
    desk.post("/v1/subscriptions", CRM, bare=True)
    attempted(store, 3)

    first = desk.get("/v1/deliveries?subscription=crm&limit=2").json
    assert first
    last = desk.get(f"/v1/deliveries?subscription=crm&limit=2&cursor={first['next']}").json
    assert last

    assert [each["attempt"] for each in (*first["deliveries"], *last["deliveries"])] == [3, 2, 1]
    assert last["next"] is None
    assert last["deliveries"][0] | {"number": 1} == {
        "number": 1,
        "notice": notice().id,
        "subscription": "crm",
        "address": "https://crm.example/hook",
        "attempt": 1,
        "begun_at": "2027-01-01T12:00:00Z",
        "milliseconds": 3,
        "outcome": "refused",
        "status": 500,
        "answer": "no room",
    }
    assert len((desk.get("/v1/deliveries").json or {})["deliveries"]) == 3
    unknown = desk.get("/v1/deliveries?subscription=other")
    assert (unknown.status_code, (unknown.json or {})["type"]) == (404, "/problems/subscription-unknown")
