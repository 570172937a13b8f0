"""The page about scenarios says what a scenario may hold, and its examples are right."""

import re
import textwrap
from pathlib import Path

import pytest

from application.event_reading import WORDS
from application.expectation_reading import QUESTION
from application.expectations import EXPECTED, Form, Relation
from application.scenario_reading import KEYS, KEYS_OF_SCENARIO, read_scenarios
from application.scenarios import play
from infrastructure.documents import END, read_yaml
from tests.scenarios.shelf import RULEBOOKS, documents_of, written

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text()
FORMS: dict[tuple[Form, Relation], str] = {
    ("word", "is"): "a word",
    ("words", "is"): "a whole list of words",
    ("words", "has"): "a part of a list of words",
    ("words", "has not"): "a list of words",
    ("text", "is"): "a text",
    ("day", "is"): "a day",
    ("texts by word", "each is"): "a text for each word",
    ("texts by word", "each is so much"): "a text for each word",
    ("words by word", "each has"): "a part of a list for each word",
    ("days by word", "each is"): "a day for each word",
    ("spans", "is"): "a whole list of pairs of days",
}


def block(kind: str) -> str:
    found = re.search(rf"```yaml {kind}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("key", EXPECTED)
def test_every_key_of_an_expectation_is_described(key: str) -> None:
    expected = EXPECTED[key]
    assert f"| `{key}` | {expected.means} | {FORMS[expected.form, expected.relation]} |" in PAGE


@pytest.mark.parametrize("key", [*KEYS, *KEYS_OF_SCENARIO, *QUESTION, "recorded", "times", "same as"])
def test_every_other_key_is_described(key: str) -> None:
    assert f"| `{key}` | " in PAGE


def test_every_event_that_may_be_given_is_named() -> None:
    named = PAGE.partition("<!-- events -->\n")[2].partition("\n<!-- end -->")[0]
    assert " ".join(named.split()) == ", ".join(sorted(WORDS)) + "."


def test_the_document_is_one_and_holds() -> None:
    documents = documents_of(RULEBOOKS / "imi")
    assert block("scenarios").endswith(f"\n{END}\n")
    (scenario,) = read_scenarios(read_yaml(block("scenarios"), "the page"), documents)
    assert play(scenario, documents) == []


def test_the_events_can_be_given() -> None:
    events = textwrap.indent(block("given"), "      ")
    (scenario,) = written(
        f"scenarios:\n  ada:\n    text: Ada.\n    expect: [{{on: 2020-01-01, level: none}}]\n    given:\n{events}"
    )
    assert len(scenario.given) == 22
    assert play(scenario, documents_of(RULEBOOKS / "imi")) == []
