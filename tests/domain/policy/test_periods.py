"""Periods: when they begin, how long they last, what makes them longer, how they are renewed, and doubt about it."""

from datetime import date
from textwrap import indent

import pytest

from domain.policy.chain import alone
from domain.policy.unfolding import PeriodTurnsInACircle
from tests.domain.policy.texts import (
    Item,
    amendment,
    asking,
    assess,
    case,
    chain_of,
    days,
    fact,
    faults_of,
    policy,
    proof,
    shown,
    version_of,
    written,
)

HEAD = """
periods:
  term:
    text: A term of two years.
    source: the rules
"""
BEGINS = """
begins:
  for: recognition
  when:
    - recognition.level is accredited
  on: recognition.granted_on
"""
TWO_YEARS = "lasts: 2 years\n"
RENEWED = """
renewed:
  when:
    sum: learning.hours
    where:
      - learning.held_on within term
    at least: 10 hours
"""
IN_TERM = "for: term\nwhen:\n  - the day within term"
GRANTED = fact("recognition", level="accredited", granted_on="2020-09-01")


def term(*parts: str) -> str:
    return HEAD + indent("".join(parts), "    ")


def learnt(day: str, hours: object = 10) -> tuple[str, Item]:
    return fact("learning", id=day, held_on=day, hours=hours)


def test_a_length_counts_its_first_day() -> None:
    assert days(IN_TERM, GRANTED, beside=term(BEGINS, TWO_YEARS)) == "2020-09-01 to 2022-08-31"


def test_a_last_day_may_be_named() -> None:
    to_the_day = term(BEGINS, "lasts up to: 2 years after term.from\n")
    assert days(IN_TERM, GRANTED, beside=to_the_day) == "2020-09-01 to 2022-09-01"
    to_the_end_of_the_year = term(BEGINS, "lasts up to: the next 31 December from term.from\nrenewed: always\n")
    only_second = "for: term\nwhen:\n  - the day within term\n  - term.number is 2"
    assert days(only_second, GRANTED, beside=to_the_end_of_the_year) == "2021-01-01 to 2021-12-31"


def test_last_days_may_change_from_one_to_the_next() -> None:
    first, later = "1 year after the next 31 December from term.from", "the next 31 December from term.from"
    text = term(BEGINS, f"lasts up to: {first}, then {later}\nrenewed: always\n")
    for number, expected in (
        (1, "2020-09-01 to 2021-12-31"),
        (2, "2022-01-01 to 2022-12-31"),
        (3, "2023-01-01 to 2023-12-31"),
    ):
        assert days(f"{IN_TERM}\n  - term.number is {number}", GRANTED, beside=text) == expected


def test_lengths_may_change_from_one_to_the_next() -> None:
    text = term(BEGINS, "lasts: 5 years, then 10 years\nrenewed: always\n")
    for number, expected in (
        (1, "2020-09-01 to 2025-08-31"),
        (2, "2025-09-01 to 2035-08-31"),
        (3, "2035-09-01 to 2045-08-31"),
    ):
        asked = f"for: term\nwhen:\n  - the day within term\n  - term.number is {number}"
        assert days(asked, GRANTED, beside=text) == expected


@pytest.mark.parametrize(
    ("learning", "expected"),
    [
        ([], "2020-09-01 to 2022-08-31"),
        (["2022-08-31"], "2020-09-01 to 2024-08-31"),
        (["2022-09-01"], "2020-09-01 to 2022-08-31"),
        (["2022-08-31", "2022-09-01"], "2020-09-01 to 2026-08-31"),
    ],
)
def test_a_period_is_renewed_by_what_was_done_within_it(learning: list[str], expected: str) -> None:
    text = term(BEGINS, TWO_YEARS, RENEWED)
    assert days(IN_TERM, GRANTED, *(learnt(day) for day in learning), beside=text) == expected


LATE = """
renewed:
  when:
    for: application
    when:
      - application.submitted_on on or after 3 months before term.last_day
      - application.submitted_on on or before 1 year after term.last_day
  late: 2 months
  late counts from: {from_}
"""


