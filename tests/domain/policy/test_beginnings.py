"""Why no period has begun since the last one was over: told beside the lapse, where something was to begin it."""

from datetime import date

import pytest

from domain.answer import Known, Missing
from domain.policy.text import Policy
from tests.domain.policy.texts import Item, amendment, case, chain_of, fact, policy

TEXT = """
clauses:
  "1":
    text: Whoever had a term before has learnt for three hours since.
    source: the guild
    any:
      - none: [for: term]
      - for: application
        with: [term]
        when:
          - require:
              sum: learning.hours
              where:
                - learning.held_on after term.last_day
                - learning.held_on on or before application.submitted_on
              at least: 3 hours
            else: LEARNING_SHORT
periods:
  term:
    text: A term of a year.
    source: the guild
    begins:
      for: application
      when:
        - clause 1
      on: application.decided_on
    lasts: 1 year
levels:
  member:
    rank: 1
    title: Member
    routes:
      entry: {for: application}
    kept while:
"""
RUNS = """
      for: term
      when:
        - require: the day within term
          else: LAPSED
"""
BARE = """
      require:
        all:
          - for: term
            when:
              - the day within term
      else: LAPSED
"""
NOT_LONG_OVER = """
      for: term
      when:
        - require: the day on or before 1 month after term.last_day
          else: LAPSED
"""
THE_OTHER_WAY_ROUND = """
      for: term
      when:
        - term.from on or before the day
        - require: term.last_day on or after the day
          else: LAPSED
"""
OVER = """
      for: term
      when:
        - term.until on or before the day
        - require: the day on or before 1 year after term.last_day
          else: LAPSED
"""
FIRST = fact("application", id="first", submitted_on="2020-03-01", decided_on="2020-03-10")
AGAIN = fact("application", id="again", submitted_on="2022-05-01", decided_on="2022-05-10")
LEARNT = fact("learning", id="learnt", held_on="2022-04-01", hours=1)
JULY_1 = "2022-07-01"


def lacking(text: Policy | str, day: str, *items: tuple[str, Item], later: tuple[Policy, ...] = ()) -> Missing:
    texts = (policy(TEXT + text) if isinstance(text, str) else text, *later)
    answer = case(chain_of(*texts), *items).answer("ada", date.fromisoformat(day), Known(1, ""), "in force")
    (missing,) = answer.missing
    return missing


@pytest.mark.parametrize("kept", [RUNS, BARE, NOT_LONG_OVER, THE_OTHER_WAY_ROUND])
def test_what_was_to_begin_another_is_told_beside_the_lapse(kept: str) -> None:
    found = lacking(kept, JULY_1, FIRST, LEARNT, AGAIN)
    assert (found.status, found.reasons) == ("met, not kept", ("LAPSED", "LEARNING_SHORT"))
    assert (found.short, found.judged_on) == ("2 hours", date(2022, 5, 10))


def test_it_is_told_from_the_day_of_its_beginning_on() -> None:
    assert lacking(RUNS, "2022-05-09", FIRST, AGAIN).reasons == ("LAPSED",)
    assert lacking(RUNS, "2022-05-10", FIRST, AGAIN).reasons == ("LAPSED", "LEARNING_SHORT")


def test_what_asks_for_a_period_that_is_over_is_not_told_of_another() -> None:
    assert lacking(OVER, JULY_1, FIRST, AGAIN).reasons == ("LAPSED",)


@pytest.mark.parametrize(
    "other",
    [
        fact("application", id="before", submitted_on="2020-07-01", decided_on="2020-07-10"),
        fact("application", id="pending", submitted_on="2022-05-01"),
        LEARNT,
    ],
)
def test_where_nothing_was_to_begin_another_the_lapse_is_told_alone(other: tuple[str, Item]) -> None:
    found = lacking(RUNS, JULY_1, FIRST, other)
    assert (found.reasons, found.short) == (("LAPSED",), "")


def test_what_was_refused_before_another_began_is_not_told_once_that_is_over_too() -> None:
    third = fact("application", id="third", submitted_on="2022-06-01", decided_on="2022-06-10")
    enough = fact("learning", id="enough", held_on="2022-05-20", hours=3)
    assert lacking(RUNS, "2023-07-01", FIRST, AGAIN, enough, third).reasons == ("LAPSED",)


def test_while_it_is_in_doubt_whether_another_began_nothing_is_told_of_that() -> None:
    doubtful = fact("learning", id="doubtful", held_on="2022-04-01", hours=None)
    assert lacking(RUNS, JULY_1, FIRST, doubtful, AGAIN).reasons == ()


def test_where_nothing_can_begin_another_any_more_none_is_offered() -> None:
    first = policy(TEXT + RUNS)
    never = "periods:\n  term:\n    text: No more.\n    source: the guild\n    begins: never\n    lasts: 1 year\n"
    second = amendment(first, never, "2", "2022-06-01")
    assert lacking(first, JULY_1, FIRST, AGAIN, later=(second,)).reasons == ("LAPSED",)


def test_what_was_to_begin_another_is_judged_by_the_text_of_its_day() -> None:
    first = policy(TEXT + RUNS)
    easier = TEXT[: TEXT.index("periods:")].replace("3 hours", "1 hour").replace("LEARNING_SHORT", "NOT_LEARNT")
    second = amendment(first, easier, "2", "2022-06-01")
    late = fact("application", id="late", submitted_on="2022-06-01", decided_on="2022-06-10")
    assert lacking(first, JULY_1, FIRST, AGAIN, later=(second,)).reasons == ("LAPSED", "LEARNING_SHORT")
    assert lacking(first, JULY_1, FIRST, AGAIN, late, later=(second,)).reasons == ("LAPSED", "NOT_LEARNT")


def test_what_has_to_hold_again_for_another_to_begin_is_told() -> None:
    whenever = TEXT.replace(
        "      for: application\n      when:\n        - clause 1\n      on: application.decided_on\n",
        "      whenever:\n        require:\n          for: leave\n          when: [leave in force on the day]\n"
        "        else: NOT_THERE\n",
    )
    there = fact("leave", from_="2020-03-10", until="2020-09-01", requested_on="2020-03-10")
    text = policy(whenever + RUNS)
    assert lacking(text, JULY_1, FIRST, there).reasons == ("LAPSED", "NOT_THERE")
