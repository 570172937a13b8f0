import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs
from werkzeug.exceptions import ImATeapot
from werkzeug.test import TestResponse

from application.assessing import KnownInTheFuture
from application.desks.desks import Desks
from application.ledger.ledger import CheckpointUnknown, EventNotInLog
from application.ledger.proofs import NotUnderCheckpoint
from application.ledger.receipts import LogContradicted
from application.refusals import FileRefused, RowRefused
from application.rulebooks import ScenariosFail
from application.scenarios import Difference
from application.store import (
    IdempotencyKeyReused,
    PositionUnknown,
    StoreBusy,
    StoreUnusable,
    StreamConflict,
    UnreadableEvent,
)
from application.translations import LanguageUnknown
from domain.case import NoPolicyInForce
from domain.happening import NotOnTheDay, NotYetHappened
from domain.ledger.checkpoint import OfAnotherLog
from domain.ledger.proofs import NotInTree
from domain.ledger.receipt import ReceiptMalformed
from domain.ledger.tiles import TileTooShort
from domain.pathway.decisions import FieldTakenAway, PathwayUnknown, SameEvidenceTwice
from domain.policy.hand import TooManySteps
from domain.policy.reading import AmendsAnother
from domain.policy.rules import LevelsTurnInACircle
from domain.policy.typed import DocumentRefused, Fault, Place
from domain.policy.unfolding import PeriodTurnsInACircle
from domain.possible import ImpossibleEvidence
from domain.rulebook import VersionUnknown
from domain.topics import EVENTS
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from infrastructure.migrations import migrate
from milepost.composition import open_milepost
from milepost.settings import Settings
from tests.web import sample
from tests.web.callers import AUDITOR, named, signed_in
from web.app import create_app
from web.problems import OF_ERROR, PROBLEMS

STANDING = "/v1/pathways/ada/standing"
ERRORS: tuple[Exception, ...] = (
    PathwayUnknown("no pathway 'eve'"),
    KnownInTheFuture(99, "position 19"),
    VersionUnknown("no version '1999'"),
    LanguageUnknown("tlh", ["de"]),
    NoPolicyInForce(date(1999, 1, 1)),
    TooManySteps(),
    PeriodTurnsInACircle("term"),
    PositionUnknown(99, 19),
    CheckpointUnknown(7),
    EventNotInLog("pathway/ada@9"),
    NotUnderCheckpoint("pathway/ada@9", 9, 7),
    NotInTree("leaf 9", 7),
    TileTooShort(0, 0),
    ReceiptMalformed(),
    OfAnotherLog("other.example/log", "body.example/log"),
    LogContradicted("a log of size 7"),
    UnreadableEvent(3, "pathway/ada", 2, "pathway.course-dreamt.v1", "the topic is not known here"),
    StreamConflict("pathway/ada", 1, 2),
    IdempotencyKeyReused("key-1"),
    SameEvidenceTwice("course-2", "course-1", ""),
    ImpossibleEvidence(date(1066, 1, 1), "ended_on", "a day from 1900-01-01"),
    FieldTakenAway(None, "ended_on", "a date"),
    NotYetHappened(date(2999, 1, 1), "ended_on", sample.TODAY),
    FileRefused([RowRefused(2, "hours", "is missing")]),
    NotOnTheDay(date(2021, 11, 1), "given_on", sample.TODAY),
    DocumentRefused([Fault(Place("body", 3, 1), "expected a title")]),
    ScenariosFail([Difference(Place("scenarios 1 of 2021.11", 8, 9), "expected none")]),
    AmendsAnother("2021.11", "2019.10", "2021.06"),
    LevelsTurnInACircle(["one", "two"]),
    *(kind("in the driver's words") for kind in StoreUnusable.__subclasses__()),
)
TOLD_BY_THEIR_ARGUMENTS = tuple(
    kind("this", "that", "another", "one more") for kind in OF_ERROR if kind not in {type(error) for error in ERRORS}
)


