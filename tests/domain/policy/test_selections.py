"""Items taken in hand: one and the same combination of items meets every line."""

import pytest

from domain.policy.hand import TooManySteps
from tests.domain.policy.texts import days, fact

COURSE = fact("course", id="c1", program="harbour", format="online", ended_on="2020-03-20", hours=40)
JOIN = """
for: course
with: [approval]
when:
  - approval.program is course.program
  - approval in force on course.ended_on
"""


def test_an_item_counts_from_its_own_date_on() -> None:
    assert days("for: course", COURSE) == "from 2020-03-20"


def test_what_does_not_exist_does_not_count() -> None:
    assert days("for: course") == "never"


def test_a_day_that_has_not_come_is_not_yet() -> None:
    assert days("for: course", fact("course", program="harbour")) == "never"


def test_a_day_that_nobody_knows_leaves_doubt() -> None:
    assert days("for: course", fact("course", ended_on=None)) == "never; perhaps always"


def test_an_item_retracted_from_a_day_on_counts_until_then() -> None:
    assert days("for: refresher", fact("refresher", held_on="2020-01-01", retracted_on="2021-01-01")) == (
        "2020-01-01 to 2020-12-31"
    )


def test_an_item_retracted_from_before_its_own_date_never_counts() -> None:
    assert days("for: refresher", fact("refresher", held_on="2020-01-01", retracted_on="2020-01-01")) == "never"


def test_an_item_of_an_unknown_date_may_count_until_it_was_retracted() -> None:
    assert days("for: refresher", fact("refresher", held_on=None, retracted_on="2020-01-01")) == (
        "never; perhaps to 2019-12-31"
    )


def test_where_it_is_not_known_when_an_item_was_retracted_it_may_count_for_ever() -> None:
    assert days("for: refresher", fact("refresher", held_on="2020-01-01", retracted_on=None)) == (
        "never; perhaps from 2020-01-01"
    )


@pytest.mark.parametrize(
    ("program", "from_", "until", "expected"),
    [
        ("harbour", "2020-03-20", "2020-03-21", "from 2020-03-20"),
        ("harbour", "2020-03-21", "2021-01-01", "never"),
        ("harbour", "2019-01-01", "2020-03-20", "never"),
        ("quay", "2019-01-01", "2022-01-01", "never"),
    ],
)
def test_items_are_joined_by_what_they_share(program: str, from_: str, until: str, expected: str) -> None:
    assert days(JOIN, COURSE, fact("approval", program=program, from_=from_, until=until)) == expected


def test_a_combination_is_not_put_together_from_two() -> None:
    condition = "for: course\nwhen:\n  - course.passed is yes\n  - course.hours at least 40 hours"
    long_failed = fact("course", id="c1", ended_on="2020-01-01", passed="no", hours=40)
    short_passed = fact("course", id="c2", ended_on="2020-01-01", passed="yes", hours=39)
    assert days(condition, long_failed, short_passed) == "never"


def test_any_combination_will_do() -> None:
    condition = "for: course\nwhen:\n  - course.passed is yes"
    failed = fact("course", id="c1", ended_on="2020-01-01", passed="no")
    passed = fact("course", id="c2", ended_on="2021-01-01", passed="yes")
    assert days(condition, failed, passed) == days(condition, passed, failed) == "from 2021-01-01"


def test_two_of_a_kind_have_names_of_their_own() -> None:
    condition = """
    for: course as first
    with: [course as second]
    when:
      - second.ended_on on or after 1 year after first.ended_on
    """
    one, two = fact("course", id="c1", ended_on="2020-01-31"), fact("course", id="c2", ended_on="2021-01-31")
    assert days(condition, one, two) == "from 2021-01-31"
    assert days(condition, one, fact("course", id="c2", ended_on="2021-01-30")) == "never"


