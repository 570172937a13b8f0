"""Faults in a line of a condition: each at its place, with what is expected or the nearest word."""

import pytest

from tests.domain.policy.texts import asking, faults_of, written

OR_CLAUSE = "or 'clause' with its number, found 'course.hours'"
UNITS = "lengths are of days, weeks, months and years"
INSTANT = "a day has no time and no zone: say which day it was there; found"


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("curse.hours at least 40 hours", 0, "the item or parameter 'curse' is not known; did you mean 'course'?"),
        ("digest is needed", 0, "the item or parameter 'digest' is not known; known: course, the day"),
        ("course.ours at least 40 hours", 0, "the field of course 'ours' is not known; did you mean 'hours'?"),
        ("course.ours is given", 0, "the field of course 'ours' is not known; did you mean 'hours'?"),
        ("course at least 40 hours", 0, "expected a field of 'course', such as 'course.ended_on'"),
        ("clause 7", 0, "the clause '7' is not known"),
        ("holds mastery", 0, "the level 'mastery' is not known"),
        ("entitled to mastery", 0, "the level 'mastery' is not known"),
        (
            "registration in force on the day",
            0,
            "'registration' is not in hand here: take it with 'for: registration' around this",
        ),
        (
            "course.format is telepathic",
            17,
            "the value 'telepathic' is not known; known: blended, face to face, online",
        ),
        ("course.format is one of online, offline", 32, "the value 'offline' is not known; did you mean 'online'?"),
        ("course.passed is true", 17, "the value 'true' is not known; did you mean 'yes'?"),
    ],
)
def test_a_word_that_is_not_known_is_shown_with_those_that_are(line: str, column: int, message: str) -> None:
    assert faults_of(written(asking(f"for: course\nwhen:\n  - {line}"))) == [f"13:{11 + column}: {message}"]


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        (
            "course.format before online",
            21,
            "'before' does not fit here; use one of: is one of, is not, is",
        ),
        (
            "course.hours before 40 hours",
            20,
            "'before' does not fit here; use one of: at least, at most, more than, less than, is",
        ),
        (
            "course.ended_on at least 40 hours",
            25,
            "'at least' does not fit here; use one of: on or before, on or after, before, after, is",
        ),
        (
            "the day is not 2020-01-01",
            0,
            "'is not' does not fit here; use one of: on or before, on or after, before, after, is",
        ),
        (
            "course.hours",
            0,
            f"expected a relation such as 'course.hours at least 10 hours', {OR_CLAUSE}",
        ),
        (
            "the day on or after 1 year before the day",
            0,
            "the day cannot be compared with itself; name a date or a field on one side",
        ),
        ("course begun by tomorrow", 0, "expected 'begun by the day', found 'begun by tomorrow'"),
        ("course in force on the day", 0, "'course' is a point, not a span: compare 'course.ended_on'"),
        (
            "course.hours is given",
            0,
            "the absence of 'course.hours' means nothing: the vocabulary does not say what",
        ),
    ],
)
def test_a_relation_that_does_not_fit_is_shown_with_those_that_do(line: str, column: int, message: str) -> None:
    assert faults_of(written(asking(f"for: course\nwhen:\n  - {line}"))) == [f"13:{11 + column}: {message}"]


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("2019-02-29", "expected a date as YYYY-MM-DD, found '2019-02-29' (day is out of range for month)"),
        ("2019-04-31", "expected a date as YYYY-MM-DD, found '2019-04-31' (day is out of range for month)"),
        ("2019-13-01", "expected a date as YYYY-MM-DD, found '2019-13-01' (month must be in 1..12)"),
        ("20190228", "expected a date as YYYY-MM-DD, found '20190228'; say '2019-02-28'"),
        ("2019-W09-4", "expected a date as YYYY-MM-DD, found '2019-W09-4'"),
        ("28.2.2019", "expected a date as YYYY-MM-DD, found '28.2.2019'; say '2019-02-28'"),
        ("course.hours", "expected a date, but 'course.hours' is a number"),
        (
            "1 fortnight before the day",
            f"expected a length such as '6 months' or '1 year', found '1 fortnight'; {UNITS}",
        ),
        ("0 days before the day", "a length of nothing holds nothing: say how long; found '0 days'"),
        ("00 days before the day", "a length of nothing holds nothing: say how long; found '00 days'"),
        ("2019-05-01T00:00:00+02:00", f"{INSTANT} '2019-05-01T00:00:00+02:00'"),
        ("2019-05-01 08:30", f"{INSTANT} '2019-05-01 08:30'"),
        (
            "1 year, 2 days before the day",
            "expected a length such as '6 months' or '1 year', found '1 year, 2 days'; say '1 year and 2 days'",
        ),
        ("course.format months before the day", "expected a number, but 'course.format' is a text"),
        ("course.hours months before the day", "expected a number of months, but 'course.hours' counts others"),
    ],
)
def test_a_day_that_cannot_be_is_refused(date: str, message: str) -> None:
    text = written(asking(f"for: course\nwhen:\n  - course.ended_on on or after {date}"))
    assert faults_of(text) == [f"13:39: {message}"]


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("the last 29 February by the day", "'29 February' is no day of every year; say 'month end', or another day"),
        (
            "the next Monday from the day",
            "expected a day of the year such as '31 December', or 'month end'; found 'Monday'",
        ),
    ],
)
def test_a_day_that_is_not_of_every_year_is_refused(date: str, message: str) -> None:
    text = written(asking(f"for: course\nwhen:\n  - course.ended_on on or after {date}"))
    assert faults_of(text) == [f"13:48: {message}"]


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("40", "expected an amount in hours, found '40'; say '40 hours'"),
        ("40 days", "expected an amount in hours, found '40 days'"),
        ("40.0005 hours", "expected a number from zero up with at most three decimals, found '40.0005'"),
        ("1e3 hours", "expected a number from zero up with at most three decimals, found '1e3'"),
        ("1_000 hours", "expected a number from zero up with at most three decimals, found '1_000'"),
        ("9999999999999 hours", "expected a number from zero up with at most three decimals, found '9999999999999'"),
        ("forty hours", "numbers stand in digits: '40 hours'"),
        ("course.places", "'course.places' counts plain numbers, not hours"),
        ("course.ended_on", "expected a number, but 'course.ended_on' is a date"),
    ],
)
def test_an_amount_in_another_unit_is_refused(amount: str, message: str) -> None:
    text = written(asking(f"for: course\nwhen:\n  - course.hours at least {amount}"))
    assert faults_of(text) == [f"13:33: {message}"]