class Raising:
    """Desks at which everything fails with one error."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, _: str) -> None:
        raise self._error


def raising(error: Exception) -> FlaskClient:
    return signed_in(sample.Served(sample.service(), cast("Desks", Raising(error))), AUDITOR)


def problem(response: TestResponse, name: str) -> dict[str, Any]:
    """Return the document, which has to be one of this problem."""
    expected = PROBLEMS[name]
    document: dict[str, Any] = response.json or {}
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.status_code == expected.status == document["status"]
    assert document["type"] == f"/problems/{name}"
    assert document["title"] == expected.title
    assert document["detail"]
    assert set(document) == {"type", "title", "status", "detail", "instance", "request_id", *expected.members}
    return document


@pytest.mark.parametrize("error", [*ERRORS, *TOLD_BY_THEIR_ARGUMENTS], ids=lambda error: type(error).__name__)
def test_every_error_of_the_table_becomes_its_problem(error: Exception) -> None:
    document = problem(raising(error).get(STANDING), OF_ERROR[type(error)].name)

    assert document["instance"] == STANDING
    assert "driver" not in document["detail"]


def test_the_day_without_a_policy_is_named(client: FlaskClient) -> None:
    document = problem(client.get(STANDING, query_string={"on": "1999-01-01"}), "no-policy-in-force")

    assert document["on"] == "1999-01-01"


@pytest.mark.parametrize("resource", ["standing", "history"])
def test_a_pathway_that_was_never_opened(client: FlaskClient, resource: str) -> None:
    document = problem(client.get(f"/v1/pathways/eve/{resource}?known=3"), "pathway-unknown")

    assert document["instance"] == f"/v1/pathways/eve/{resource}?known=3"


@pytest.mark.parametrize(
    "resource", ["", "/evidence", "/readings", "/personal-data", "/forgetting", "/timeline", "/why"]
)
def test_nothing_is_told_of_a_pathway_that_nobody_opened(client: FlaskClient, resource: str) -> None:
    problem(client.get(f"/v1/pathways/eve{resource}"), "pathway-unknown")


@pytest.mark.parametrize("resource", ["/v1/pathways/ada", "/v1/policies", "/v1/pathways/ada/evidence/course-1"])
def test_what_takes_no_query_refuses_one(client: FlaskClient, resource: str) -> None:
    document = problem(client.get(f"{resource}?known=3&known=4"), "query-invalid")

    assert document["errors"] == [{"parameter": "known", "detail": "There is no such parameter here."}]
    assert client.options(f"{resource}?known=3").status_code == 200


@pytest.mark.parametrize("text", ["a%00", "%ff", "%ED%A0%80"])
@pytest.mark.parametrize(
    "asked", ["/v1/register?name=", "/v1/pathways/ada/standing?under=", "/v1/determinations?version="]
)
def test_what_is_no_text_is_refused_in_a_query(client: FlaskClient, asked: str, text: str) -> None:
    document = problem(client.get(asked + text), "query-invalid")

    name = asked.partition("?")[2].rstrip("=")
    assert document["errors"] == [{"parameter": name, "detail": "It is no UTF-8, or has a null character."}]


@pytest.mark.parametrize(
    ("asked", "instance"),
    [
        ("/v1/pathways/100%25/standing", "/v1/pathways/100%25/standing"),
        ("/v1/pathways/who%3F%23/standing", "/v1/pathways/who%3F%23/standing"),
        ("/v1/pathways/zo%C3%AB%20b/standing?known=3", "/v1/pathways/zo%C3%AB%20b/standing?known=3"),
        ("/v1/pathways/a:b@c/standing", "/v1/pathways/a:b@c/standing"),
    ],
)
def test_what_was_asked_can_be_asked_again(client: FlaskClient, asked: str, instance: str) -> None:
    assert problem(client.get(asked), "pathway-unknown")["instance"] == instance


@pytest.mark.parametrize("known", ["20", "999999999999999999", "2021-12-02", "2021-12-01T12:00:01Z"])
@pytest.mark.parametrize("resource", ["standing", "history"])
def test_what_cannot_be_known_yet(client: FlaskClient, known: str, resource: str) -> None:
    response = client.get(f"/v1/pathways/ada/{resource}", query_string={"known": known})

    problem(response, "known-in-the-future")


def test_a_version_that_nobody_proposed(client: FlaskClient) -> None:
    document = problem(client.get(STANDING, query_string={"under": "2021.60"}), "version-unknown")

    assert "did you mean '2021.06'?" in document["detail"]


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("on=2021-02-29", ["on"]),
        ("on=20210201", ["on"]),
        ("on=2021-W01-1", ["on"]),
        ("on=", ["on"]),
        ("on=%D9%A2021-01-01", ["on"]),
        ("known=-1", ["known"]),
        ("known=1.5", ["known"]),
        ("known=9999999999999999999", ["known"]),
        ("known=2021-01-01T00:00:00", ["known"]),
        ("known=2021-01-01T00:00:00+00:00", ["known"]),
        ("known=2021-01-01T24:00:01Z", ["known"]),
        ("known=0001-01-01T00:00:00%2B14:00", ["known"]),
        ("under=", ["under"]),
        ("under=" + 201 * "x", ["under"]),
        ("at=2021-01-01", ["at"]),
        ("on=2021-01-01&on=2021-01-02", ["on"]),
        ("On=2021-01-01&known=x&under=", ["On", "known", "under"]),
    ],
)
def test_a_query_that_cannot_be_read(client: FlaskClient, query: str, parameters: list[str]) -> None:
    document = problem(client.get(f"{STANDING}?{query}"), "query-invalid")

    assert [error["parameter"] for error in document["errors"]] == parameters
    assert all(error["detail"] for error in document["errors"])


@pytest.mark.parametrize("parameter", ["on", "under"])
def test_a_history_takes_no_other_coordinate(client: FlaskClient, parameter: str) -> None:
    problem(client.get(f"/v1/pathways/ada/history?{parameter}=2021-01-01"), "query-invalid")


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/v1/pathways//standing",
        "//v1/pathways/ada/standing",
        "/v1/pathways/ada/standing/",
        "/v1/pathways/a%00da/standing",
        "/v1/pathways/" + 201 * "a" + "/standing",
        "/problems/unheard-of",
        "/static/x",
    ],
)
def test_an_address_where_nothing_is(client: FlaskClient, address: str) -> None:
    problem(client.get(address), "resource-unknown")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_taken_is_told_which_are(client: FlaskClient, method: str) -> None:
    response = client.open(STANDING, method=method)

    problem(response, "method-not-allowed")
    assert sorted(response.allow) == ["GET", "HEAD", "OPTIONS"]


def test_another_error_of_http_has_no_type_of_its_own() -> None:
    response = raising(ImATeapot()).get(STANDING)

    assert response.content_type == "application/problem+json"
    assert response.json
    assert response.json["type"] == "about:blank"
    assert response.json["status"] == response.status_code == 418


def test_what_was_not_foreseen_says_nothing_of_the_inside_and_is_logged() -> None:
    with capture_logs() as logged:
        response = raising(ZeroDivisionError("secret")).get(STANDING)

    problem(response, "unforeseen")
    assert b"secret" not in response.data
    assert b"ZeroDivision" not in response.data
    assert logged[0]["event"] == "unforeseen"
    assert isinstance(logged[0]["exc_info"], ZeroDivisionError)
    assert logged[0]["request_id"] == response.headers["X-Request-Id"]


def test_a_fault_of_the_store_is_logged_in_the_drivers_words() -> None:
    with capture_logs() as logged:
        response = raising(StoreBusy("in the driver's words")).get(STANDING)

    problem(response, "store-busy")
    assert response.headers["Retry-After"] == "1"
    assert (logged[0]["event"], logged[0]["said"]) == ("store-busy", "in the driver's words")


def nothing(file: Path) -> None:
    """Make no store."""
    assert not file.exists()


def no_store(file: Path) -> None:
    file.write_text("a shopping list, long enough to be taken for something else than an empty file" * 20)


def a_later_store(file: Path) -> None:
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    connection = sqlite3.connect(file)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


@pytest.mark.parametrize(
    ("make", "name"),
    [(nothing, "store-not-initialised"), (no_store, "store-unreadable"), (a_later_store, "store-newer")],
)
def test_a_store_that_cannot_be_asked(tmp_path: Path, make: Callable[[Path], None], name: str) -> None:
    file = tmp_path / "store.sqlite"
    make(file)
    settings = Settings(database_url=f"sqlite:///{file}")
    app = create_app(lambda: open_milepost(settings).desks, lambda: sample.TODAY, authenticate=named, cursor_key=bytes)

    document = problem(signed_in(app, AUDITOR).get(STANDING), name)

    assert str(file) not in document["detail"]


def test_an_event_that_cannot_be_read_stops_the_answer_with_its_position(url: str) -> None:
    known = {topic: kind for topic, kind in EVENTS.items() if topic != "pathway.course-completed.v1"}
    engine = open_engine(url)
    store = SqlEventStore(engine, known)
    app = sample.app_of(store, sample.assessor_of(store))

    document = problem(signed_in(app, AUDITOR).get("/v1/pathways/ben/history"), "unreadable-event")

    engine.dispose()
    assert document["position"] == 9
    assert (document["stream"], document["version"]) == ("pathway/ben", 2)
    assert document["topic"] == "pathway.course-completed.v1"


@pytest.mark.parametrize("name", PROBLEMS)
def test_each_type_is_an_address_with_its_text(client: FlaskClient, name: str) -> None:
    response = client.get(PROBLEMS[name].type)

    assert response.status_code == 200
    assert response.mimetype == "text/plain"
    assert PROBLEMS[name].text in response.text
