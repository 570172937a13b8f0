"""Amounts explained: what each part gives, which cap bites, what share there is, how each length of time came out."""

from typing import Any

import pytest

from tests.domain.policy.texts import Item, evidence, fact, proof

ON = "2021-05-01"


def learnt(name: str, hours: object = 2, **fields: object) -> tuple[str, Item]:
    return fact("learning", id=name, **({"held_on": "2021-01-01", "category": "talk", "hours": hours} | fields))


def reduced(condition: str, *items: tuple[str, Item]) -> list[tuple[str, str, str]]:
    return [(each.code, each.counts, each.found) for each in proof(condition, ON, *items).reduced]


TALKS = "sum: learning.hours\n{more}\nat least: 10 hours"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("counts at most: 5 hours", [("CAP_APPLIED", "5 hours", "7 hours")]),
        ("counts at most: 3 hours for each learning", [("CAP_APPLIED", "5 hours", "7 hours")]),
        ("counts at most: 4 hours for each learning.category", [("CAP_APPLIED", "6 hours", "7 hours")]),
        ("counts beyond: 4 hours", [("SURPLUS_ONLY", "3 hours", "7 hours")]),
        ("counts beyond: 4 hours\ncounts at most: 2 hours", [("CAP_APPLIED", "2 hours", "7 hours")]),
        ("counts at most: 7 hours", []),
        ("counts beyond: 0.5 hours\ncounts at most: 6.5 hours", [("CAP_APPLIED", "6.5 hours", "7 hours")]),
    ],
)
def test_what_a_cap_takes_off_is_told(more: str, expected: list[tuple[str, str, str]]) -> None:
    items = learnt("long", 5), learnt("book", 2, category="book")
    assert reduced(TALKS.format(more=more), *items) == expected


TOTAL = """
total:
  talks:
    sum: learning.hours
    where:
      - learning.category is talk
    counts at most: 4 hours
  reading:
    sum: learning.hours
    where:
      - learning.category is book
counts at most: 6 hours
at least: 8 hours
"""


def test_the_parts_of_a_total_are_told_by_name_each_with_its_cap() -> None:
    found = proof(TOTAL, ON, learnt("talk", 5), learnt("book", 3, category="book"))
    assert (found.says, found.found, found.short) == (
        "at least 8 hours in all; at most 6 hours of them counted together, of these parts added up",
        "6 hours",
        "",
    )
    assert [(part.says.partition(":")[0], part.found, evidence(part)) for part in found.parts] == [
        ("talks", "4 hours", ["learning talk"]),
        ("reading", "3 hours", ["learning book"]),
    ]
    assert [[each.code for each in part.reduced] for part in found.parts] == [["CAP_APPLIED"], []]
    assert [(each.counts, each.found) for each in found.reduced] == [("6 hours", "7 hours")]


@pytest.mark.parametrize(
    ("cap", "talks", "expected"),
    [
        ("", [learnt("talk", 80)], ("74.285 hours", [("74.285 hours", "80 hours")])),
        ("50 hours\n      - ", [learnt("talk", 80)], ("50 hours", [("50 hours", "80 hours")])),
        ("75 hours\n      - ", [learnt("talk", 80)], ("74.285 hours", [("74.285 hours", "80 hours")])),
        ("", [learnt("talk", 60)], ("60 hours", [])),
        (
            "",
            [learnt("talk", 80), learnt("unknown", None)],
            ("74.285 hours, more in doubt", [("74.285 hours", "80 hours")]),
        ),
    ],
)
def test_a_part_that_is_held_to_a_share_of_the_whole_is_told_as_it_counts(
    cap: str, talks: list[tuple[str, Item]], expected: tuple[str, list[tuple[str, str]]]
) -> None:
    total = TOTAL.replace("counts at most: 4 hours", f"counts at most:\n      - {cap}65 % of the total")
    total = total.replace("counts at most: 6 hours\n", "")
    found = proof(total, ON, *talks, learnt("book", 40, category="book"))

    talk, book = found.parts
    assert (talk.found, [(each.counts, each.found) for each in talk.reduced]) == expected
    assert (book.found, book.reduced) == ("40 hours", ())


FLOORS = """
require:
  total:
    talks:
      sum: learning.hours
      where:
        - learning.category is talk
      at least: 4 hours
      else: TALKS_SHORT
    reading:
      sum: learning.hours
      where:
        - learning.category is book
      at least: 2 hours
      else: READING_SHORT
  at least: 10 hours
else: LEARNING_SHORT
"""


