"""What a change does to one person: why, by which clauses, and which days are taken that could be relied on."""

from datetime import date

import pytest

from domain import likeness
from domain.ground import Ground
from domain.impact import Because, Prejudice, Side, Taken, Touched, Trial, changed_clauses
from domain.likeness import Likening, Place
from domain.outcome import outcome
from domain.policy.chain import Chain
from domain.policy.rules import Rules
from domain.world import Part, World
from tests.domain.policy.texts import Item, chain_of, fact, facts, policy, read, version_of, written

JUNE_1 = date(2021, 6, 1)
TEXT = """
parameters:
  counted:
    text: Which courses count.
    source: the guild
    values: {all: all, passed: those passed}
    default: all
clauses:
  "1":
    text: A course.
    source: the guild
    any:
      - all: [counted is all, {for: course}]
      - {for: course, when: [course.passed is yes]}
    reason: TRAINED
    else: UNTRAINED
  "2":
    text: A mediation.
    source: the guild
    for: mediation
    reason: PRACTISED
levels:
  member:
    rank: 10
    title: Member
    routes: {course: clause 1}
  fellow:
    rank: 20
    title: Fellow
    routes: {mediation: clause 2}
    lost when: {for: leave, when: [leave begun by the day]}
listing: {of: [member]}
standings:
  resting: {order: 1, when: {for: leave, when: [leave in force on the day]}, reason: RESTING, text: Resting.}
"""
GUILD = chain_of(policy(TEXT))
COURSE = fact("course", ended_on="2020-01-01", passed="no", program="X")
MEDIATION = fact("mediation", started_on="2020-02-01")
RECOGNISED = fact("recognition", level="member", granted_on="2020-01-01")
LEAVE = fact("leave", from_="2021-01-01")


def tried(
    before: Chain, after: Chain, *items: tuple[str, Item], on: date = JUNE_1, others: tuple[tuple[str, Item], ...] = ()
) -> Touched | None:
    worlds = World(Rules(before), on), World(Rules(after), on)
    given = facts(*items), facts(*(others or items))
    sides = [Side(each, world.rules.assess(each)) for world, each in zip(worlds, given, strict=True)]
    return Trial(*worlds, date(2021, 3, 1)).of("ada", *sides)


def because(touched: Touched | None, part: Part) -> Because:
    assert touched is not None
    (found,) = (each for each in touched.because if each.part is part)
    return found


def test_nothing_is_told_of_whom_nothing_reaches() -> None:
    assert tried(GUILD, GUILD, COURSE) is None


def test_a_stricter_clause_takes_days_before_and_after_it_was_known() -> None:
    later = chain_of(policy(TEXT.replace("counted is all, {for: course}", "counted is passed, {for: course}")))
    touched = tried(GUILD, later, COURSE)
    assert touched is not None
    assert touched.clauses == ("1",)
    assert touched.groups.programs == ("X",)
    assert touched.groups.cohort == 2020
    assert touched.prejudice == (
        Prejudice(
            "member",
            (Taken(date(2021, 3, 1), None, ("UNTRAINED",)),),
            (Taken(date(2020, 1, 1), date(2021, 3, 1), ("UNTRAINED",)),),
        ),
    )
    assert [each.part for each in touched.because] == [Part.LEVEL]
    level = because(touched, Part.LEVEL)
    assert level.on == JUNE_1
    assert level.before == Ground(holds=True, version="1", routes=("course",), clauses=("1",), reasons=("TRAINED",))
    assert level.after == Ground(holds=False, version="1", routes=("course",), clauses=("1",), reasons=("UNTRAINED",))


def test_another_reading_changes_the_clauses_that_ask_for_it() -> None:
    text = policy(TEXT)
    assert list(changed_clauses(version_of(text), version_of(text, counted="passed"))) == ["1"]
    assert list(changed_clauses(version_of(text, counted="all"), version_of(text))) == []


def test_a_level_that_was_recognised_or_lost_says_so() -> None:
    revoked = tried(GUILD, GUILD, RECOGNISED, others=(LEAVE,))
    assert because(revoked, Part.LEVEL).before == Ground(
        holds=True, version="1", routes=("recognition",), reasons=("RECOGNISED",)
    )
    assert revoked is not None
    assert revoked.groups.cohort is None
    lost = because(tried(GUILD, GUILD, MEDIATION, others=(MEDIATION, LEAVE)), Part.LEVEL)
    assert (lost.after.holds, lost.after.routes) == (False, ())


def test_what_changes_on_other_days_is_told_of_the_first_of_them() -> None:
    later = fact("course", ended_on="2020-03-01", program="X")
    level = because(tried(GUILD, GUILD, COURSE, others=(later,)), Part.LEVEL)
    assert (level.on, level.before.holds, level.after.holds) == (date(2020, 1, 1), True, False)


def test_a_standing_that_one_text_does_not_state_is_not_so_there() -> None:
    bare = chain_of(policy(TEXT.partition("standings:")[0]))
    standing = because(tried(GUILD, bare, LEAVE), Part.STANDING)
    assert standing.before == Ground(holds=True, version="1", reasons=("RESTING",))
    assert standing.after == Ground(holds=False, version="1")


def test_days_without_a_text_have_no_ground() -> None:
    ended = chain_of(read(written(TEXT, extra="in force until: 2022-01-01")))
    level = because(tried(GUILD, ended, COURSE), Part.LEVEL)
    assert (level.on, level.before.holds, level.after) == (date(2022, 1, 1), True, Ground(holds=False))


def test_what_comes_of_a_pathway_is_told_without_its_days() -> None:
    world = World(Rules(GUILD), JUNE_1)

    def comes(*items: tuple[str, Item]) -> tuple[str, ...]:
        return outcome(world, world.rules.assess(facts(*items)))

    leaves = (fact("leave", id=str(year), from_=f"{year}-01-01", until=f"{year}-02-01") for year in (2020, 2021))
    assert comes(COURSE) == ("level member", "listed")
    assert comes(MEDIATION, LEAVE) == ("level fellow, ends", "standing resting")
    assert comes(*leaves) == ("standing resting, 2 times, ends",)
    assert comes(fact("course", ended_on=None)) == ("perhaps level member", "perhaps listed")
    assert comes(fact("leave", from_=None))[0].startswith("perhaps")


def test_pathways_are_alike_by_what_the_rules_read_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    likening = Likening(Rules(GUILD))
    monkeypatch.setattr(likeness, "_KEPT", 1)
    early, late = (
        facts(fact("course", id=day, ended_on=day, passed="no", label=day)) for day in ("2020-01-01", "2021-01-01")
    )
    assert likening.of(early).shape == likening.of(late).shape
    assert likening.of(early).dates == (date(2020, 1, 1).toordinal(),)
    assert likening.places(early) == [Place("course", 0, "ended_on")]
    other = facts(fact("course", ended_on="2020-01-01", passed="yes"))
    assert likening.of(other).shape != likening.of(early).shape
    assert likening.of(facts(fact("course", ended_on=None, passed="no"))).dates == ()
    assert likening.of(facts(fact("refresher", held_on="2020-01-01"))) == likening.of({})