@pytest.mark.parametrize(
    ("submitted", "from_", "expected"),
    [
        ("2022-06-01", "the day", "2020-09-01 to 2024-08-31"),
        ("2022-05-30", "the day", "2020-09-01 to 2022-08-31"),
        ("2022-10-31", "the day", "2020-09-01 to 2022-08-31, 2022-10-31 to 2024-10-30"),
        ("2022-11-01", "the day", "2020-09-01 to 2022-08-31"),
        ("2022-10-31", "its end", "2020-09-01 to 2024-08-31"),
    ],
)
def test_it_may_be_renewed_late(submitted: str, from_: str, expected: str) -> None:
    text = term(BEGINS, TWO_YEARS, LATE.format(from_=from_))
    assert days(IN_TERM, GRANTED, fact("application", submitted_on=submitted), beside=text) == expected


def test_late_renewal_may_need_a_cause() -> None:
    cause = "  late when:\n    for: waiver\n    when:\n      - waiver in force on term.last_day\n"
    text = term(BEGINS, TWO_YEARS, LATE.format(from_="its end"), cause)
    applied = fact("application", submitted_on="2022-10-01")
    excused = fact("waiver", granted_on="2022-08-01", requirement="late")
    assert days(IN_TERM, GRANTED, applied, beside=text) == "2020-09-01 to 2022-08-31"
    assert days(IN_TERM, GRANTED, applied, excused, beside=text) == "2020-09-01 to 2024-08-31"


EXTENDED = """
extended:
  leave:
    for: leave
    when:
      - leave.from within term
    by: {by}
"""


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("its length", "2023-02-28"),
        ("its days", "2023-02-28"),
        ("3 months", "2022-11-30"),
        ("its length\n    at most: 2 months", "2022-10-31"),
        ("its days\n    at most: 10 %", "2022-11-12"),
    ],
)
def test_leave_makes_a_period_longer(by: str, expected: str) -> None:
    text = term(BEGINS, TWO_YEARS, EXTENDED.format(by=by))
    found = days(IN_TERM, GRANTED, fact("leave", from_="2021-01-01", until="2021-07-01"), beside=text)
    assert found == f"2020-09-01 to {expected}"


def test_days_of_leave_taken_twice_count_once_and_those_in_the_added_time_count_too() -> None:
    text = term(BEGINS, TWO_YEARS, EXTENDED.format(by="its days"))
    twice = [fact("leave", id=f"l{n}", from_="2022-08-22", until="2022-10-01") for n in range(2)]
    assert days(IN_TERM, GRANTED, *twice, beside=text) == "2020-09-01 to 2022-10-10"


def test_several_leaves_add_up_and_one_without_end_goes_on() -> None:
    text = term(BEGINS, TWO_YEARS, EXTENDED.format(by="its length"))
    first = fact("leave", id="a", from_="2021-01-01", until="2021-02-01")
    second = fact("leave", id="b", from_="2021-03-01", until="2021-04-01")
    assert days(IN_TERM, GRANTED, first, second, beside=text) == "2020-09-01 to 2022-10-31"
    assert days(IN_TERM, GRANTED, fact("leave", from_="2021-01-01"), beside=text) == "from 2020-09-01"


def test_a_period_may_be_extended_up_to_a_day() -> None:
    granted = "extended:\n  grace:\n    for: extension\n    up to: extension.until\n"
    text = term(BEGINS, TWO_YEARS, granted)
    later = fact("extension", granted_on="2022-08-01", until="2022-12-31")
    earlier = fact("extension", granted_on="2022-08-01", until="2022-06-30")
    too_late = fact("extension", granted_on="2022-09-01", until="2022-12-31")
    assert days(IN_TERM, GRANTED, later, beside=text) == "2020-09-01 to 2022-12-31"
    assert days(IN_TERM, GRANTED, earlier, beside=text) == "2020-09-01 to 2022-08-31"
    assert days(IN_TERM, GRANTED, too_late, beside=text) == "2020-09-01 to 2022-08-31"


def test_a_period_may_be_extended_by_months_that_a_field_counts() -> None:
    granted = "extended:\n  grace:\n    for: extension\n    by: extension.months months\n"
    text = term(BEGINS, TWO_YEARS, granted)
    assert days(IN_TERM, GRANTED, fact("extension", granted_on="2021-01-01", months=3), beside=text) == (
        "2020-09-01 to 2022-11-30"
    )
    assert days(IN_TERM, GRANTED, fact("extension", granted_on="2021-01-01"), beside=text) == (
        "2020-09-01 to 2022-08-31; perhaps from 2020-09-01"
    )


def test_a_period_ends_early_on_the_day_its_end_holds() -> None:
    text = term(BEGINS, TWO_YEARS, "ends when:\n  for: refresher\n")
    given_up = fact("refresher", held_on="2021-03-01")
    assert days(IN_TERM, GRANTED, given_up, learnt("2021-01-01"), beside=text) == "2020-09-01 to 2021-02-28"


