"""Evidence of a kind that only a rulebook declares is written with the fields of that kind."""

from datetime import date
from decimal import Decimal

import pytest

from application.scenario_reading import read_scenarios
from application.scenarios import Given, play
from domain.pathway.record import EvidenceRecorded
from domain.policy.typed import DocumentRefused
from domain.possible import FIRST_DAY
from infrastructure.documents import read_yaml
from tests.scenarios.shelf import read_texts, written

HARBOUR = """format: milepost.policy/v1
rulebook: harbour
version: "1"
title: Harbour
published: 2020-01-01
in force from: 2020-01-01
vocabulary:
  language test:
    words: a test of a language
    counts from: tested_on
    fields:
      id: text
      tested_on: date
      asked_on: date
      score: number of points
      tongue: one of Dutch, English
      spoken: yes or no
      examiner: text
  course:
    fields: {town: text}
clauses:
  1.1:
    text: A language test of at least six points.
    source: invented
    for: language test
    when: [language test.score at least 6 points]
    reason: LANGUAGE_KNOWN
    else: LANGUAGE_MISSING
levels:
  speaker: {rank: 1, title: Speaker, routes: {test: clause 1.1}}
periods:
  season: {text: A season., source: invented, begins: {for: language test, on: language test.tested_on}, lasts: 1 year}
...
"""
TEST = "evidence recorded: test-1, kind: language test"


def scenario(events: str, expect: str = "{on: 2020-06-01, level: none}") -> str:
    return (
        "format: milepost.scenarios/v1\nrulebook: harbour\nscenarios:\n  ada:\n    text: Ada.\n"
        f"    expect: [{expect}]\n    given:\n      - {events}\n"
    )


def given(events: str) -> Given:
    (ada,) = read_scenarios(read_yaml(scenario(events), "trial.yaml"), read_texts(HARBOUR))
    return ada.given[0]


def test_its_fields_hold_what_the_kind_says() -> None:
    found = given(f"{{{TEST}, tested_on: 2020-05-01, score: 7.5, tongue: Dutch, spoken: yes, examiner: Grace}}")
    assert found.event == EvidenceRecorded(
        ref="test-1",
        kind="language test",
        days={"tested_on": date(2020, 5, 1)},
        numbers={"score": Decimal("7.5")},
        texts={"tongue": "Dutch", "examiner": "Grace"},
        flags={"spoken": True},
    )
    assert found.recorded == date(2020, 5, 1)


@pytest.mark.parametrize(
    ("days", "recorded"),
    [
        ("asked_on: 2020-04-01, tested_on: 2020-05-01", date(2020, 5, 1)),
        ("asked_on: 2020-04-01", date(2020, 4, 1)),
        ("tested_on: 2020-05-01, recorded: 2020-07-01", date(2020, 7, 1)),
        ("score: 7", FIRST_DAY),
    ],
)
def test_it_is_known_from_the_day_from_which_it_counts_unless_said_otherwise(days: str, recorded: date) -> None:
    assert given(f"{{{TEST}, {days}}}").recorded == recorded


def test_the_rulebook_reads_it() -> None:
    documents = read_texts(HARBOUR)
    text = scenario(
        f"{{{TEST}, tested_on: 2020-05-01, score: 6}}",
        "{on: 2020-04-30, level: none}, {on: 2020-05-01, level: speaker}",
    )
    (ada,) = read_scenarios(read_yaml(text, "trial.yaml"), documents)
    assert play(ada, documents) == []


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (f"{{{TEST}, tested: 2020-05-01}}", "8:58: the field of 'language test' 'tested' is not known; did you mean "),
        (f"{{{TEST}, id: x}}", "8:58: the field of 'language test' 'id' is not known; did you mean 'kind'?"),
        (f"{{{TEST}, tested_on: May}}", "8:69: expected a date as YYYY-MM-DD, found 'May'"),
        (f"{{{TEST}, score: 7 points}}", "8:65: expected a number alone, found '7 points'"),
        (f"{{{TEST}, tongue: Frisian}}", "8:66: the tongue 'Frisian' is not known; known: Dutch, English"),
        (f"{{{TEST}, spoken: perhaps}}", "8:66: the answer 'perhaps' is not known; known: no, yes"),
        ("evidence recorded: test-1", "8:9: 'kind' is missing from 'evidence recorded': language test"),
        ("{evidence recorded: x, kind: langage test}", "8:38: the kind of evidence 'langage test' is not known; did "),
        ("{evidence recorded: x, kind: season}", "8:38: the kind of evidence 'season' is not known; known: language "),
        ("{evidence recorded: x, kind: course}", "8:38: 'course' is recorded by an event of its own, and not as "),
    ],
)
def test_what_the_kind_does_not_have_is_named_at_its_place(event: str, expected: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        given(event)
    (fault,) = refused.value.faults
    assert str(fault).removeprefix("trial.yaml:").startswith(expected)


def test_a_rulebook_may_declare_no_kind_of_its_own() -> None:
    with pytest.raises(DocumentRefused, match="'kind' is missing from 'evidence recorded': the rulebook declares none"):
        written(
            "scenarios:\n  ada:\n    text: Ada.\n    expect: [{on: 2020-06-01, level: none}]\n"
            "    given: [evidence recorded: test-1]\n"
        )
