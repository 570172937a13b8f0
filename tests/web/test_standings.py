"""Many standings over HTTP: a heading, a line each, and a count; in order, of one position, for those who may."""

from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from werkzeug.test import TestResponse

from application.access import Caller, Role
from application.store import EventStore
from tests.web import sample
from tests.web.office import Office
from tests.web.test_problems import problem

ADDRESS = "/v1/standings"
DAY = "2020-12-31"


def lines(response: TestResponse) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    assert response.mimetype == "application/jsonl"
    return [msgspec.json.decode(line) for line in response.data.splitlines()]


def test_those_who_are_named_are_told_in_order(client: FlaskClient) -> None:
    heading, ben, nobody, ada, ending = lines(
        client.post(ADDRESS, json={"pathways": ["ben", "nobody", "ada"], "on": DAY})
    )

    assert heading == {
        "format": "milepost.standings/v1",
        "on": DAY,
        "known": {"position": 19, "recorded_at": "2021-08-15T12:00:00Z"},
        "under": None,
    }
    assert nobody == {"format": "milepost.unknown-pathway/v1", "pathway": "nobody"}
    assert ending == {"format": "milepost.standings-end/v1", "lines": 3}
    for line in (ben, ada):
        whole = client.get(f"/v1/pathways/{line['pathway']}/standing", query_string={"on": DAY}).json
        assert whole is not None
        assert line["level"] == whole["level"]["id"]
        assert line["since"] == whole["level"]["since"]
        assert line["standing"] == whole["standing"]["id"]
        assert line["listing"] == whole["listing"]["state"]


def test_some_of_all_are_chosen(client: FlaskClient) -> None:
    def chosen(**where: str) -> list[str]:
        return [line["pathway"] for line in lines(client.post(ADDRESS, json={"where": where, "on": DAY}))[1:-1]]

    assert chosen() == ["ada", "ben", "cleo"]
    assert chosen(level="qualified") == ["ada", "ben"]
    assert chosen(level="trained_unrecognised") == ["ada", "ben", "cleo"], "held below a higher one too"
    assert chosen(standing="suspended") == []
    assert chosen(listing="listed") == []
    refused = problem(client.post(ADDRESS, json={"where": {"level": "qualifed"}, "on": DAY}), "level-unknown")
    assert refused["detail"] == "no version of the rulebook has a level 'qualifed'; did you mean 'qualified'?"


@pytest.mark.parametrize("known", [13, 13.0, "13", "2020-05-04"], ids=["number", "whole", "text", "day"])
def test_all_lines_are_of_what_was_known(client: FlaskClient, known: object) -> None:
    told = lines(client.post(ADDRESS, json={"where": {}, "on": DAY, "known": known}))

    assert told[0]["known"]["position"] == 13
    assert [line["level"] for line in told[1:-1]] == ["qualified", "trained_unrecognised", "trained_unrecognised"]


def test_a_version_may_judge_with_hindsight(client: FlaskClient) -> None:
    asked = {"where": {}, "on": DAY, "known": 13, "under": "2021.06", "hindsight": True}
    assert lines(client.post(ADDRESS, json=asked))[0]["under"] == "2021.06"
    assert client.post(ADDRESS, json={**asked, "hindsight": False}).status_code == 422


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({}, "/pathways"),
        ({"pathways": ["ada"], "where": {}}, "/pathways"),
        ({"pathways": []}, "/pathways"),
        ({"pathways": ["ada"] * 1001}, "/pathways"),
        ({"pathways": [1]}, "/pathways/0"),
        ({"where": {"levle": "qualified"}}, "/where/levle"),
        ({"where": {"listing": "public"}}, "/where/listing"),
        ({"where": {}, "on": "31.12.2020"}, "/on"),
        ({"where": {}, "on": 20201231}, "/on"),
        ({"where": {}, "known": True}, "/known"),
        ({"where": {}, "known": 1.5}, "/known"),
        ({"where": {}, "hindsight": "true"}, "/hindsight"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_place(client: FlaskClient, asked: dict[str, Any], pointer: str) -> None:
    refused = client.post(ADDRESS, json=asked)

    assert refused.status_code == 400
    assert refused.json is not None
    assert pointer in [error["pointer"] for error in refused.json["errors"]]


def test_what_is_not_known_yet_is_refused_before_the_first_line(client: FlaskClient) -> None:
    assert client.post(ADDRESS, json={"where": {}, "known": 99}).status_code == 422


def test_a_mediator_may_not_ask_for_many(store: EventStore) -> None:
    ada = Office(store, Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"})))

    assert ada.client.post(ADDRESS, json={"pathways": ["ada"]}).status_code == 403
    assert ada.get("/v1/pathways/ada/standing").status_code == 200
    assert ada.get("/v1/pathways/ben/standing").status_code == 403


def test_every_line_is_of_the_schema(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    assert document is not None
    registry = Registry().with_resource("urn:openapi", Resource.opaque(document))
    validator = Draft202012Validator({"$ref": "urn:openapi#/components/schemas/StandingLine"}, registry=registry)

    for line in lines(client.post(ADDRESS, json={"pathways": ["ada", "nobody"], "on": sample.TODAY.isoformat()})):
        validator.validate(line)