def test_a_period_that_ends_on_its_first_day_is_none() -> None:
    text = term(BEGINS, TWO_YEARS, "ends when:\n  for: refresher\n")
    assert days("for: term", GRANTED, fact("refresher", held_on="2020-01-01"), beside=text) == "never"


def test_a_beginning_inside_a_running_period_is_ignored() -> None:
    again = fact("recognition", id="again", level="accredited", granted_on="2021-09-01")
    assert days(IN_TERM, GRANTED, again, beside=term(BEGINS, TWO_YEARS)) == "2020-09-01 to 2022-08-31"


def test_a_beginning_after_a_lapse_begins_a_first_period() -> None:
    again = fact("recognition", id="again", level="accredited", granted_on="2023-01-01")
    second = "for: term\nwhen:\n  - the day within term\n  - term.number is 1\n  - term.from after 2022-01-01"
    text = term(BEGINS, TWO_YEARS)
    assert days(IN_TERM, GRANTED, again, beside=text) == "2020-09-01 to 2022-08-31, 2023-01-01 to 2024-12-31"
    assert days(second, GRANTED, again, beside=text) == "2023-01-01 to 2024-12-31"


def test_a_period_may_begin_anew() -> None:
    again = fact("recognition", id="again", level="accredited", granted_on="2021-09-01")
    text = term(BEGINS, "begins anew: yes\n", TWO_YEARS)
    first = "for: term\nwhen:\n  - the day within term\n  - term.from before 2021-01-01"
    assert days(IN_TERM, GRANTED, again, beside=text) == "2020-09-01 to 2023-08-31"
    assert days(first, GRANTED, again, beside=text) == "2020-09-01 to 2021-08-31"


def test_a_beginning_on_an_unknown_day_may_begin_anew_on_any() -> None:
    unknown = fact("recognition", id="again", level="accredited", granted_on=None)
    text = term(BEGINS, "begins anew: yes\n", TWO_YEARS, RENEWED)
    again = "for: term\nwhen:\n  - the day within term\n  - term.number more than 1"
    assert days(IN_TERM, GRANTED, learnt("2021-01-01"), unknown, beside=text) == "on 2020-09-01; perhaps always"
    assert days(again, GRANTED, learnt("2021-01-01"), beside=text) == "2022-09-01 to 2024-08-31"
    assert days(again, GRANTED, learnt("2021-01-01"), unknown, beside=text) == "never; perhaps always"


def test_a_period_may_begin_whenever_something_begins_to_hold() -> None:
    text = term(
        "begins:\n  whenever:\n    for: leave\n    when:\n      - leave in force on the day\n", "lasts: 1 month\n"
    )
    leave = fact("leave", from_="2021-01-01", until="2021-07-01")
    assert days(IN_TERM, leave, beside=text) == "2021-01-01 to 2021-01-31"
    assert days(IN_TERM, fact("leave", from_="2021-01-01", until=None), beside=text) == "never; perhaps always"


def test_doubt_about_a_beginning_makes_its_periods_possible() -> None:
    doubtful = fact("recognition", level=None, granted_on="2020-09-01")
    text = term(BEGINS, TWO_YEARS, RENEWED)
    assert days(IN_TERM, doubtful, learnt("2021-01-01"), beside=text) == "never; perhaps 2020-09-01 to 2024-08-31"


def test_a_beginning_on_an_unknown_day_is_a_period_of_unknown_days() -> None:
    unknown = fact("recognition", level="accredited", granted_on=None)
    assert days(IN_TERM, unknown, beside=term(BEGINS, TWO_YEARS)) == "never; perhaps always"


def test_doubt_about_a_renewal_makes_what_follows_possible() -> None:
    text = term(BEGINS, TWO_YEARS, RENEWED)
    assert days(IN_TERM, GRANTED, learnt("2021-01-01", None), beside=text) == (
        "2020-09-01 to 2022-08-31; perhaps 2020-09-01 to 2024-08-31"
    )


def test_doubt_about_an_extension_leaves_the_earliest_end_certain() -> None:
    text = term(BEGINS, TWO_YEARS, EXTENDED.format(by="its length\n    at most: 12 months"))
    found = days(IN_TERM, GRANTED, fact("leave", from_="2021-01-01", until=None), beside=text)
    assert found == "2020-09-01 to 2022-08-31; perhaps from 2020-09-01"


