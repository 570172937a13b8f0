"""Consultations and announcements over HTTP: asked, answered, closed, published; announced, corrected, withdrawn."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from application.access import ANYONE, Caller, Role
from domain.topics import EVENTS, UPCASTERS
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from tests.web.office import Office
from tests.web.test_pages import pages

CONSULTATIONS = "/v1/consultations"
BETA = f"{CONSULTATIONS}/logbook-beta"
ASKED: dict[str, Any] = {
    "id": "logbook-beta",
    "consultation": {
        "title": "Trying out the logbook",
        "asked": ["mediators", "organisations"],
        "informs": "2020.11",
        "opens_on": "2020-11-25",
        "questions": [
            {"id": "device", "asks": "Where?", "kind": "choice", "choices": ["at a computer", "on a phone"]},
            {"id": "mediations", "asks": "How many?", "kind": "number", "number_of": "mediations"},
            {"id": "wishes", "asks": "What should it do?", "kind": "free text", "optional": True},
        ],
    },
}
RESPONSE: dict[str, Any] = {
    "response": {
        "ref": "response-1",
        "respondent": "pathway/ada",
        "given_on": "2021-12-01",
        "choices": {"device": "on a phone"},
        "numbers": {"mediations": 12},
        "may_publish": ["own words", "name"],
        "private": {"name": "Ada", "answers": {"wishes": "Count my hours."}},
    }
}
CLOSING = {"closing": {"closed_on": "2021-12-01"}}
RESULTS = {"results": {"published_on": "2021-12-01", "responses": 1, "summary": "One wants it on a phone."}}
ANNOUNCED: dict[str, Any] = {
    "id": "2020-11-25",
    "announcement": {
        "title": "Training online",
        "text": "It is considered.",
        "published_on": "2020-11-25",
        "audience": ["everybody"],
        "version": "2020.11",
        "consultations": ["logbook-beta"],
    },
}

As = Callable[[Caller], Office]

ADMINISTRATOR = Caller("board", frozenset({Role.ADMINISTRATOR}))
ADA = Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"}))
BEN = Caller("ben", frozenset({Role.MEDIATOR}), pathways=frozenset({"ben"}))


@pytest.fixture
def office_of(url: str, tmp_path: Path) -> Iterator[As]:
    """The sample in a store of its own, as whoever is named finds it."""
    engine = open_engine(f"sqlite:///{copyfile(url.removeprefix('sqlite:///'), tmp_path / 'store.sqlite')}")
    store = SqlEventStore(engine, EVENTS, UPCASTERS)
    yield cache(lambda caller: Office(store, caller))
    engine.dispose()


@pytest.fixture
def asked(office_of: As) -> As:
    assert office_of(ADMINISTRATOR).post(CONSULTATIONS, ASKED, match=None).status_code == 201
    return office_of


@pytest.fixture
def answered(asked: As) -> As:
    assert asked(ADA).post(f"{BETA}/responses", RESPONSE, key="mine").status_code == 201
    return asked


def test_anybody_reads_what_is_asked(asked: As) -> None:
    one, every = asked(ANYONE).get(BETA), asked(ANYONE).get(f"{CONSULTATIONS}?informs=2020.11")

    assert one.json
    assert every.json
    assert one.headers["ETag"] == '"1"'
    assert (one.json["id"], one.json["informs"], one.json["responses"]) == ("logbook-beta", "2020.11", 0)
    assert every.json["consultations"] == [one.json]
    assert (asked(ANYONE).get(f"{CONSULTATIONS}?informs=2021.06").json or {})["consultations"] == []


def test_a_response_is_given_once_read_by_its_respondent_and_private_elsewhere(answered: As) -> None:
    again = answered(ADA).post(f"{BETA}/responses", RESPONSE, key="mine")
    own = answered(ADA).get(f"{BETA}/responses?respondent=pathway/ada").json

    assert again.status_code == 201
    assert again.headers["Location"] == f"{BETA}/responses/response-1"
    assert "Count my hours" not in again.text
    assert own
    assert own["responses"] == [answered(ADA).get(again.headers["Location"]).json]
    assert own["responses"][0]["private"]["answers"] == {"wishes": "Count my hours."}
    for address in (f"{BETA}/responses", f"{BETA}/responses?respondent=pathway/ada", f"{BETA}/responses/response-1"):
        assert answered(BEN).get(address).status_code == 403
        assert answered(Caller("olive", frozenset({Role.AUDITOR}))).get(address).status_code == 200


def test_a_response_is_replaced_kept_back_and_withdrawn(answered: As) -> None:
    answers = {"choices": {"device": "at a computer"}, "numbers": {"mediations": "7"}, "may_publish": ["name"]}
    one = f"{BETA}/responses/response-1"
    ada = answered(ADA)

    assert ada.post(f"{one}/replacements", {"replacement": {"replaced_on": "2021-12-01", **answers}}).status_code == 201
    withdrawal = {"withdrawal": {"withdrawn_on": "2021-12-01", "no_longer": ["name"]}}
    assert ada.post(f"{one}/consent-withdrawals", withdrawal).status_code == 201
    found = ada.get(one).json
    assert found
    assert (found["choices"], found["may_publish"]) == ({"device": "at a computer"}, [])
    assert ada.post(f"{one}/withdrawals", {"withdrawal": {"withdrawn_on": "2021-12-01"}}).status_code == 201
    assert (ada.get(f"{BETA}/responses?respondent=pathway/ada").json or {})["responses"] == []


def test_pages_of_responses_neither_repeat_nor_skip_while_others_respond(answered: As) -> None:
    def respond(name: str) -> None:
        caller = Caller(name, frozenset({Role.MEDIATOR}), pathways=frozenset({name}))
        said = RESPONSE["response"] | {"ref": name, "respondent": f"pathway/{name}"}
        assert answered(caller).post(f"{BETA}/responses", {"response": said}).status_code == 201

    for name in ("ben", "cleo"):
        respond(name)
    turned = pages(answered(ADMINISTRATOR), f"{BETA}/responses", 2)
    first = next(turned)
    respond("dan")
    withdrawal = {"withdrawal": {"withdrawn_on": "2021-12-01"}}
    assert answered(ADA).post(f"{BETA}/responses/response-1/withdrawals", withdrawal).status_code == 201
    rest = list(turned)

    assert [each["ref"] for page in (first, *rest) for each in page["responses"]] == ["response-1", "ben", "cleo"]
    assert {page["known"] for page in rest} == {first["known"]}


@pytest.mark.parametrize(
    ("collection", "body"), [("consultations", ASKED), ("announcements", ANNOUNCED | {"id": "logbook-beta"})]
)
def test_pages_of_what_is_public_are_of_one_position(asked: As, collection: str, body: dict[str, Any]) -> None:
    def make(name: str) -> None:
        if (collection, name) != ("consultations", "logbook-beta"):
            made = asked(ADMINISTRATOR).post(f"/v1/{collection}", body | {"id": name}, match=None)
            assert made.status_code == 201, made.json

    for name in ("logbook-beta", "z-1", "z-2"):
        make(name)
    turned = pages(asked(ANYONE), f"/v1/{collection}", 2)
    first = next(turned)
    make("a-0")
    make("z-3")

    found = [each["id"] for page in (first, *turned) for each in page[collection]]
    assert found == ["logbook-beta", "z-1", "z-2"]


def test_results_are_everybodys_once_they_are_published(answered: As) -> None:
    board, public = answered(ADMINISTRATOR), answered(ANYONE)
    assert public.get(f"{BETA}/results").status_code == 401
    before = board.get(f"{BETA}/results").json
    assert before
    assert before["published_on"] is None

    assert board.post(f"{BETA}/closings", CLOSING).status_code == 201
    assert board.post(f"{BETA}/results", RESULTS).status_code == 201

    after = public.get(f"{BETA}/results").json
    assert after
    assert (after["responses"], after["summary"]) == (1, "One wants it on a phone.")
    device, mediations, wishes = after["results"]
    assert device["choices"] == {"at a computer": 0, "on a phone": 1}
    assert mediations["numbers"] == {"least": "12", "median": "12", "most": "12", "total": "12"}
    assert wishes["written"] == [{"text": "Count my hours.", "name": "Ada"}]


@pytest.mark.parametrize(
    ("address", "body", "status", "problem"),
    [
        (CONSULTATIONS, ASKED, 409, "consultation-already-opened"),
        (f"{BETA}/changes", {"change": {"changed_on": "2021-12-01", "title": "T"}}, 409, "consultation-under-way"),
        (f"{BETA}/results", RESULTS, 409, "consultation-not-closed"),
        (f"{CONSULTATIONS}/other/closings", CLOSING, 404, "consultation-unknown"),
        (f"{CONSULTATIONS}", ASKED | {"id": "a/b"}, 422, "id-impossible"),
        (
            CONSULTATIONS,
            {"id": "new", "consultation": ASKED["consultation"] | {"informs": "1999"}},
            422,
            "version-unknown",
        ),
        (CONSULTATIONS, {"id": "new", "consultation": ASKED["consultation"] | {"asked": []}}, 422, "impossible-value"),
        (CONSULTATIONS, {"id": "new", "consultation": {"title": "T"}}, 400, "body-invalid"),
        (f"{BETA}/responses", RESPONSE, 403, "not-permitted"),
    ],
)
def test_what_an_administrator_cannot_record(
    asked: As, address: str, body: dict[str, Any], status: int, problem: str
) -> None:
    response = asked(ADMINISTRATOR).post(address, body)
    assert response.json
    assert (response.status_code, response.json["type"]) == (status, f"/problems/{problem}")


@pytest.mark.parametrize(
    ("change", "status", "problem"),
    [
        ({"ref": "response-2"}, 409, "already-answered"),
        ({"ref": "response-2", "respondent": "pathway/ben"}, 403, "not-permitted"),
        ({"ref": "response-2", "given_on": "2021-11-01"}, 422, "not-on-the-day"),
    ],
)
def test_what_a_respondent_cannot_say(answered: As, change: dict[str, Any], status: int, problem: str) -> None:
    if problem == "not-on-the-day":
        answered(ADA).post(f"{BETA}/responses/response-1/withdrawals", {"withdrawal": {"withdrawn_on": "2021-12-01"}})
    response = answered(ADA).post(f"{BETA}/responses", {"response": RESPONSE["response"] | change})
    assert response.json
    assert (response.status_code, response.json["type"]) == (status, f"/problems/{problem}")


def test_a_write_names_the_version_that_was_seen(asked: As) -> None:
    assert asked(ADMINISTRATOR).post(f"{BETA}/closings", CLOSING, match=None).status_code == 428
    assert asked(ADMINISTRATOR).post(f"{BETA}/closings", CLOSING, match='"7"').status_code == 412


def test_an_announcement_is_published_corrected_and_withdrawn(asked: As) -> None:
    board, public = asked(ADMINISTRATOR), asked(ANYONE)
    made = board.post("/v1/announcements", ANNOUNCED, match=None)
    one = made.headers["Location"]
    assert public.get(one).json == {
        "id": "2020-11-25",
        "version": 1,
        "title": "Training online",
        "text": "It is considered.",
        "published_on": "2020-11-25",
        "corrected_on": None,
        "withdrawn_on": None,
        "audience": ["everybody"],
        "announces": "2020.11",
        "consultations": ["logbook-beta"],
        "sources": [],
    }
    correction = {"correction": {"corrected_on": "2021-11-30", "title": "Online training"}}
    assert board.post(f"{one}/corrections", correction).status_code == 201
    assert board.post(f"{one}/withdrawals", {"withdrawal": {"withdrawn_on": "2021-12-01"}}).status_code == 201

    every = public.get("/v1/announcements").json
    assert every
    [found] = every["announcements"]
    assert (found["title"], found["corrected_on"], found["withdrawn_on"]) == (
        "Online training",
        "2021-11-30",
        "2021-12-01",
    )
    assert public.get("/v1/announcements/other").status_code == 404
    assert public.post("/v1/announcements", ANNOUNCED, match=None).status_code == 401
