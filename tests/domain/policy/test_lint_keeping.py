"""Levels that are lost without a reason, and acts of before that a text which restates them does not honour."""

import pytest

from domain.policy.differing import difference
from domain.policy.lint import remarks
from tests.domain.policy.texts import amendment, policy

AGAIN = ("2", "2021-01-01")

KEPT = """
levels:
  member:
    rank: 1
    title: Member
    routes:
      course: {{for: course}}
    kept while:
{kept}
"""
TERM = """
periods:
  term:
    text: A year.
    source: s
    begins:
      for: course
      on: course.ended_on
    lasts: 1 year
    renewed:
      when:
        require: {for: learning}
        else: LEARNING_MISSING
"""
RUNS = "for: term\nwhen: [the day within term]"


def kept(lines: str, beside: str = "") -> list[str]:
    text = policy(KEPT.format(kept="".join(f"      {line}\n" for line in lines.split("\n"))) + beside)
    return [each.words for each in remarks(text) if each.code == "loss-without-reason"]


def test_a_level_that_is_lost_for_what_is_not_there_needs_a_reason() -> None:
    words = "nobody who loses it is told why: write 'require:' with an 'else', or name a clause"
    assert kept("for: learning") == [f"'kept while' has no reason; {words}"]
    assert kept(
        RUNS,
        TERM.replace(
            "      when:\n        require: {for: learning}\n        else: LEARNING_MISSING\n",
            "      when: {for: learning}\n",
        ),
    )


@pytest.mark.parametrize(
    ("lines", "beside"),
    [
        ("require: {for: learning}\nelse: LEARNING_MISSING", ""),
        ("none: [for: refresher]", ""),
        ("for: course\nwith: {learning: LEARNING_MISSING}", ""),
        (RUNS, TERM),
    ],
)
def test_a_reason_may_stand_anywhere_and_what_is_there_is_told_itself(lines: str, beside: str) -> None:
    assert kept(lines, beside) == []


BEFORE = """
clauses:
  "6":
    text: Entry with a course.
    source: s
    for: application
    judged on: application.submitted_on
    when:
      - require: clause 7
    else: ENTRY_MISSING
  "7":
    text: A course.
    source: s
    for: course
levels:
  member:
    rank: 1
    title: Member
    routes:
      entry: clause 6
    kept while:
      any: [clause 6]
"""
SEVEN = """
clauses:
  "7":
    text: A course of ten hours.
    source: s
    for: course
    when: [course.hours at least 10 hours]
"""
SIX = """
clauses:
  "6":
    text: Entry with a course and learning.
    source: s
    for: application
    judged on: application.submitted_on
    when:
      - require: clause 7
      - require: {for: learning}
        else: LEARNING_MISSING
    else: ENTRY_MISSING
"""
HONOURED = """
levels:
  member:
    kept while:
      any:
        - clause 6
        - for: application
          when:
            - clause 6 as in force on application.submitted_on
"""


def lost(body: str, before: str = BEFORE) -> list[tuple[tuple[str, ...], str]]:
    text = policy(before)
    return [
        (each.way, each.words)
        for each in remarks(amendment(text, body, *AGAIN), text)
        if each.code == "acts-not-honoured"
    ]


@pytest.mark.parametrize("body", [SIX, SEVEN])
def test_an_act_that_keeps_a_level_and_is_restated_loses_every_holder(body: str) -> None:
    ((way, words),) = lost(body)
    assert way == ("clauses", "6")
    assert words.startswith("member is kept by clause 6, which is restated here: from ")
    assert "'clause 6 as in force on application.submitted_on' honours them" in words
    before = policy(BEFORE)
    assert difference(before, amendment(before, body, *AGAIN)).lost == (words,)


@pytest.mark.parametrize(
    "body",
    [
        HONOURED + SIX.strip(),
        SIX.replace("    when:", "    reaches earlier acts: yes\n    when:"),
        SEVEN.replace('"7"', '"8"'),
        HONOURED.replace("  member:", "  fellow:\n    rank: 2\n    title: Fellow\n    routes: {entry: clause 6}")
        + SIX.strip(),
    ],
    ids=["as in force", "reaching", "another clause", "a level of its own"],
)
def test_acts_that_are_honoured_or_judged_anew_lose_nobody(body: str) -> None:
    assert (
        lost(body, BEFORE if "fellow" not in body else BEFORE.replace("    kept while:\n      any: [clause 6]\n", ""))
        == []
    )