def test_without_items_named_by_it_a_line_is_judged_for_the_whole_selection() -> None:
    condition = "for: course\nwhen:\n  - any:\n      - for: refresher\n  - course.hours at least 40 hours"
    assert days(condition, COURSE) == "never"
    assert days(condition, COURSE, fact("refresher", held_on="2021-05-01")) == "from 2021-05-01"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [("approval.from", "from 2021-01-01"), ("1 month after approval.from", "from 2021-02-01")],
)
def test_a_selection_counts_from_the_day_it_says(counts: str, expected: str) -> None:
    condition = (
        f"for: course\nwith: [approval]\nwhen:\n  - approval begun by the day\n"
        f"  - approval.program is course.program\ncounts from: {counts}"
    )
    assert days(condition, COURSE, fact("approval", program="harbour", from_="2021-01-01")) == expected


def test_a_selection_never_counts_from_a_day_that_has_not_come() -> None:
    application = fact("application", submitted_on="2020-01-01")
    assert days("for: application\ncounts from: application.decided_on", application) == "never"


def test_a_selection_may_count_from_a_day_that_nobody_knows() -> None:
    application = fact("application", submitted_on="2020-01-01", decided_on=None)
    assert days("for: application\ncounts from: application.decided_on", application) == (
        "never; perhaps from 2020-01-01"
    )


CLAUSES = """
clauses:
  "1":
    text: A course of forty hours.
    source: the guild
    for: course
    when:
      - course.hours at least 40 hours
  "2":
    text: A course of an approved program.
    source: the guild
    for: course
    with: [approval]
    when:
      - approval begun by the day
      - approval.program is course.program
"""


def test_an_item_in_hand_is_not_bound_again_by_a_clause() -> None:
    condition = "for: course\nwhen:\n  - course.passed is yes\n  - clause 1"
    long_failed = fact("course", id="c1", ended_on="2020-01-01", passed="no", hours=40)
    short_passed = fact("course", id="c2", ended_on="2020-01-01", passed="yes", hours=39)
    assert days("clause 1", long_failed, short_passed, beside=CLAUSES) == "from 2020-01-01"
    assert days(condition, long_failed, short_passed, beside=CLAUSES) == "never"


def test_what_a_clause_needs_besides_is_bound_for_the_item_in_hand() -> None:
    condition = "for: course\nwhen:\n  - course.passed is yes\n  - clause 2"
    passed = fact("course", id="c1", program="harbour", ended_on="2020-01-01", passed="yes")
    failed = fact("course", id="c2", program="quay", ended_on="2020-01-01", passed="no")
    quay = fact("approval", id="a1", program="quay", from_="2019-01-01")
    harbour = fact("approval", id="a2", program="harbour", from_="2021-01-01")
    assert days(condition, passed, failed, quay, beside=CLAUSES) == "never"
    assert days(condition, passed, failed, quay, harbour, beside=CLAUSES) == "from 2021-01-01"


def test_a_selection_inside_another_sees_the_items_outside() -> None:
    condition = """
    for: course
    when:
      - none:
          - for: course as later
            when:
              - later.ended_on after course.ended_on
      - course.passed is yes
    """
    passed = fact("course", id="c1", ended_on="2020-01-01", passed="yes")
    failed = fact("course", id="c2", ended_on="2021-01-01", passed="no")
    assert days(condition, passed, failed) == "2020-01-01 to 2020-12-31"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("the day", "2020-01-01 to 2020-06-30"),
        ("2020-06-30", "from 2020-01-01"),
        ("2020-07-01", "never"),
        ("1 month before the day", "2020-02-01 to 2020-07-31"),
        ("1 month after the day", "2020-01-01 to 2020-05-31"),
    ],
)
def test_a_span_is_in_force_on_the_day_that_is_said(on: str, expected: str) -> None:
    span = fact("registration", since="2020-01-01", until="2020-07-01")
    assert days(f"for: registration\nwhen:\n  - registration in force on {on}", span) == expected


def test_a_span_has_begun_whatever_became_of_it() -> None:
    span = fact("registration", since="2020-01-01", until="2020-07-01")
    assert days("for: registration\nwhen:\n  - registration begun by the day", span) == "from 2020-01-01"


