"""The description that is kept is that of the service, and takes nothing away that was not announced."""

import json
from copy import deepcopy
from typing import Any

import msgspec
import pytest

from web.breaking import breaking
from web.openapi import CHANGES, KEPT, description, unannounced

OPENING = {
    "post": {
        "parameters": [{"in": "header", "name": "Key", "required": True, "schema": {"type": "string"}}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/c/s/Given"}}}},
        "responses": {
            "201": {"content": {"application/json": {"schema": {"$ref": "#/c/s/Told"}}}},
            "404": {"content": {}},
        },
    }
}
OLD: dict[str, Any] = {
    "paths": {"/a": OPENING, "/b": {"get": {"responses": {"200": {}}}}},
    "components": {
        "schemas": {
            "Given": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "pattern": "^[a-z]$"},
                    "kind": {"enum": ["x", "y"]},
                    "one": {"oneOf": [{"$ref": "#/c/s/First"}, {"$ref": "#/c/s/Second"}]},
                    "inner": {"$ref": "#/c/s/Given"},
                },
                "required": ["name"],
            },
            "First": {"type": "object"},
            "Second": {"type": "object"},
            "Told": {
                "type": "object",
                "properties": {"id": {"type": "string"}, "many": {"type": "array", "items": {"type": "integer"}}},
                "required": ["id"],
            },
        }
    },
}


def changed(place: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON)
    """Return the old description with another value at a place, or without the place if there is none."""
    new = deepcopy(OLD)
    part: Any = new
    *steps, last = place.split("|")
    for step in steps:
        part = part[int(step)] if isinstance(part, list) else part[step]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return new


GIVEN, TOLD = "components|schemas|Given", "components|schemas|Told"


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("paths|/b", None, "GET /b: there is none any more"),
        ("paths|/a|post|parameters", [], "POST /a: the parameter Key is not taken any more"),
        (
            "paths|/b|get|parameters",
            [{"in": "query", "name": "q", "required": True, "schema": {}}],
            "GET /b: the parameter q has to be given now",
        ),
        ("paths|/a|post|parameters|0|schema", {"type": "integer"}, "POST /a: Key: type was string and is integer"),
        ("paths|/a|post|requestBody|content", {}, "POST /a: the body: application/json is gone"),
        (
            "paths|/b|get|requestBody",
            {"required": True, "content": {}},
            "GET /b: the body has to be given now",
        ),
        ("paths|/a|post|responses|201", None, "POST /a: the status 201 is not given any more"),
        (f"{GIVEN}|required", ["name", "kind"], "Given: kind has to be given now"),
        (f"{GIVEN}|properties|name", None, "Given: name is gone"),
        (
            f"{GIVEN}|properties|name|pattern",
            "^[a]$",
            "Given.name: pattern was ^[a-z]$ and is ^[a]$",
        ),
        (f"{GIVEN}|properties|kind|enum", ["x"], "Given.kind: 'y' is not taken any more"),
        (f"{GIVEN}|properties|one|oneOf", [{"$ref": "#/c/s/First"}], "Given.one: #/c/s/Second is not taken any more"),
        (f"{TOLD}|required", [], "Told: id is not always given any more"),
        (f"{TOLD}|properties|many|items|type", "string", "Told.many[]: type was integer and is string"),
    ],
)
def test_what_is_taken_away_is_said(place: str, value: Any, said: str) -> None:  # noqa: ANN401  (JSON)
    assert said in breaking(OLD, changed(place, value))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("paths|/c", {"get": {"responses": {}}}),
        ("paths|/b|get|parameters", [{"in": "query", "name": "q", "schema": {}}]),
        ("paths|/a|post|responses|404", None),
        (f"{GIVEN}|properties|more", {"type": "string"}),
        (f"{GIVEN}|properties|kind|enum", ["x", "y", "z"]),
        (f"{GIVEN}|properties|kind|enum", None),
        (f"{GIVEN}|properties|name|pattern", None),
        (f"{GIVEN}|required", []),
        (f"{TOLD}|properties|more", {"type": "string"}),
        (f"{TOLD}|required", ["id", "many"]),
    ],
)
def test_what_is_added_is_no_break(place: str, value: Any) -> None:  # noqa: ANN401  (JSON)
    assert breaking(OLD, changed(place, value)) == []


def test_the_description_that_is_kept_is_that_of_the_service() -> None:
    kept, served = msgspec.json.decode(KEPT.read_bytes()), description()

    assert kept == served, "write it again: python -m web.openapi"


def test_no_promise_is_broken_that_the_changes_do_not_speak_of() -> None:
    assert unannounced() == [], f"say so in {CHANGES.name}, word for word, before it is written again"


def test_the_description_names_no_machine() -> None:
    assert "servers" not in json.loads(KEPT.read_bytes())
