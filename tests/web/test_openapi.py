from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from web.problems import READING


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/openapi.json")
    assert response.status_code == 200
    assert response.json
    return dict(response.json)


def references(part: Any) -> Iterator[str]:  # noqa: ANN401  (JSON)
    if isinstance(part, dict):
        yield from (value for name, value in part.items() if name == "$ref")
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from references(each)


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.1"
    assert {"/v1/pathways/{pathway}/standing", "/v1/pathways/{pathway}/history"} <= set(document["paths"])


def test_it_is_not_given_again_to_whoever_has_it(client: FlaskClient) -> None:
    had = client.get("/openapi.json").headers["ETag"]

    assert client.get("/openapi.json", headers={"If-None-Match": had}).status_code == 304


def test_whatever_it_refers_to_is_there(document: dict[str, Any]) -> None:
    found = set(references(document))
    assert "#/components/schemas/Answer" in found
    for reference in found:
        part: Any = document
        for step in reference.removeprefix("#/").split("/"):
            part = part[step]
        assert part


def test_its_schemas_are_named_by_what_they_describe(document: dict[str, Any]) -> None:
    assert [name for name in document["components"]["schemas"] if not name.isalnum()] == []


def test_its_schemas_are_schemas(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("resource", "schema", "names"),
    [
        ("standing", "Answer", {"pathway", "on", "known", "under", "hindsight", "language", "If-None-Match"}),
        ("history", "History", {"pathway", "known", "limit", "cursor", "If-None-Match"}),
    ],
)
def test_each_resource_says_what_it_takes_and_gives(
    document: dict[str, Any], resource: str, schema: str, names: set[str]
) -> None:
    path = document["paths"][f"/v1/pathways/{{pathway}}/{resource}"]
    shared = document["components"]["responses"]
    responses = {
        status: shared[response["$ref"].rpartition("/")[2]] if "$ref" in response else response
        for status, response in path["get"]["responses"].items()
    }

    assert {each["name"] for each in (*path["parameters"], *path["get"]["parameters"])} == names
    assert responses["200"]["content"]["application/json"]["schema"] == {"$ref": f"#/components/schemas/{schema}"}
    described = "".join(each["description"] for each in responses.values())
    assert all(problem.type in described for problem in READING.values())
    for status, response in responses.items():
        if int(status) >= 400:
            assert response["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }
    assert "Retry-After" in responses["429"]["headers"]
    assert "Retry-After" in responses["503"]["headers"]
    assert "Content-Location" in responses["200"]["headers"]
    assert ("Link" in responses["200"]["headers"]) == ("cursor" in names)