def test_a_beginning_where_a_period_may_run_is_possible() -> None:
    doubtful = fact("recognition", id="doubtful", level=None, granted_on="2020-09-01")
    certain = fact("recognition", id="certain", level="accredited", granted_on="2021-09-01")
    assert days(IN_TERM, doubtful, certain, beside=term(BEGINS, TWO_YEARS)) == (
        "never; perhaps 2020-09-01 to 2023-08-31"
    )


SHORTER = "periods:\n  term:\n    text: Shorter.\n    source: the rules\n" + indent(
    BEGINS + "lasts: 1 year\nrenewed: always\n", "    "
)


def test_a_period_keeps_the_length_of_the_text_of_its_first_day() -> None:
    first = policy(
        term(BEGINS, TWO_YEARS, "renewed: always\n")
        + asking(IN_TERM.replace("the day within term", "the day within term\n  - term.number is 2")),
        "1",
        "2010-01-01",
    )
    second = amendment(first, SHORTER, "2", "2021-01-01")
    assert shown(assess(chain_of(first, second), GRANTED).notes["asked"]) == "2022-09-01 to 2023-08-31"


def test_a_text_that_does_not_state_the_period_renews_none() -> None:
    first = policy(term(BEGINS, TWO_YEARS, "renewed: always\n") + asking(IN_TERM), "1", "2010-01-01")
    second = amendment(first, "drops:\n  periods: [term]\n  notes: [asked]\n", "2", "2021-01-01")
    assert shown(assess(chain_of(first, second), GRANTED).notes["asked"]) == "2020-09-01 to 2020-12-31"


def test_why_a_period_was_not_renewed_is_told() -> None:
    found = proof(IN_TERM, "2023-01-01", GRANTED, learnt("2021-01-01", 4), beside=term(BEGINS, TWO_YEARS, RENEWED))
    renewal = found.parts[-1]
    assert (renewal.holds, renewal.found, renewal.short) == (False, "4 hours", "6 hours")
    assert str(renewal.last_day) == "2022-08-31"


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ((TWO_YEARS,), "'begins' is missing"),
        ((BEGINS,), "either 'lasts' or 'lasts up to'"),
        ((BEGINS, TWO_YEARS, "lasts up to: 2030-01-01\n"), "either 'lasts' or 'lasts up to'"),
        (("begins:\n  for: recognition\n", TWO_YEARS), "expected 'for' with 'on'"),
        (
            ("begins:\n  for: recognition\n  on: recognition.granted_on\n  judged on: 2020-01-01\n", TWO_YEARS),
            "key of a selection",
        ),
        ((BEGINS, TWO_YEARS, "colour: red\n"), "the key of 'term' 'colour' is not known"),
        ((BEGINS, "lasts: 2 fortnights\n"), "expected a length"),
        ((BEGINS, TWO_YEARS, "renewed: never\n"), "expected 'always'"),
        (
            (
                BEGINS,
                TWO_YEARS,
                "renewed:\n  when:\n    for: course\n  late when:\n    for: refresher\n",
            ),
            "goes with 'late'",
        ),
        (
            (BEGINS, TWO_YEARS, "renewed:\n  when:\n    for: refresher\n  late: 2 months\n  late counts from: now\n"),
            "after a late renewal 'now'",
        ),
        (
            (BEGINS, TWO_YEARS, "renewed:\n  when:\n    for: refresher\n  late: 2 months\n"),
            "'late counts from' is missing",
        ),
        ((BEGINS, TWO_YEARS, "extended:\n  a:\n    for: refresher\n    by: its length\n"), "'refresher' is no span"),
        ((BEGINS, TWO_YEARS, "extended:\n  a:\n    for: refresher\n"), "either 'by' with a length"),
        (
            (
                BEGINS,
                TWO_YEARS,
                "extended:\n  a:\n    for: refresher\n    up to: refresher.held_on\n    at most: 1 year\n",
            ),
            "'at most' goes with 'by'",
        ),
        ((BEGINS, TWO_YEARS, "begins anew: maybe\n"), "the answer 'maybe'"),
    ],
)
def test_a_period_that_means_nothing_is_refused(parts: tuple[str, ...], fault: str) -> None:
    faults = faults_of(written(term(*parts)))
    assert len(faults) == 1
    assert fault in faults[0]


def test_a_period_may_not_have_the_name_of_evidence() -> None:
    assert "is a kind of evidence already" in faults_of(written(term(BEGINS, TWO_YEARS).replace("term:", "leave:")))[0]