def test_a_plain_number_has_no_unit() -> None:
    text = written(asking("for: course\nwhen:\n  - course.places at least 4 seats"))
    assert faults_of(text) == ["13:34: expected an amount in plain numbers, found '4 seats'"]


@pytest.mark.parametrize("line", ["course.format is course.hours", "course.label is course.hours"])
def test_a_text_is_not_compared_with_a_number(line: str) -> None:
    (fault,) = faults_of(written(asking(f"for: course\nwhen:\n  - {line}")))
    assert fault.endswith("expected a text, but 'course.hours' is a number")


PARAMETER = """
parameters:
  digest:
    text: Whether a digest is needed.
    source: the guild
    values:
      needed: it is
    default: needed
"""


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("digest is kneaded", "the reading of digest 'kneaded' is not known; did you mean 'needed'?"),
        ("digest is one of needed, new", "the reading of digest 'new' is not known; known: needed"),
        (
            "digest is not needed",
            "the parameter 'digest' is compared with 'is' or 'is one of', not 'is not'",
        ),
    ],
)
def test_a_reading_is_one_of_those_of_its_parameter(line: str, message: str) -> None:
    (fault,) = faults_of(written(PARAMETER + asking(line)))
    assert fault.partition(": ")[2] == message


def test_a_value_may_begin_with_not() -> None:
    fields = "    fields:\n      on: date\n      outcome: one of proven, not yet proven\n"
    kind = f"vocabulary:\n  award:\n    words: an award\n    counts from: on\n{fields}"
    assert faults_of(written(kind + asking("for: award\nwhen:\n  - award.outcome is not yet proven"))) == []
    assert faults_of(written(kind + asking("for: award\nwhen:\n  - award.outcome is not proven"))) == []


@pytest.mark.parametrize("name", ["25 months", "time before", "a.b", "cycle within"])
def test_a_name_that_a_line_could_not_be_read_with_is_refused(name: str) -> None:
    kind = f"vocabulary:\n  {name}:\n    words: an award\n    counts from: on\n    fields:\n      on: date\n"
    assert "cannot be a name" in faults_of(written(kind))[0]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("course.hours at least 40 hours and course.passed is yes", "one condition stands on a line"),
        ("course.passed is yes or course.hours at least 40 hours", "one condition stands on a line"),
        ("course.passed is yes and registration is current", "one condition stands on a line"),
        ("1.1", "a clause is named as 'clause 1.1'"),
        ("course.ended_on after 2 years ago", "on or after 2 years before the day"),
        ("course.ended_on in the last 2 years", "on or after 2 years before the day"),
    ],
)
def test_what_a_line_may_have_meant_is_said(line: str, meant: str) -> None:
    (fault,) = faults_of(written(asking(f"for: course\nwhen:\n  - {line}")))
    assert meant in fault


def test_one_relation_may_have_an_and_or_an_or_in_it() -> None:
    lines = [
        "course.ended_on on or after 1 year and 10 days before the day",
        "course.format is one of online or blended",
    ]
    assert faults_of(written(asking("for: course\nwhen:\n" + "".join(f"  - {line}\n" for line in lines)))) == []
