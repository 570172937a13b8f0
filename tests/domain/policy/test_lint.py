"""What a careful lawyer would ask of a text, each question under its code, and where it is asked in the document."""

import pytest

from domain.policy.lint import remarks
from domain.policy.lint_chain import chain_remarks
from domain.policy.places import Way, place_of
from domain.policy.text import Policy
from infrastructure.documents import read_yaml
from tests.domain.policy.questions import LEVEL, codes, routes, said
from tests.domain.policy.texts import amendment, asking, policy, read, written

TWICE = """
clauses:
  1:
    text: A.
    source: A.
    any: [holds member, the day before 2020-01-01]
    reason: {reason}
  2:
    text: B.
    source: B.
    {second}
    else: MISSING
levels:
  member:
    rank: 1
    title: Member
    routes:
      one: clause 2
      other: {{for: course, when: [clause 2]}}
"""


def test_parts_that_mean_the_same() -> None:
    text = policy(
        TWICE.format(reason="OK", second="any: [the day before 2020-01-01, holds member]").replace(
            "holds member", "entitled to other"
        )
        + "  other:\n    rank: 2\n    title: B\n"
    )

    assert said(text, "same-meaning") == ["clause 2 means the same as clause 1"]
    assert said(routes("for: course", "for: course as taken"), "same-meaning") == [
        "the route 'way 2' means the same as the route 'way 1'"
    ]


def test_a_code_that_is_given_both_ways() -> None:
    body = """
clauses:
  1:
    text: A.
    source: A.
    for: course
    with:
      refresher: LATE
    reason: {reason}
    else: {otherwise}
levels:
  member:
    rank: 1
    title: Member
    routes:
      one: {{any: [clause 1, none: [clause 1]]}}
"""
    assert said(policy(body.format(reason="LATE", otherwise="NONE")), "code-both-ways") == [
        "clause 1 gives LATE where it holds, and elsewhere it says what is missing"
    ]
    assert codes(policy(body.format(reason="DONE", otherwise="NONE"))) == []


def test_a_clause_that_only_excludes_may_give_what_is_missing() -> None:
    body = """
clauses:
  1:
    text: A.
    source: A.
    for: course
    reason: LATE
levels:
  member:
    rank: 1
    title: Member
    routes:
      one: {none: [clause 1]}
listing:
  of: [member]
  needs:
    one: {that: {for: refresher}, else: LATE}
"""
    assert codes(policy(body)) == []


REFUSED = """
clauses:
  1:
    text: A.
    source: A.
    {accepted}
refuses:
  R:
    text: No.
    source: A.
    {refused}
    reason: NO
levels:
  member:
    rank: 1
    title: Member
    routes:
      one: clause 1
    kept while: clause 1
"""


@pytest.mark.parametrize(
    ("accepted", "refused", "clash"),
    [
        ("{for: course, when: [course.passed is yes]}", "{for: course}", True),
        (
            "{for: course, with: [refresher], when: [{require: course.passed is yes, else: NO}]}",
            "{for: course, when: [course.passed is yes]}",
            True,
        ),
        ("{for: course}", "{for: course}", True),
        ("{for: course}", "{for: course, when: [course.passed is yes]}", False),
        ("{for: course}", "{for: refresher}", False),
        ("{for: course}", "{count: refresher, at least: 1}", False),
    ],
)
def test_a_refusal_of_what_is_accepted(accepted: str, refused: str, clash: bool) -> None:  # noqa: FBT001
    body = REFUSED.format(accepted=f"that: {accepted}", refused=f"that: {refused}")

    assert bool(said(policy(body), "refuses-what-is-accepted")) == clash


def test_a_level_that_is_kept_and_lost_on_the_same_condition() -> None:
    text = policy(
        LEVEL + ("      way: {for: course}\n    kept while: {for: refresher}\n    lost when: {for: refresher}\n")
    )

    assert codes(text) == ["kept-and-lost", "loss-without-reason"]


def test_what_nothing_reads() -> None:
    body = """
parameters:
  p:
    text: A.
    source: A.
    values: {a: one, b: other}
    default: a
  q:
    text: A.
    source: A.
    values: {a: one, b: other, c: third}
    default: a
vocabulary:
  essay:
    words: an essay
    counts from: on
    fields: {on: date}
clauses:
  1:
    text: A.
    source: A.
    any: [q is a, the day before 2020-01-01]
periods:
  year of membership:
    text: A.
    source: A.
    begins: {for: course, on: course.ended_on}
    lasts: 1 year
levels:
  member:
    rank: 1
    title: Member
    routes:
      way: {for: course}
  guest:
    rank: 0
    title: Guest
"""
    text = policy(body)

    assert [each.words for each in remarks(text)] == [
        "the parameter 'p' is read by no condition",
        "no condition tells the readings 'b' and 'c' of 'q' apart",
        "no level, rule, need or other clause names clause 1",
        "the kind 'essay' is read by no condition",
        "the period 'year of membership' is read by no condition",
        "member is held for ever, though the text has the period year of membership",
    ]


def test_a_remark_is_made_on_the_text_that_gives_rise_to_it() -> None:
    before = policy(asking("the day before 2010-01-01"))
    after = amendment(before, "marked: A note.\n", "2", "2012-01-01")
    later = amendment(after, "marked: Another.\n", "3", "2013-01-01")

    assert [each.code for each in remarks(after, before)] == ["not-in-force-then"]
    assert remarks(later, after) == ()