def test_a_period_that_leans_on_itself_is_refused() -> None:
    clause = "clauses:\n  1:\n    text: a\n    source: b\n    that: holds member\n"
    level = "levels:\n  member:\n    rank: 1\n    title: Member\n    routes:\n      way: {for: term}\n"
    text = term("begins:\n  whenever: clause 1\n", TWO_YEARS) + clause + level
    circle = "level member → period term → level member"
    assert faults_of(written(text)) == [f"21:3: the conditions turn in a circle: {circle}"]


def test_what_names_a_dropped_period_is_named() -> None:
    first = policy(term(BEGINS, TWO_YEARS) + asking(IN_TERM), "1", "2010-01-01")
    dropping = written("drops:\n  periods: [term]\n", "2", "2021-01-01", extra='amends: "1"\n')
    assert "still names what is dropped: period term" in faults_of(dropping, first)[0]


LAPSING = "renewed:\n  when:\n    for: application\n    when:\n      - application.submitted_on within term\n"
LATER = """
periods:
  term:
    text: Late for five years.
    source: the rules
    begins:
      for: recognition
      on: recognition.granted_on
    lasts: 2 years
    renewed:
      when:
        for: application
        when:
          - application.submitted_on on or after term.from
      late: 5 years
      late counts from: the day
      reaches earlier periods: {reaches}
"""


@pytest.mark.parametrize(
    ("reaches", "expected"),
    [("yes", "2020-09-01 to 2022-08-31, 2024-01-15 to 2028-01-14"), ("no", "2020-09-01 to 2022-08-31")],
)
def test_a_later_text_may_let_earlier_periods_be_renewed_late(reaches: str, expected: str) -> None:
    first = policy(term(BEGINS, TWO_YEARS, LAPSING) + asking(IN_TERM), "1", "2010-01-01")
    second = amendment(first, LATER.format(reaches=reaches), "2", "2023-11-01")
    applied = fact("application", submitted_on="2024-01-15")
    assert shown(assess(chain_of(first, second), GRANTED, applied).notes["asked"]) == expected


def test_a_period_that_ended_under_no_text_may_be_renewed_by_one_that_reaches_it() -> None:
    first = policy(term(BEGINS, TWO_YEARS, LAPSING) + asking(IN_TERM), "1", "2010-01-01")
    second = amendment(first, "drops:\n  periods: [term]\n  notes: [asked]\n", "2", "2021-01-01")
    third = amendment(second, LATER.format(reaches="yes") + asking(IN_TERM), "3", "2023-11-01")
    applied = fact("application", submitted_on="2024-01-15")
    found = shown(assess(chain_of(first, second, third), GRANTED, applied).notes["asked"])
    assert found == "2020-09-01 to 2020-12-31, 2024-01-15 to 2028-01-14"


def test_a_clause_speaks_of_the_period_in_hand() -> None:
    clauses = """
clauses:
  3.2:
    text: An application within the period.
    source: the rules
    for: application
    with: [term]
    when:
      - application.submitted_on within term
"""
    text = term(BEGINS, TWO_YEARS, "renewed:\n  when: clause 3.2\n") + clauses
    applied = fact("application", submitted_on="2022-01-15")
    assert days(IN_TERM, GRANTED, applied, beside=text) == "2020-09-01 to 2024-08-31"


OLD_CLAUSE = """
clauses:
  3.2:
    text: An application within the period.
    source: the rules
    for: application
    with: [term]
    when:
      - application.submitted_on within term
"""


def test_the_clause_of_another_day_speaks_of_the_period_in_hand() -> None:
    first = policy(
        term(BEGINS, TWO_YEARS, "renewed:\n  when: clause 3.2\n") + OLD_CLAUSE + asking(IN_TERM), "1", "2010-01-01"
    )
    body = term(BEGINS, TWO_YEARS, "renewed:\n  when: clause 3.2 as in force on 2020-12-31\n")
    second = amendment(first, body + "drops:\n  clauses: ['3.2']\n", "2", "2021-01-01")
    applied = fact("application", submitted_on="2022-01-15")
    assert shown(assess(chain_of(first, second), GRANTED, applied).notes["asked"]) == "2020-09-01 to 2024-08-31"


