from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker

from application.assessing import Assessor, Coordinates, Instant
from application.store import EventStore
from application.translations import Translations
from domain.policy.translation import Translation
from tests.web import sample
from tests.web.callers import AUDITOR, signed_in
from web.schemas import answer_schema

APRIL_1 = date(2020, 4, 1)
DAYS: tuple[date | None, ...] = (None, APRIL_1, date(2020, 12, 1), date(2030, 1, 1))
KNOWN: tuple[Instant | None, ...] = (None, 13, date(2020, 6, 1), datetime(2020, 9, 1, 12, tzinfo=UTC))
UNDER = (None, "2019.10", "alternatives")


def closed(schema: Any) -> Any:  # noqa: ANN401  (JSON)
    """Return the schema with no room for a member that it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {}
    return {**shut, **{name: closed(value) for name, value in schema.items()}}


VALIDATOR = Draft202012Validator(closed(answer_schema()), format_checker=FormatChecker())


def questions() -> Iterator[tuple[str, dict[str, str], Coordinates]]:
    for pathway, on, known, under in product(("ada", "ben", "cleo"), DAYS, KNOWN, UNDER):
        given = {"on": on, "known": known, "under": under}
        query = {name: _written(value) for name, value in given.items() if value is not None}
        yield pathway, {**query, "hindsight": "true"}, Coordinates(on or sample.TODAY, known, under, hindsight=True)


def _written(value: Instant | str) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


@pytest.mark.parametrize(("pathway", "query", "at"), tuple(questions()))
def test_the_answer_is_that_of_the_assessor_and_has_the_documented_shape(
    client: FlaskClient, assessor: Assessor, pathway: str, query: dict[str, str], at: Coordinates
) -> None:
    response = client.get(f"/v1/pathways/{pathway}/standing", query_string=query)

    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.data == msgspec.json.encode(assessor.answer(pathway, at))
    VALIDATOR.validate(response.json)


def test_each_coordinate_moves_the_answer(client: FlaskClient) -> None:
    def level(pathway: str, **query: str) -> str:
        response = client.get(f"/v1/pathways/{pathway}/standing", query_string=query)
        found: str = response.json["level"]["id"]  # type: ignore[index]
        return found

    assert level("ada") == "qualified"
    assert level("ada", on="2020-02-29") == "trained_unrecognised"
    assert level("ada", on="2020-04-01", known="2020-04-01") == "trained_unrecognised"
    assert level("ben") == "qualified"
    assert level("ben", known="2020-06-01") == "trained_unrecognised"
    assert level("ada", under="2009.10") == "none"


def test_a_version_of_later_is_a_problem_without_hindsight(client: FlaskClient) -> None:
    asked = {"on": "2020-12-01", "known": "2020-06-01", "under": "alternatives"}
    refused = client.get("/v1/pathways/ada/standing", query_string=asked)
    assert (refused.status_code, "first stated at position" in refused.text) == (422, True)
    assert client.get("/v1/pathways/ada/standing", query_string={**asked, "hindsight": "true"}).status_code == 200
    assert client.get("/v1/pathways/ada/standing", query_string={**asked, "hindsight": "perhaps"}).status_code == 400


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-09-01T11:59:59Z", "2020-09-01T11:59:59+00:00"),
        ("2020-09-01t12:00:00z", "2020-09-01T12:00:00+00:00"),
        ("2020-09-01T14:00:00.000+02:00", "2020-09-01T12:00:00+00:00"),
    ],
)
def test_an_instant_may_be_written_in_any_form_of_rfc_3339(
    client: FlaskClient, assessor: Assessor, written: str, meant: str
) -> None:
    response = client.get("/v1/pathways/ben/standing", query_string={"known": written})

    at = Coordinates(sample.TODAY, datetime.fromisoformat(meant))
    assert response.data == msgspec.json.encode(assessor.answer("ben", at))


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    request = {"X-Request-Id": "one-and-the-same"}
    got = client.get("/v1/pathways/ada/standing", headers=request)
    headed = client.head("/v1/pathways/ada/standing", headers=request)

    assert headed.status_code == 200
    assert headed.data == b""
    assert headed.headers == got.headers


def test_an_answer_may_be_asked_for_in_a_language(store: EventStore, assessor: Assessor) -> None:
    german = Translation(language="de", rulebook="imi", levels={"qualified": "Anerkannt"})
    client = signed_in(sample.app_of(store, assessor, Translations([german])), AUDITOR)

    plain = client.get("/v1/pathways/ada/standing?on=2020-04-01")
    worded = client.get("/v1/pathways/ada/standing?on=2020-04-01&language=de")

    assert plain.json is not None
    assert worded.json is not None
    assert worded.json["words"]["levels"] == {"qualified": "Anerkannt"}
    assert {**worded.json, "words": None} == plain.json
    assert worded.headers["ETag"] != plain.headers["ETag"]
    VALIDATOR.validate(worded.json)


def test_a_language_without_words_is_a_problem(client: FlaskClient) -> None:
    refused = client.get("/v1/pathways/ada/standing", query_string={"language": "de"})

    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["type"] == "/problems/language-unknown"
