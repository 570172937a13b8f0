"""Amounts that depend on items in hand: in proportion to a span, by a table, of a field."""

import pytest

from tests.domain.policy.texts import Item, asking, days, fact, faults_of, on, proof, written

CYCLE = """
for: registration
when:
  - registration begun by the day
  - sum: learning.hours
    at least: {}
"""


def learnt(hours: object = 6) -> tuple[str, Item]:
    return fact("learning", held_on="2020-01-01", hours=hours)


def registered(since: str | None = "2020-01-01", until: str | None = "2020-07-01", **more: object) -> tuple[str, Item]:
    return fact("registration", since=since, until=until, **more)


@pytest.mark.parametrize(
    ("until", "asked", "enough"),
    [
        ("2020-07-01", "1 hour for each full month of registration", True),
        ("2020-07-31", "1 hour for each full month of registration", True),
        ("2020-08-01", "1 hour for each full month of registration", False),
        ("2020-07-01", "1 hour for each started month of registration", True),
        ("2020-07-02", "1 hour for each started month of registration", False),
        ("2020-01-01", "1 hour for each started month of registration", True),
        ("2022-12-31", "3 hours for each full year of registration", True),
        ("2023-01-01", "3 hours for each full year of registration", False),
        ("2020-01-07", "1 hour for each day of registration", True),
        ("2020-01-08", "1 hour for each day of registration", False),
        ("2020-02-18", "1 hour for each full week of registration", True),
        ("2020-02-19", "1 hour for each full week of registration", False),
        ("2021-06-30", "3 hours for each full 6 months of registration", True),
        ("2021-07-01", "3 hours for each full 6 months of registration", False),
    ],
)
def test_so_much_for_each_full_or_started_length(until: str, asked: str, enough: bool) -> None:  # noqa: FBT001 - a case
    assert days(CYCLE.format(asked), learnt(), registered(until=until)) == ("from 2020-01-01" if enough else "never")


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2021-01-31", "2021-02-27", 0),
        ("2021-01-31", "2021-02-28", 1),
        ("2021-01-31", "2021-03-31", 2),
        ("2020-02-29", "2021-02-28", 12),
    ],
)
def test_each_length_is_counted_from_the_first_day(since: str, until: str, months: int) -> None:
    asked = "1 hour for each full month of registration"
    for hours, expected in ((months, f"from {since}"), (months - 0.5, "never")):
        if hours >= 0:
            found = days(
                CYCLE.format(asked), fact("learning", held_on="2020-01-01", hours=hours), registered(since, until)
            )
            assert found == expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2020-01-01", None, "never; perhaps from 2020-01-01"),
        (None, "2020-07-01", "never; perhaps always"),
        ("2020-01-01", "never", "never"),
    ],
)
def test_an_end_that_is_unknown_gives_doubt_and_one_that_never_comes_no_amount(
    since: str | None, until: str | None, expected: str
) -> None:
    span = fact("registration", since=since) if until == "never" else registered(since, until)
    assert days(CYCLE.format("1 hour for each full month of registration"), learnt(), span) == expected


LEAVE = """
for: registration
when:
  - registration begun by the day
  - total:
      learning:
        sum: learning.hours
      leave:
        count: leave
        where:
          - leave begun by the day
        counts as: 2 hours for each full month of leave within registration
    at least: 10 hours
"""


@pytest.mark.parametrize(
    ("from_", "until", "expected"),
    [
        ("2020-03-01", "2020-05-01", "from 2020-03-01"),
        ("2020-03-01", "2020-04-30", "never"),
        ("2020-05-01", "2021-05-01", "from 2020-05-01"),
        ("2020-05-02", "2021-05-01", "never"),
        ("2020-05-01", "never", "from 2020-05-01"),
        ("2020-03-01", None, "never; perhaps from 2020-03-01"),
    ],
)
def test_an_item_is_worth_so_much_for_each_length_within_another_span(
    from_: str, until: str | None, expected: str
) -> None:
    end = {} if until == "never" else {"until": until}
    assert days(LEAVE, learnt(), registered(), fact("leave", from_=from_, **end)) == expected


def test_a_span_without_an_end_is_worth_nothing_by_its_length() -> None:
    worth = "count: leave\nwhere: [leave begun by the day]\ncounts as: 2 hours for each full month of leave\n"
    assert days(f"{worth}at least: 0.5 hours", fact("leave", from_="2020-01-01")) == "never"
    assert days(f"{worth}at most: 0 hours", fact("leave", from_="2020-01-01")) == "always"


TABLE = """
for: application
when:
  - sum: learning.hours
    {}:
      by: application.level
      candidate: 3 hours
      credentialed: 10 hours
      otherwise: 6 hours
    {}
"""


