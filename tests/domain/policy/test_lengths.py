"""A condition in each of several equal lengths of time."""

import pytest

from tests.domain.policy.texts import Item, asking, days, fact, faults_of, written

EACH = """
for: application
when:
  - in each of: {lengths}
    named: year
    that:
      sum: learning.hours
      where:
        - learning.held_on within year
      at least: 10 hours
    {further}
"""
APPLIED = fact("application", submitted_on="2023-05-10")


def learnt(day: str, hours: object = 10) -> tuple[str, Item]:
    return fact("learning", id=day, held_on=day, hours=hours)


@pytest.mark.parametrize(
    ("lengths", "learning", "holds"),
    [
        ("3 years before application.submitted_on", ["2020-05-10", "2021-05-10", "2023-05-09"], True),
        ("3 years before application.submitted_on", ["2020-05-10", "2021-05-10", "2023-05-10"], False),
        ("3 years before application.submitted_on", ["2020-05-09", "2021-05-10", "2023-05-09"], False),
        ("3 years up to application.submitted_on", ["2020-05-11", "2021-05-11", "2023-05-10"], True),
        ("3 years up to application.submitted_on", ["2020-05-10", "2021-05-11", "2023-05-10"], False),
        ("2 times 6 months before application.submitted_on", ["2022-05-10", "2022-11-10"], True),
        ("2 times 6 months before application.submitted_on", ["2022-05-10", "2022-11-09"], False),
        ("2 years from 2021-01-01", ["2021-12-31", "2022-01-01"], True),
        ("2 years from 2021-01-01", ["2022-01-01", "2022-01-02"], False),
    ],
)
def test_it_has_to_hold_in_every_one_of_them(lengths: str, learning: list[str], *, holds: bool) -> None:
    found = days(EACH.format(lengths=lengths, further=""), APPLIED, *(learnt(day) for day in learning))
    assert found == ("from 2023-05-10" if holds else "never")


@pytest.mark.parametrize(
    ("further", "learning", "holds"),
    [
        ("at least: 2", ["2020-06-01", "2022-06-01"], True),
        ("at least: 2", ["2020-06-01", "2020-06-02"], False),
        ("at least: 2\n    in a row: yes", ["2020-06-01", "2022-06-01"], False),
        ("at least: 2\n    in a row: yes", ["2021-06-01", "2022-06-01"], True),
    ],
)
def test_it_may_be_asked_of_some_of_them(further: str, learning: list[str], *, holds: bool) -> None:
    condition = EACH.format(lengths="3 years before application.submitted_on", further=further)
    assert days(condition, APPLIED, *(learnt(day) for day in learning)) == ("from 2023-05-10" if holds else "never")


def test_lengths_may_move_with_the_day() -> None:
    condition = """
        in each of: 2 years up to the day
        named: year
        that:
          count: learning
          where:
            - learning.held_on within year
          at least: 1
    """
    found = days(condition, learnt("2020-03-01"), learnt("2020-09-01"), learnt("2021-06-01"))
    assert found == "2021-03-01 to 2022-05-31"


def test_doubt_in_one_length_leaves_the_others() -> None:
    condition = EACH.format(lengths="2 years before application.submitted_on", further="at least: 1")
    assert days(condition, APPLIED, learnt("2022-01-01"), learnt("2022-06-01", None)) == "from 2023-05-10"
    assert days(condition, APPLIED, learnt("2022-06-01", None)) == "never; perhaps from 2023-05-10"


@pytest.mark.parametrize(
    ("lengths", "line", "fault"),
    [
        ("several years before application.submitted_on", "learning.held_on within year", "expected lengths such as"),
        ("0 years before application.submitted_on", "learning.held_on within year", "expected 1 to 120 lengths"),
        ("121 years before application.submitted_on", "learning.held_on within year", "expected 1 to 120 lengths"),
        ("3 years before application.submitted_on", "learning.held_on within term", "the period or length 'term'"),
        ("3 years before application.submitted_on", "learning.held_on within application", "'application in force on"),
        ("3 years before application.submitted_on", "year in force on learning.held_on", "say '… within year'"),
        ("3 years before application.submitted_on", "year.from before learning.held_on", "a length, without fields"),
        ("3 years before the day", "the day within year", "always within lengths that move with it"),
    ],
)
def test_lengths_that_mean_nothing_are_refused(lengths: str, line: str, fault: str) -> None:
    condition = EACH.format(lengths=lengths, further="").replace("learning.held_on within year", line)
    faults = faults_of(written(asking(condition)))
    assert len(faults) == 1
    assert fault in faults[0]


def test_a_length_may_stand_beside_other_lines() -> None:
    condition = EACH.format(lengths="2 years before application.submitted_on", further="at least: 1").replace(
        "- learning.held_on within year",
        "- learning.held_on within year\n        - learning.category is one of course, book",
    )
    course = fact("learning", held_on="2022-06-01", hours=10, category="course")
    assert days(condition, APPLIED, course) == "from 2023-05-10"
