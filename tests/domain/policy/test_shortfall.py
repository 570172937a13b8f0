"""What is told to be short is enough, and no less would be: caps, shares, the best of several, values and surpluses."""

import re
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.policy.wording import OF_EACH_PART, without_limits
from tests.domain.policy.texts import Item, fact, proof

ON = "2021-05-01"
PART = """
  {name}:
    sum: learning.hours
    where: [learning.category is {name}]{more}"""


def learnt(hours: object, category: str = "talk", **fields: object) -> tuple[str, Item]:
    named = {"id": f"{category} {hours} {fields}", "held_on": "2021-01-01", "category": category, "process": "p"}
    return fact("learning", hours=hours, **(named | fields))


def total(asked: str = "at least: 12 hours", **parts: str) -> str:
    told = (
        PART.format(name=name, more="".join(f"\n    {line}" for line in lines.split("; ") if line))
        for name, lines in parts.items()
    )
    return f"total:{''.join(told)}\n{asked}"


def short(condition: str, *items: tuple[str, Item]) -> str:
    return proof(condition, ON, *items).short


SUM = "sum: learning.hours\n{}\nat least: 12 hours"
THIRD = "counts at most: 1/3 of the total"


@pytest.mark.parametrize(
    ("parts", "items", "expected"),
    [
        (
            {"law": "", "ethics": "", "book": THIRD},
            [learnt(6, "law"), learnt(9, "book")],
            "2 hours (of which none of book)",
        ),
        ({"law": "", "book": THIRD}, [learnt(6, "law"), learnt(9, "book")], "2 hours of law"),
        ({"law": "", "ethics": "", "book": THIRD}, [], "12 hours (of which at most 4 hours of book)"),
        ({"law": "", "ethics": "counts at most: 3 hours"}, [learnt(3, "ethics")], "9 hours of law"),
        (
            {"law": "", "ethics": "counts at most: 3 hours"},
            [learnt(1, "ethics")],
            "11 hours (of which at most 2 hours of ethics)",
        ),
        ({"law": "counts at most: 6 hours", "ethics": "counts at most: 5 hours"}, [], ""),
        ({"law": "counts at most: 6 hours", "ethics": "counts at most: 5 hours; at least: 2 hours"}, [], ""),
        ({"law": "", "ethics": "counts beyond: 3 hours"}, [], "12 hours"),
        ({"law": "", "ethics": "counts beyond: 3 hours"}, [learnt(2, "ethics")], "12 hours of law"),
        (
            {"law": "", "ethics": "counts at most: 3 hours; at least: 2 hours"},
            [],
            "12 hours (of which 2 hours of ethics, at most 3 hours of ethics)",
        ),
        ({"law": "", "book": f"{THIRD}; at least: 5 hours"}, [learnt(8, "law")], "5 hours of book"),
        (
            {"law": "", "book": f"{THIRD}; at least: 5 hours"},
            [learnt(6, "law")],
            "5 hours of book and 6 hours (of which at most 4 hours of book)",
        ),
        (
            dict.fromkeys(("a", "b", "c", "d", "e"), "counts at most: 4 hours"),
            [learnt(4, "a")],
            "8 hours (of which none of a, no more of each part than counts)",
        ),
        (
            dict.fromkeys(("a", "b"), "counts at most: 4 hours for each learning"),
            [],
            "12 hours (of which at most 4 hours of a for each learning, at most 4 hours of b for each learning)",
        ),
    ],
)
def test_of_a_total_it_is_told_of_which_parts_no_more_counts(
    parts: dict[str, str], items: list[tuple[str, Item]], expected: str
) -> None:
    assert short(total(**parts), *items) == expected


TWELVE = "at least: 12 hours"


@pytest.mark.parametrize(
    ("condition", "items", "expected"),
    [
        ("best: 2 of learning.hours\nat least: 32 hours", [15, 14, 10], "17 hours in one learning"),
        ("best: 2 of learning.hours\nat least: 32 hours", [15], "17 hours in one learning"),
        ("best: 2 of learning.hours\nat least: 32 hours", [], "32 hours"),
        ("best: learning.hours\nat least: 3 hours", [2], "3 hours in one learning"),
        (
            "best: 2 of learning.hours\ncounts at most: 10 hours for each learning\nat least: 20 hours",
            [9, 8],
            "10 hours in each of 2 learnings",
        ),
        ("best: learning.hours\ncounts at most: 10 hours for each learning\nat least: 20 hours", [9], ""),
        (f"sum: learning.hours\ncounts beyond: 25 hours\n{TWELVE}", [10], "27 hours"),
        (f"sum: learning.hours\ncounts at most: 9 hours\n{TWELVE}", [10], ""),
        (
            f"sum: learning.hours\ncounts at most: 4 hours for each learning\n{TWELVE}",
            [7],
            "8 hours (of which at most 4 hours for each learning)",
        ),
        (f"sum: learning.hours\ncounts at most: 4 hours for each learning\n{TWELVE}", [4, 3, 2], "3 hours"),
        (
            f"sum: learning.hours\ncounts at most: 9 hours for each learning.process\n{TWELVE}",
            [10],
            "3 hours of another process",
        ),
        (f"sum: learning.hours\ncounts at most: 20 hours for each learning.process\n{TWELVE}", [10], "2 hours"),
        (
            f"sum: learning.hours\ncounts at most: 4 hours for each learning.process\n{TWELVE}",
            [10],
            "8 hours (of which at most 4 hours for each other process)",
        ),
        ("count: learning\ncounts as: 5 points\nat least: 12 points", [1], "10 points"),
        ("sum: learning.hours\ncounts as: 1 point for each full 4 hours\nat least: 1.5 points", [4], "1 point"),
        ("count: learning\ncounts as: 0.5\nat least: 2", [1], "3 learnings"),
        ("sum: learning.hours\ncounts as: 1 for each 4 hours\nat least: 2", [4], "4 hours of learning"),
        ("sum: course.places\nat least: 2", [], "2 places"),
    ],
)
def test_of_items_it_is_told_how_much_and_in_how_many(condition: str, items: list[int], expected: str) -> None:
    assert short(condition, *(learnt(hours) for hours in items)) == expected


