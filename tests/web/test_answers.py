"""Answers explained, and given again by their ids."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from application.access import Caller, Role
from application.assessing import Assessor, Coordinates
from application.store import EventStore
from application.translations import Translations
from domain.policy.translation import read_translation
from infrastructure.documents import read_document
from tests.web import sample
from tests.web.callers import ANN, signed_in
from tests.web.office import Office
from tests.web.test_problems import problem

STANDING = "/v1/pathways/ada/standing"
WORD = {"evidence": {"event": "code accepted", "ref": "code-1", "code": "imi", "accepted_on": "2021-05-01"}}


@pytest.fixture(scope="module")
def reader(store: EventStore, assessor: Assessor) -> FlaskClient:
    words = [read_translation(read_document(path)) for path in sorted(sample.RULEBOOKS.glob("imi/words/*.yaml"))]
    return signed_in(sample.app_of(store, assessor, Translations(words)), ANN)


@pytest.mark.parametrize(
    "query",
    ["", "?on=2020-12-31", "?on=2020-12-31&known=13", "?under=alternatives", "?known=13&under=2021.06&hindsight=true"],
)
def test_an_answer_is_given_again_to_the_byte(reader: FlaskClient, query: str) -> None:
    first = reader.get(STANDING + query)
    again = reader.get(first.headers["Content-Location"])

    assert again.status_code == 200
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(
    "address",
    [
        STANDING,
        *(f"/v1/pathways/ada/{what}" for what in ("timeline", "history", "why", "why?under=2019.10&on=2021-01-01")),
        "/v1/pathways/ada/changes?from=2020-01-01",
    ],
)
def test_it_is_given_as_it_was_known_whatever_is_recorded_since(office: Office, address: str) -> None:
    first = office.get(address)
    retraction = {"retraction": {"event": "evidence retracted"}}
    assert office.post("/v1/pathways/ada/evidence/course-1/retractions", retraction).status_code == 201

    again = office.get(first.headers["Content-Location"])

    assert office.get(address).data != first.data
    assert again.data == first.data


def test_an_address_that_is_given_can_stand_in_a_header(office: Office) -> None:
    assert (
        office.post("/v1/pathways", {"id": "Зоя", "pathway": {"opened_on": "2021-02-01"}}, match=None).status_code
        == 201
    )
    assert office.post("/v1/pathways/Зоя/evidence", WORD).status_code == 201

    for address, header in (
        ("history?limit=1", "Link"),
        ("history", "Content-Location"),
        ("standing", "Content-Location"),
    ):
        given = office.get(f"/v1/pathways/Зоя/{address}").headers[header]
        assert given.isascii()
        assert office.get(given.partition(">")[0].lstrip("<")).status_code == 200


def changed(text: str, place: int, value: object) -> str:
    given = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    given[place] = value
    return urlsafe_b64encode(msgspec.json.encode(given)).decode().rstrip("=")


def test_an_answer_that_comes_out_otherwise_says_so(reader: FlaskClient) -> None:
    location = reader.get(STANDING).headers["Content-Location"]
    text = location.rpartition("/")[2]

    problem(reader.get(f"/v1/answers/{changed(text, 6, '0' * 16)}"), "answer-differs")
    problem(reader.get(f"/v1/answers/{changed(text, 0, 'ben')}"), "answer-differs")


@pytest.mark.parametrize(
    ("place", "value"),
    [(0, ""), (0, 1), (1, "2021-02-29"), (2, -1), (2, 10**18), (3, ""), (4, 1), (5, ""), (6, "xyz"), (6, "0" * 17)],
)
def test_what_is_no_id_of_an_answer(reader: FlaskClient, place: int, value: object) -> None:
    text = reader.get(STANDING).headers["Content-Location"].rpartition("/")[2]

    problem(reader.get(f"/v1/answers/{changed(text, place, value)}"), "answer-unknown")


@pytest.mark.parametrize("text", ["x", "xx", "____", "W10", "bnVsbA", "eyJhIjoxfQ"])
def test_what_is_no_id_at_all(reader: FlaskClient, text: str) -> None:
    problem(reader.get(f"/v1/answers/{text}"), "answer-unknown")


def test_a_change_is_told_in_steps(reader: FlaskClient) -> None:
    change = reader.get("/v1/pathways/ada/changes?from=2019-12-31&from_known=13&to_under=2019.10&all=true").json or {}

    assert change["differs"]
    assert change["steps"][0]["before"] == change["from"]["stand"]
    assert change["steps"][-1]["category"] == "text asked for"
    assert change["told"] is None
    german = reader.get("/v1/pathways/ada/changes?from=2019-12-31&language=de").json or {}
    assert len(german["told"]) == len(german["steps"]) > 0
    back = reader.get("/v1/pathways/ada/changes?to=2019-12-31")
    assert "which is earlier" in problem(back, "goes-back")["detail"]
    assert problem(reader.get("/v1/pathways/ada/changes?to_known=1"), "goes-back")
    assert problem(reader.get("/v1/pathways/ada/changes?on=2021-01-01"), "query-invalid")


def test_an_id_has_one_form(reader: FlaskClient) -> None:
    text = reader.get(STANDING).headers["Content-Location"].rpartition("/")[2]
    spaced = urlsafe_b64encode(urlsafe_b64decode(text + "=" * (-len(text) % 4)) + b" ").decode().rstrip("=")

    problem(reader.get(f"/v1/answers/{spaced}"), "answer-unknown")


def test_an_id_opens_nothing_to_a_stranger(office: Office) -> None:
    location = office.get(STANDING).headers["Content-Location"]
    stranger = Office(office.store, Caller("eve", frozenset({Role.MEDIATOR}), pathways=frozenset({"eve"})))

    problem(stranger.get(location), "not-permitted")
    problem(stranger.get("/v1/pathways/ada/timeline"), "not-permitted")
    problem(stranger.get("/v1/pathways/ada/why"), "not-permitted")


def test_the_timeline_is_the_assessors(reader: FlaskClient, assessor: Assessor) -> None:
    found: dict[str, Any] = reader.get("/v1/pathways/ben/timeline?known=13").json or {}

    segments = assessor.timeline("ben", Coordinates(sample.TODAY, 13))
    assert found["segments"] == json.loads(msgspec.json.encode(segments))
    assert found["known"]["position"] == 13
    assert found["under"] == "in force"


def test_why_proves_every_route_and_rule(reader: FlaskClient, assessor: Assessor) -> None:
    found: dict[str, Any] = reader.get("/v1/pathways/ada/why?on=2020-12-31").json or {}

    answer = assessor.answer("ada", Coordinates(sample.TODAY.replace(year=2020, month=12, day=31)))
    assert found["under"]["version"] == answer.under.version
    assert {"route", "standing", "listing"} <= {each["part"] for each in found["proofs"]}
    assert all(each["told"] is None for each in found["proofs"])


def test_why_is_told_in_a_language(reader: FlaskClient) -> None:
    found: dict[str, Any] = reader.get("/v1/pathways/ada/why?on=2020-12-31&language=de").json or {}

    assert any(each["told"] for each in found["proofs"])
    problem(reader.get("/v1/pathways/ada/why?language=tlh"), "language-unknown")


def test_an_answer_in_a_language_is_given_again_in_it(reader: FlaskClient) -> None:
    first = reader.get(STANDING + "?language=de")

    assert first.json
    assert first.json["words"]["language"] == "de"
    assert reader.get(first.headers["Content-Location"]).data == first.data


@pytest.mark.parametrize("parameter", ["on", "language", "at"])
def test_a_timeline_is_of_all_days_and_has_no_words(reader: FlaskClient, parameter: str) -> None:
    problem(reader.get(f"/v1/pathways/ada/timeline?{parameter}=2021-01-01"), "query-invalid")
