"""The answer for a day: level, standing, listing, what it rests on, what is missing, what changes."""

from datetime import date

import msgspec
import pytest

from domain.answer import Answer, Known, Relied
from domain.case import Case, NoPolicyInForce
from domain.policy.chain import alone, in_force
from domain.policy.proof import Cited
from domain.policy.rules import Rules
from domain.policy.text import Policy
from tests.domain.policy.texts import Item, amendment, case, chain_of, fact, facts, on, policy, version_of

GUILD = """
parameters:
  digest:
    text: Whether a digest is needed.
    source: the guild
    values:
      needed: it is
      wanted: it is welcome
    default: wanted
clauses:
  "1":
    text: A course of forty hours.
    source: the guild
    for: course
    when:
      - require: course.hours at least 40 hours
        else: HOURS_SHORT
    reason: COURSE_DONE
    else: COURSE_MISSING
  "2":
    text: Ten mediations.
    source: the guild
    count: mediation
    at least: 2
    reason: EXPERIENCED
    else: EXPERIENCE_SHORT
refuses:
  "9":
    text: A refresher is no way in.
    source: the guild
    for: refresher
    reason: REFRESHER_REFUSED
announces:
  by letter:
    level: member
    text: To come.
    source: the guild
    reason: ANNOUNCED
levels:
  member:
    rank: 10
    title: Member
    routes:
      course: clause 1
      experience: clause 2
  master:
    rank: 30
    title: Master
    routes:
      both:
        all:
          - clause 1
          - clause 2
specialisations:
  online:
    rank: 0
    title: Online
    routes:
      online:
        for: course
        when:
          - course.format is online
standings:
  resting:
    order: 2
    reason: RESTING
    text: At rest.
    when:
      for: application
      when:
        - the day before 1 year after application.submitted_on
  suspended:
    order: 1
    reason: SUSPENDED
    when:
      for: application
      when:
        - application.level is none
listing:
  of: [member]
  needs:
    registration:
      that:
        for: registration
        when:
          - registration in force on the day
      else: NOT_REGISTERED
conditions:
  logo:
    reason: LOGO_OWED
    text: The logo is still owed.
    by: in a year
    when:
      for: course
      when:
        - course.logo is no
notes:
  visited:
    reason: VISITED
    text: There was a refresher.
    when:
      for: refresher
"""
RULES = policy(GUILD)
COURSE = fact("course", id="course-1", ended_on="2020-05-01", hours=40, format="blended", logo="yes")
ENTRIES = (
    fact("mediation", id="entry-1", at=2, started_on="2020-06-01"),
    fact("mediation", id="entry-2", at=3, started_on="2021-06-01"),
)
KNOWN = Known(position=7, recorded_at="2026-01-01T00:00:00+00:00")


def answer(day: str, *items: tuple[str, Item], text: Policy = RULES) -> Answer:
    return case(alone(version_of(text)), *items).answer("ada", date.fromisoformat(day), KNOWN, "in force")


def test_an_answer_echoes_its_coordinates_and_names_its_text() -> None:
    found = answer("2020-01-01")
    assert (found.format, found.pathway, found.on, found.known) == (
        "milepost.answer/v1",
        "ada",
        date(2020, 1, 1),
        KNOWN,
    )
    under = found.under
    assert (under.asked, under.rulebook, under.version, under.title) == (
        "in force",
        "guild",
        "1",
        "The rules of the guild",
    )
    assert (under.readings, under.content_hash) == ({"digest": "wanted"}, version_of(RULES).content_hash)


def test_an_answer_shows_the_readings_that_were_chosen() -> None:
    chosen = Case(Rules(alone(version_of(RULES, digest="needed"))), {})
    assert chosen.answer("ada", date(2020, 1, 1), KNOWN, "1").under.readings == {"digest": "needed"}


def test_without_evidence_there_is_no_level() -> None:
    found = answer("2020-01-01")
    assert (found.level.id, found.levels, found.standing.id, found.listing.reasons) == (
        "none",
        (),
        "none",
        ("LEVEL_NOT_LISTED",),
    )
    assert [(each.level, each.route, each.nearest) for each in found.missing] == [
        ("member", "course", False),
        ("member", "experience", False),
        ("member", "by letter", False),
        ("master", "both", False),
        ("online", "online", False),
    ]


def test_the_highest_level_comes_first() -> None:
    found = answer("2022-01-01", COURSE, *ENTRIES)
    assert found.level == found.levels[0]
    assert [(held.id, held.since, held.until) for held in found.levels] == [
        ("master", date(2021, 6, 1), None),
        ("member", date(2020, 5, 1), None),
    ]
    assert found.missing[0].level == "online"


def test_a_specialisation_stands_beside_the_ladder() -> None:
    online = fact("course", ended_on="2020-05-01", hours=1, format="online", logo="yes")
    found = answer("2020-05-01", online)
    assert (found.level.id, [held.id for held in found.specialisations]) == ("none", ["online"])


def test_a_level_in_doubt_is_possible() -> None:
    found = answer("2020-05-01", fact("course", ended_on="2020-05-01", hours=None, format="blended", logo="yes"))
    assert (found.level.id, found.possible_levels) == ("none", ("member",))


