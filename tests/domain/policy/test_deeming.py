"""On which days an act counts, which may begin before it, and up to when."""

import pytest

from tests.domain.policy.texts import days, fact

PAPERS = """
for: application
judged on: application.submitted_on
when:
  - application.submitted_on on or before the next 31 January from the last 1 January by application.submitted_on
counts from: the last 1 January by application.submitted_on
counts up to: the next 31 December from application.submitted_on
"""


@pytest.mark.parametrize(
    ("submitted", "expected"),
    [
        ("2024-01-31", "2024-01-01 to 2024-12-31"),
        ("2024-01-01", "2024-01-01 to 2024-12-31"),
        ("2024-02-01", "never"),
        (None, "never; perhaps always"),
    ],
)
def test_papers_in_time_count_from_the_first_of_the_year(submitted: str | None, expected: str) -> None:
    assert days(PAPERS, fact("application", submitted_on=submitted)) == expected


def test_what_is_deemed_lasts_until_the_act_is_taken_back() -> None:
    taken_back = fact("application", submitted_on="2024-01-31", retracted_on="2024-05-01")
    assert days(PAPERS, taken_back) == "2024-01-01 to 2024-04-30"


def test_an_act_may_count_up_to_a_day_without_counting_from_before() -> None:
    condition = "for: application\njudged on: application.submitted_on\ncounts up to: 2024-12-31"
    assert days(condition, fact("application", submitted_on="2024-01-31")) == "2024-01-31 to 2024-12-31"


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ("2024-06-01", "2024-01-31 to 2024-06-01"),
        (None, "never; perhaps from 2024-01-31"),
        ("", "never"),
    ],
)
def test_what_is_no_act_never_counts_before_its_items(decided: str | None, expected: str) -> None:
    condition = "for: application\ncounts from: 2020-01-01\ncounts up to: application.decided_on"
    given = {} if decided == "" else {"decided_on": decided}
    assert days(condition, fact("application", submitted_on="2024-01-31", **given)) == expected


def test_an_act_that_is_in_doubt_counts_possibly() -> None:
    condition = (
        "for: application\njudged on: application.submitted_on\nwhen:\n  - application.level is qualified\n"
        "counts from: 2024-01-01"
    )
    found = days(condition, fact("application", submitted_on="2024-01-31", level=None))
    assert found == "never; perhaps from 2024-01-01"


def test_a_day_from_which_an_act_counts_may_be_unknown_or_not_have_come() -> None:
    condition = "for: application\njudged on: application.submitted_on\ncounts from: application.decided_on"
    assert days(condition, fact("application", submitted_on="2024-01-31", decided_on=None)) == "never; perhaps always"
    assert days(condition, fact("application", submitted_on="2024-01-31")) == "never"
