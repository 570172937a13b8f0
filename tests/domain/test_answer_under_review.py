"""A level that is held although its basis no longer stands: what was taken back, and what would restore it."""

from datetime import date

import msgspec
import pytest

from domain.answer import Answer, Known, Missing
from domain.policy.chain import alone
from tests.domain.policy.texts import Item, case, fact, policy, version_of

GUILD = """
levels:
  apprentice:
    rank: 10
    title: Apprentice
    routes:
      course:
        for: course
  member:
    rank: 20
    title: Member
    routes:
      experience:
        require:
          count: mediation
          at least: 3
        else: EXPERIENCE_SHORT
      course:
        for: course
        when:
          - require: course.hours at least 40 hours
            else: HOURS_SHORT
    kept while:
      none:
        - for: refresher
announces:
  by letter:
    level: member
    text: To come.
    source: the guild
    reason: ANNOUNCED
specialisations:
  online:
    rank: 0
    title: Online
    routes:
      online mediation:
        require:
          count: mediation
          where:
            - mediation.role is co
          at least: 2
        else: ONLINE_SHORT
"""
TEXT = alone(version_of(policy(GUILD)))
KNOWN = Known(position=7, recorded_at="")
TAKEN_BACK = "2022-05-01"


def entry(number: int, **said: object) -> tuple[str, Item]:
    return fact("mediation", id=f"entry-{number}", at=number, started_on=f"2021-0{number}-01", **said)


TWO = (entry(1), entry(2))
THIRD = entry(3, retracted_on=TAKEN_BACK)
RECOGNISED = fact("recognition", id="r", level="member", granted_on="2021-06-01", cites_evidence="yes")


def answer(day: str, *items: tuple[str, Item]) -> Answer:
    return case(TEXT, *items).answer("ada", date.fromisoformat(day), KNOWN, "in force")


def towards(level: str, found: Answer) -> list[Missing]:
    return [each for each in found.missing if each.level == level]


def test_evidence_that_was_retracted_since_is_marked_from_its_day_on() -> None:
    for day, expected in (("2022-04-30", None), (TAKEN_BACK, date(2022, 5, 1))):
        (basis,) = answer(day, *TWO, THIRD).basis
        assert [(each.id, each.retracted_on) for each in basis.evidence] == [
            ("entry-1", None),
            ("entry-2", None),
            ("entry-3", expected),
        ]


def test_what_stands_is_not_marked_at_all() -> None:
    (basis,) = answer("2022-04-30", *TWO, THIRD).basis
    assert "retracted_on" not in msgspec.to_builtins(basis.evidence[2])


def test_what_would_restore_the_basis_is_missing_from_that_day_on() -> None:
    assert towards("member", answer("2022-04-30", *TWO, THIRD)) == []
    found = answer(TAKEN_BACK, *TWO, THIRD)
    assert found.level.id == "member"
    assert [(each.route, each.status, each.short, each.nearest) for each in towards("member", found)] == [
        ("experience", "open", "1 mediation", True),
        ("course", "open", "", False),
    ]
    assert "EXPERIENCE_SHORT" in found.reasons
    assert "ANNOUNCED" not in found.reasons


def test_a_basis_that_stands_without_what_was_retracted_lacks_nothing() -> None:
    again = fact("mediation", id="entry-4", at=4, started_on="2022-02-01")
    assert towards("member", answer(TAKEN_BACK, *TWO, THIRD, again)) == []


def test_a_recognition_of_evidence_that_does_not_give_the_level_lacks_what_would() -> None:
    found = answer("2022-01-01", *TWO, RECOGNISED)
    assert [basis.route for basis in found.basis] == ["recognition"]
    assert [(each.route, each.short) for each in towards("member", found)] == [
        ("experience", "1 mediation"),
        ("course", ""),
    ]


def test_a_recognition_that_cites_no_evidence_lacks_nothing() -> None:
    honorary = fact("recognition", id="r", level="member", granted_on="2021-06-01", cites_evidence="no")
    assert towards("member", answer("2022-01-01", *TWO, honorary)) == []


def test_a_recognition_whose_routes_are_met_lacks_none_of_them() -> None:
    refreshed = fact("refresher", id="s", at=9, held_on="2021-07-01")
    found = answer("2022-01-01", *TWO, entry(3), RECOGNISED, refreshed)
    assert [basis.route for basis in found.basis] == ["recognition"]
    assert towards("member", found) == []


def test_what_restores_a_lower_level_is_not_sought_while_a_higher_one_is_held() -> None:
    lower = fact("recognition", id="r", level="apprentice", granted_on="2021-06-01", cites_evidence="yes")
    (course,) = towards("apprentice", answer("2022-01-01", *TWO, entry(3), lower))
    assert not course.nearest


@pytest.mark.parametrize(("day", "nearest"), [("2022-04-30", []), (TAKEN_BACK, [True])])
def test_a_specialisation_is_restored_as_a_level_is(day: str, nearest: list[bool]) -> None:
    found = answer(day, entry(1, role="co"), entry(2, role="co", retracted_on=TAKEN_BACK))
    assert [held.id for held in found.specialisations] == ["online"]
    assert [each.nearest for each in towards("online", found)] == nearest
