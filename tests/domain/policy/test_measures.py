"""Counts and sums, compared with an amount, with doubt about what counts and about how much."""

import pytest

from tests.domain.policy.texts import Item, days, fact


def entry(number: int, started_on: str | None, hours: object = 1, **fields: object) -> tuple[str, Item]:
    return fact("mediation", id=f"m{number}", started_on=started_on, hours=hours, **fields)


THREE = (entry(1, "2020-01-01", 5), entry(2, "2020-02-01", 7), entry(3, "2020-02-01", "0.5"))


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        ("at least: 1", "from 2020-01-01"),
        ("at least: 3", "from 2020-02-01"),
        ("at least: 4", "never"),
        ("at least: 0", "always"),
        ("more than: 0", "from 2020-01-01"),
        ("more than: 2", "from 2020-02-01"),
        ("less than: 1", "to 2019-12-31"),
        ("at most: 0", "to 2019-12-31"),
        ("at most: 1", "to 2020-01-31"),
        ("is: 1", "2020-01-01 to 2020-01-31"),
        ("is: 0", "to 2019-12-31"),
    ],
)
def test_a_count_is_compared_as_its_words_say(comparison: str, expected: str) -> None:
    assert days(f"count: mediation\n{comparison}", *THREE) == expected


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        ("at least: 5 hours", "from 2020-01-01"),
        ("at least: 12.5 hours", "from 2020-02-01"),
        ("at least: 12.501 hours", "never"),
        ("more than: 5 hours", "from 2020-02-01"),
        ("less than: 12.5 hours", "to 2020-01-31"),
        ("at most: 12.5 hours", "always"),
        ("is: 12.5 hours", "from 2020-02-01"),
        ("is: 5 hours", "2020-01-01 to 2020-01-31"),
    ],
)
def test_a_sum_is_compared_as_its_words_say(comparison: str, expected: str) -> None:
    assert days(f"sum: mediation.hours\n{comparison}", *THREE) == expected


def test_only_what_meets_every_line_is_counted() -> None:
    condition = (
        "count: mediation\nwhere:\n  - mediation.role is lead\n  - mediation.hours at least 2 hours\nat least: 2"
    )
    entries = [
        entry(1, "2020-01-01", 2, role="lead"),
        entry(2, "2020-01-01", 2, role="co"),
        entry(3, "2020-01-01", 1, role="lead"),
    ]
    assert days(condition, *entries) == "never"
    assert days(condition, *entries, entry(4, "2020-03-01", 2, role="lead")) == "from 2020-03-01"


def test_a_window_slides_with_the_day() -> None:
    condition = "count: mediation\nwhere:\n  - mediation.started_on on or after 12 months before the day\nat least: 2"
    assert days(condition, entry(1, "2019-03-01"), entry(2, "2020-02-29"), entry(3, "2021-02-28")) == (
        "2020-02-29 to 2020-03-01, on 2021-02-28"
    )


def test_an_entry_retracted_from_a_day_on_counts_until_then() -> None:
    condition = "count: mediation\nat least: 2"
    assert days(condition, entry(1, "2020-01-01"), entry(2, "2020-01-01", retracted_on="2021-01-01")) == (
        "2020-01-01 to 2020-12-31"
    )


def test_an_entry_of_an_unknown_date_counts_perhaps() -> None:
    assert (
        days("count: mediation\nat least: 2", entry(1, "2020-01-01"), entry(2, None))
        == "never; perhaps from 2020-01-01"
    )
    assert (
        days("count: mediation\nat most: 1", entry(1, "2020-01-01"), entry(2, None)) == "to 2019-12-31; perhaps always"
    )


def test_an_unknown_amount_may_be_any() -> None:
    entries = (entry(1, "2020-01-01", 5), entry(2, "2020-02-01", None))
    assert days("sum: mediation.hours\nat least: 5 hours", *entries) == "from 2020-01-01"
    assert days("sum: mediation.hours\nat least: 1000 hours", *entries) == "never; perhaps from 2020-02-01"
    assert days("sum: mediation.hours\nless than: 1000 hours", *entries) == "to 2020-01-31; perhaps always"
    assert days("sum: mediation.hours\nis: 5 hours", *entries) == "2020-01-01 to 2020-01-31; perhaps from 2020-01-01"


def test_an_amount_whose_absence_means_none_adds_nothing() -> None:
    condition = "sum: course.tutor_hours\nat least: 1 hours"
    assert days(condition, fact("course", ended_on="2020-01-01")) == "never"


def test_an_amount_in_an_entry_in_doubt_counts_perhaps() -> None:
    condition = "sum: mediation.hours\nwhere:\n  - mediation.role is lead\nat least: 5 hours"
    assert days(condition, entry(1, "2020-01-01", 5, role=None)) == "never; perhaps from 2020-01-01"


def test_what_is_counted_may_depend_on_the_item_in_hand() -> None:
    condition = """
    for: application
    judged on: application.submitted_on
    when:
      - count: mediation
        where:
          - mediation.started_on on or after 6 months before application.submitted_on
        at least: 2
    """
    entries = (entry(1, "2020-01-31"), entry(2, "2020-03-01"))
    assert days(condition, *entries, fact("application", submitted_on="2020-07-31")) == "from 2020-07-31"
    assert days(condition, *entries, fact("application", submitted_on="2020-08-01")) == "never"


def test_a_counted_item_may_have_a_name_of_its_own() -> None:
    condition = """
    for: mediation
    when:
      - count: mediation as earlier
        where:
          - earlier.started_on before mediation.started_on
        at least: 2
    """
    assert days(condition, entry(1, "2020-01-01"), entry(2, "2020-02-01"), entry(3, "2020-03-01")) == "from 2020-03-01"
