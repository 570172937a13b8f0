"""The pages that speak of HTTP say what the service does."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from tests.web.callers import KEY
from tests.web.running import Answered, Running
from web.problems import PROBLEMS
from web.schemas import answer_schema

DOCS = Path(__file__).parents[2] / "docs"
SERVED_AT = "http://127.0.0.1:8000"
MORE = "…"
"""In an example: further members, or further items before or after."""


class Curl:
    """As much of curl as the examples use, asked of a running service; tags are kept by file name."""

    def __init__(self, service: Running) -> None:
        self._service = service
        self._tags: dict[str, str] = {}

    def run(self, command: str) -> Answered:
        program, *words = shlex.split(command)
        assert program == "curl"
        method, headers, save, address, body = "GET", {"Authorization": ""}, "", "", None
        arguments = iter(words)
        for word in arguments:
            match word:
                case "--head":
                    method = "HEAD"
                case "--etag-save":
                    save = next(arguments)
                case "--etag-compare":
                    headers["If-None-Match"] = self._tags[next(arguments)]
                case "--json":
                    method, body, headers["Content-Type"] = "POST", next(arguments), "application/json"
                case "--include":
                    pass
                case "--header":
                    assert next(arguments) == "@me.header"
                    headers["Authorization"] = f"Bearer {KEY}"
                case _:
                    assert not address
                    address = word
        assert address.startswith(SERVED_AT)
        response = self._service.ask(address.removeprefix(SERVED_AT), method, headers, body)
        self._tags[save] = response.headers.get("ETag", "")
        return response


def examples() -> Iterator[tuple[str, str, str]]:
    """Yield each command of docs/api.md with the kind of block that follows it, and what that shows."""
    page = (DOCS / "api.md").read_text()
    yield from re.findall(r"```console\n\$ ([^\n]*)\n```\n\n```(json|jsonl|http)\n(.*?)```", page, re.DOTALL)


def shows(shown: Any, given: Any) -> bool:  # noqa: ANN401  (JSON)
    """Tell whether an example shows what was given, save for what it leaves out openly."""
    if isinstance(shown, dict):
        members = {name: value for name, value in shown.items() if name != MORE}
        complete = MORE in shown or set(members) == set(given)
        return complete and all(name in given and shows(value, given[name]) for name, value in members.items())
    if isinstance(shown, list):
        items = [item for item in shown if item != MORE]
        some = given[len(given) - len(items) :] if shown[:1] == [MORE] else given[: len(items)]
        complete = len(items) < len(shown) or len(items) == len(given)
        return complete and len(some) == len(items) and all(map(shows, items, some))
    return bool(shown == given)


def test_every_example_is_answered_as_the_page_shows(service: Running) -> None:
    curl = Curl(service)
    tried = 0
    for command, kind, shown in examples():
        response = curl.run(command)
        if kind == "json":
            assert shows(json.loads(shown), json.loads(response.body)), command
        elif kind == "jsonl":
            lines = [json.loads(line) for line in response.body.splitlines()]
            assert shows([json.loads(line) for line in shown.splitlines()], lines), command
        else:
            status, *headers = shown.strip().splitlines()
            assert status == f"HTTP/1.1 {response.status} {response.phrase}", command
            for header in headers:
                name, _, value = header.partition(": ")
                assert response.headers[name] == value, command
        tried += 1
    assert tried == (DOCS / "api.md").read_text().count("```console")


def test_every_resource_is_described(client: FlaskClient) -> None:
    page = (DOCS / "api.md").read_text()
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
