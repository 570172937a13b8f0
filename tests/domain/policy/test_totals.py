"""What items are worth, how much of it counts, and totals of named parts."""

import pytest

from tests.domain.policy.texts import Item, asking, days, fact, faults_of, written


def learnt(number: int, hours: object = 1, **fields: object) -> tuple[str, Item]:
    given = {"held_on": f"2020-01-{number:02d}", "category": "course", "process": "p", **fields}
    return fact("learning", id=f"l{number}", hours=hours, **given)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("count: learning\ncounts as: 5 points\nat least: 15 points", "from 2020-01-03"),
        ("sum: learning.hours\ncounts as: 2 hours for each hour\nat least: 8 hours", "from 2020-01-02"),
        ("sum: learning.minutes\ncounts as: 1 hour for each 50 minutes\nat least: 2.4 hours", "from 2020-01-02"),
        ("sum: learning.minutes\ncounts as: 1 hour for each full 50 minutes\nat least: 2.4 hours", "from 2020-01-03"),
        ("sum: learning.hours\ncounts at most: 2 hours for each learning\nat least: 4 hours", "from 2020-01-02"),
        (
            "sum: learning.hours\ncounts at most: 3 hours for each learning.process\nat least: 4 hours",
            "from 2020-01-03",
        ),
        ("sum: learning.hours\ncounts at most: 5 hours\nat least: 5 hours", "from 2020-01-02"),
        ("sum: learning.hours\ncounts at most: 5 hours\nat least: 6 hours", "never"),
        ("sum: learning.hours\ncounts beyond: 4 hours\nat least: 2 hours", "from 2020-01-02"),
        ("sum: learning.hours\ncounts beyond: 4 hours\ncounts at most: 3 hours\nat least: 3 hours", "from 2020-01-03"),
        ("distinct: learning.process\nat least: 2", "from 2020-01-03"),
        ("distinct: learning.process\nat most: 1", "to 2020-01-02"),
        ("best: learning.hours\nat least: 4 hours", "from 2020-01-02"),
        ("best: learning.hours\nat least: 5 hours", "never"),
        ("best: learning.hours\nis: 2 hours", "on 2020-01-01"),
        ("best: 2 of learning.hours\nat least: 6 hours", "from 2020-01-02"),
        ("best: 2 of learning.hours\nat least: 7 hours", "from 2020-01-03"),
        ("best: 2 of learning.hours\nat least: 8 hours", "never"),
        ("best: 3 of learning.hours\nat least: 9 hours", "from 2020-01-03"),
        ("best: 9 of learning.hours\nat most: 6 hours", "to 2020-01-02"),
        ("best: 2 of learning\ncounts as: 5 points\nat least: 10 points", "from 2020-01-02"),
        ("best: 2 of learning\ncounts as: 5 points\nat least: 11 points", "never"),
        ("best: 2 of learning.hours\ncounts at most: 3 hours for each learning\nis: 6 hours", "from 2020-01-03"),
    ],
)
def test_items_count_for_what_they_are_worth_up_to_their_caps(measure: str, expected: str) -> None:
    three = (learnt(1, 2, minutes=60), learnt(2, 4, minutes=60), learnt(3, 3, minutes=50, process="q"))
    assert days(measure, *three) == expected


@pytest.mark.parametrize(
    ("best", "expected"),
    [
        ("1 of learning.hours", "'best' takes one by itself, and more as '2 of …'; found '1 of learning.hours'"),
        ("2 of learning.place", "the number of learning 'place' is not known"),
        ("2 of learning", "expected a number of learning, or 'counts as' to give it a worth"),
    ],
)
def test_the_best_few_are_more_than_one_of_a_number(best: str, expected: str) -> None:
    (fault,) = faults_of(written(asking(f"best: {best}\nat least: 2 hours")))
    assert expected in fault


def test_the_best_few_in_doubt_lie_between_the_certain_and_the_possible() -> None:
    unknown = fact("learning", id="l3", held_on="2020-01-03", category="course", hours=None)
    line = "best: 2 of learning.hours\nat least: {} hours"
    assert days(line.format(6), learnt(1, 2), learnt(2, 4), unknown) == "from 2020-01-02"
    assert days(line.format(7), learnt(1, 2), learnt(2, 4), unknown) == "never; perhaps from 2020-01-03"


