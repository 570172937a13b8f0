"""Conditions that mean the same have one normal form, and what differs is told by its smallest parts."""

from decimal import Decimal
from itertools import product

import msgspec
import pytest

from domain.dates import Duration
from domain.policy.differing_conditions import Comparison, Edit, Side
from domain.policy.language import (
    Binder,
    ClauseHolds,
    Compare,
    Condition,
    Day,
    Exists,
    FieldOf,
    ForEach,
    InEach,
    LevelHeld,
    Literal,
    Measure,
    OnDay,
    OneOf,
    Part,
    Reading,
    Relief,
    Relieved,
    Require,
    Share,
    Table,
    Together,
    Total,
    Worth,
)
from domain.policy.normal import normal
from domain.policy.saying import Speech
from tests.domain.policy.samples import COURSE, HOURS, LEAD, PASSED, PRACTICE, SAMPLES
from tests.domain.policy.whole import VOCABULARY

NONE = Decimal(0)
A, B, C = ClauseHolds("a"), ClauseHolds("b"), ClauseHolds("c")
SIDE = Side(Speech(VOCABULARY, ["term"]), normal)
FORTY, FIFTY = (Compare(HOURS, "at least", Literal(each, "hours")) for each in ("40", "50"))


def edits(old: Condition, new: Condition) -> list[Edit]:
    return list(Comparison(SIDE, SIDE).of(old, new))


def all_of(*conditions: Condition) -> Together:
    return Together("all", conditions)


def any_of(*conditions: Condition) -> Together:
    return Together("any", conditions)


def with_name(name: str, *inside: Condition) -> Exists:
    return Exists((Binder(name, "course"),), (Compare(FieldOf(name, "result"), "is", Literal("passed")), *inside))


def dependent(name: str, amount: str, *texts: str, otherwise: Decimal = NONE) -> Exists:
    """Return a selection whose amounts depend on the item in hand, the numbers written as they are given."""
    each = ForEach(Decimal(amount), Duration(months=1), name, within=name)
    scale = tuple((text, Decimal(amount)) for text in texts)
    held = Measure("leave", "leave", "at least", NONE, worth=Worth(span=each), amount_of=each)
    table = msgspec.structs.replace(held, amount_of=Table(FieldOf(name, "result"), scale, otherwise))
    return Exists((Binder(name, "course"),), (held, table))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (all_of(A, B), all_of(B, A)),
        (all_of(A, all_of(B, C)), all_of(A, B, C)),
        (all_of(A), A),
        (any_of(A), A),
        (Together("at least", (A, B), 1), any_of(A, B)),
        (Together("at least", (A, B), 2), all_of(A, B)),
        (Together("none", (A, B)), Together("none", (B, A))),
        (OneOf(FieldOf("c", "x"), ("b", "a")), OneOf(FieldOf("c", "x"), ("a", "b"))),
        (OneOf(FieldOf("course", "result"), ("passed",)), PASSED),
        (Reading("p", ("b", "a")), Reading("p", ("a", "b"))),
        (FORTY, Compare(HOURS, "at least", Literal("40.0", "hours"))),
        (
            Compare(Day(), "before", FieldOf("c", "x")),
            Compare(FieldOf("c", "x"), "after", Day()),
        ),
        (
            Compare(FieldOf("c", "x"), "is", FieldOf("d", "x")),
            Compare(FieldOf("d", "x"), "is", FieldOf("c", "x")),
        ),
        (with_name("course"), with_name("earlier")),
        (
            msgspec.structs.replace(PRACTICE, amount=Decimal("20.00")),
            PRACTICE,
        ),
        (
            msgspec.structs.replace(
                PRACTICE, worth=Worth(Decimal(5), scale=(("a", Decimal(1)), ("b", Decimal("2.0"))))
            ),
            msgspec.structs.replace(
                PRACTICE, worth=Worth(Decimal("5.0"), scale=(("b", Decimal(2)), ("a", Decimal(1))))
            ),
        ),
        (dependent("course", "1.0", "b", "a"), dependent("earlier", "1", "a", "b")),
        (dependent("course", "1", "a"), dependent("course", "1", "a", otherwise=Decimal("0.0"))),
    ],
)
def test_what_means_the_same_does_not_differ(one: Condition, other: Condition) -> None:
    assert normal(one) == normal(other)
    assert edits(one, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (all_of(A, B), any_of(A, B)),
        (Together("at least", (A, B, C), 2), all_of(A, B, C)),
        (with_name("course", A), with_name("earlier", A)),
        (Together("none", (any_of(A, B),)), Together("none", (all_of(A, B),))),
    ],
)
def test_what_means_something_else_differs(one: Condition, other: Condition) -> None:
    assert normal(one) != normal(other)