@pytest.mark.parametrize(
    ("talks", "books", "codes", "short"),
    [
        (
            0,
            0,
            ("LEARNING_SHORT", "TALKS_SHORT", "READING_SHORT"),
            "10 hours (of which 4 hours of talks, 2 hours of reading)",
        ),
        (5, 0, ("LEARNING_SHORT", "READING_SHORT"), "5 hours (of which 2 hours of reading)"),
        (8, 0, ("LEARNING_SHORT", "READING_SHORT"), "2 hours of reading"),
        (12, 0, ("READING_SHORT",), "2 hours of reading"),
        (3, 9, ("TALKS_SHORT",), "1 hour of talks"),
        (5, 2, ("LEARNING_SHORT",), "3 hours"),
        (5, 5, (), ""),
    ],
)
def test_what_a_total_and_its_parts_lack_is_told_together(
    talks: int, books: int, codes: tuple[str, ...], short: str
) -> None:
    found = proof(FLOORS, ON, learnt("talk", talks), learnt("book", books, category="book"))
    assert (found.codes, found.short) == (codes, short)
    assert [part.says.partition(":")[0] for part in found.parts[1:]] == ["talks", "reading"]


def test_a_part_of_a_part_is_told_by_its_name() -> None:
    nested = """
total:
  taught:
    total:
      talks: {sum: learning.hours, where: [learning.category is talk], at least: 4 hours, else: TALKS_SHORT}
      reading: {sum: learning.hours, where: [learning.category is book]}
  others: {sum: mediation.hours}
at least: 10 hours
"""
    assert proof(nested, ON).short == "10 hours (of which 4 hours of talks)"


def test_the_reason_of_a_clause_is_that_of_its_total_too() -> None:
    inside = FLOORS.partition("else: LEARNING")[0].removeprefix("\nrequire:\n").replace("\n  ", "\n")[2:]
    clause = "clauses:\n  '1':\n    text: Learning.\n    source: rules\n    else: LEARNING_SHORT\n"
    beside = clause + "\n".join(f"    {line}" for line in inside.splitlines())
    found = proof("clause 1", ON, learnt("talk", 5), beside=beside)
    assert found.codes == ("LEARNING_SHORT", "READING_SHORT")


def test_the_doubt_about_an_amount_is_told() -> None:
    found = proof(TOTAL, ON, learnt("talk", None), learnt("book", 3, category=None))
    assert (found.holds, found.found) == (False, "0 hours, more in doubt")
    assert [part.found for part in found.parts] == ["0 hours, and 1 in doubt", "0 hours, and 1 in doubt"]
    assert proof(TALKS.format(more=""), ON, learnt("talk", None)).found == "0 hours, more in doubt"


@pytest.mark.parametrize(
    ("condition", "found", "short"),
    [
        ("count: learning\nat least: 3", "2 learnings", "1 learning"),
        ("count: learning\nmore than: 2", "2 learnings", "1 learning"),
        ("distinct: learning.category\nat least: 3", "1", "2 learnings each of another category"),
        ("best: learning.hours\nat least: 3 hours", "2 hours", "3 hours in one learning"),
        ("count: learning\ncounts as: 5 points\nat least: 15 points", "10 points", "5 points"),
        (
            "sum: learning.minutes\ncounts as: 1 hour for each 90 minutes\nat least: 2 hours",
            "1.333 hours",
            "0.667 hours",
        ),
        ("count: learning\nat most: 1", "2 learnings", ""),
    ],
)
def test_amounts_have_their_units(condition: str, found: str, short: str) -> None:
    told = proof(condition, ON, learnt("one", minutes=60), learnt("two", minutes=60))
    assert (told.holds, told.found, told.short) == (False, found, short)


def test_what_is_short_of_a_total_of_mere_numbers_is_told_in_items() -> None:
    condition = "total:\n  talks:\n    count: learning\n  courses:\n    count: course\nat least: 5"
    found = proof(condition, ON, learnt("one"))
    assert (found.found, found.short) == ("1", "4 learnings or 4 courses")


def test_of_several_ways_the_smallest_amount_is_enough() -> None:
    either = "any:\n  - count: learning\n    at least: {}\n  - count: learning\n    at least: {}"
    assert proof(either.format(3, 2), ON).short == proof(either.format(2, 3), ON).short == "2 learnings"


def test_an_amount_may_be_that_of_an_item_in_hand() -> None:
    condition = """
for: approval
when:
  - approval begun by the day
  - require:
      sum: learning.hours
      at least: approval.min_hours
    else: HOURS_SHORT
"""
    approval: dict[str, Any] = {"program": "harbour", "format": "online", "from_": "2020-03-01"}
    assert proof(condition, ON, learnt("one"), fact("approval", min_hours=40, **approval)).short == "38 hours"
    unknown = proof(condition, ON, learnt("one"), fact("approval", min_hours=None, **approval))
    assert (unknown.holds, unknown.short) == (None, "")


SHARE = """
share: learning.hours
of which:
  - learning.category is book
at most: 40 %
"""


