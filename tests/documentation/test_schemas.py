"""The JSON Schemas of documents accept what the reader accepts, key for key, and refuse with it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from application.chains import Chains, stated
from application.scenario_reading import read_scenarios
from domain.content import content_hash
from domain.policy.reading import read_policy, read_vocabulary
from domain.policy.typed import DocumentRefused, Mapping, Sequence, Text, Typed
from infrastructure.documents import canonical_bytes, read_document, read_yaml
from infrastructure.schemas import SCHEMAS
from infrastructure.schemas.conditions import FORMS
from milepost.starter import RULEBOOK, SCENARIOS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
RULEBOOKS = ROOT / "rulebooks"
BASE = read_vocabulary(read_document(RULEBOOKS / "vocabulary.yaml"))
CHAINS = Chains(BASE, canonical_bytes, content_hash)
VALIDATORS = {name: Draft7Validator(schema()) for name, schema in SCHEMAS.items()}
STRANGE = "qqqqqq"
"""A key that is near to no other."""


def plain(typed: Typed) -> Any:  # noqa: ANN401 - whatever YAML holds
    match typed:
        case Text(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {key: plain(value) for key, (_, value) in entries.items()}


def refused_by_schema(name: str, typed: Typed) -> list[str]:
    return [error.message for error in VALIDATORS[name].iter_errors(plain(typed))]


def documents() -> Iterator[tuple[str, Path]]:
    yield "vocabulary", RULEBOOKS / "vocabulary.yaml"
    for path in sorted([*RULEBOOKS.glob("*/**/*.yaml"), *RULEBOOKS.glob("words.*.yaml")]):
        start = path.read_text(encoding="utf-8").lstrip("# \n")
        kind = re.search(r"(?m)^format: milepost\.(policy|scenarios|words)/v1$", start)
        if kind:
            yield kind[1], path


EVERY = [*documents()]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_one_and_stands_among_the_documents(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name]())

    kept = json.loads((DOCS / "schemas" / f"{name}.v1.json").read_text(encoding="utf-8"))
    assert kept == SCHEMAS[name](), "python -m infrastructure.schemas writes it anew"


@pytest.mark.parametrize(("name", "path"), EVERY, ids=[str(path.relative_to(RULEBOOKS)) for _, path in EVERY])
def test_every_document_of_the_rulebooks_is_valid(name: str, path: Path) -> None:
    assert refused_by_schema(name, read_document(path)) == []


def test_the_documents_to_begin_with_and_those_of_the_pages_are_valid() -> None:
    assert refused_by_schema("policy", read_yaml(RULEBOOK, "rulebook.yaml")) == []
    assert refused_by_schema("scenarios", read_yaml(SCENARIOS, "scenarios.yaml")) == []
    pages = {"writing-a-rulebook.md": ("rulebook", "policy"), "scenarios.md": ("scenarios", "scenarios")}
    for page, (block, name) in pages.items():
        found = re.search(rf"```yaml {block}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
        assert found is not None
        assert refused_by_schema(name, read_yaml(found[1], page)) == []


HEAD = """format: milepost.policy/v1
rulebook: guild
version: "1"
title: The guild
published: 2020-01-01
in force from: 2020-01-01
"""
OWN = "    text: t\n    source: s\n"


def clause(condition: str) -> str:
    return f"{HEAD}clauses:\n  a:\n{OWN}    all:\n      - {condition}\n"


def faults(name: str, text: str) -> list[str]:
    """Return what the reader refuses of a document."""
    try:
        typed = read_yaml(text, "guild.yaml")
        if name == "policy":
            read_policy(typed, BASE, whole() if stated(typed).amends else None)
        elif name == "vocabulary":
            read_vocabulary(typed)
        else:
            read_scenarios(typed, CHAINS.documents([read_yaml(GUILD, "guild.yaml")]))
    except DocumentRefused as refused:
        return [fault.message for fault in refused.faults]
    return []


RELIEF = "    unless:\n      x:\n        when: {for: course}\n        reason: X\n"
LEVELS = "levels:\n  m:\n    rank: 1\n    title: Member\n    routes:\n      r: clause a\n"
GUILD = f"""{clause("for: course")}vocabulary:
  reference:
    words: a reference
    counts from: given_on
    fields:
      given_on: date