def test_conditions_differ_where_their_normal_forms_do() -> None:
    for (old, _), (new, _) in product(SAMPLES.values(), repeat=2):
        found = edits(old, new)

        assert bool(found) == (normal(old) != normal(new))
        assert all(was != is_ for was, is_ in found), found


def measured(condition: Measure, **changes: object) -> Measure:
    return msgspec.structs.replace(condition, **changes)


SHARE = Share("mediation", "mediation", (LEAD,), "at most", Decimal(40))
EACH = InEach("year", 3, Duration(months=12), "before", Day(), FORTY)
POINTS = Measure("training", "training", "", Decimal(0), "points", "points")
TOTAL = Total((Part("training", POINTS),), "at least", Decimal(100), "points")
REST = "a length being called the year: [the course's hours are at least 40 hours]"
RELIEF = Relief("pandemic", A, "LIFTED")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (FORTY, FIFTY, [("the course's hours are at least 40 hours", "the course's hours are at least 50 hours")]),
        (all_of(A, FORTY), all_of(FIFTY, A), edits(FORTY, FIFTY)),
        (all_of(A, B), all_of(A, B, C), [("", "clause c holds")]),
        (all_of(A, B), A, [("clause b holds", "")]),
        (A, all_of(A, B), [("", "clause b holds")]),
        (all_of(A, B), all_of(A, C), [("clause b holds", "clause c holds")]),
        (
            all_of(A, B),
            all_of(C, LevelHeld("x")),
            [("clause a holds", ""), ("clause b holds", ""), ("", "clause c holds"), ("", "the level x is held")],
        ),
        (
            any_of(A, B),
            Together("none", (A, B)),
            [
                (
                    "at least one of these holds: [clause a holds; clause b holds]",
                    "none of these holds: [clause a holds; clause b holds]",
                )
            ],
        ),
        (Require(FORTY, "X"), Require(FORTY, "Y"), [("otherwise X", "otherwise Y")]),
        (Require(FORTY, "X"), Require(FIFTY, "X"), edits(FORTY, FIFTY)),
        (
            all_of(A, Require(FORTY, "X")),
            all_of(A, FIFTY),
            [("the course's hours are at least 40 hours, otherwise X", "the course's hours are at least 50 hours")],
        ),
        (
            all_of(A, Reading("p", ("a",))),
            all_of(A, Reading("p", ("b",))),
            [("'p' is read as 'a'", "'p' is read as 'b'")],
        ),
        (
            PRACTICE,
            measured(PRACTICE, amount=Decimal(25)),
            [("at least 20 hours of mediation", "at least 25 hours of mediation")],
        ),
        (
            PRACTICE,
            measured(PRACTICE, where=()),
            [("the mediation's role is lead or sole", "")],
        ),
        (
            measured(PRACTICE, where=()),
            Measure("learning", "learning", "at least", Decimal(2)),
            [("at least 20 hours of mediation", "at least 2 items of learning")],
        ),
        (
            COURSE,
            Exists((Binder("profile", "profile"),)),
            [("there is a course, of which this is true: [the course's result is passed]", "there is a profile")],
        ),
        (
            COURSE,
            msgspec.structs.replace(COURSE, counts_from=Literal("2020-01-01")),
            [("there is a course", "there is a course, counting from 1 January 2020")],
        ),
        (
            all_of(A, COURSE),
            all_of(A, msgspec.structs.replace(COURSE, when=())),
            [("the course's result is passed", "")],
        ),
        (
            SHARE,
            msgspec.structs.replace(SHARE, amount=Decimal(50)),
            [("at most 40 percent of mediations", "at most 50 percent of mediations")],
        ),
        (SHARE, msgspec.structs.replace(SHARE, where=(PASSED,)), [("", "the course's result is passed")]),
        (
            SHARE,
            msgspec.structs.replace(SHARE, field="hours"),
            [
                (
                    (
                        "at most 40 percent of mediations are such that this is true: [the mediation's role is lead "
                        "or sole]"
                    ),
                    (
                        "at most 40 percent of the hours of mediations are such that this is true: [the mediation's "
                        "role is lead or sole]"
                    ),
                ),
            ],
        ),
        (EACH, msgspec.structs.replace(EACH, that=FIFTY), edits(FORTY, FIFTY)),
        (
            EACH,
            msgspec.structs.replace(EACH, times=4),
            [tuple(f"in each of the {times} years before the day asked about, {REST}" for times in (3, 4))],
        ),
        (OnDay(Literal("2020-01-01"), FORTY), OnDay(Literal("2020-01-01"), FIFTY), edits(FORTY, FIFTY)),
        (
            TOTAL,
            msgspec.structs.replace(TOTAL, amount=Decimal(90)),
            [
                (
                    "at least 100 points in all, of these parts added up",
                    "at least 90 points in all, of these parts added up",
                )
            ],
        ),
        (
            TOTAL,
            msgspec.structs.replace(TOTAL, parts=(Part("practice", POINTS),)),
            [("training: the points of trainings", ""), ("", "practice: the points of trainings")],
        ),
        (Relieved(FORTY, (RELIEF,)), Relieved(FIFTY, (RELIEF,)), edits(FORTY, FIFTY)),
        (Relieved(FORTY, (RELIEF,)), Relieved(FORTY, ()), [("lifted by 'pandemic': clause a holds", "")]),
        (Relieved(FORTY, ()), Relieved(FORTY, (RELIEF,)), [("", "lifted by 'pandemic': clause a holds")]),
        (
            Relieved(FORTY, (RELIEF,)),
            Relieved(FORTY, (Relief("pandemic", A, "WAIVED"),)),
            [("lifted by 'pandemic' (LIFTED)", "lifted by 'pandemic' (WAIVED)")],
        ),
        (
            all_of(A, SHARE),
            all_of(A, msgspec.structs.replace(SHARE, amount=Decimal(50))),
            edits(SHARE, msgspec.structs.replace(SHARE, amount=Decimal(50))),
        ),
        (all_of(A, EACH), all_of(A, msgspec.structs.replace(EACH, that=FIFTY)), edits(FORTY, FIFTY)),
    ],
)
def test_what_differs_is_told_by_its_smallest_parts(old: Condition, new: Condition, told: list[Edit]) -> None:
    assert edits(old, new) == told


