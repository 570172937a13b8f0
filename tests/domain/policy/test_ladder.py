"""The levels of a text, their routes, and what those lean on."""

from domain.policy.ladder import Leaning, Rung, Way, ladder_of
from tests.domain.policy.texts import policy

BODY = """
parameters:
  p:
    text: A.
    source: A.
    values: {a: one, b: other}
    default: a
clauses:
  1:
    text: A course.
    source: A.
    for: course
    with: [approval]
    when: [approval in force on course.ended_on]
  2:
    text: Held and named.
    source: A.
    all: [holds trained, clause 1, none: [holds gone]]
levels:
  trained:
    rank: 1
    title: Trained
    routes:
      course: {any: [clause 1, {for: course, with: [refresher]}]}
  qualified:
    rank: 2
    title: Qualified
    routes:
      experience: {all: [clause 2, p is a, {count: mediation, where: [mediation.role is lead], at least: 3}]}
      old rule: clause 1 as in force on 2010-01-01
      older rule: clause 9 as in force on 2010-01-01
    kept while: {share: mediation, of which: [mediation.role is lead], at least: 40 %}
    lost when: {for: refresher}
specialisations:
  gone:
    rank: 0
    title: Gone
"""


def test_levels_stand_by_rank_with_their_routes() -> None:
    ladder = ladder_of(policy(BODY))

    assert ladder.title == "guild 1: The rules of the guild"
    assert ladder.rungs == (
        Rung(
            "qualified",
            "Qualified",
            2,
            (
                Way(
                    "experience",
                    (
                        Leaning("Held and named.", "2", ("1",)),
                        Leaning("'p' is read as 'a'"),
                        Leaning("at least 3 mediations"),
                    ),
                    ("trained",),
                ),
                Way("old rule", (Leaning("A course.", "1"),)),
                Way("older rule", (Leaning("", "9"),)),
            ),
            (
                Way("kept while", (Leaning("at least 40 percent of mediations"),)),
                Way("lost when", (Leaning("there is a refresher"),)),
            ),
        ),
        Rung(
            "trained",
            "Trained",
            1,
            (Way("course", (Leaning("A course.", "1"), Leaning("there is a course with a refresher"))),),
            (),
        ),
    )
    assert ladder.aside == (Rung("gone", "Gone", None, (), ()),)
