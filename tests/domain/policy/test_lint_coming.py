"""Lines that fail where a day never came."""

import pytest

from tests.domain.policy.questions import asked, said
from tests.domain.policy.texts import asking, days, fact, policy


def _when(*lines: str) -> str:
    return "for: mediation\nwhen:\n" + "".join(f"  - {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("the day before mediation.verified_on", "the day on or after mediation.verified_on"),
        ("the day on or before mediation.verified_on", "the day after mediation.verified_on"),
        ("mediation.verified_on after the day", "the day on or after mediation.verified_on"),
        ("mediation.verified_on on or after the day", "the day after mediation.verified_on"),
    ],
)
def test_a_day_that_may_never_come_is_told_with_what_holds_until_then(line: str, cure: str) -> None:
    words = (
        "the note 'asked' asks for a day before mediation.verified_on, which fails where that day never comes: what is "
        f"to hold as long as it has not come is 'none: [{cure}]'"
    )
    assert said(policy(asking(_when(line))), "day-never-comes") == [words]
    assert said(policy(asking(_when(f"{{require: {line}, else: OVER}}"))), "day-never-comes") == [words]
    assert asked(_when(f"none: [{cure}]")) == []

    never = fact("mediation", started_on="2020-01-01")
    once = fact("mediation", started_on="2020-01-01", verified_on="2020-03-01")
    assert [days(_when(line), never), days(_when(f"none: [{cure}]"), never)] == ["never", "from 2020-01-01"]
    assert days(_when(line), once) == days(_when(f"none: [{cure}]"), once)


@pytest.mark.parametrize(
    "lines",
    [
        ["mediation.verified_on is given", "the day before mediation.verified_on"],
        ["any: [none: [mediation.verified_on is given], the day before mediation.verified_on]"],
        ["mediation.verified_on after 2015-01-01", "the day before mediation.verified_on"],
        ["the day on or after mediation.verified_on"],
        ["the day on or before 2 years after mediation.verified_on"],
        ["the day before mediation.started_on"],
        ["none: [the day before mediation.verified_on]"],
    ],
)
def test_nothing_is_said_where_the_day_has_to_have_come(lines: list[str]) -> None:
    assert "day-never-comes" not in asked(_when(*lines))


def test_of_every_item_is_asked_as_of_one() -> None:
    every = "every: mediation\nthat: the day before mediation.verified_on"

    assert asked(every) == ["day-never-comes"]
