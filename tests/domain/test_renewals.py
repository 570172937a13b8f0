"""The periods of an answer: which one runs, what its renewal takes, by when, and how long it may be late."""

from datetime import date

import pytest

from domain.answer import Known, PeriodShown
from tests.domain.policy.texts import Item, amendment, case, chain_of, fact, policy

TERM = """
clauses:
  "3":
    text: Ten hours of learning in each term.
    source: the guild
    for: term
    when:
      - require:
          sum: learning.hours
          where:
            - learning.held_on within term
          at least: 10 hours
        else: LEARNING_SHORT
    reason: LEARNT
periods:
  term:
    text: A term of two years.
    source: the guild
    begins:
      for: recognition
      on: recognition.granted_on
    lasts: 2 years
    renewed:
      when: {when}
{late}"""
LATE = "      late: 2 months\n      late counts from: the day\n"
GRANTED = fact("recognition", level="accredited", granted_on="2020-09-01")


def periods(
    day: str, *items: tuple[str, Item], when: str = "clause 3", late: str = "", begun: tuple[str, Item] = GRANTED
) -> tuple[PeriodShown, ...]:
    chain = chain_of(policy(TERM.format(when=when, late=late)))
    answer = case(chain, begun, *items).answer("ada", date.fromisoformat(day), Known(1, ""), "in force")
    return answer.periods


def learnt(day: str, hours: object) -> tuple[str, Item]:
    return fact("learning", id=day, held_on=day, hours=hours)


def test_before_it_begins_no_period_is_shown() -> None:
    assert periods("2020-08-31") == ()


def test_a_running_period_lacks_what_its_renewal_takes_up_to_its_last_day() -> None:
    (term,) = periods("2021-05-01", learnt("2021-01-01", 4))
    assert (term.name, term.number, term.runs, term.certain) == ("term", 1, True, True)
    assert (term.from_, term.last_day) == (date(2020, 9, 1), date(2022, 8, 31))
    assert term.renewal is not None
    assert (term.renewal.met, term.renewal.short, term.renewal.reasons) == (False, "6 hours", ("LEARNING_SHORT",))
    assert (term.renewal.clauses, term.renewal.last_day) == (("3",), date(2022, 8, 31))
    assert term.renewal.late_until is None


def test_a_renewal_that_is_met_lacks_nothing() -> None:
    (term,) = periods("2021-05-01", learnt("2021-01-01", 10))
    assert term.renewal is not None
    assert (term.renewal.met, term.renewal.short, term.renewal.reasons) == (True, "", ("LEARNT",))


def test_a_renewal_that_depends_on_what_is_unknown_is_in_doubt() -> None:
    (term,) = periods("2021-05-01", learnt("2021-01-01", None))
    assert term.renewal is not None
    assert (term.renewal.met, term.renewal.reasons) == (None, ("LEARNING_SHORT",))


def test_the_period_that_follows_is_shown_once_it_runs() -> None:
    (term,) = periods("2022-09-01", learnt("2021-01-01", 10))
    assert (term.number, term.from_, term.runs) == (2, date(2022, 9, 1), True)


def test_a_period_that_is_over_is_judged_on_its_last_day() -> None:
    (term,) = periods("2023-03-01", learnt("2021-01-01", 4), learnt("2022-09-01", 6))
    assert (term.number, term.last_day, term.runs) == (1, date(2022, 8, 31), False)
    assert term.renewal is not None
    assert (term.renewal.met, term.renewal.short) == (False, "6 hours")


def test_how_long_a_renewal_may_be_late_is_told() -> None:
    (term,) = periods("2022-09-15", late=LATE)
    assert term.renewal is not None
    assert (term.renewal.last_day, term.renewal.late_until) == (date(2022, 8, 31), date(2022, 10, 31))


@pytest.mark.parametrize(
    ("reaching", "late_until"), [("      reaches earlier periods: yes\n", date(2022, 10, 31)), ("", None)]
)
def test_a_later_text_may_reach_what_ended_before_it(reaching: str, late_until: date | None) -> None:
    first = policy(TERM.format(when="clause 3", late=""))
    body = TERM.format(when="clause 3", late=LATE + reaching)
    second = amendment(first, body[body.index("periods:") :], "2", "2022-09-10")
    answer = case(chain_of(first, second), GRANTED).answer("ada", date(2022, 9, 15), Known(1, ""), "in force")
    assert [each.renewal and each.renewal.late_until for each in answer.periods] == [late_until]


APPLIED = """
        for: application
        when:
          - application.submitted_on on or before {limit}
"""


@pytest.mark.parametrize(
    ("limit", "last_day"),
    [
        ("3 months before term.last_day", date(2022, 5, 31)),
        ("1 year after term.last_day", date(2022, 8, 31)),
        ("2021-12-31", date(2021, 12, 31)),
    ],
)
def test_a_line_may_name_an_earlier_last_day_than_the_period(limit: str, last_day: date) -> None:
    (term,) = periods("2021-05-01", when=APPLIED.format(limit=limit))
    assert term.renewal is not None
    assert (term.renewal.met, term.renewal.last_day) == (False, last_day)


def test_what_is_always_renewed_asks_for_nothing() -> None:
    text = TERM.format(when="clause 3", late="").replace("renewed:\n      when: clause 3", "renewed: always")
    chain = chain_of(policy(text))
    answer = case(chain, GRANTED).answer("ada", date(2023, 5, 1), Known(1, ""), "in force")
    assert [(each.number, each.renewal) for each in answer.periods] == [(2, None)]


def test_a_period_in_doubt_is_shown_as_that() -> None:
    doubtful = fact("recognition", granted_on="2020-09-01", retracted_on=None)
    (term,) = periods("2021-05-01", begun=doubtful)
    assert (term.certain, term.runs) == (False, True)


def test_a_period_of_unknown_days_is_not_shown() -> None:
    assert periods("2021-05-01", begun=fact("recognition", level="accredited", granted_on=None)) == ()


def test_a_certain_period_goes_before_a_doubtful_one_of_the_same_day() -> None:
    unknown_end = fact("leave", from_="2021-01-01", until=None, requested_on="2021-01-01")
    text = (
        TERM.format(when="clause 3", late="")
        + """    extended:
      leave:
        for: leave
        when:
          - leave.from within term
        by: its length
"""
    )
    answer = case(chain_of(policy(text)), GRANTED, unknown_end).answer("ada", date(2021, 5, 1), Known(1, ""), "x")
    assert [(each.certain, each.last_day) for each in answer.periods] == [(True, date(2022, 8, 31))]


def test_while_it_may_still_be_renewed_late_it_is_judged_on_the_day_asked_about() -> None:
    late = "      late: 2 months\n      late counts from: the day\n"
    when = "{sum: learning.hours, where: [learning.held_on on or after term.from], at least: 10 hours}"
    (term,) = periods("2022-10-01", learnt("2022-09-15", 7), when=when, late=late)
    assert term.renewal is not None
    assert (term.renewal.met, term.renewal.short) == (False, "3 hours")
