"""Levels over several versions: acquired by a route, kept while the day's text says so, recognised by decision."""

import pytest

from domain.policy.text import Policy
from tests.domain.policy.texts import Facts, amendment, assess, chain_of, fact, held, policy, shown

MEMBER = """
levels:
  member:
    rank: 1
    title: Member
    routes:
      course:
        for: course
        when:
          - course.hours at least 40 hours
"""
OLD = policy(MEMBER, "old", "2020-01-01")
SHORT = fact("course", ended_on="2020-05-01", hours=40)


def stricter(*, also: str = "") -> Policy:
    return amendment(OLD, MEMBER.replace("40 hours", "60 hours") + also, "new", "2021-01-01")


KEPT = "    kept while:\n      for: course\n      when:\n        - course.hours at least 50 hours\n"


def test_a_level_is_held_from_the_day_a_route_is_met() -> None:
    assert held(chain_of(OLD), "member", SHORT) == "from 2020-05-01"


def test_a_level_acquired_before_the_text_is_held_from_the_text_on() -> None:
    assert held(chain_of(OLD), "member", fact("course", ended_on="2015-01-01", hours=40)) == "from 2020-01-01"


def test_a_stricter_way_in_touches_nobody_who_is_in() -> None:
    chain = chain_of(OLD, stricter())
    assert held(chain, "member", SHORT) == "from 2020-05-01"
    assert held(chain, "member", fact("course", ended_on="2021-05-01", hours=40)) == "never"
    assert held(chain, "member", fact("course", ended_on="2021-05-01", hours=60)) == "from 2021-05-01"


def test_a_later_rule_on_keeping_reaches_holders_from_its_day() -> None:
    assert held(chain_of(OLD, stricter(also=KEPT)), "member", SHORT) == "2020-05-01 to 2020-12-31"


def test_a_rule_on_keeping_ends_with_its_text() -> None:
    middle = stricter(also=KEPT)
    last = policy(MEMBER, "last", "2022-01-01")
    chain = chain_of(OLD, middle, last)
    assert held(chain, "member", SHORT) == "2020-05-01 to 2020-12-31, from 2022-01-01"


def test_a_level_dropped_from_the_text_is_kept() -> None:
    gone = amendment(OLD, "drops:\n  levels: [member]\n", "new", "2021-01-01")
    assert held(chain_of(OLD, gone), "member", SHORT) == "from 2020-05-01"


LOST = MEMBER + "    lost when:\n      for: refresher\n"


def test_a_level_is_lost_on_the_day_of_what_takes_it() -> None:
    chain = chain_of(policy(LOST))
    assert held(chain, "member", SHORT, fact("refresher", held_on="2021-07-01")) == "2020-05-01 to 2021-06-30"


def test_a_level_may_be_lost_and_kept_by_rules_of_their_own() -> None:
    chain = chain_of(policy(LOST + KEPT.replace("50", "40")))
    assert held(chain, "member", SHORT, fact("refresher", held_on="2021-07-01")) == "2020-05-01 to 2021-06-30"


def test_a_level_is_acquired_again_once_it_can_be_kept() -> None:
    chain = chain_of(policy(LOST))
    for_a_year = fact("refresher", held_on="2021-01-01", retracted_on="2022-01-01")
    assert held(chain, "member", SHORT, for_a_year) == "2020-05-01 to 2020-12-31, from 2022-01-01"


def test_in_doubt_whether_a_level_is_kept_it_may_be_held() -> None:
    chain = chain_of(policy(MEMBER + KEPT))
    assert held(chain, "member", fact("course", ended_on="2020-05-01", hours=None)) == "never; perhaps from 2020-05-01"
    kept = MEMBER + "    lost when:\n      for: mediation\n      when:\n        - mediation.role is lead\n"
    doubtful = fact("mediation", started_on="2021-01-01", role=None)
    assert held(chain_of(policy(kept)), "member", SHORT, doubtful) == (
        "2020-05-01 to 2020-12-31; perhaps from 2020-05-01"
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"level": "member", "granted_on": "2019-05-01"}, "from 2019-05-01"),
        ({"level": "member", "granted_on": "2019-05-01", "until": "2020-01-01"}, "2019-05-01 to 2019-12-31"),
        ({"level": "member", "granted_on": "2019-05-01", "retracted_on": "2020-01-01"}, "2019-05-01 to 2019-12-31"),
        ({"level": "member", "granted_on": "2019-05-01", "until": "2019-05-01"}, "never"),
        ({"level": "other", "granted_on": "2019-05-01"}, "never"),
        ({"level": None, "granted_on": "2019-05-01"}, "never; perhaps from 2019-05-01"),
        ({"level": "member", "granted_on": None}, "never; perhaps always"),
        ({"level": "member", "granted_on": None, "until": "2020-01-01"}, "never; perhaps to 2019-12-31"),
        ({"level": "member", "granted_on": "2019-05-01", "until": None}, "never; perhaps from 2019-05-01"),
        ({"level": "member", "granted_on": "2019-05-01", "retracted_on": None}, "never; perhaps from 2019-05-01"),
    ],
)
def test_a_recognition_stands_beside_the_rules(fields: dict[str, str | None], expected: str) -> None:
    assert held(chain_of(OLD), "member", fact("recognition", **fields)) == expected


