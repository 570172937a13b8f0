"""What leans on a part of a text, and is told beside its change."""

from domain.policy.differing import difference
from domain.policy.leaning_on import leaning_on
from tests.domain.policy.texts import policy

TEXT = """
clauses:
  1.1:
    text: Hours.
    source: s
    for: course
    when:
      - require: course.hours at least {hours}
        else: HOURS_SHORT
  1.2:
    text: A course, then as now.
    source: s
    for: refresher
    when:
      - require: clause 1.1
        else: COURSE_MISSING
  1.3:
    text: As it was.
    source: s
    that: clause 1.1 as in force on 1999-12-31
  1.4:
    text: Within a term.
    source: s
    for: term
    when: [the day within term]
  1.5:
    text: Of its own.
    source: s
    for: mediation
periods:
  term:
    text: A term.
    source: s
    begins:
      whenever: clause 1.1
    lasts: {lasts}
levels:
  trained:
    rank: 1
    title: Trained
    routes:
      course: clause 1.2
      early: clause 1.3
    kept while: clause 1.4
  master:
    rank: 2
    title: Master
    routes:
      practice:
        all: [holds trained, clause 1.5]
listing:
  of: [master]
  needs:
    course:
      that: clause 1.1
"""
ON_HOURS = (
    "clause 1.2",
    "the period 'term'",
    "the route 'course' to trained",
    "the route 'practice' to master",
    "the need 'course'",
    "the listing",
)


def text(hours: str = "40 hours", lasts: str = "2 years") -> str:
    return TEXT.format(hours=hours, lasts=lasts)


def test_what_leans_on_a_part_is_called_in_the_order_of_the_text() -> None:
    leaning = leaning_on(policy(text()))

    assert leaning["clause 1.1"] == ON_HOURS
    assert leaning["clause 1.5"] == ("the route 'practice' to master", "the listing")
    assert leaning["clause 1.2"] == ("the route 'course' to trained", "the route 'practice' to master", "the listing")


def test_a_change_of_a_clause_tells_what_leans_on_it() -> None:
    (change,) = difference(policy(text()), policy(text(hours="50 hours"))).meaning

    assert str(change).startswith("clause 1.1: ")
    assert change.leaning == ON_HOURS


def test_a_change_of_a_period_tells_what_leans_on_it() -> None:
    (change,) = difference(policy(text()), policy(text(lasts="3 years"))).meaning

    assert change.where == "period term"
    assert change.leaning[:2] == ("clause 1.4", "'kept while' of trained")


def test_lines_of_a_clause_are_told_with_what_leans_on_it() -> None:
    (change,) = difference(
        policy(text().replace("mediation\n", "mediation\n    when: [mediation.hours at least 2 hours]\n")),
        policy(text().replace("mediation\n", "mediation\n    when: [mediation.hours at least 3 hours]\n")),
    ).meaning

    assert change.leaning == ("the route 'practice' to master", "the listing")


def test_what_is_added_tells_nothing_that_leans_on_it() -> None:
    added = text().replace("periods:", "  1.6:\n    text: t\n    source: s\n    for: mediation\nperiods:")

    assert [each.leaning for each in difference(policy(text()), policy(added)).meaning] == [()]
