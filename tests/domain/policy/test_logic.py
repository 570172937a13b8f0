"""How conditions are put together: all, any, none, so many of them, on a day, a reading, a reason."""

import pytest

from domain.policy.chain import alone
from tests.domain.policy.texts import asking, assess, days, fact, policy, shown, version_of

A = fact("refresher", held_on="2020-01-01", retracted_on="2022-01-01")
B = fact("application", submitted_on="2021-01-01")
MAY_BE_C = fact("mediation", started_on="2020-06-01", role=None)
THREE = "\n  - for: refresher\n  - for: application\n  - for: mediation\n    when:\n      - mediation.role is lead\n"


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("all:", "never; perhaps 2021-01-01 to 2021-12-31"),
        ("any:", "from 2020-01-01"),
        ("none:", "to 2019-12-31"),
        ("at least: 0\nof:", "always"),
        ("at least: 1\nof:", "from 2020-01-01"),
        ("at least: 2\nof:", "2021-01-01 to 2021-12-31; perhaps from 2020-06-01"),
        ("at least: 3\nof:", "never; perhaps 2021-01-01 to 2021-12-31"),
        ("at least: 4\nof:", "never"),
    ],
)
def test_parts_are_put_together_day_by_day(how: str, expected: str) -> None:
    assert days(how + THREE, A, B, MAY_BE_C) == expected


def test_what_none_of_the_parts_denies_is_in_doubt_where_a_part_is() -> None:
    assert days("none:\n  - for: mediation\n    when:\n      - mediation.role is lead", MAY_BE_C) == (
        "to 2020-05-31; perhaps always"
    )


def test_that_is_the_condition_itself() -> None:
    assert days("that:\n  for: application", B) == "from 2021-01-01"


def test_a_requirement_holds_as_what_it_requires() -> None:
    assert days("require:\n  for: application\nelse: NO_APPLICATION", B) == "from 2021-01-01"


@pytest.mark.parametrize(("day", "expected"), [("2020-12-31", "never"), ("2021-01-01", "always")])
def test_the_truth_on_a_fixed_day_is_true_on_every_day(day: str, expected: str) -> None:
    assert days(f"on: {day}\nthat:\n  for: application", B) == expected


def test_the_truth_on_a_day_in_doubt_is_in_doubt_on_every_day() -> None:
    condition = "on: 2020-06-01\nthat:\n  for: mediation\n  when:\n    - mediation.role is lead"
    assert days(condition, MAY_BE_C) == "never; perhaps always"


def test_the_day_may_be_that_of_an_item_in_hand() -> None:
    condition = (
        "for: application\nwhen:\n  - on: 1 year before application.submitted_on\n    that:\n      for: refresher"
    )
    assert days(condition, A, B) == "from 2021-01-01"
    assert days(condition, A, fact("application", submitted_on="2020-12-31")) == "never"


@pytest.mark.parametrize(
    ("decided_on", "inner", "expected"),
    [
        ({}, "for: refresher", "never"),
        ({"decided_on": None}, "for: refresher", "never; perhaps from 2021-01-01"),
        ({"decided_on": None}, "for: course", "never"),
        ({"decided_on": None}, "none: [for: course]", "from 2021-01-01"),
    ],
)
def test_the_truth_on_a_day_not_come_or_not_known(decided_on: dict[str, None], inner: str, expected: str) -> None:
    condition = f"for: application\nwhen:\n  - on: application.decided_on\n    that:\n      {inner}"
    assert days(condition, A, fact("application", submitted_on="2021-01-01", **decided_on)) == expected


PARAMETERS = """
parameters:
  digest:
    text: Whether a digest is needed.
    source: the guild
    values:
      needed: it is
      wanted: it is welcome
      ignored: nobody asks
    default: wanted
"""


@pytest.mark.parametrize(
    ("line", "chosen", "expected"),
    [
        ("digest is wanted", None, "always"),
        ("digest is needed", None, "never"),
        ("digest is needed", "needed", "always"),
        ("digest is wanted", "needed", "never"),
        ("digest is one of needed, wanted", "ignored", "never"),
        ("digest is one of needed or wanted", "needed", "always"),
    ],
)
def test_a_reading_holds_if_it_is_the_one_chosen(line: str, chosen: str | None, expected: str) -> None:
    text = policy(PARAMETERS + asking(line))
    version = version_of(text, digest=chosen) if chosen else version_of(text)
    assert shown(assess(alone(version)).notes["asked"]) == expected


def test_what_no_day_brings_about_is_not_met_on_an_unknown_one_either() -> None:
    two_courses = "    that:\n      count: course\n      at least: 2"
    condition = f"for: application\nwhen:\n  - on: application.submitted_on\n{two_courses}"
    unknown = fact("application", submitted_on=None)
    one, two = fact("course", id="1", ended_on="2020-01-01"), fact("course", id="2", ended_on="2020-02-01")
    assert days(condition, unknown, one) == "never"
    assert days(condition, unknown, one, two) == "never; perhaps always"
