"""Levels that were held and are no more: since when, by what, and what of it is told among the reasons."""

from datetime import date

from domain.answer import Answer, Known, LostLevel
from domain.lost import last_reasons
from domain.policy.chain import Chain, in_force
from domain.policy.proof import Cited
from tests.domain.policy.texts import Item, amendment, case, chain_of, fact, policy, version_of

GUILD = """
clauses:
  "1":
    text: No refresher within the year.
    source: the guild
    none:
      - for: refresher
        when:
          - refresher.held_on on or after 1 year before the day
    reason: QUIET
    else: REFRESHED
levels:
  apprentice:
    rank: 10
    title: Apprentice
    routes:
      course: {for: course}
    lost when:
      for: education
  member:
    rank: 20
    title: Member
    routes:
      experience: {for: mediation}
    kept while: clause 1
specialisations:
  family:
    rank: 0
    title: Family
    routes:
      degree: {for: learning}
    kept while: clause 1
"""
TEXT = policy(GUILD)
COURSE = fact("course", ended_on="2019-05-01")
MEDIATION = fact("mediation", started_on="2020-05-01")
REFRESHER = fact("refresher", id="r-1", at=3, held_on="2021-03-01")
DEGREE = fact("education", id="d-1", at=4, awarded_on="2021-06-01")


def answer(day: str, *items: tuple[str, Item], chain: Chain | None = None) -> Answer:
    return case(chain or chain_of(TEXT), *items).answer("ada", date.fromisoformat(day), Known(1, ""), "in force")


def test_what_was_never_held_is_not_lost() -> None:
    assert answer("2022-01-01").lost == ()


def test_what_is_no_longer_kept_is_lost_from_its_day_on() -> None:
    assert answer("2021-02-28", MEDIATION, REFRESHER).lost == ()
    found = answer("2021-03-01", MEDIATION, REFRESHER)
    assert found.lost == (
        LostLevel(
            id="member",
            title="Member",
            since=date(2020, 5, 1),
            until=date(2021, 3, 1),
            version="1",
            reasons=("REFRESHED",),
            clauses=("1",),
            evidence=(Cited(kind="refresher", id="r-1", event="pathway/ada@3"),),
        ),
    )
    assert found.reasons == ("REFRESHED",)
    assert [(each.status, each.reasons) for each in found.missing if each.level == "member"] == [
        ("met, not kept", ("REFRESHED",))
    ]


def test_what_is_held_again_is_lost_no_more() -> None:
    assert answer("2022-03-02", MEDIATION, REFRESHER).lost == ()


def test_what_ends_a_level_has_its_evidence() -> None:
    (lost,) = answer("2022-01-01", COURSE, DEGREE).lost
    assert (lost.until, lost.reasons, lost.clauses, [each.id for each in lost.evidence]) == (
        date(2021, 6, 1),
        (),
        (),
        ["d-1"],
    )


def test_a_level_that_ended_below_a_higher_one_was_not_lost() -> None:
    degree = fact("education", awarded_on="2020-06-01")
    assert answer("2021-01-01", COURSE, MEDIATION, degree).lost == ()
    assert [each.id for each in answer("2021-03-01", COURSE, MEDIATION, degree, REFRESHER).lost] == ["member"]


def test_a_level_below_that_is_still_held_is_no_matter() -> None:
    found = answer("2021-03-01", COURSE, MEDIATION, REFRESHER)
    assert (found.level.id, [each.id for each in found.lost]) == ("apprentice", ["member"])
    assert "REFRESHED" in found.reasons


def lost(name: str, until: date) -> LostLevel:
    return LostLevel(name, name, None, until, "1", (name.upper(),), (), ())


def test_of_several_losses_the_last_gives_its_reasons_beside_those_that_stand_aside() -> None:
    several = [lost("member", date(2021, 3, 1)), lost("apprentice", date(2021, 6, 1)), lost("family", date(2020, 1, 1))]
    assert last_reasons(several, {"family"}) == ("APPRENTICE", "FAMILY")
    found = answer("2021-06-01", COURSE, MEDIATION, fact("learning", held_on="2020-01-01"), REFRESHER, DEGREE)
    assert [(each.id, str(each.until)) for each in found.lost] == [
        ("member", "2021-03-01"),
        ("apprentice", "2021-06-01"),
        ("family", "2021-03-01"),
    ]


def test_what_may_still_be_held_is_not_lost() -> None:
    found = answer("2022-01-01", MEDIATION, fact("refresher", held_on=None))
    assert (found.lost, found.possible_levels) == ((), ("member",))


def test_doubt_puts_the_loss_off_to_the_day_that_has_none() -> None:
    found = answer("2021-03-01", MEDIATION, fact("refresher", held_on=None), REFRESHER)
    assert found.lost == ()
    surely = fact("mediation", id="m-2", started_on="2010-01-01")
    assert answer("2009-01-01", surely).lost == ()


LEANING = """
levels:
  member:
    rank: 20
    title: Member
    routes:
      family: holds family
    kept while:
      any: [holds family, holds online]
specialisations:
  family:
    rank: 0
    title: Family
    routes:
      degree: {for: learning}
    kept while:
      require:
        none: [for: refresher]
      else: REFRESHED
  online:
    rank: 0
    title: Online
    routes:
      course: {for: course}
"""


def test_a_level_that_leant_on_another_was_lost_for_the_reasons_of_that_one() -> None:
    found = answer("2021-03-01", fact("learning", held_on="2020-01-01"), REFRESHER, chain=chain_of(policy(LEANING)))
    assert [(each.id, each.reasons, [of.id for of in each.evidence]) for each in found.lost] == [
        ("member", ("REFRESHED",), ["r-1"]),
        ("family", ("REFRESHED",), ["r-1"]),
    ]


RECOGNISED = fact("recognition", id="k", at=7, level="member", granted_on="2020-01-01", until="2021-01-01")


def test_what_was_recognised_for_a_time_is_lost_after_it() -> None:
    found = answer("2021-01-01", RECOGNISED)
    (lost,) = found.lost
    assert (lost.since, lost.until, lost.reasons, [each.id for each in lost.evidence]) == (
        date(2020, 1, 1),
        date(2021, 1, 1),
        ("RECOGNITION_ENDED",),
        ["k"],
    )
    assert found.reasons == ("RECOGNITION_ENDED",)


def test_another_recognition_of_before_has_no_part_in_it() -> None:
    other = fact("recognition", id="o", level="member", granted_on="2019-01-01", until="2020-06-01")
    (lost,) = answer("2021-01-01", RECOGNISED, other).lost
    assert ([each.id for each in lost.evidence], lost.since) == (["k"], date(2019, 1, 1))


def test_a_recognition_may_end_while_no_text_is_in_force_or_one_without_the_level() -> None:
    without = amendment(TEXT, "drops:\n  levels: [member]\n", "2", "2021-01-01")
    again = policy(GUILD, "3", "2022-01-01")
    (lost,) = answer("2022-01-01", RECOGNISED, chain=chain_of(TEXT, without, again)).lost
    assert (lost.version, lost.reasons) == ("2", ("RECOGNITION_ENDED",))
    later = in_force([version_of(again)])
    (lost,) = answer("2022-01-01", RECOGNISED, chain=later).lost
    assert (lost.version, lost.reasons) == ("", ("RECOGNITION_ENDED",))