def test_a_period_that_only_the_text_of_another_day_can_begin_is_refused() -> None:
    level = "levels:\n  member:\n    rank: 1\n    title: Member\n    routes:\n      way: {for: term}\n"
    clause = "clauses:\n  '3.2':\n    text: a\n    source: b\n    that: holds member\n"
    first = policy(term(BEGINS, TWO_YEARS) + clause + level + asking(IN_TERM), "1", "2010-01-01")
    body = term("begins:\n  whenever: clause 3.2 as in force on 2020-12-31\n", TWO_YEARS)
    second = amendment(first, body + "drops:\n  clauses: ['3.2']\n", "2", "2021-01-01")
    applied = fact("application", submitted_on="2022-01-15")
    with pytest.raises(PeriodTurnsInACircle, match="whether a term runs"):
        assess(chain_of(first, second), GRANTED, applied)


def test_nothing_is_to_be_proved_of_a_period_that_is_always_renewed() -> None:
    asked = f"{IN_TERM}\n  - term.number is 9"
    found = proof(asked, "2023-01-01", GRANTED, beside=term(BEGINS, TWO_YEARS, "renewed: always\n"))
    assert found.holds is False


def test_the_last_day_may_be_unknown_or_lie_before_the_first() -> None:
    known = fact("registration", register="r", since="2020-01-01")
    by_certificate = term(
        "begins:\n  for: registration\n  on: registration.since\nlasts up to: 2019-12-31\n",
    )
    assert days(IN_TERM, known, beside=by_certificate) == "never"
    course = fact("course", ended_on="2020-03-01", valid_until=None)
    begins = "begins:\n  for: course\n  on: course.ended_on\n"
    unknown = term(begins, "lasts up to: 1 year after term.from\nends when: {for: refresher}\n")
    assert days(IN_TERM, course, fact("refresher", held_on=None), beside=unknown) == (
        "never; perhaps 2020-03-01 to 2021-03-01"
    )


def test_doubt_about_the_day_of_a_late_renewal_makes_a_period_of_unknown_days() -> None:
    renewal = LATE.format(from_="the day").replace(
        "when:\n      -", "when:\n      - application.level is renewal\n      -"
    )
    text = term(BEGINS, TWO_YEARS, renewal)
    doubtful = fact("application", id="a", submitted_on="2022-10-01", level=None)
    certain = fact("application", id="b", submitted_on="2022-10-15", level="renewal")
    assert days(IN_TERM, GRANTED, doubtful, certain, beside=text) == (
        "2020-09-01 to 2022-08-31; perhaps 2020-09-01 to 2022-08-31, from 2022-10-01"
    )


def test_so_many_periods_that_nobody_means_them_end_in_one_of_unknown_days() -> None:
    text = term(BEGINS, "lasts: 1 day\nrenewed: always\n")
    found = days(IN_TERM, GRANTED, beside=text)
    assert found.endswith("; perhaps from 2020-09-01")


def test_where_a_period_of_unknown_days_may_run_a_beginning_is_possible() -> None:
    unknown = fact("recognition", id="unknown", level="accredited", granted_on=None)
    assert days(IN_TERM, GRANTED, unknown, beside=term(BEGINS, TWO_YEARS)) == "never; perhaps always"


def test_a_text_whose_days_begin_later_begins_no_period_before() -> None:
    text = policy(term(BEGINS, TWO_YEARS) + asking(IN_TERM), "1", "2021-01-01")
    assert shown(assess(chain_of(text), GRANTED).notes["asked"]) == "never"


def test_whenever_something_begins_to_hold_again_and_in_doubt() -> None:
    begins = "begins:\n  whenever:\n    for: leave\n    when:\n      - leave in force on the day\n"
    text = term(begins, "lasts: 1 month\n")
    twice = [
        fact("leave", id="a", from_="2021-01-01", until="2021-02-01"),
        fact("leave", id="b", from_="2021-05-01", until="2021-06-01"),
    ]
    assert days(IN_TERM, *twice, beside=text) == "2021-01-01 to 2021-01-31, 2021-05-01 to 2021-05-31"


def test_each_leave_in_the_added_time_makes_the_period_longer_still() -> None:
    text = term(BEGINS, TWO_YEARS, EXTENDED.format(by="its length"))
    first = fact("leave", id="a", from_="2021-01-10", until="2021-04-10")
    second = fact("leave", id="b", from_="2022-10-01", until="2022-11-01")
    assert days(IN_TERM, GRANTED, first, second, beside=text) == "2020-09-01 to 2022-12-31"


