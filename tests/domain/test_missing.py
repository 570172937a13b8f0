"""What a way to a level lacks first: a level that it asks for, or an act that was refused, with the day of that act."""

from datetime import date

from domain.answer import Known, Missing
from domain.missing import LEVEL_MISSING
from tests.domain.policy.texts import Item, case, chain_of, fact, policy

LADDER = """
levels:
  member:
    rank: 10
    title: Member
    routes:
      course: {for: course}
    kept while:
      require: {none: [for: refresher]}
      else: REFRESHED
  fellow:
    rank: 20
    title: Fellow
    routes:
      experience:
        all:
          - holds member
          - require:
              count: mediation
              at least: 2
            else: EXPERIENCE_SHORT
      merit:
        all:
          - require: holds member
            else: MEMBERSHIP_MISSING
          - {require: {for: education}, else: DEGREE_MISSING}
      either:
        any:
          - all: [holds member, {for: learning}]
          - for: education
            when:
              - require: holds member
                else: MEMBERSHIP_MISSING
"""
COURSE = fact("course", ended_on="2020-05-01")
MEDIATION = fact("mediation", started_on="2020-05-01")
DEGREE = fact("education", awarded_on="2010-05-01")

APPLYING = """
clauses:
  "7":
    text: Admitted upon an application, once in four years, with a degree of two years.
    source: the guild
    for: application
    judged on: application.submitted_on
    when:
      - require:
          none:
            - for: application as earlier one
              when:
                - earlier one.submitted_on before application.submitted_on
                - earlier one.submitted_on after 4 years before application.submitted_on
        else: ADMITTED_BEFORE
      - require:
          for: education
          when:
            - require: the day on or after 2 years after education.awarded_on
              else: DEGREE_TOO_FRESH
        else: DEGREE_MISSING
    else: APPLICATION_MISSING
levels:
  member:
    rank: 10
    title: Member
    routes:
      application:
        any:
          - clause 7
          - {for: mediation}
    kept while:
      require: {none: [for: refresher]}
      else: REFRESHED
"""


def ways(text: str, on: str, *items: tuple[str, Item]) -> dict[str, Missing]:
    found = case(chain_of(policy(text)), *items).answer("ada", date.fromisoformat(on), Known(1, ""), "in force")
    return {each.route: each for each in found.missing}


def applied(on: str, at: int) -> tuple[str, Item]:
    return fact("application", id=f"a-{at}", at=at, submitted_on=on)


def told(ways_of: dict[str, Missing]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {route: (each.reasons, each.needs) for route, each in ways_of.items()}


def test_a_level_that_is_asked_for_is_missing_before_all_else() -> None:
    found = ways(LADDER, "2021-01-01", MEDIATION, DEGREE)
    assert told(found) == {
        "course": ((), ()),
        "experience": ((LEVEL_MISSING, "EXPERIENCE_SHORT"), ("member",)),
        "merit": (("MEMBERSHIP_MISSING",), ("member",)),
        "either": (("MEMBERSHIP_MISSING",), ("member",)),
    }
    assert found["experience"].short == "1 mediation"
    assert not any(found[route].nearest for route in ("experience", "merit", "either"))


def test_what_one_of_several_ways_does_not_ask_for_is_not_needed() -> None:
    text = LADDER.replace("all: [holds member, {for: learning}]", "{for: learning}")
    assert told(ways(text, "2021-01-01"))["either"] == ((), ())


def test_once_the_level_is_held_the_rest_is_nearest() -> None:
    found = ways(LADDER, "2021-01-01", COURSE, MEDIATION)
    assert told(found)["experience"] == (("EXPERIENCE_SHORT",), ())
    assert found["experience"].nearest


def test_a_way_that_was_gone_is_not_kept_without_the_level_that_keeps_it() -> None:
    text = LADDER.replace("    title: Fellow\n", "    title: Fellow\n    kept while: holds member\n")
    found = ways(text.replace("- holds member\n", "- {for: mediation}\n"), "2021-01-01", MEDIATION, MEDIATION)[
        "experience"
    ]
    assert (found.status, found.reasons, found.needs) == ("met, not kept", (LEVEL_MISSING,), ("member",))


def test_an_act_that_was_refused_is_told_with_its_day() -> None:
    found = ways(APPLYING, "2013-01-01", DEGREE, applied("2012-04-30", 2))
    assert (found["application"].reasons, found["application"].short, found["application"].judged_on) == (
        ("DEGREE_TOO_FRESH",),
        "1 day",
        date(2012, 4, 30),
    )


def test_a_second_act_that_was_refused_tells_why_and_not_why_the_first_is_used_up() -> None:
    lost, first = fact("refresher", held_on="2017-01-01"), applied("2015-01-01", 2)
    before = ways(APPLYING, "2018-01-01", DEGREE, lost, first)["application"]
    assert (before.status, before.reasons, before.judged_on) == ("met, not kept", ("REFRESHED",), None)
    after = ways(APPLYING, "2019-01-01", DEGREE, lost, first, applied("2018-12-31", 3))["application"]
    assert (after.status, after.reasons, after.clauses, after.judged_on) == (
        "open",
        ("ADMITTED_BEFORE",),
        ("7",),
        date(2018, 12, 31),
    )


def test_a_second_act_that_was_refused_is_told_before_what_else_the_way_lacks() -> None:
    closing = "all:\n          - clause 7\n          - require: the day before 2016-01-01\n            else: CLOSED"
    text = APPLYING.replace("any:\n          - clause 7\n          - {for: mediation}", closing)
    lost, first = fact("refresher", held_on="2017-01-01"), applied("2015-01-01", 2)
    assert ways(text, "2018-01-01", DEGREE, lost, first)["application"].reasons == ("CLOSED",)
    found = ways(text, "2019-01-01", DEGREE, lost, first, applied("2018-12-31", 3))["application"]
    assert (found.reasons, found.judged_on) == (("ADMITTED_BEFORE", "CLOSED"), date(2018, 12, 31))


def test_acts_that_were_refused_are_told_again_when_asked_again() -> None:
    lost, acts = fact("refresher", held_on="2017-01-01"), (applied("2015-01-01", 2), applied("2018-12-31", 3))
    asked = case(chain_of(policy(APPLYING)), DEGREE, lost, *acts)
    first, again = (asked.answer("ada", date(2019, 1, day), Known(1, ""), "in force") for day in (1, 2))
    assert [each.reasons for each in first.missing] == [each.reasons for each in again.missing]
    assert ("ADMITTED_BEFORE",) in [each.reasons for each in again.missing]
