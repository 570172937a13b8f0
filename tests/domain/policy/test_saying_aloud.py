"""A text as a lawyer would read it aloud: what happened, of what a clause speaks, what the text describes itself."""

import pytest

from domain.policy.said import one_line
from domain.policy.saying_text import sections_of
from tests.domain.policy.texts import KINDS, policy

KINDS_OF_ITS_OWN = """
vocabulary:
  birth:
    words: a birth
    counts from: born_on
    fields:
      born_on: date
  prize:
    words: a prize
    counts from: handed_in_on
    until: valid_until
    fields:
      handed_in_on: date
      cycle_from: date
      covers_from: date
      valid_until: date; absent means no end
      prize: text
  course:
    fields:
      stars: number
"""
TEXT = """
clauses:
  1:
    text: A course.
    source: s
    for: course
    when: [course.passed is yes]
  2:
    text: Taken together.
    source: s
    for: application
    with: [course]
    when:
      - clause 1
      - none: [clause 1]
      - clause 1 as in force on 2010-01-01
      - clause 3
  3:
    text: Nothing of its own.
    source: s
    any: [the day after 2010-01-01, clause 1, clause 4]
  4:
    text: In a circle of names, once.
    source: s
    any: [clause 1]
  5:
    text: Not held.
    source: s
    none: [holds member]
periods:
  term:
    text: A term.
    source: s
    begins: {for: application, on: application.submitted_on}
    lasts: 1 year, then 2 years, then 3 years
    renewed: {when: clause 6}
  cycle:
    text: A cycle.
    source: s
    begins: {for: application, on: application.submitted_on}
    lasts: 1 year, then 2 years, then 3 years, then 4 years, then 5 years, then 6 years, then 7 years, then 8 years
levels:
  member: {rank: 1, title: Member, routes: {course: clause 1}}
"""
RUNNING = """  6:
    text: The term is over on the day.
    source: s
    for: term
    when: [the day after term.last_day]
periods:
"""


def means(heading: str, text: str) -> list[str]:
    sections = {each.heading: each for each in sections_of(policy(text), {}, KINDS)}
    return [one_line(each) for each in sections[heading].means]


WHOLE = TEXT.replace("periods:\n", RUNNING)


def test_a_clause_speaks_of_what_is_in_hand() -> None:
    (said,) = means("Clause 2", WHOLE)

    assert said == (
        "there is an application together with a course, of which all of this is true: ["
        "clause 1 holds of the course; clause 1 does not hold of the course; "
        "clause 1 holds of the course, as it stood in the text of 1 January 2010; clause 3 holds of the course]"
    )


def test_a_clause_that_takes_nothing_in_hand_speaks_of_nothing() -> None:
    assert means("Clause 3", WHOLE)[0].endswith("clause 1 holds; clause 4 holds]")
    assert means("Clause 5", WHOLE) == ["the level member is not held"]


def test_a_period_is_in_hand_where_it_is_renewed() -> None:
    said = means("Period term", WHOLE)

    assert said[2] == (
        "the first lasts 1 year, the second lasts 2 years, and every later one 3 years, each with its first day counted"
    )
    assert said[3] == "it is renewed if on its last day, extensions included, clause 6 holds of the term"
    assert "the fifth lasts 5 years, the 6th lasts 6 years, the 7th" in means("Period cycle", WHOLE)[2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("birth.born_on before 2000-01-01", "the person was born before 1 January 2000"),
        ("prize.handed_in_on before 2000-01-01", "the prize was handed in before 1 January 2000"),
        ("prize.cycle_from before 2000-01-01", "the beginning of the prize's cycle is before 1 January 2000"),
        ("prize.covers_from before 2000-01-01", "the day from which the prize covers is before 1 January 2000"),
        ("prize.valid_until before 2000-01-01", "the day until which the prize is valid is before 1 January 2000"),
        ("prize.prize is gold", "the prize is gold"),
    ],
)
def test_fields_are_said_by_what_they_tell(line: str, said: str) -> None:
    kind = line.partition(".")[0]
    lines = [f"prize in force on the day, {line}" if kind == "prize" else line]
    clause = f"clauses:\n  1:\n    text: t\n    source: s\n    for: {kind}\n    when: [{lines[0]}]\n"

    assert said in means("Clause 1", KINDS_OF_ITS_OWN + clause)[0]


def test_what_has_happened_is_stated_with_its_day() -> None:
    clause = (
        "clauses:\n  1:\n    text: t\n    source: s\n    for: mediation\n    when: [mediation.verified_on is given]\n"
    )

    assert means("Clause 1", clause)[0].endswith("[it is stated on which day the mediation was verified]")


def test_the_evidence_that_a_text_describes_itself_is_told() -> None:
    further, birth, prize = means("Evidence that this text describes itself", KINDS_OF_ITS_OWN)

    assert further == "further fields of course are: [stars: number, unknown where it is missing]"
    assert birth.startswith(
        "birth is a birth, and counts from its 'born on' on; its fields are: [born on: date, unknown"
    )
    assert prize.startswith(
        "prize is a prize, and is in force from its 'handed in on' up to and without its 'valid until'"
    )
    assert "valid until: date, meaning no end where it is missing" in prize
