"""The pages that speak of HTTP say what the service does."""

import json
import re
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from web.problems import PROBLEMS
from web.schemas import answer_schema

DOCS = Path(__file__).parents[2] / "docs"


def test_every_resource_is_described(client: FlaskClient) -> None:
    page = (DOCS / "resources.md").read_text()
    rules = [rule for rule in client.application.url_map.iter_rules() if "GET" in (rule.methods or ())]

    for rule in rules:
        assert re.sub(r"<[^>]*>", "{", rule.rule).partition("{")[0] in page, rule


def test_every_problem_is_described_as_the_service_describes_it() -> None:
    page = (DOCS / "problems.md").read_text()
    sections = ["## " + section for section in page.split("\n## ")[1:]]

    assert [section.strip() for section in sections] == [problem.section.strip() for problem in PROBLEMS.values()]


def test_the_schema_of_the_answer_is_that_of_its_struct() -> None:
    kept = (DOCS / "schemas" / "milepost.answer.v1.json").read_bytes()
    current = msgspec.json.format(msgspec.json.encode(answer_schema()), indent=2) + b"\n"

    assert kept == current, "write it again: python -m web.schemas"


def test_the_service_gives_the_schema_that_is_kept(client: FlaskClient) -> None:
    response = client.get("/schemas/milepost.answer.v1.json")

    assert response.mimetype == "application/schema+json"
    assert response.json == json.loads((DOCS / "schemas" / "milepost.answer.v1.json").read_bytes())


@pytest.mark.parametrize("name", answer_schema()["$defs"])
def test_every_member_of_the_answer_is_described(name: str) -> None:
    page = (DOCS / "answer.md").read_text()
    (section,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    described = re.findall(r"^\| `(\w+)` \| .+ \|$", section, re.MULTILINE)

    assert described == list(answer_schema()["$defs"][name]["properties"])