CATEGORIES = f"""
sum: learning.hours
where:
  - learning.category is one of talk, book
counts at most: 8 hours for each learning.category
{TWELVE}
"""
DISTINCT = """
distinct: learning.category
where:
  - learning.category is one of talk, book
at least: {}
"""


@pytest.mark.parametrize(
    ("condition", "items", "expected"),
    [
        (CATEGORIES, [learnt(9)], "4 hours of book"),
        (CATEGORIES, [], "12 hours (of which at most 8 hours of talk, at most 8 hours of book)"),
        (CATEGORIES.replace("12", "17"), [], ""),
        (DISTINCT.format(2), [learnt(9)], "1 learning of another category"),
        (DISTINCT.format(3), [learnt(9)], ""),
        (
            "distinct: learning.category\ncounts as: 5 points\nat least: 10 points",
            [],
            "10 points (of which at most 5 points for each other category)",
        ),
        (
            "distinct: education.degree\nwhere: [education.degree is master]\ncounts as: 5 points\nat least: 10 points",
            [],
            "",
        ),
    ],
)
def test_values_that_are_used_up_are_no_way(condition: str, items: list[tuple[str, Item]], expected: str) -> None:
    assert short(condition, *items) == expected


def test_the_values_of_a_part_are_told_with_it() -> None:
    within = "".join(f"\n    {line}" for line in CATEGORIES.strip().splitlines()[:-1])
    condition = f"total:\n  taught:{within}\n  cases: {{sum: mediation.hours}}\n{TWELVE}"
    assert short(condition, learnt(7)) == "5 hours (of which at most 1 hour of talk)"


def test_of_an_item_whose_field_is_unknown_nothing_counts_for_certain() -> None:
    condition = f"sum: learning.hours\ncounts at most: 9 hours for each learning.process\n{TWELVE}"
    assert (
        short(condition, learnt(2, process=None), learnt(1))
        == "11 hours (of which at most 9 hours for each other process)"
    )


DEGREES = """
{}: education
counts as:
  by: education.degree
  bachelor: 20 points
  master: 25 points
at least: {}
"""


@pytest.mark.parametrize(
    ("how", "asked", "expected"),
    [
        ("best", "22 points", "25 points in one education"),
        ("best", "26 points", ""),
        ("count", "42 points", "25 points"),
    ],
)
def test_a_scale_is_told_by_what_it_gives(how: str, asked: str, expected: str) -> None:
    assert short(DEGREES.format(how, asked), fact("education", degree="bachelor", awarded_on="2020-01-01")) == expected


@pytest.mark.parametrize(
    ("worth", "asked", "expected"),
    [
        ("3 hours for each full 2 months of leave", "4 hours", "6 hours"),
        ("3 for each full 2 months of leave", "4", "4 months of leave"),
        ("1 for each full 10 days of leave", "2", "20 days of leave"),
    ],
)
def test_what_counts_by_its_length_is_told_by_it(worth: str, asked: str, expected: str) -> None:
    assert short(f"count: leave\nwhere: [leave begun by the day]\ncounts as: {worth}\nat least: {asked}") == expected


def test_a_scale_without_a_unit_is_told_by_no_number() -> None:
    assert not short(DEGREES.format("best", "22").replace(" points", ""))


MIXED = """
total:
  cases: {count: mediation}
  talks: {sum: learning.hours, where: [learning.category is talk], counts as: 1 for each 4 hours}
  reading: {sum: learning.hours, where: [learning.category is book], counts as: 1 for each 4 hours, counts beyond: 1}
at least: 2
"""


def test_parts_without_a_unit_are_told_each_in_its_own_noun() -> None:
    assert short(MIXED) == "2 mediations or 8 hours of learning of talks"
    assert short(MIXED.replace("count: mediation", "count: mediation, counts at most: 1/3 of the total")) == (
        "8 hours of learning of talks"
    )


