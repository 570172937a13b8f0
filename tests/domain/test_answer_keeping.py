"""A level that was acquired and is not held: what keeps it or ends it is what is missing."""

from datetime import date

from application.proving import routes_proved
from domain.answer import Known, Missing
from tests.domain.policy.texts import Item, case, chain_of, fact, policy

GUILD = """
levels:
  member:
    rank: 10
    title: Member
    routes:
      course:
        for: course
    kept while:
      require:
        sum: learning.hours
        where:
          - learning.held_on on or after 1 year before the day
        at least: 10 hours
      else: LEARNING_SHORT
    lost when:
      for: refresher
"""
COURSE = fact("course", ended_on="2020-05-01", hours=40)
CHAIN = chain_of(policy(GUILD))
ON = date(2021, 5, 1)


def learnt(hours: object) -> tuple[str, Item]:
    return fact("learning", held_on="2020-05-01", hours=hours)


def missing(*items: tuple[str, Item]) -> list[Missing]:
    return list(case(CHAIN, *items).answer("ada", ON, Known(1, ""), "in force").missing)


def test_a_level_that_is_kept_lacks_nothing() -> None:
    assert missing(COURSE, learnt(10)) == []


def test_a_way_that_was_not_gone_is_open() -> None:
    assert [(each.status, each.short) for each in missing()] == [("open", "")]


def test_what_keeps_a_level_is_missing_where_the_way_was_gone() -> None:
    (found,) = missing(COURSE, learnt(4))
    assert (found.route, found.status, found.reasons, found.short) == (
        "course",
        "met, not kept",
        ("LEARNING_SHORT",),
        "6 hours",
    )


def test_what_ended_a_level_is_told_where_the_way_was_gone() -> None:
    (found,) = missing(COURSE, learnt(10), fact("refresher", held_on="2021-01-01"))
    assert (found.status, found.short) == ("met, lost", "")


def test_what_keeps_and_ends_a_level_is_proved() -> None:
    proofs = case(CHAIN, COURSE, learnt(4)).proofs_of_keeping(ON)
    assert [(level.id, what, proof.holds) for level, what, proof in proofs] == [
        ("member", "kept while", False),
        ("member", "lost when", False),
    ]


def test_a_level_that_may_have_ended_has_its_way_open() -> None:
    (found,) = missing(COURSE, learnt(10), fact("refresher", held_on=None))
    assert found.status == "open"


def test_what_renews_the_running_period_is_proved() -> None:
    text = """
periods:
  term:
    text: A term.
    source: the guild
    begins:
      for: course
      on: course.ended_on
    lasts: 2 years
    renewed:
      when:
        for: refresher
"""
    of_term = case(chain_of(policy(text)), COURSE)
    assert [(name, proof.holds) for name, proof in of_term.proofs_of_renewal(ON)] == [("term", False)]


def test_a_way_by_which_a_level_is_held_is_proved_as_of_its_first_day() -> None:
    fresh = "        for: course\n        when: [course.ended_on on or after 1 month before the day]\n"
    fresh += "      other: {for: mediation}\n"
    held = case(chain_of(policy(GUILD.replace("        for: course\n", fresh))), COURSE, learnt(10))
    course, other = routes_proved(held, ON)
    assert (course.name, course.on, course.proof.holds) == ("member: course", date(2020, 5, 1), True)
    assert (other.name, other.on, other.proof.holds) == ("member: other", ON, False)
    assert [each.on for each in routes_proved(held, date(2020, 4, 30))] == [date(2020, 4, 30)] * 2


def test_what_is_held_for_good_has_no_proof_of_keeping() -> None:
    for_good = GUILD.partition("    kept while")[0]
    assert list(case(chain_of(policy(for_good)), COURSE).proofs_of_keeping(ON)) == []