def test_leaves_that_never_end_the_added_time_go_on() -> None:
    text = term(BEGINS, "lasts: 1 month\n", EXTENDED.format(by="2 months"))
    many = [fact("leave", id=f"l{n}", from_=f"20{20 + n // 12}-{1 + n % 12:02d}-15", until=None) for n in range(8, 120)]
    assert days(IN_TERM, GRANTED, *many, beside=text).startswith("2020-09-01 to ")


def test_a_ground_may_extend_every_period() -> None:
    text = term(BEGINS, TWO_YEARS, "extended:\n  calendar:\n    up to: the next 31 December from term.due\n")
    assert days(IN_TERM, GRANTED, beside=text) == "2020-09-01 to 2022-12-31"
    only = "extended:\n  calendar:\n    when: [term.number is 2]\n    up to: the next 31 December from term.due\n"
    assert days(IN_TERM, GRANTED, beside=term(BEGINS, TWO_YEARS, only)) == "2020-09-01 to 2022-08-31"


def test_a_period_may_begin_no_more() -> None:
    first = policy(term(BEGINS, TWO_YEARS) + asking(IN_TERM), "1", "2010-01-01")
    second = amendment(first, term("begins: never\n", TWO_YEARS), "2", "2020-09-15")
    again = fact("recognition", id="again", level="accredited", granted_on="2023-09-01")
    assert shown(assess(chain_of(first, second), GRANTED, again).notes["asked"]) == "2020-09-01 to 2022-08-31"
    assert "expected 'never'" in faults_of(written(term("begins: always\n", TWO_YEARS)))[0]


@pytest.mark.parametrize(("reaches", "expected"), [("yes", "2020-09-15 to 2022-08-31"), ("no", "never")])
def test_a_new_text_may_reach_earlier_beginnings(reaches: str, expected: str) -> None:
    first = policy("notes:\n  a:\n    reason: A\n    when:\n      for: course\n", "1", "2010-01-01")
    body = term(BEGINS, TWO_YEARS, f"reaches earlier beginnings: {reaches}\nnote: Inferred.\n") + asking(IN_TERM)
    second = amendment(first, body, "2", "2020-09-15")
    assert shown(assess(chain_of(first, second), GRANTED).notes["asked"]) == expected


WHENEVER = "begins:\n  whenever:\n    for: recognition\n    when:\n      - recognition begun by the day\n"


@pytest.mark.parametrize(
    ("reaches", "expected"),
    [("yes", "2020-09-15 to 2022-08-31"), ("no", "2020-09-15 to 2022-09-14")],
)
def test_a_new_text_may_reach_earlier_days_on_which_something_began_to_hold(reaches: str, expected: str) -> None:
    first = policy("notes:\n  a:\n    reason: A\n    when:\n      for: course\n", "1", "2010-01-01")
    body = term(WHENEVER, TWO_YEARS, f"reaches earlier beginnings: {reaches}\n") + asking(IN_TERM)
    second = amendment(first, body, "2", "2020-09-15")
    assert shown(assess(chain_of(first, second), GRANTED).notes["asked"]) == expected


def test_the_next_text_that_reaches_back_says_how_a_period_begins() -> None:
    first = policy("notes:\n  a:\n    reason: A\n    when:\n      for: course\n", "1", "2010-01-01")
    body = term(WHENEVER, "lasts: 1 month\n", "reaches earlier beginnings: yes\n") + asking(IN_TERM)
    second = amendment(first, body, "2", "2020-09-15")
    third = amendment(second, term(WHENEVER, TWO_YEARS, "reaches earlier beginnings: yes\n"), "3", "2020-09-20")
    assert shown(assess(chain_of(first, second, third), GRANTED).notes["asked"]) == "2020-09-15 to 2020-09-30"


def test_a_period_that_asks_for_another_of_its_kind_is_refused() -> None:
    extended = "extended:\n  a:\n    for: term as another\n    up to: another.last_day\n"
    assert "turn in a circle: period term → period term" in faults_of(written(term(BEGINS, TWO_YEARS, extended)))[0]


def test_why_no_period_has_begun_is_told() -> None:
    begins = "begins:\n  for: recognition\n  when:\n    - require: recognition.level is accredited\n      else: OTHER\n"
    text = term(begins, "  on: recognition.granted_on\n", TWO_YEARS)
    other = fact("recognition", level="associate", granted_on="2020-09-01")
    found = proof(IN_TERM, "2020-10-01", other, beside=text)
    assert (found.holds, found.codes) == (False, ("OTHER",))