def test_a_level_rests_on_the_routes_met_on_its_first_day() -> None:
    member, master = answer("2022-01-01", COURSE, *ENTRIES).basis[::-1]
    assert (member.level, member.route, member.since, member.clauses, member.reasons) == (
        "member",
        "course",
        date(2020, 5, 1),
        ("1",),
        ("COURSE_DONE",),
    )
    assert member.evidence == (Relied("course", "course-1", "pathway/ada@1"),)
    assert (master.route, master.clauses, master.reasons) == ("both", ("1", "2"), ("COURSE_DONE", "EXPERIENCED"))


def test_a_level_that_is_recognised_rests_on_the_recognition() -> None:
    recognised = fact("recognition", id="r", at=9, level="member", granted_on="2020-02-01", until="2020-03-01")
    (basis,) = answer("2020-02-29", recognised).basis
    assert (basis.level, basis.route, basis.since, basis.reasons) == (
        "member",
        "recognition",
        date(2020, 2, 1),
        ("RECOGNISED",),
    )
    assert basis.evidence == (Relied("recognition", "r", "pathway/ada@9"),)
    assert answer("2020-03-01", recognised).basis == ()


def test_a_recognition_of_evidence_that_no_longer_carries_it_leaves_gaps() -> None:
    one = fact(
        "recognition", id="r1", level="member", granted_on="2019-01-01", until="2019-03-01", cites_evidence="yes"
    )
    two = fact("recognition", id="r2", level="member", granted_on="2020-01-01", cites_evidence="yes")
    honorary = fact("recognition", id="r3", level="member", granted_on="2018-01-01", cites_evidence="no")
    for order in ((one, two, honorary), (honorary, two, one)):
        gaps = answer("2021-01-01", COURSE, *order).gaps
        assert [(gap.level, gap.from_, gap.until) for gap in gaps] == [
            ("member", date(2019, 1, 1), date(2019, 3, 1)),
            ("member", date(2020, 1, 1), date(2020, 5, 1)),
        ]


def test_what_lacks_least_is_nearest_and_gives_the_reasons() -> None:
    short = fact("course", id="course-1", ended_on="2020-05-01", hours=36, format="blended", logo="yes")
    found = answer("2020-06-01", short)
    assert [
        (each.route, each.reasons, each.short, each.nearest) for each in found.missing if each.level == "member"
    ] == [
        ("course", ("HOURS_SHORT",), "4 hours", True),
        ("experience", ("EXPERIENCE_SHORT",), "2 mediations", False),
        ("by letter", ("ANNOUNCED",), "", True),
    ]
    assert found.reasons == ("HOURS_SHORT", "ANNOUNCED", "EXPERIENCE_SHORT", "LEVEL_NOT_LISTED")


def test_a_lower_level_is_missing_under_a_higher_but_is_not_sought_next() -> None:
    recognised = fact("recognition", level="master", granted_on="2020-02-01")
    missing = answer("2020-02-01", recognised).missing
    assert {each.level for each in missing} == {"member", "online"}
    assert not any(each.nearest for each in missing)


def test_standings_are_shown_in_their_order() -> None:
    both = (fact("application", id="a", submitted_on="2020-01-01", level="none"),)
    standing = answer("2020-06-01", *both).standing
    assert (standing.id, standing.reason, standing.also) == ("suspended", "SUSPENDED", ("resting",))
    later = answer("2021-01-01", *both).standing
    assert (later.id, later.also) == ("suspended", ())


def test_a_standing_in_doubt_is_possible_and_does_not_come_first() -> None:
    standing = answer("2020-06-01", fact("application", submitted_on="2020-01-01", level=None)).standing
    assert (standing.id, standing.text, standing.possible) == ("resting", "At rest.", ("suspended",))


def test_without_a_standing_a_level_is_in_good_standing() -> None:
    assert answer("2020-06-01", COURSE).standing.id == "good"


REGISTERED = fact("registration", since="2020-01-01", until="2021-01-01")


@pytest.mark.parametrize(
    ("items", "state", "reasons", "possible"),
    [
        ((COURSE, REGISTERED), "listed", (), True),
        ((COURSE,), "unlisted", ("NOT_REGISTERED",), False),
        ((COURSE, fact("registration", since=None, until="2021-01-01")), "unlisted", ("NOT_REGISTERED",), True),
        ((REGISTERED,), "unlisted", ("LEVEL_NOT_LISTED",), False),
        ((REGISTERED, fact("course", ended_on=None, hours=40)), "unlisted", ("LEVEL_NOT_LISTED",), True),
    ],
)
def test_only_a_listed_level_whose_needs_are_met_is_listed(
    items: tuple[tuple[str, Item], ...],
    state: str,
    reasons: tuple[str, ...],
    possible: bool,  # noqa: FBT001 - an outcome
) -> None:
    listing = answer("2020-06-01", *items).listing
    assert (listing.state, listing.reasons, listing.possible) == (state, reasons, possible)


