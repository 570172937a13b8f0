"""What stands around every resource: headers, origins, rates, and the probes."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from application.assessing import Assessor
from application.readiness import Readiness
from application.store import EventStore
from milepost.rates import Rates
from tests.web import sample
from tests.web.callers import AUDITOR, signed_in
from web.operation import Operation
from web.security_headers import HEADERS

ADA = "/v1/pathways/ada/standing"
APP = "https://app.example"


@pytest.fixture
def operated(store: EventStore, assessor: Assessor) -> Callable[[Operation], FlaskClient]:
    return lambda operation: signed_in(sample.app_of(store, assessor, operation=operation), AUDITOR)


@pytest.mark.parametrize("address", [ADA, "/nowhere", "/livez", "/problems/unforeseen"])
def test_every_answer_tells_browsers_what_not_to_do(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    assert set(HEADERS) <= set(headers.keys())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "Strict-Transport-Security" not in headers


def test_who_has_the_answer_is_told_what_a_cache_needs(client: FlaskClient) -> None:
    whole = client.get(ADA).headers
    had = client.get(ADA, headers={"If-None-Match": whole["ETag"]})

    assert had.status_code == 304
    assert set(had.headers.keys()) == {"ETag", "Cache-Control", "Content-Location", "X-Request-Id"}
    assert all(had.headers[name] == whole[name] for name in ("ETag", "Cache-Control", "Content-Location"))


def test_https_is_kept_to_if_a_proxy_says_that_it_is_used(operated: Callable[[Operation], FlaskClient]) -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}

    believed = operated(Operation(proxies=1)).get(ADA, headers=said)
    not_believed = operated(Operation()).get(ADA, headers=said)

    assert believed.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in not_believed.headers


def test_no_page_of_another_origin_may_read_answers_unless_it_is_listed(
    client: FlaskClient, operated: Callable[[Operation], FlaskClient]
) -> None:
    listed = operated(Operation(origins=frozenset({APP})))

    admitted = listed.get(ADA, headers={"Origin": APP})
    refused = listed.get(ADA, headers={"Origin": "https://elsewhere.example"})

    assert admitted.headers["Access-Control-Allow-Origin"] == APP
    assert "ETag" in admitted.headers["Access-Control-Expose-Headers"]
    assert admitted.headers["Vary"] == refused.headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert "Access-Control-Allow-Origin" not in client.get(ADA, headers={"Origin": APP}).headers


def test_a_browser_that_asks_before_is_told_what_it_may_send(operated: Callable[[Operation], FlaskClient]) -> None:
    listed = operated(Operation(origins=frozenset({APP})))

    told = listed.options(ADA, headers={"Origin": APP, "Access-Control-Request-Method": "GET"}).headers

    assert "GET" in told["Access-Control-Allow-Methods"]
    assert "Idempotency-Key" in told["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in told


def test_who_asks_too_often_is_told_when_to_ask_again(operated: Callable[[Operation], FlaskClient]) -> None:
    asking = operated(Operation(wait=Rates("3/hour").wait))

    answers = [asking.get(ADA) for _ in range(5)]
    another = asking.get(ADA, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    probed = asking.get("/livez")

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[4].json
    assert answers[4].json["type"] == "/problems/too-many-requests"
    assert 0 < int(answers[4].headers["Retry-After"]) <= 3600
    assert another.status_code == probed.status_code == 200


def test_it_lives_whatever_is_the_case(operated: Callable[[Operation], FlaskClient]) -> None:
    answer = operated(Operation(readiness=lambda: Readiness({"writes": "store-full"}))).get("/livez")

    assert (answer.status_code, answer.json) == (200, {"alive": True})


@pytest.mark.parametrize(
    ("checks", "for_all", "for_reads"),
    [
        ({"migrations": "ok", "writes": "ok", "projections": "ok"}, 200, 200),
        ({"migrations": "ok", "writes": "store-read-only", "projections": "ok"}, 503, 200),
        ({"migrations": "ok", "writes": "ok", "projections": "behind: register"}, 503, 503),
        ({"migrations": "store-outdated"}, 503, 503),
    ],
)
def test_it_is_ready_if_every_check_is_or_for_reads_if_those_are(
    operated: Callable[[Operation], FlaskClient], checks: dict[str, str], for_all: int, for_reads: int
) -> None:
    probed = operated(Operation(readiness=lambda: Readiness(checks, {"ledger": 3})))

    assert probed.get("/readyz").json == {"ready": for_all == 200, "checks": checks, "lag": {"ledger": 3}}
    assert probed.get("/readyz").status_code == probed.get("/readyz?for=writes").status_code == for_all
    assert probed.get("/readyz?for=reads").status_code == for_reads


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("for=fun", ["for"]),
        ("for=", ["for"]),
        ("for=reads&for=reads", ["for"]),
        ("x=1", ["x"]),
        ("x=1&for", ["for", "x"]),
    ],
)
def test_what_readiness_is_not_asked_for_is_refused_by_name(
    client: FlaskClient, query: str, parameters: list[str]
) -> None:
    answer = client.get(f"/readyz?{query}")

    assert (answer.status_code, answer.json["type"]) == (400, "/problems/query-invalid")  # type: ignore[index]
    assert [each["parameter"] for each in answer.json["errors"]] == parameters  # type: ignore[index]


def test_whether_the_service_lives_is_told_however_it_is_asked(client: FlaskClient) -> None:
    assert client.get("/livez?x=1&x=%FF").status_code == 200
