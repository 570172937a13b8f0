"""Of two scenarios that contradict each other, the second is named where it does."""

import pytest

from application.contradictions import Sayings
from application.rulebooks import tried
from tests.scenarios.shelf import RULEBOOKS, documents_of, written

GIVEN = """    given:
      - course completed: course-1
        program: X
        format: online
        ended_on: 2020-03-20
        hours: 40
        result: passed
      - profile completed: profile-1
        completed_on: 2020-03-20
"""
SAME = """    given:
      - profile completed: profile-1
        completed_on: 2020-03-20
      - course completed: course-1
        program: X
        format: online
        ended_on: 2020-03-20
        hours: 40
        result: passed
"""
OTHER = GIVEN.replace("hours: 40", "hours: 39")
ADVICE = "of the same given and question: correct one of the two, or what is given"


def contradictions(first: str, second: str, given: str = SAME) -> list[str]:
    scenarios = written(
        f"scenarios:\n  ada:\n    text: Ada.\n    expect:\n      - {{{first}}}\n{GIVEN}"
        f"  bob:\n    text: Bob.\n    expect:\n      - {{{second}}}\n{given}"
    )
    sayings = Sayings()
    assert sayings.contradicted_by(scenarios[0]) == []
    return [str(each) for each in sayings.contradicted_by(scenarios[1])]


@pytest.mark.parametrize(
    ("first", "second", "keys"),
    [
        ("level: none", "level: qualified", "'level' contradicts 'level'"),
        ("until: 2021-01-01", "until: 2021-01-02", "'until' contradicts 'until'"),
        ("listing reasons: [FEE_DUE]", "listing reasons: []", "'listing reasons' contradicts 'listing reasons'"),
        ("reasons: [FEE_DUE]", "not reasons: [FEE_DUE, FD_STALE]", "'not reasons' contradicts 'reasons'"),
        ("not levels: [qualified]", "levels: [qualified]", "'levels' contradicts 'not levels'"),
        ("missing: {course: 1 hour}", "missing: {course: 2 hours}", "'missing' contradicts 'missing'"),
        (
            "basis since: {course: 2021-01-01}",
            "basis since: {course: 2020-01-01}",
            "'basis since' contradicts 'basis since'",
        ),
    ],
)
def test_what_cannot_be_both_is_named_at_its_place(first: str, second: str, keys: str) -> None:
    assert contradictions(f"on: 2021-01-01, {first}", f"on: 2021-01-01, {second}") == [
        f"trial.yaml:20:26: {keys} of 'ada' at trial.yaml:7:26, {ADVICE}"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("on: 2021-01-01, level: none", "on: 2021-01-02, level: qualified"),
        ("on: 2021-01-01, level: none", "on: 2021-01-01, known: 2020-12-31, level: qualified"),
        ("on: 2021-01-01, level: none", "on: 2021-01-01, under: '2019.10', level: qualified"),
        ("on: 2021-01-01, level: none", "on: 2021-01-01, level: none, standing: good"),
        ("on: 2021-01-01, reasons: [FEE_DUE]", "on: 2021-01-01, reasons: [FD_STALE]"),
        ("on: 2021-01-01, reasons: [FEE_DUE]", "on: 2021-01-01, not reasons: [FD_STALE]"),
        ("on: 2021-01-01, missing: {course: 1 hour}", "on: 2021-01-01, missing: {retrospective: 2 hours}"),
        (
            "on: 2021-01-01, listing reasons: [FEE_DUE, FD_STALE]",
            "on: 2021-01-01, listing reasons: [FD_STALE, FEE_DUE]",
        ),
    ],
)
def test_other_questions_and_other_words_contradict_nothing(first: str, second: str) -> None:
    assert contradictions(first, second) == []


def test_other_events_contradict_nothing() -> None:
    assert contradictions("on: 2021-01-01, level: none", "on: 2021-01-01, level: qualified", OTHER) == []


def test_a_scenario_may_contradict_itself() -> None:
    (scenario,) = written(
        "scenarios:\n  ada:\n    text: Ada.\n    expect:\n"
        "      - {on: 2021-01-01, level: none}\n      - {on: 2021-01-01, level: qualified}\n"
    )
    documents = documents_of(RULEBOOKS / "imi")

    ((_, (first, second)),) = tried([scenario], documents, Sayings())

    assert str(first) == f"trial.yaml:8:26: 'level' contradicts 'level' of 'ada' at trial.yaml:7:26, {ADVICE}"
    assert str(second) == "trial.yaml:8:26: on 2021-01-01: 'level': expected qualified, found none"