@pytest.mark.parametrize(
    ("level", "hours", "expected"),
    [
        ("candidate", 3, "from 2020-01-01"),
        ("credentialed", 9.5, "never"),
        ("credentialed", 10, "from 2020-01-01"),
        ("other", 5.5, "never"),
        ("other", 6, "from 2020-01-01"),
        (None, 2.5, "never"),
        (None, 3, "never; perhaps from 2020-01-01"),
        (None, 10, "from 2020-01-01"),
    ],
)
def test_a_table_gives_the_amount_of_a_text(level: str | None, hours: float, expected: str) -> None:
    applied = fact("application", submitted_on="2020-01-01", level=level)
    assert days(TABLE.format("at least", ""), learnt(hours), applied) == expected


@pytest.mark.parametrize(
    ("level", "is_", "expected"),
    [
        ("candidate", 3, "from 2020-01-01"),
        ("other", 3, "never"),
        (None, 10, "never; perhaps from 2020-01-01"),
        (None, 11, "never"),
    ],
)
def test_an_amount_may_be_just_what_a_table_gives(level: str | None, is_: float, expected: str) -> None:
    applied = fact("application", submitted_on="2020-01-01", level=level)
    assert days(TABLE.format("is", ""), learnt(is_), applied) == expected


@pytest.mark.parametrize(
    ("key", "level", "expected"),
    [
        ("counts at most", "candidate", "never"),
        ("counts at most", "credentialed", "from 2020-01-01"),
        ("counts at most", None, "never; perhaps from 2020-01-01"),
        ("counts beyond", "candidate", "from 2020-01-01"),
        ("counts beyond", "credentialed", "never"),
        ("counts beyond", None, "never; perhaps from 2020-01-01"),
    ],
)
def test_caps_and_surpluses_may_depend(key: str, level: str | None, expected: str) -> None:
    applied = fact("application", submitted_on="2020-01-01", level=level)
    assert days(TABLE.format(key, "at least: 5 hours"), learnt(10), applied) == expected


CAPPED = """
for: course
when:
  - sum: learning.hours
    counts at most: {}
    at least: 5 hours
"""


@pytest.mark.parametrize(
    ("cap", "hours", "expected"),
    [
        ("course.tutor_hours", {"tutor_hours": 4}, "never"),
        ("course.tutor_hours", {"tutor_hours": 5}, "from 2020-01-02"),
        ("course.tutor_hours", {}, "from 2020-01-02"),
        ("course.tutor_hours", {"tutor_hours": None}, "never; perhaps from 2020-01-02"),
        ("course.tutor_hours for each learning", {"tutor_hours": 2}, "never"),
        ("course.tutor_hours for each learning", {"tutor_hours": 3}, "from 2020-01-02"),
        ("course.tutor_hours for each learning", {}, "from 2020-01-02"),
        ("course.tutor_hours for each learning.process", {"tutor_hours": 4}, "never"),
        ("course.tutor_hours for each learning.process", {"tutor_hours": None}, "never; perhaps from 2020-01-02"),
        ("course.tutor_hours for each learning.process", {}, "from 2020-01-02"),
    ],
)
def test_a_cap_of_a_field_of_each_of_all_alike_of_the_whole(cap: str, hours: Item, expected: str) -> None:
    two = [fact("learning", id=str(n), held_on=f"2020-01-0{n}", hours=3, process="p") for n in (1, 2)]
    assert days(CAPPED.format(cap), *two, fact("course", ended_on="2020-01-01", **hours)) == expected


def test_a_closed_list_needs_no_otherwise() -> None:
    table = "{by: course.format, face to face: 1, online: 2, blended: 3}"
    line = f"for: course\nwhen:\n  - count: mediation\n    at least: {table}"
    one = fact("mediation", started_on="2020-01-01")
    assert days(line, one, fact("course", ended_on="2020-01-01", format="face to face")) == "from 2020-01-01"
    assert days(line, one, fact("course", ended_on="2020-01-01", format="online")) == "never"
    assert days(line, one, fact("course", ended_on="2020-01-01")) == "never; perhaps from 2020-01-01"


def test_a_text_that_is_absent_has_what_any_other_has() -> None:
    line = "for: course\nwhen:\n  - count: mediation\n    at least: {by: course.label, long: 2, otherwise: 1}"
    found = days(line, fact("mediation", started_on="2020-01-01"), fact("course", ended_on="2020-01-01"))
    assert found == "from 2020-01-01"


def test_a_floor_of_a_part_may_depend() -> None:
    line = """
for: registration
when:
  - registration begun by the day
  - total:
      learning:
        sum: learning.hours
        at least: 1 hour for each full month of registration
        else: SHORT
    at least: 1 hour
"""
    assert days(line, learnt(5), registered()) == "never"
    assert days(line, learnt(6), registered()) == "from 2020-01-01"