def test_open_conditions_refusals_and_notes_are_told_with_their_reasons() -> None:
    owing = fact("course", id="course-1", ended_on="2020-05-01", hours=40, format="blended")
    found = answer("2020-06-01", owing, fact("refresher", id="refresher-1", at=4, held_on="2020-05-02"))
    (condition,) = found.open_conditions
    assert (condition.id, condition.since, condition.by) == ("logo", date(2020, 5, 1), "in a year")
    (refused,) = found.refused
    assert (refused.clause, refused.reason, refused.evidence) == (
        "9",
        "REFRESHER_REFUSED",
        (Cited("refresher", "refresher-1", "pathway/ada@4"),),
    )
    assert [note.text for note in found.notes] == ["There was a refresher."]
    assert found.reasons == (
        "COURSE_DONE",
        "LOGO_OWED",
        "REFRESHER_REFUSED",
        "EXPERIENCE_SHORT",
        "NOT_REGISTERED",
        "VISITED",
    )


def test_coming_changes_are_told_in_order() -> None:
    found = answer(
        "2020-05-01", COURSE, ENTRIES[0], REGISTERED, fact("application", submitted_on="2020-07-01", level="x")
    )
    assert [(change.on.isoformat(), change.what) for change in found.next_changes] == [
        ("2020-07-01", ("standing resting begins",)),
        ("2021-01-01", ("listing lacks registration begins",)),
        ("2021-07-01", ("standing resting ends",)),
    ]


def test_before_the_first_text_no_policy_is_in_force() -> None:
    with pytest.raises(NoPolicyInForce, match="no policy is in force on 1999-12-31"):
        case(chain_of(RULES), COURSE).answer("ada", date(1999, 12, 31), KNOWN, "in force")


def shown(found: Case) -> list[tuple[str, ...]]:
    return [
        (str(each.from_), str(each.until), each.version, each.level, each.standing, each.listing, *each.reasons)
        for each in found.segments()
    ]


def test_the_timeline_is_cut_where_something_changes() -> None:
    assert shown(case(chain_of(RULES), COURSE, REGISTERED)) == [
        ("2020-05-01", "2021-01-01", "1", "member", "good", "listed"),
        ("2021-01-01", "None", "1", "member", "good", "unlisted", "NOT_REGISTERED"),
    ]


def test_another_text_by_itself_changes_nothing() -> None:
    chain = chain_of(RULES, amendment(RULES, "", "2", "2020-06-01"))
    assert shown(case(chain, COURSE, fact("registration", since="2020-01-01"))) == [
        ("2020-05-01", "None", "1", "member", "good", "listed")
    ]


def test_nothing_is_told_of_days_without_a_policy() -> None:
    suspended = msgspec.structs.replace(version_of(RULES), suspended=(on("2020-06-01"), on("2020-07-01")))
    found = Case(Rules(in_force([suspended])), facts(COURSE, fact("registration", since="2020-01-01")))
    assert shown(found) == [
        ("2020-05-01", "2020-06-01", "1", "member", "good", "listed"),
        ("2020-07-01", "None", "1", "member", "good", "listed"),
    ]


def test_a_timeline_begins_with_the_first_that_holds() -> None:
    assert case(chain_of(RULES)).segments() == ()
    owing = fact("course", ended_on="2020-05-01", hours=1, format="online")
    (segment,) = case(chain_of(RULES), owing).segments()
    assert (segment.level, segment.levels, segment.reasons) == ("none", ("online",), ("LOGO_OWED", "LEVEL_NOT_LISTED"))


def test_every_rule_is_proved() -> None:
    found = case(chain_of(RULES), COURSE, REGISTERED)
    assert [(level.id, route, proof.holds) for level, route, proof in found.proofs(date(2020, 6, 1))] == [
        ("master", "both", False),
        ("member", "course", True),
        ("member", "experience", False),
        ("online", "online", False),
    ]
    assert [(kind, name, proof.holds) for kind, name, proof in found.proof_of_rules(date(2020, 6, 1))] == [
        ("standing", "resting", False),
        ("standing", "suspended", False),
        ("listing", "registration", True),
        ("condition", "logo", False),
    ]


def test_an_assessment_made_before_is_taken_as_it_is() -> None:
    rules = Rules(chain_of(RULES))
    given = facts(COURSE)
    made = rules.assess(given)
    assert Case(rules, given, made).segments() == Case(rules, given).segments()


def test_a_need_without_a_reason_of_its_own_shows_those_of_its_condition() -> None:
    body = """
clauses:
  1:
    text: A long course.
    source: the rules
    for: course
    when:
      - require: course.hours at least 40 hours
        else: HOURS_SHORT
    else: COURSE_MISSING
levels:
  member:
    rank: 1
    title: Member
    routes:
      course:
        for: course
listing:
  of: [member]
  needs:
    long course:
      that: clause 1
    refresher:
      that:
        for: refresher
"""
    short = fact("course", ended_on="2020-01-01", hours=10)
    answer = case(chain_of(policy(body)), short).answer("ada", date(2020, 2, 1), Known(1, ""), "in force")
    assert answer.listing.reasons == ("HOURS_SHORT", "refresher")