SCALE = """
best: education
counts as:
  by: education.degree
  bachelor: 20 points
  master: 25 points
at least: {needed} points
"""


@pytest.mark.parametrize(
    ("degrees", "needed", "expected"),
    [
        (["bachelor"], 20, "from 2020-01-01"),
        (["bachelor"], 25, "never"),
        (["bachelor", "master"], 25, "from 2020-01-02"),
        (["bachelor", "master"], 45, "never"),
        (["certificate"], 1, "never"),
        ([None], 20, "never; perhaps from 2020-01-01"),
        ([None], 26, "never"),
    ],
)
def test_a_scale_gives_a_worth_to_texts(degrees: list[str | None], needed: int, expected: str) -> None:
    held = [fact("education", id=f"e{n}", awarded_on=f"2020-01-{n:02d}", degree=d) for n, d in enumerate(degrees, 1)]
    assert days(SCALE.format(needed=needed), *held) == expected


COUNTY = """
total:
  training:
    sum: learning.points
    where:
      - learning.category is training
    at least: 30 points
    else: TRAINING_SHORT
  education:
    best: education
    counts as:
      by: education.degree
      bachelor: 20 points
      master: 25 points
    counts at most: 10 points
  mentorship:
    total:
      observations:
        count: mediation
        where:
          - mediation.role is observer
        counts as: 5 points
      mediations:
        count: mediation as led
        where:
          - led.role is lead
        counts as: 10 points
    at least: 60 points
    else: MENTORSHIP_SHORT
at least: 100 points
"""


def practised(role: str, times: int) -> list[tuple[str, Item]]:
    return [fact("mediation", id=f"{role}{n}", started_on="2020-03-01", role=role) for n in range(times)]


@pytest.mark.parametrize(
    ("observed", "led", "points", "expected"),
    [
        (0, 6, 30, "from 2020-03-01"),
        (2, 5, 30, "from 2020-03-01"),
        (0, 5, 45, "never"),
        (0, 7, 29, "never"),
        (12, 0, 30, "from 2020-03-01"),
    ],
)
def test_a_total_needs_the_floor_of_each_part_and_the_whole(
    observed: int, led: int, points: int, expected: str
) -> None:
    items = [
        learnt(1, points=points, category="training"),
        fact("education", awarded_on="2000-01-01", degree="master"),
        *practised("observer", observed),
        *practised("lead", led),
    ]
    assert days(COUNTY, *items) == expected


HALF = """
total:
  live:
    sum: learning.hours
    where:
      - learning.category is live
  read:
    sum: learning.hours
    where:
      - learning.category is read
    counts at most: 25 % of the total
at least: {needed} hours
"""


@pytest.mark.parametrize(("needed", "expected"), [(12, "from 2020-01-02"), (13, "never")])
def test_a_part_may_be_capped_by_a_share_of_the_total(needed: int, expected: str) -> None:
    assert days(HALF.format(needed=needed), learnt(1, 9, category="live"), learnt(2, 20, category="read")) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("sum: learning.hours\ncounts at most: 5 hours\nat least: 5 hours", "never; perhaps from 2020-01-02"),
        ("sum: learning.hours\ncounts at most: 5 hours\nat least: 6 hours", "never"),
        ("sum: learning.hours\ncounts at most: 3 hours for each learning\nat least: 7 hours", "never"),
        ("sum: learning.hours\ncounts at most: 5 hours\nat most: 5 hours", "always"),
        ("best: learning.hours\nis: 3 hours", "2020-01-01; perhaps from 2020-01-01"),
    ],
)
def test_an_unknown_amount_may_be_anything_up_to_the_caps(measure: str, expected: str) -> None:
    found = days(measure, learnt(1, 3), learnt(2, None))
    assert found == expected.replace("2020-01-01;", "on 2020-01-01;")


def test_what_has_an_unknown_group_adds_nothing_for_certain_and_stands_alone_at_most() -> None:
    items = (learnt(1, 3), learnt(2, 3, process=None))
    capped = "sum: learning.hours\ncounts at most: 4 hours for each learning.process\nat least: {} hours"
    assert days(capped.format(3), *items) == "from 2020-01-01"
    assert days(capped.format(6), *items) == "never; perhaps from 2020-01-02"
    assert days(capped.format(7), *items) == "never"