LEANING = (
    MEMBER
    + """
  fellow:
    rank: 2
    title: Fellow
    routes:
      member:
        all:
          - {line}
          - for: refresher
"""
)


@pytest.mark.parametrize(
    ("line", "expected"), [("holds member", "from 2020-03-01"), ("entitled to member", "from 2020-05-01")]
)
def test_a_level_is_held_by_rule_or_recognition_and_entitled_to_by_rule_alone(line: str, expected: str) -> None:
    chain = chain_of(policy(LEANING.replace("{line}", line)))
    recognised = fact("recognition", level="member", granted_on="2020-02-01")
    assert held(chain, "fellow", SHORT, recognised, fact("refresher", held_on="2020-03-01")) == expected


def test_a_route_dropped_from_the_text_is_closed_to_others_only() -> None:
    new = amendment(OLD, 'drops:\n  routes: ["member: course"]\n', "new", "2021-01-01")
    assert held(chain_of(OLD, new), "member", SHORT) == "from 2020-05-01"
    assert held(chain_of(OLD, new), "member", fact("course", ended_on="2021-05-01", hours=40)) == "never"


def test_a_route_may_be_added_to_those_there_are() -> None:
    more = "levels:\n  member:\n    routes:\n      refresher:\n        for: refresher\n"
    chain = chain_of(OLD, amendment(OLD, more, "new", "2021-01-01"))
    assert held(chain, "member", fact("refresher", held_on="2020-05-01")) == "from 2021-01-01"
    assert held(chain, "member", SHORT) == "from 2020-05-01"


RULES = """
standings:
  resting:
    order: 1
    reason: RESTING
    when:
      for: refresher
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
  application:
    reason: APPLY
    when:
      none:
        - for: application
notes:
  mediates:
    reason: MEDIATES
    when:
      for: mediation
"""
WHOLE = policy(MEMBER + RULES, "old", "2020-01-01")
EVERYTHING = (
    SHORT,
    fact("refresher", held_on="2020-02-01"),
    fact("registration", since="2020-03-01", until="2022-06-01"),
    fact("application", submitted_on="2020-04-01"),
    fact("mediation", started_on="2020-06-01"),
)


def test_every_rule_holds_while_its_condition_does_and_its_text_is_in_force() -> None:
    found = assess(chain_of(WHOLE), *EVERYTHING)
    assert shown(found.standings["resting"]) == "from 2020-02-01"
    assert shown(found.listable) == "from 2020-05-01"
    assert shown(found.unmet["registration"]) == "2020-01-01 to 2020-02-29, from 2022-06-01"
    assert shown(found.conditions["application"]) == "2020-01-01 to 2020-03-31"
    assert shown(found.notes["mediates"]) == "from 2020-06-01"


DROPS = """
drops:
  standings: [resting]
  needs: [registration]
  conditions: [application]
  notes: [mediates]
"""


def test_what_a_later_text_drops_no_longer_holds() -> None:
    found = assess(chain_of(WHOLE, amendment(WHOLE, DROPS, "new", "2021-01-01")), *EVERYTHING[:3])
    assert shown(found.standings["resting"]) == "2020-02-01 to 2020-12-31"
    assert shown(found.unmet["registration"]) == "2020-01-01 to 2020-02-29"
    assert shown(found.conditions["application"]) == "2020-01-01 to 2020-12-31"
    assert shown(found.notes["mediates"]) == "never"
    assert shown(found.listable) == "from 2020-05-01"


def test_an_assessment_leaves_the_facts_as_they_are() -> None:
    facts: Facts = {"course": [dict(SHORT[1])]}
    assess(chain_of(WHOLE), ("course", facts["course"][0]))
    assert facts == {"course": [SHORT[1]]}