def test_a_kind_that_is_not_read_any_more_was_not_declared_for_nothing() -> None:
    before = policy(asking("for: refresher"))
    after = amendment(before, "drops: {notes: [asked]}\n", "2", "2012-01-01")

    assert remarks(after, before) == ()


YEARS = """
periods:
  year:
    text: A.
    source: A.
    begins: {{for: course, on: course.ended_on}}
    lasts: 1 year
clauses:
  1:
    text: A.
    source: A.
    all: [{first}]
  2:
    text: A.
    source: A.
    for: year
    when: [the day within year]
  3:
    text: A.
    source: A.
    any: [clause 2, {{for: refresher}}]
"""
RESTATED = """
clauses:
  1:
    text: B.
    source: B.
    all: [{first}]
  2:
    text: B.
    source: B.
    for: course
  3:
    text: B.
    source: B.
    any: [clause 2, {{for: refresher}}]
"""


@pytest.mark.parametrize(
    ("first", "found"),
    [
        ("clause 3 as in force on 2019-12-31", []),
        ("clause 9 as in force on 2019-12-31", []),
        ("clause 3 as in force on 2019-12-31, clause 2 as in force on 2019-12-31", []),
        ("{for: course, when: [clause 3 as in force on course.begun_on]}", []),
        ("clause 3", ["period-not-read"]),
        ("clause 1.1 as in force on 2019-12-31", ["period-not-read"]),
    ],
)
def test_a_period_that_is_read_through_a_clause_of_another_day(first: str, found: list[str]) -> None:
    further = "  1.1:\n    text: A.\n    source: A.\n    for: course\n"
    before = policy(
        YEARS.format(first="clause 3") + further + LEVEL + "      way: clause 1\n    kept while: clause 3\n"
    )
    after = amendment(before, RESTATED.format(first=first), "2", "2020-01-01")

    assert [each.code for each in remarks(after, before) if each.code == "period-not-read"] == found


def test_what_has_no_reason_of_its_own_gives_none_both_ways() -> None:
    body = """
clauses:
  1:
    text: A.
    source: A.
    for: course
    when: [{require: clause 2}]
  2:
    text: A.
    source: A.
    for: course
    when: [{require: course.passed is yes, else: NOT_PASSED}]
listing:
  of: [member]
  needs:
    course: {that: clause 1}
"""
    assert codes(policy(body + LEVEL + "      way: clause 1\n")) == []


def test_what_every_item_has_to_meet_is_accepted() -> None:
    body = """
clauses:
  1:
    text: A.
    source: A.
    every: course
    that: clause 2
  2:
    text: A.
    source: A.
    for: course
    when: [{require: course.passed is yes, else: NOT_PASSED}]
    reason: NOT_PASSED
"""
    assert codes(policy(body + LEVEL + "      way: clause 1\n")) == ["code-both-ways"]


def test_periods_that_never_begin_or_are_extended_without_evidence_are_nothing_to_ask_about() -> None:
    body = """
periods:
  year:
    text: A.
    source: A.
    note: Inferred.
    begins: never
    lasts: 1 year
    extended:
      summer:
        when: [year.last_day on or after 2020-06-30]
        up to: the next 31 December from year.due
    renewed: always
"""
    kept = "    kept while:\n      require: {for: year, when: [the day within year]}\n      else: OVER\n"

    assert codes(policy(body + LEVEL + "      way: {for: course}\n" + kept)) == []


def version(name: str, from_: str, until: str = "", published: str = "2000-01-01") -> Policy:
    extra = f"in force until: {until}\n" if until else ""
    return read(written(asking("for: course"), name, from_, published=published, extra=extra))


def test_versions_that_follow_on_each_other() -> None:
    chain = [version("1", "2010-01-01"), version("2", "2012-01-01")]

    assert list(chain_remarks(chain)) == []


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (
            version("1", "2012-01-01"),
            version("2", "2012-01-01", published="2001-01-01"),
            "takes effect on 1 January 2012, as version 1 does: the one published later decides",
        ),
        (
            version("1", "2010-01-01", "2013-01-01"),
            version("2", "2012-01-01"),
            "takes effect on 1 January 2012, while version 1 is in force until 1 January 2013",
        ),
        (
            version("1", "2010-01-01", "2011-01-01"),
            version("2", "2012-01-01"),
            "no text is in force from 1 January 2011 until 1 January 2012",
        ),
        (version("1", "2010-01-01", "2012-01-01"), version("2", "2012-01-01"), ""),
    ],
)
def test_versions_in_force_together_or_apart(first: Policy, second: Policy, told: str) -> None:
    assert [words for _, _, _, words in chain_remarks([second, first])] == ([told] if told else [])


@pytest.mark.parametrize(
    ("way", "line", "column"),
    [
        (("levels", "guest"), 4, 3),
        (("levels", "member", "routes", "one"), 9, 7),
        (("levels", "member", "kept while"), 7, 3),
        (("clauses", "1"), 1, 1),
        (("listing", "needs", "name"), 1, 1),
    ],
)
def test_a_remark_has_its_place_as_far_as_the_document_states_it(way: Way, line: int, column: int) -> None:
    typed = read_yaml(
        (
            "title: T\nin force from: 2020-01-01\nspecialisations:\n  guest: {}\nlisting: all\nlevels:\n "
            " member:\n    routes:\n      one: x\n"
        ),
        "x.yaml",
    )
    if way[0] == "listing":
        line = 5

    assert (place_of(typed, way).line, place_of(typed, way).column) == (line, column)