parameters:
  p:
    text: t
    source: s
    values:
      one: o
      two: o
    default: one
{LEVELS}"""


def whole() -> Any:  # noqa: ANN401 - a policy
    return read_policy(read_yaml(GUILD, "guild.yaml"), BASE)


AMENDMENT = HEAD.replace('version: "1"', 'version: "2"\namends: "1"').replace("2020", "2021")
PERIOD = f"{HEAD}periods:\n  term:\n{OWN}    begins:\n      for: course\n      on: course.ended_on\n    lasts: 1 year\n"
STORIES = (
    "format: milepost.scenarios/v1\nrulebook: guild\nscenarios:\n  ada:\n    text: t\n    given: []\n    expect:\n"
)
ASKED = "      - on: 2020-01-01\n        level: none\n"

FORM = {
    "for": "for: course",
    "count": "count: course\n        at least: 1",
    "total": "total:\n          x:\n            count: course\n        at least: 1",
    "share": "share: course\n        of which: [course.result is passed]\n        at least: 1 %",
    "in each of": "in each of: 3 years before 2020-01-01\n        named: y\n        that:\n          for: course",
    "every": "every: course\n        that: course.result is passed",
    "require": "require:\n          for: course\n        else: X",
    "on": "on: 2020-01-01\n        that:\n          for: course",
    "of": "of: [for: course]\n        at least: 1",
    "all": "all: [for: course]",
    "any": "any: [for: course]",
    "none": "none: [for: course]",
    "that": "that:\n          for: course",
}
PROBES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    **{
        f"the form {form}": ("policy", clause(text), "        ", ("definitions", "condition", form))
        for form, text in FORM.items()
    },
    "a policy": ("policy", HEAD, "", ()),
    "a parameter": ("policy", GUILD.partition("levels:")[0], "    ", ("parameters", "*")),
    "a period": ("policy", PERIOD, "    ", ("periods", "*")),
    "an extension": (
        "policy",
        f"{PERIOD}    extended:\n      l:\n        for: leave\n        by: its length\n",
        "        ",
        ("periods", "*", "extended", "*"),
    ),
    "a renewal": (
        "policy",
        f"{PERIOD}    renewed:\n      when: clause a\n",
        "      ",
        ("periods", "*", "renewed", "then"),
    ),
    "a level": ("policy", f"{clause('for: course')}{LEVELS.partition('    routes')[0]}", "    ", ("levels", "*")),
    "a standing": (
        "policy",
        f"{HEAD}standings:\n  x:\n    when: {{for: course}}\n    reason: X\n",
        "    ",
        ("standings", "*"),
    ),
    "a listing": ("policy", f"{HEAD}listing:\n  of: []\n", "  ", ("listing",)),
    "a need": (
        "policy",
        f"{HEAD}listing:\n  needs:\n    x:\n      that: {{for: course}}\n      else: X\n",
        "      ",
        ("listing", "needs", "*"),
    ),
    "an announcement": (
        "policy",
        f"{HEAD}announces:\n  x:\n    level: m\n    text: t\n    source: s\n    reason: X\n",
        "    ",
        ("announces", "*"),
    ),
    "what is taken away": (
        "policy",
        f"{HEAD}takes away:\n  x:\n    level: m\n    text: t\n    source: s\n",
        "    ",
        ("takes away", "*"),
    ),
    "what is dropped": ("policy", f"{AMENDMENT}drops:\n  levels: []\n", "  ", ("drops",)),
    "a relief": (
        "policy",
        f"{HEAD}clauses:\n  a:\n{OWN}    for: course\n{RELIEF}",
        "        ",
        ("definitions", "clause", "then", "unless", "*"),
    ),
    "a part of a total": (
        "policy",
        clause("at least: 1\n        total:\n          x:\n            count: course"),
        "            ",
        ("definitions", "part"),
    ),
    "a kind": (
        "vocabulary",
        "reference:\n  words: a reference\n  counts from: given_on\n  fields:\n    given_on: date\n",
        "  ",
        ("*",),
    ),
    "a document of scenarios": ("scenarios", "format: milepost.scenarios/v1\nrulebook: guild\n", "", ()),
    "a scenario": ("scenarios", f"{STORIES}{ASKED}", "    ", ("scenarios", "*")),
    "an expectation": ("scenarios", f"{STORIES}{ASKED}", "        ", ("scenarios", "*", "expect")),
    "other coordinates": (
        "scenarios",
        f"{STORIES}{ASKED}        same as:\n          on: 2020-01-01\n",
        "          ",
        ("scenarios", "*", "expect", "same as"),
    ),
}


def part_of(name: str, way: tuple[str, ...]) -> dict[str, Any]:
    """Return the part of a schema that keys lead to; ``*`` is any name."""
    found: dict[str, Any] = SCHEMAS[name]()
    if way[:2] == ("definitions", "condition"):
        return FORMS[way[2]]
    for step in way:
        if found.get("type") == "array":
            found = found["items"]
        if step in {"definitions", "then"}:
            found = found[step]
        else:
            found = found["additionalProperties"] if step == "*" else found.get("properties", found)[step]
    return found["items"] if found.get("type") == "array" else found


@pytest.mark.parametrize(("name", "text", "blanks", "way"), PROBES.values(), ids=list(PROBES))
def test_the_schema_has_the_keys_that_the_reader_knows(name: str, text: str, blanks: str, way: tuple[str, ...]) -> None:
    said = next(each for each in faults(name, f"{text}{blanks}{STRANGE}: x\n") if STRANGE in each)

    assert set(said.partition("; known: ")[2].split(", ")) == set(part_of(name, way)["properties"])


def test_the_schema_has_the_forms_of_conditions_that_the_reader_knows() -> None:
    (said,) = faults("policy", clause(f"{STRANGE}: x"))

    assert set(said.partition("; known: ")[2].split(", ")) == set(FORMS)


WRONG = {
    "a key of the head": ("policy", f"{HEAD}clause: {{}}\n"),
    "no version": ("policy", HEAD.replace('version: "1"\n', "")),
    "another format": ("policy", HEAD.replace("v1", "v2")),
    "a date that is none": ("policy", HEAD.replace("from: 2020-01-01", "from: 1 January 2020")),
    "drops of a text that amends nothing": ("policy", f"{HEAD}only tightens: yes\n"),
    "a list of clauses": ("policy", f"{HEAD}clauses: [a]\n"),
    "a clause without a condition": ("policy", f"{HEAD}clauses:\n  a:\n{OWN}"),
    "a clause without a source": ("policy", f"{HEAD}clauses:\n  a:\n    text: t\n    for: course\n"),
    "a misspelt key of a clause": ("policy", f"{HEAD}clauses:\n  a:\n{OWN}    for: course\n    reson: X\n"),
    "a condition that is a list": ("policy", clause("all:\n          - [for: course]")),
    "an empty list of conditions": ("policy", clause("any: []")),
    "a reason without a requirement": ("policy", clause("else: X")),
    "an amount without a comparison": ("policy", clause("count: course")),
    "two comparisons": ("policy", clause("count: course\n        at least: 1\n        at most: 2")),
    "two things to measure": ("policy", clause("count: course\n        sum: course.hours\n        at least: 1")),
    "a share of nothing": ("policy", clause("share: course\n        of which: []\n        at least: 1 %")),
    "a choice of how many": ("policy", clause("of: [for: course]\n        at least: two")),
    "a rank in words": ("policy", f"{HEAD}{LEVELS.replace('rank: 1', 'rank: first')}"),
    "a period that lasts in two ways": ("policy", f"{PERIOD}    lasts up to: the next 31 December from term.from\n"),
    "a period that begins nowhere": ("policy", PERIOD.replace("      on: course.ended_on\n", "")),
    "a late renewal from nowhere": ("policy", f"{PERIOD}    renewed:\n      when: clause a\n      late: 1 month\n"),
    "an extension by two things": (
        "policy",
        f"{PERIOD}    extended:\n      l:\n        for: leave\n        by: its length\n        up to: leave.until\n",
    ),
    "a rule without a reason": ("policy", f"{HEAD}notes:\n  x:\n    when: {{for: course}}\n"),
    "a field of no type": ("vocabulary", "x:\n  words: x\n  counts from: a\n  fields:\n    a: datum\n"),
    "an absence that means nothing": (
        "vocabulary",
        "x:\n  words: x\n  counts from: a\n  fields:\n    a: date; absent means x\n",
    ),
    "a kind without words": ("vocabulary", "x:\n  counts from: a\n  fields:\n    a: date\n"),
    "a scenario that expects nothing": ("scenarios", STORIES.replace("expect:\n", "expect: []\n")),
    "an expectation without a day": ("scenarios", f"{STORIES}      - level: none\n"),
    "an expectation of nothing": ("scenarios", f"{STORIES}      - on: 2020-01-01\n"),
    "a misspelt expectation": ("scenarios", f"{STORIES}{ASKED}        levle: none\n"),
    "an event that nobody knows": ("scenarios", STORIES.replace("[]", "[course finished: x]") + ASKED),
    "an event without what it needs": ("scenarios", STORIES.replace("[]", "[profile completed: x]") + ASKED),
    "a misspelt field": (
        "scenarios",
        STORIES.replace("[]", "[{leave ended: x, ended_on: 2020-01-01, reffered: 2020-02-01}]") + ASKED,
    ),
    "a word that is no choice": (
        "scenarios",
        STORIES.replace("[]", "[{assessment recorded: x, program: p, skill: x, held_on: 2020-01-01, result: passed}]")
        + ASKED,
    ),
    "a day that is none": ("scenarios", STORIES.replace("[]", "[{profile completed: x, completed_on: soon}]") + ASKED),
    "evidence of no kind": (
        "scenarios",
        STORIES.replace("[]", "[{evidence recorded: x, given_on: 2020-01-01}]") + ASKED,
    ),
    "too many times": (
        "scenarios",
        STORIES.replace("[]", "[{profile completed: x, completed_on: 2020-01-01, times: many}]") + ASKED,
    ),
}


@pytest.mark.parametrize(("name", "text"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_refused_by_both(name: str, text: str) -> None:
    assert faults(name, text) != []
    assert refused_by_schema(name, read_yaml(text, "guild.yaml")) != []


@pytest.mark.parametrize("condition", FORM.values(), ids=list(FORM))
def test_every_form_of_a_condition_is_accepted_by_both(condition: str) -> None:
    assert faults("policy", clause(condition)) == []
    assert refused_by_schema("policy", read_yaml(clause(condition), "guild.yaml")) == []
