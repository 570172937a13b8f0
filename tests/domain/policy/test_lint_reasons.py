"""A clause that only chooses items gives none of its reasons, which is asked about where nothing else gives them."""

import pytest

from domain.policy.text import Policy
from tests.domain.policy.questions import LEVEL, said
from tests.domain.policy.texts import policy

CLAUSES = """
clauses:
  1:
    text: A course of forty hours.
    source: A.
    for: course
    when:
      - course.passed is yes
      - {line}
    else: COURSE_MISSING
  2:
    text: Forty hours.
    source: A.
    for: course
    when:
      - require: clause 3
      - require: course.passed is yes
        else: {code}
    reason: HOURS_MET
  3:
    text: An online course.
    source: A.
    for: course
    when:
      - course.format is online
"""
OTHERS = "{for: application, with: {approval: HOURS_SHORT}, when: [approval begun by the day]}"
TOLD = (
    "HOURS_SHORT of clause 2 is never given, because clause 1 only chooses the course by it: write 'require: clause 2'"
)


def text(line: str = "clause 2", code: str = "HOURS_SHORT", further: str = "") -> Policy:
    return policy(CLAUSES.format(line=line, code=code) + LEVEL + "      way: clause 1\n" + further)


def test_a_clause_that_only_chooses_gives_no_reason() -> None:
    assert said(text(), "reason-never-given") == [TOLD]


def test_several_reasons_are_told_together() -> None:
    both = CLAUSES.format(line="clause 2", code="HOURS_SHORT").replace(
        "    reason: HOURS_MET", "    reason: HOURS_MET\n    else: ONLINE_MISSING"
    )

    (words,) = said(policy(both + LEVEL + "      way: clause 1\n"), "reason-never-given")
    assert words.startswith("HOURS_SHORT and ONLINE_MISSING of clause 2 are never given")


@pytest.mark.parametrize(
    ("line", "code", "further"),
    [
        ("require: clause 2", "HOURS_SHORT", ""),
        ("any: [clause 2]", "HOURS_SHORT", ""),
        ("clause 2", "COURSE_MISSING", ""),
        ("clause 3", "HOURS_SHORT", ""),
        ("clause 2", "HOURS_SHORT", "      other way: clause 2\n"),
        ("clause 2", "HOURS_SHORT", "      other way: {for: course, when: [{none: [clause 1]}]}\n"),
        (f"clause 2\n      - {OTHERS}", "HOURS_SHORT", ""),
    ],
)
def test_reasons_that_are_given_somewhere_are_left_alone(line: str, code: str, further: str) -> None:
    assert said(text(line, code, further), "reason-never-given") == []


def test_a_clause_about_nothing_in_hand_gives_its_reasons() -> None:
    about_nothing = CLAUSES.replace(
        "    for: course\n    when:\n      - require: clause 3", "    all:\n      - clause 4"
    )
    about_nothing = about_nothing.replace(
        "course.passed is yes\n        else", "the day after 2000-01-01\n        else"
    )
    further = "  4:\n    text: A.\n    source: A.\n    all: [the day after 2001-01-01]\n"
    levels = LEVEL + "      way: clause 1\n"

    told = policy(about_nothing.format(line="clause 2", code="HOURS_SHORT") + further + levels)
    assert said(told, "reason-never-given") == []


def test_a_period_tells_no_reasons_and_is_in_hand_where_it_is_renewed() -> None:
    periods = """
periods:
  term:
    text: A.
    source: A.
    begins: {for: course, when: [clause 5], on: course.ended_on}
    lasts: 1 year
    renewed: {when: clause 6}
"""
    clauses = """
clauses:
  5:
    text: A.
    source: A.
    for: course
    when: [{require: course.passed is yes, else: NOT_PASSED}]
  6:
    text: A.
    source: A.
    for: term
    when: [clause 7]
  7:
    text: A.
    source: A.
    for: term
    when: [{require: {for: refresher, when: [refresher.held_on within term]}, else: REFRESHER_MISSING}]
"""
    assert said(policy(clauses + periods), "reason-never-given") == []