def test_an_unknown_value_may_be_one_more_that_is_different() -> None:
    items = (learnt(1), learnt(2, process=None), learnt(3))
    assert days("distinct: learning.process\nat least: 2", *items) == "never; perhaps from 2020-01-02"
    assert days("distinct: learning.process\nat least: 3", *items) == "never"


def test_an_amount_may_be_that_of_an_item_in_hand() -> None:
    condition = """
        for: approval
        when:
          - approval begun by the day
          - sum: course.hours
            at least: approval.min_hours
    """
    course = fact("course", ended_on="2020-02-01", hours=40)
    assert days(condition, course, fact("approval", from_="2020-01-01", min_hours=40)) == "from 2020-02-01"
    assert days(condition, course, fact("approval", from_="2020-01-01", min_hours=41)) == "never"
    assert days(condition, course, fact("approval", from_="2020-01-01")) == "never; perhaps from 2020-01-01"


SHARE = """
share: mediation.hours
of which:
  - mediation.role is co
{relation}: {percent} %
"""


@pytest.mark.parametrize(
    ("relation", "percent", "expected"),
    [
        ("at most", 40, "to 2020-03-01"),
        ("at most", 50, "always"),
        ("at least", 50, "to 2020-02-29, from 2020-03-02"),
        ("more than", 0, "from 2020-03-02"),
        ("less than", 50, "2020-03-01 to 2020-03-01"),
        ("is", 50, "to 2020-02-29, from 2020-03-02"),
    ],
)
def test_a_share_is_measured_against_everything_taken(relation: str, percent: int, expected: str) -> None:
    items = (
        fact("mediation", id="a", started_on="2020-03-01", hours=3, role="lead"),
        fact("mediation", id="b", started_on="2020-03-02", hours=3, role="co"),
    )
    found = days(SHARE.format(relation=relation, percent=percent), *items)
    assert found == expected.replace("2020-03-01 to 2020-03-01", "on 2020-03-01")


@pytest.mark.parametrize(("online", "expected"), [(10, "always"), (11, "to 2020-03-01")])
def test_a_third_is_exact(online: int, expected: str) -> None:
    asked = "share: mediation.hours\nof which: [mediation.role is co]\nat most: 1/3"
    items = (
        fact("mediation", id="a", started_on="2020-03-01", hours=20, role="lead"),
        fact("mediation", id="b", started_on="2020-03-02", hours=online, role="co"),
    )
    assert days(asked, *items) == expected


@pytest.mark.parametrize(("needed", "expected"), [(30, "from 2020-03-02"), (31, "never")])
def test_a_third_of_a_total_is_exact(needed: int, expected: str) -> None:
    condition = f"""
        total:
          led:
            sum: mediation.hours
            where: [mediation.role is lead]
          helped:
            sum: mediation.hours
            where: [mediation.role is co]
            counts at most: 1/3 of the total
        at least: {needed} hours
    """
    items = (
        fact("mediation", id="a", started_on="2020-03-01", hours=20, role="lead"),
        fact("mediation", id="b", started_on="2020-03-02", hours=18, role="co"),
    )
    assert days(condition, *items) == expected


def test_an_item_whose_side_is_unknown_may_be_on_either() -> None:
    items = (
        fact("mediation", id="a", started_on="2020-03-01", hours=3, role="lead"),
        fact("mediation", id="b", started_on="2020-03-01", hours=1, role=None),
    )
    assert days(SHARE.format(relation="at most", percent=25), *items) == "always"
    assert days(SHARE.format(relation="at most", percent=24), *items) == "to 2020-02-29; perhaps always"
    assert days(SHARE.format(relation="at least", percent=25), *items) == "to 2020-02-29; perhaps always"