@pytest.mark.parametrize(
    ("items", "holds", "found"),
    [
        ([], True, "nothing to take a share of"),
        ([learnt("talk", 6), learnt("book", 3, category="book")], True, "33.333 % (3 of 9 hours)"),
        ([learnt("talk", 1), learnt("book", 3, category="book")], False, "75 % (3 of 4 hours)"),
        ([learnt("talk", 6), learnt("book", 3, category=None)], True, "0 % (0 of 6 hours), more in doubt"),
    ],
)
def test_a_share_is_told_with_the_amounts_it_is_made_of(
    items: list[tuple[str, Item]],
    holds: bool,  # noqa: FBT001 - an outcome
    found: str,
) -> None:
    told = proof(SHARE, ON, *items)
    assert (told.holds, told.found) == (holds, found)
    assert told.says.startswith("at most 40 percent of the hours of items of learning")


def test_a_share_of_a_number_counts_items() -> None:
    of_items = SHARE.replace("learning.hours", "learning")
    assert proof(of_items, ON, learnt("talk"), learnt("book", category="book")).found == "50 % (1 of 2 learnings)"


@pytest.mark.parametrize(
    ("share", "held_to", "talk", "book", "short"),
    [
        ("learning.hours", "at most: 40 %", 1, 3, "3.5 hours of another kind"),
        ("learning.hours", "at most: 1/3", 1, 3, "5 hours of another kind"),
        ("learning.hours", "less than: 50 %", 1, 3, "2.001 hours of another kind"),
        ("learning.hours", "at least: 80 %", 1, 3, "1 hour of this kind"),
        ("learning.hours", "at least: 90 %", 2, 1, "17 hours of this kind"),
        ("learning.hours", "is: 50 %", 2, 1, ""),
        ("learning.hours", "at most: 0 %", 2, 1, ""),
        ("learning.hours", "at least: 100 %", 2, 1, ""),
        ("learning", "at most: 30 %", 1, 1, "2 learnings of another kind"),
        ("learning", "at least: 70 %", 1, 1, "2 learnings of this kind"),
        ("learning", "more than: 50 %", 1, 1, "1 learning of this kind"),
    ],
)
def test_a_share_that_is_not_met_tells_the_least_that_would_do(
    share: str, held_to: str, talk: object, book: object, short: str
) -> None:
    asked = SHARE.replace("learning.hours", share).replace("at most: 40 %", held_to)
    found = proof(asked, ON, learnt("talk", talk), learnt("book", book, category="book"))
    assert (found.holds, found.short) == (False, short)


def test_in_doubt_no_share_tells_what_would_do() -> None:
    doubtful = learnt("other", 2, category=None)
    found = proof(SHARE, ON, learnt("book", 9, category="book"), doubtful)
    assert (found.holds, found.short) == (False, "")


EACH = """
in each of: 3 years before application.submitted_on
named: year
that:
  sum: learning.hours
  where:
    - learning.held_on within year
  at least: 10 hours
{some}"""
YEARS = [
    "the year from 2018-03-01 to 2019-02-28",
    "the year from 2019-03-01 to 2020-02-29",
    "the year from 2020-03-01 to 2021-02-28",
]


def each(some: str, *items: tuple[str, Item], submitted: str | None = "2021-03-01") -> Any:  # noqa: ANN401 - a proof
    lines = EACH.format(some=some).strip("\n").split("\n")
    require = "\n".join(f"      {line}" for line in lines)
    condition = f"for: application\nwhen:\n  - require:\n{require}\n    else: NOT_EACH_YEAR"
    return proof(condition, ON, fact("application", level="x", submitted_on=submitted), *items).parts[0]


def in_year(year: int, hours: object) -> tuple[str, Item]:
    return learnt(f"of {year}", hours, held_on=f"{year}-06-01")


@pytest.mark.parametrize("some", ["", "at least: 2", "at least: 2\nin a row: yes"])
def test_each_length_is_told_with_its_days(some: str) -> None:
    told = each(some, in_year(2018, 10), in_year(2019, 4))
    assert [(part.says, part.holds, part.short) for part in told.parts] == [
        (YEARS[0], True, ""),
        (YEARS[1], False, "6 hours"),
        (YEARS[2], False, "10 hours"),
    ]
    assert (told.holds, told.codes) == (False, ("NOT_EACH_YEAR",))
    assert [part.parts[0].found for part in told.parts] == ["10 hours", "4 hours", "0 hours"]


def test_lengths_of_an_unknown_day_are_told_by_their_number() -> None:
    condition = EACH.format(some="").replace("application.submitted_on", "application.decided_on")
    lines = "\n".join(f"      {line}" for line in condition.strip("\n").split("\n"))
    told = proof(
        f"for: application\nwhen:\n  - require:\n{lines}\n    else: NOT_EACH_YEAR",
        ON,
        fact("application", level="x", submitted_on="2021-03-01", decided_on=None),
    ).parts[0]
    assert [part.says for part in told.parts] == ["year 1 of 3", "year 2 of 3", "year 3 of 3"]