def test_days_of_a_period_are_short_of_nothing() -> None:
    asked = f"{IN_TERM}\n  - require: term.from after 2021-01-01\n    else: TOO_EARLY"
    found = proof(asked, "2020-10-01", GRANTED, beside=term(BEGINS, TWO_YEARS))
    assert (found.codes, found.short) == (("TOO_EARLY",), "")


def test_the_number_of_a_period_may_be_one_of_several() -> None:
    asked = f"{IN_TERM}\n  - term.number is one of 2, 3"
    text = term(BEGINS, "lasts: 1 year\nrenewed: always\n")
    assert days(asked, GRANTED, beside=text) == "2021-09-01 to 2023-08-31"


def test_an_end_that_is_not_known_leaves_the_period_possible() -> None:
    text = term(BEGINS, "lasts up to: 1 year after term.due\n")
    assert days(IN_TERM, GRANTED, beside=text) == "never; perhaps from 2020-09-01"


def test_extensions_that_bring_in_ever_more_end_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.policy.unfolding.MOST_EXTENSIONS", 50)
    text = term(BEGINS, "lasts: 1 month\n", EXTENDED.format(by="its length"))
    leaves = [
        fact(
            "leave",
            id=f"l{n}",
            from_=f"{2020 + (8 + n) // 12}-{1 + (8 + n) % 12:02d}-15",
            until=f"{2020 + (9 + n) // 12}-{1 + (9 + n) % 12:02d}-15",
        )
        for n in range(60)
    ]
    found = days(IN_TERM, GRANTED, *leaves, beside=text)
    assert found.startswith("2020-09-01 to 2024-")
    assert found.endswith("perhaps from 2020-09-01")


def test_what_holds_from_the_beginning_of_time_begins_no_period() -> None:
    text = term("begins:\n  whenever:\n    none:\n      - for: refresher\n", TWO_YEARS)
    assert days(IN_TERM, beside=text) == "never"


def test_a_beginning_on_a_day_that_has_not_come_begins_no_period() -> None:
    text = term("begins:\n  for: application\n  on: application.decided_on\n", TWO_YEARS)
    assert days(IN_TERM, fact("application", submitted_on="2020-09-01"), beside=text) == "never"


def test_a_ground_that_takes_evidence_says_for_what() -> None:
    ground = "extended:\n  a:\n    with: [refresher]\n    by: 3 months\n"
    assert "expected 'for' with a kind of evidence" in faults_of(written(term(BEGINS, TWO_YEARS, ground)))[0]


RUNNING = """
clauses:
  3.2:
    text: A term runs.
    source: the rules
    for: term
    when:
      - the day within term
"""
ROUTE = (
    "levels:\n  asked:\n    rank: 1\n    title: Asked\n    routes:\n      route: clause 3.2 as in force on 2020-12-31\n"
)


def test_where_no_text_of_the_day_states_the_period_nothing_is_told_of_its_beginning() -> None:
    first = policy(term(BEGINS, TWO_YEARS) + RUNNING, "1", "2010-01-01")
    second = amendment(first, "drops:\n  clauses: ['3.2']\n  periods: [term]\n" + ROUTE, "2", "2021-01-01")
    ((_, _, found),) = case(chain_of(first, second)).proofs(date(2022, 1, 1))
    assert (found.holds, found.evidence) == (False, ())
    by_itself = alone(version_of(second), [version_of(first), version_of(second)])
    ((_, _, found),) = case(by_itself, GRANTED).proofs(date(2021, 6, 1))
    assert found.holds is False


def test_a_text_that_does_not_state_the_period_begins_no_next_one_on_its_first_day() -> None:
    first = policy(term(BEGINS, TWO_YEARS, "renewed: always\n") + asking(IN_TERM), "1", "2010-01-01")
    second = amendment(first, "drops:\n  periods: [term]\n  notes: [asked]\n", "2", "2022-09-01")
    assert shown(assess(chain_of(first, second), GRANTED).notes["asked"]) == "2020-09-01 to 2022-08-31"


def test_a_period_may_lean_on_clauses_and_levels_beside_itself() -> None:
    beside = (
        RUNNING
        + "levels:\n  member:\n    rank: 1\n    title: Member\n    routes:\n      course:\n        for: course\n"
    )
    renewed = "renewed:\n  when:\n    all: [clause 3.2, clause 3.2, holds member]\n"
    text = term(BEGINS, TWO_YEARS, renewed) + beside
    course = fact("course", ended_on="2021-01-01")
    assert days(IN_TERM, GRANTED, course, beside=text).startswith("2020-09-01 to ")
