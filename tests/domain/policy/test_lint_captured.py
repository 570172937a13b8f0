"""Clauses that speak of an item in hand, though they may mean one of their own."""

import pytest

from domain.policy.lint import remarks
from tests.domain.policy.texts import policy

TEXT = """
clauses:
  renewal:
    text: An application with a course.
    source: s
    for: application
    with: [course]
    when:
      - application.level is renewal
      - {outer}
      - require: clause late course
        else: LATE_COURSE_MISSING
  late course:
    text: A course taken late.
    source: s
    for: application
    {with_}
    when:
      - {inner}
levels:
  member:
    rank: 1
    title: Member
    routes:
      renewal: clause renewal
"""


def said(outer: str, inner: str, with_: str = "with: [course]") -> list[tuple[str, str]]:
    text = policy(TEXT.format(outer=outer, inner=inner, with_=with_))
    return [(each.code, each.words) for each in remarks(text)]


def test_a_clause_that_compares_the_same_field_with_another_value_may_mean_another_item() -> None:
    words = (
        "clause late course speaks of the course that clause renewal has in hand, and both compare its program: "
        "where another is meant, clause late course gives its own another name, 'course as …'"
    )
    assert ("item-in-hand", words) in said("course.program is A", "course.program is one of A, B")


def test_where_the_two_exclude_each_other_the_clause_never_holds() -> None:
    found = dict(said("course.program is A", "course.program is B"))

    assert found.keys() >= {"item-in-hand", "never-holds", "route-never-taken"}


@pytest.mark.parametrize(
    ("outer", "inner", "with_"),
    [
        ("course.program is A", "course.program is A", "with: [course]"),
        ("course.program is A", "course.hours at least 40 hours", "with: [course]"),
        ("course.program is A", "late course.program is B", "with: [course as late course]"),
        ("application.level is renewal", "application.level is one of renewal, entry", "reaches earlier acts: no"),
    ],
)
def test_nothing_is_said_where_the_item_in_hand_is_meant(outer: str, inner: str, with_: str) -> None:
    assert "item-in-hand" not in dict(said(outer, inner, with_))