TWO_SHARES = """
total:
  a:
    count: learning
    counts at most: 20 % of the total
  b:
    count: learning
    counts at most: 20 % of the total
at least: 2
"""


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        (
            "sum: learning.hours\ncounts as: 2 points for each minute\nat least: 2 points",
            "so much for each amount in hours",
        ),
        ("count: learning\ncounts as: 2 points for each hour\nat least: 2 points", "an item is worth so much"),
        ("count: learning\ncounts as: 0 points\nat least: 2 points", "expected an amount of more than zero"),
        ("count: learning\ncounts as: 5 points\nat least: 2 hours", "expected an amount in points"),
        ("sum: learning.hours\ncounts at most: 2 points\nat least: 2 hours", "expected an amount in hours"),
        ("sum: learning.hours\ncounts at most: 20 % of the total\nat least: 2 hours", "in a part of a total"),
        (
            "sum: learning.hours\ncounts at most: [3 hours, 2 hours for each learning]\nat least: 2 hours",
            "innermost out",
        ),
        (
            "best: learning.hours\ncounts at most: 2 hours for each learning.process\nat least: 2 hours",
            "only each learning",
        ),
        ("best: learning\nat least: 2 hours", "'counts as' to give it a worth"),
        ("distinct: learning.colour\nat least: 2", "the field of learning 'colour' is not known"),
        ("count: learning.hours\nat least: 2", "a count takes items"),
        ("total: {}\nat least: 2", "expected at least one part"),
        ("total: {a: {count: learning, else: X}}\nat least: 2", "say how much"),
        (
            "total: {a: {count: learning}, b: {sum: learning.hours}}\nat least: 2",
            "have one unit: plain numbers and hours",
        ),
        (TWO_SHARES, "only one part of a total"),
        ("total: {a: {count: learning, counts at most: 100 % of the total}}\nat least: 2", "a share such as"),
        (
            "total: {a: {total: {b: {count: learning}}, counts at most: 2 for each learning}}\nat least: 2",
            "takes the items",
        ),
        (
            "best: education\ncounts as: {by: education.degree, doctor: 3 points}\nat least: 3 points",
            "'doctor' is not known",
        ),
        ("best: education\ncounts as: {by: education.awarded_on, x: 3 points}\nat least: 3 points", "expected a text"),
        ("best: education\ncounts as: {by: education.degree}\nat least: 3 points", "a worth for each value"),
        (
            "sum: learning.hours\ncounts as: {by: learning.category, x: 3 points}\nat least: 3 points",
            "a worth to items",
        ),
        ("share: learning.hours\nof which: [learning.category is x]\nat most: 140 %", "expected a percentage"),
        ("share: learning.hours\nof which: [learning.category is x]\nat most: 4/3", "expected a percentage"),
        ("share: learning.hours\nof which: [learning.category is x]\nat most: 2/6", "expected '1/3', found '2/6'"),
        ("share: learning.hours\nof which: [learning.category is x]\nat most: 1/8", "expected '12.5 %', found '1/8'"),
        ("share: learning.hours\nof which: []\nat most: 40 %", "expected at least one line"),
        ("share: learning.hours\nof which: [learning.category is x]", "under one of"),
    ],
)
def test_an_amount_that_means_nothing_is_refused(condition: str, fault: str) -> None:
    faults = faults_of(written(asking(condition)))
    assert len(faults) == 1
    assert fault in faults[0]


def test_what_a_scale_does_not_name_is_worth_what_it_says_otherwise() -> None:
    scale = SCALE.replace("  master: 25 points", "  master: 25 points\n  otherwise: 5 points")
    held = fact("education", awarded_on="2020-01-01", degree="certificate")
    assert days(scale.format(needed=5), held) == "from 2020-01-01"
    assert days(scale.format(needed=6), held) == "never"


def test_an_amount_of_an_item_in_hand_has_the_same_unit_and_may_have_no_value() -> None:
    condition = "for: course\nwhen:\n  - sum: learning.hours\n    at least: course.{}"
    assert "expected an amount in hours" in faults_of(written(asking(condition.format("places"))))[0]
    course = fact("course", ended_on="2020-02-01", hours=1)
    assert days(condition.format("tutor_hours"), course, learnt(1)) == "never"


def test_a_capped_total_of_nothing_is_nothing() -> None:
    assert days("total: {learning: {sum: learning.hours}}\ncounts at most: 5 hours\nat least: 1 hour") == "never"