def test_a_span_that_ends_as_it_begins_is_never_in_force() -> None:
    span = fact("registration", since="2020-01-01", until="2020-01-01")
    assert days("for: registration\nwhen:\n  - registration in force on the day", span) == "never"


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, "2021-01-01", "never; perhaps to 2020-12-31"),
        ("2020-01-01", None, "never; perhaps from 2020-01-01"),
        (None, None, "never; perhaps always"),
    ],
)
def test_a_span_of_unknown_ends_may_be_in_force(since: str | None, until: str | None, expected: str) -> None:
    span = fact("registration", since=since, until=until)
    assert days("for: registration\nwhen:\n  - registration in force on the day", span) == expected


HOLDS, FAILS, PERHAPS = "from 2020-01-01", "never", "never; perhaps from 2020-01-01"


@pytest.mark.parametrize(
    ("line", "fields", "expected"),
    [
        ("course.ended_on is given", {}, HOLDS),
        ("course.valid_until is given", {}, FAILS),
        ("course.valid_until is given", {"valid_until": "2030-01-01"}, HOLDS),
        ("course.valid_until is given", {"valid_until": None}, PERHAPS),
        ("course.logo is given", {"logo": "no"}, HOLDS),
        ("course.format is one of online, blended", {"format": "blended"}, HOLDS),
        ("course.format is one of online, blended", {"format": "face to face"}, FAILS),
        ("course.format is one of online or blended", {"format": "online"}, HOLDS),
        ("course.format is not online", {"format": "blended"}, HOLDS),
        ("course.label is one of gold, silver", {}, FAILS),
        ("course.label is not gold", {}, FAILS),
        ("course.logo is no", {}, HOLDS),
        ("course.logo is not yes", {"logo": "no"}, HOLDS),
        ("course.logo is one of yes, no", {"logo": "yes"}, HOLDS),
        ("course.passed is yes", {"passed": "no"}, FAILS),
        ("course.tutor_hours at least 0 hours", {}, FAILS),
        ("course.tutor_hours at most course.hours", {"hours": 40}, FAILS),
        ("course.tutor_hours at most course.hours", {"hours": 4, "tutor_hours": 4}, HOLDS),
        ("course.hours at least 39.5 hours", {"hours": "39.5"}, HOLDS),
        ("course.hours more than 39.5 hours", {"hours": "39.5"}, FAILS),
        ("course.hours less than 39.5 hours", {"hours": "39.499"}, HOLDS),
        ("course.hours at most 39.5 hours", {"hours": "39.501"}, FAILS),
        ("course.hours is 40 hours", {"hours": 40}, HOLDS),
        ("course.places at least 1", {"places": 1}, HOLDS),
        ("course.format is course.label", {"format": "online", "label": "online"}, HOLDS),
        ("the day on or after 2021-01-01", {}, "from 2021-01-01"),
    ],
)
def test_a_field_is_compared_as_its_words_say(line: str, fields: dict[str, str | None], expected: str) -> None:
    assert days(f"for: course\nwhen:\n  - {line}", fact("course", ended_on="2020-01-01", **fields)) == expected


def test_months_may_be_those_that_a_field_counts() -> None:
    condition = """
    for: course
    with: [approval]
    when:
      - approval in force on the day
      - course.ended_on on or after approval.retro_months months before approval.from
    """
    approval = fact("approval", from_="2021-05-31", retro_months=3)
    assert days(condition, fact("course", ended_on="2021-02-28"), approval) == "from 2021-05-31"
    assert days(condition, fact("course", ended_on="2021-02-27"), approval) == "never"
    assert days(
        condition, fact("course", ended_on="2021-02-28"), fact("approval", from_="2021-05-31", retro_months=None)
    ) == ("never; perhaps from 2021-05-31")


def test_a_selection_of_absurdly_many_combinations_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.policy.hand.MOST_STEPS", 1_000)
    condition = "for: mediation\nwith:\n  - mediation as b\n  - mediation as c\nwhen:\n  - c.hours more than b.hours"
    many = [fact("mediation", id=f"m{n}", started_on="2020-01-01", hours=1) for n in range(10)]
    with pytest.raises(TooManySteps, match="more than 1000 combinations"):
        days(condition, *many)