def test_a_condition_that_may_be_left_out_is_added_or_dropped() -> None:
    comparison = Comparison(SIDE, SIDE)

    assert list(comparison.optional(None, A)) == [("", "clause a holds")]
    assert list(comparison.optional(A, None)) == [("clause a holds", "")]
    assert list(comparison.optional(A, A)) == list(comparison.optional(None, None)) == []


def test_what_differs_in_one_of_several_ways_is_told_as_such() -> None:
    longer, other = all_of(A, FIFTY), all_of(C, COURSE)

    assert edits(any_of(all_of(A, FORTY), B), any_of(longer, B)) == [
        ("one way: " + edits(FORTY, FIFTY)[0][0], "one way: " + edits(FORTY, FIFTY)[0][1])
    ]
    assert edits(any_of(A, B), any_of(A, C)) == [("one way: clause b holds", "one way: clause c holds")]
    assert edits(any_of(A, B), any_of(A, B, other)) == [("", f"one way: {SIDE.words(other)}")]


def test_a_way_that_has_nothing_of_those_before_is_another() -> None:
    before, after = any_of(all_of(A, FORTY), all_of(B, COURSE)), any_of(all_of(A, FIFTY), all_of(C, PRACTICE))

    assert edits(before, after)[1:] == [
        (f"one way: {SIDE.words(all_of(B, COURSE))}", ""),
        ("", f"one way: {SIDE.words(all_of(C, PRACTICE))}"),
    ]
    assert edits(Together("none", (A, B, C)), Together("none", (A, B))) == [("what may not be: clause c holds", "")]
    assert edits(Together("none", (FORTY, A)), Together("none", (FIFTY, B))) == [
        (f"what may not be: {SIDE.words(FORTY)}", f"what may not be: {SIDE.words(FIFTY)}"),
        ("what may not be: clause a holds", ""),
        ("", "what may not be: clause b holds"),
    ]