IN_HAND = "for: registration\nwhen:\n  - registration begun by the day\n  - sum: learning.hours\n    at least: {}\n"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (
            "1 hour for each month of registration",
            "'for each full month of registration' leaves it out, 'for each started month of registration' counts it",
        ),
        (
            "1 hour for each full day of registration",
            "a day is full once it has come: say 'for each day of registration'",
        ),
        (
            "1 hour for each full month",
            "say of which period or span, as in 'for each full month of cycle'; one of: registration",
        ),
        (
            "1 hour for each full month of registrations",
            "the period or span 'registrations' is not known; did you mean 'registration'?",
        ),
        ("1 point for each full month of registration", "expected an amount in hours, found '1 point'"),
        ("{by: registration.register, a: 1 hour}", "expected an amount for each value, or 'otherwise'"),
        ("{by: registration.register, otherwise: 1 hour}", "expected an amount for at least one value"),
        ("{by: registration.since, otherwise: 1 hour}", "expected a text, but 'registration.since' is a date"),
        ("{by: registration.register, a: 1 point, otherwise: 1 hour}", "expected an amount in hours, found '1 point'"),
        ("{a: 1 hour, otherwise: 1 hour}", "expected 'by' with the text field of the table"),
        ("registration.since", "expected an amount in hours, but 'registration.since' is another"),
    ],
)
def test_what_is_open_or_unknown_is_refused(amount: str, expected: str) -> None:
    (fault,) = faults_of(written(asking(IN_HAND.format(amount))))
    assert expected in fault


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1 hour for each full month of course", "'course' is no span: it has no first and last day"),
        ("{by: course.format, afloat: 1 hour, otherwise: 1 hour}", "'afloat'"),
        ("1 hour for each full month", "as in 'for each full month of cycle'; none is in hand here"),
    ],
)
def test_what_a_point_in_hand_cannot_give_is_refused(amount: str, expected: str) -> None:
    line = f"for: course\nwhen:\n  - sum: learning.hours\n    at least: {amount}\n"
    (fault,) = faults_of(written(asking(line)))
    assert expected in fault


def test_a_worth_by_length_is_more_than_nothing() -> None:
    worth = "counts as: 0 hours for each full month of leave"
    (fault,) = faults_of(written(asking(f"count: leave\nwhere: [leave begun by the day]\n{worth}\nat least: 1 hour")))
    assert "expected an amount of more than zero" in fault


REQUIRED = """
for: registration
when:
  - registration begun by the day
  - require:
      sum: learning.hours
      at least: 1 hour for each full month of registration
    else: SHORT
"""


@pytest.mark.parametrize(
    ("span", "hours", "found", "short"),
    [
        (registered(), 4, "4 hours, held to 6 hours", "2 hours"),
        (registered(until=None), 4, "4 hours, held to what is not known", ""),
        (fact("registration", since="2020-01-01"), 4, "4 hours, held to nothing that there is", ""),
    ],
)
def test_the_proof_says_what_the_amount_comes_to(span: tuple[str, Item], hours: int, found: str, short: str) -> None:
    told = proof(REQUIRED, "2020-05-01", learnt(hours), span).parts[-1]
    assert (told.found, told.short) == (found, short)


PUPILLAGE = """
vocabulary:
  pupillage:
    words: a pupillage, which lasts until it is ended
    counts from: from
    until: ended_on
    fields:
      id: text
      from: date
      ended_on: date; absent means not yet
"""


def test_a_span_whose_end_has_not_come_has_no_number_of_months() -> None:
    line = "for: pupillage\nwhen:\n  - pupillage begun by the day\n  - count: learning\n    at least: {}"
    served = ("pupillage", {"id": "p", "event": "e", "from": on("2020-01-01")})
    assert days(line.format("0"), served, beside=PUPILLAGE) == "from 2020-01-01"
    assert days(line.format("0 for each full month of pupillage"), served, beside=PUPILLAGE) == "never"


CYCLES = """
periods:
  cycle:
    text: A
    source: B
    begins:
      for: application
      on: application.submitted_on
    lasts: 1 year
    extended:
      leave:
        for: leave
        when: [leave.from within cycle]
        by: its length
"""


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2020-06-30", "2020-01-01 to 2021-01-29"),
        ("2020-07-01", "never"),
        (None, "never; perhaps from 2020-01-01"),
    ],
)
def test_a_period_that_may_become_longer_may_ask_for_more(until: str | None, expected: str) -> None:
    line = "for: cycle\nwhen:\n  - the day within cycle\n  - sum: learning.hours\n    at least: {}"
    away = fact("leave", from_="2020-06-01", until=until)
    applied = fact("application", submitted_on="2020-01-01", level="x")
    asked = line.format("1 hour for each full month of cycle")
    assert days(asked, learnt(12), applied, away, beside=CYCLES) == expected
