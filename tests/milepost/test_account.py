"""How an answer reads to the person concerned."""

from datetime import date

import msgspec

from domain.answer import Known, Missing
from domain.policy.translation import AS_STATED
from milepost.command_line.account import Account
from tests.domain.policy.texts import Item, case, chain_of, fact, policy

GUILD = """
clauses:
  "1":
    text: Ten hours of learning in the term.
    source: the guild
    for: term
    when:
      - require:
          sum: learning.hours
          where:
            - learning.held_on within term
          at least: 10 hours
        else: LEARNING_SHORT
  "2":
    text: A term runs.
    source: the guild
    for: term
    when:
      - require: the day within term
        else: TERM_OVER
periods:
  term:
    text: A year.
    source: the guild
    begins: {for: course, on: course.ended_on}
    lasts: 1 year
    renewed: {when: clause 1, late: 1 month, late counts from: its end}
levels:
  member:
    rank: 10
    title: Member
    routes:
      course: {for: course}
    kept while: clause 2
conditions:
  digest:
    when:
      for: mediation
      when: [mediation.role is lead]
    reason: DIGEST_OWED
    text: A digest is owed.
"""
COURSE = fact("course", ended_on="2020-01-01")
LEARNT = fact("learning", held_on="2020-05-01", hours=4)


def parts(day: str, *items: tuple[str, Item]) -> dict[str, list[tuple[str, str]]]:
    answer = case(chain_of(policy(GUILD)), *items).answer("ada", date.fromisoformat(day), Known(1, ""), "in force")
    return dict(Account(answer, AS_STATED).parts())


def test_a_renewal_that_is_open_says_up_to_when() -> None:
    ((_, said),) = parts("2020-12-31", COURSE, LEARNT)["Periods"]
    assert said == (
        "2020-01-01 to 2020-12-31; renewal: short of 6 hours [LEARNING_SHORT], up to 2020-12-31, late up to 2021-01-31"
    )


def test_a_renewal_that_was_missed_says_so() -> None:
    ((_, said),) = parts("2021-02-01", COURSE, LEARNT)["Periods"]
    assert said == (
        "2020-01-01 to 2020-12-31, over; renewal: missed short of 6 hours [LEARNING_SHORT], counted up to 2020-12-31, "
        "late up to 2021-01-31"
    )


def test_a_level_that_was_lost_says_when_why_and_by_which_clause() -> None:
    assert parts("2021-02-01", COURSE, LEARNT)["Lost"] == [
        ("member", "from 2020-01-01 to before 2021-01-01: TERM_OVER, LEARNING_SHORT by clauses 2, 1")
    ]


def test_what_may_be_owed_is_told_apart_from_what_is() -> None:
    found = parts("2020-12-31", fact("mediation", started_on="2020-05-01", role=None))
    assert (found["Owed"], [name for name, _ in found["Perhaps owed"]]) == ([], ["A digest is owed."])


def test_what_is_still_short_while_a_late_renewal_is_taken_is_no_longer_short_after_it() -> None:
    during, after = (parts(day, COURSE, LEARNT)["Missing"] for day in ("2021-01-31", "2021-02-01"))
    assert [said for _, said in during] == [
        "course (nearest): met, not kept; 6 hours [TERM_OVER, LEARNING_SHORT]",
    ]
    assert [said for _, said in after] == ["course (nearest): met, not kept; [TERM_OVER, LEARNING_SHORT]"]


def test_a_way_that_needs_another_level_says_which_and_an_act_that_was_refused_when_it_was_judged() -> None:
    way = Missing(
        level="fellow",
        title="Fellow",
        route="merit",
        status="open",
        reasons=("X",),
        short="2 days",
        clauses=(),
        text="",
        nearest=False,
        needs=("member",),
        judged_on=date(2020, 1, 1),
    )
    answer = case(chain_of(policy(GUILD)), COURSE).answer("ada", date(2020, 12, 31), Known(1, ""), "in force")
    found = dict(Account(msgspec.structs.replace(answer, missing=(way,)), AS_STATED).parts())
    assert found["Missing"] == [("fellow", "merit: open; needs member, 2 days, judged on 2020-01-01 [X]")]