NESTED = """
total:
  taught:
    total:
      talks: {sum: learning.hours, where: [learning.category is talk], counts at most: 4 hours}
      reading: {sum: learning.hours, where: [learning.category is book], counts at most: 1/3 of the total}
      others:
        sum: learning.hours
        where: [learning.category is other]
        counts at most: 3 hours for each learning.process
  cases: {sum: mediation.hours}
at least: 12 hours
"""


def test_parts_of_parts_are_told_with_what_limits_them() -> None:
    assert short(NESTED) == (
        "12 hours (of which at most 4 hours of talks, none of reading, "
        "at most 3 hours of others for each other process)"
    )
    assert short(NESTED.replace("\n  cases", "\n    counts at most: 2 hours\n  cases"), learnt(4)) == (
        "10 hours of cases"
    )
    capped = NESTED.replace("sum: mediation.hours", "sum: mediation.hours, counts at most: 3 hours")
    assert short(capped) == "12 hours (of which none of reading, no more of each part than counts)"


def test_what_a_span_in_hand_is_worth_has_no_noun_of_its_own() -> None:
    of_another = """
for: leave
when:
  - leave begun by the day
  - require: {count: learning, counts as: 1 for each full month of leave, at least: 2}
    else: SHORT
"""
    span = fact("leave", from_="2020-01-01", until="2020-02-15")
    assert short(of_another, span) == ""
    assert short(of_another.replace("at least: 2", "at least: 2 points").replace(": 1 for", ": 1 point for"), span) == (
        "2 points"
    )


def test_a_part_capped_by_a_share_may_be_what_is_short() -> None:
    mixed = """
total:
  cases: {count: mediation}
  talks: {sum: learning.hours, counts as: 1 for each 4 hours, counts at most: 50 % of the total}
at least: 2
"""
    mediated = fact("mediation", started_on="2020-01-01", hours=1, role="lead")
    assert short(mixed, mediated) == "1 mediation or 4 hours of learning"


def test_a_total_whose_parts_cannot_grow_is_enough_by_one_of_them() -> None:
    condition = "total:\n  courses: {best: learning.hours}\nat least: 12 hours"
    assert short(condition, learnt(9)) == "12 hours in one learning"
    two = condition.replace(
        "best: learning.hours", "best: learning.hours}\n  cases: {sum: mediation.hours, counts at most: 1 hour"
    )
    assert short(two, learnt(9)) == "12 hours of courses in one learning"


PARTS = ("law", "ethics", "book")
LIMITS = st.sampled_from(
    ["", "", "counts at most: 5 hours", THIRD, "counts beyond: 2 hours", "counts at most: 4 hours for each learning"]
)
HOURS = st.decimals(1, 20, places=1)


@st.composite
def totals(draw: st.DrawFn) -> str:
    """Draw a total, of which a share caps one part at most."""
    limits = [draw(LIMITS) for _ in PARTS]
    if limits.count(THIRD) > 1:
        limits = [each if each != THIRD else "" for each in limits]
    whole = draw(st.sampled_from(["", "counts beyond: 3 hours\n", "counts at most: 30 hours\n"]))
    return total(f"{whole}at least: {draw(st.integers(8, 24))} hours", **dict(zip(PARTS, limits, strict=True)))


@settings(max_examples=60, deadline=None)
@given(condition=totals(), had=st.lists(st.tuples(st.sampled_from(PARTS), HOURS), max_size=5))
def test_what_is_short_is_enough_and_no_less_is(condition: str, had: list[tuple[str, Decimal]]) -> None:
    items = [learnt(str(hours), part, id=str(number)) for number, (part, hours) in enumerate(had)]
    told = short(condition, *items)
    begun = {part for part, _ in had}
    assume(told and OF_EACH_PART not in told)
    for amount, part in ways(told):
        if part not in begun and f"is {part}]\n    counts beyond" in condition:
            continue
        assert proof(condition, ON, *items, *in_small_items(amount, part)).holds
        assert not proof(condition, ON, *items, *in_small_items(amount - Decimal("0.001"), part)).holds


def ways(told: str) -> list[tuple[Decimal, str]]:
    """Return how much of which part: of the one named, or else of each of which nothing is said."""
    amount, _, named = without_limits(told).partition(" hour")
    of = re.search(r" of (\w+)", named)
    unlimited = [part for part in PARTS if not re.search(rf"(?:at most [\d.]+ hours? of|none of) {part}[,)]", told)]
    return [(Decimal(amount), part) for part in ([of[1]] if of else unlimited)]


def in_small_items(amount: Decimal, part: str) -> list[tuple[str, Item]]:
    whole, rest = divmod(amount, 4)
    return [
        learnt(str(hours), part, id=f"new {number}")
        for number, hours in enumerate([*["4"] * int(whole), rest])
        if hours
    ]
