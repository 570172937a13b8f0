"""Relations of days in every form, against a naive reading of their words on single days."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy.chain import alone
from domain.policy.rules import Rules
from domain.timeline import BEGIN, END, Timeline, truth_on
from tests.domain.policy.texts import asking, days, fact, on, policy, version_of
from tests.domain.wall_calendar import moved

VOCABULARY = """
vocabulary:
  thing:
    words: a thing
    counts from: seen_on
    until: gone_on
    fields:
      seen_on: date
      known_on: date
      done_on: date; absent means not yet
      gone_on: date; absent means no end
      term: number of months
      pause: number of months; absent means no
"""
SEEN = on("1900-01-01")
Value: TypeAlias = int | str | None
"""An ordinal, ``never`` for a day that has not come, or None for one nobody knows."""

RELATIONS: dict[str, Callable[[int, int], bool]] = {
    "on or before": lambda x, y: x <= y,
    "before": lambda x, y: x < y,
    "on or after": lambda x, y: x >= y,
    "after": lambda x, y: x > y,
    "is": lambda x, y: x == y,
}
MONTH_ENDS = st.builds(
    lambda year, month: date(year, month, monthrange(year, month)[1]), st.integers(2015, 2025), st.integers(1, 12)
)
DATES = MONTH_ENDS | st.dates(date(2015, 1, 1), date(2025, 12, 31)) | st.just(date(2020, 2, 29))


class Length(msgspec.Struct, frozen=True):
    """A length as written, and in months and days; without a length, the field that counts its months."""

    written: str
    months: int = 0
    days: int = 0
    field: str = ""


LENGTHS = st.sampled_from(
    [
        Length("1 day", days=1),
        Length("10 days", days=10),
        Length("2 weeks", days=14),
        Length("1 month", months=1),
        Length("6 months", months=6),
        Length("1 year", months=12),
        Length("2 years and 14 days", months=24, days=14),
        Length("1 month and 1 day", months=1, days=1),
        Length("thing.term months", field="term"),
        Length("thing.pause months", field="pause"),
    ]
)


class Term(msgspec.Struct, frozen=True):
    """A term of a relation: ``base`` is a field, a date, or the day; each shift moves what the ones after it name."""

    base: str
    shifts: tuple[tuple[Length, str], ...] = ()

    def written(self) -> str:
        return "".join(f"{length.written} {direction} " for length, direction in self.shifts) + self.base

    def value(self, item: dict[str, Value], day: int) -> Value:
        found = (
            day
            if self.base == "the day"
            else item["thing." + self.base.partition(".")[2]]
            if "." in self.base
            else on(self.base)
        )
        for length, direction in reversed(self.shifts):
            months = item[f"thing.{length.field}"] if length.field else length.months
            sign = 1 if direction == "after" else -1
            if "never" in (found, months):
                found = "never"
            elif found is None or months is None:
                found = None
            elif found != END:
                assert isinstance(found, int)
                assert isinstance(months, int)
                found = moved(date.fromordinal(found), sign * months, sign * length.days).toordinal()
        return found


SHIFT = st.tuples(LENGTHS, st.sampled_from(["before", "after"]))
FIELDS = st.sampled_from(["thing.known_on", "thing.done_on", "thing.gone_on"])
FIXED = st.builds(Term, FIELDS | DATES.map(str), st.lists(SHIFT, max_size=2).map(tuple))
MOVING = st.builds(Term, st.just("the day"), st.lists(SHIFT, max_size=1).map(tuple))
PAIRS = st.one_of(
    st.tuples(st.builds(Term, FIELDS), FIXED | MOVING),
    st.tuples(st.just(Term("the day")), FIXED),
)
ITEMS = st.fixed_dictionaries(
    {
        "thing.known_on": st.none() | DATES.map(date.toordinal),
        "thing.done_on": st.just("never") | st.none() | DATES.map(date.toordinal),
        "thing.gone_on": st.just(END) | st.none() | DATES.map(date.toordinal),
        "thing.term": st.none() | st.integers(0, 30),
        "thing.pause": st.just("never") | st.none() | st.integers(0, 30),
    }
)


def as_fact(item: dict[str, Value]) -> dict[str, object]:
    """Return the item as facts hold it: what has not come and what has no end is left out."""
    found: dict[str, object] = {"id": "thing", "seen_on": SEEN}
    for name, value in item.items():
        if value not in ("never", END):
            number = name in {"thing.term", "thing.pause"} and isinstance(value, int)
            found[name.removeprefix("thing.")] = value * 1000 if number and isinstance(value, int) else value
    return found


def asked(line: str, item: dict[str, Value]) -> Timeline:
    text = policy(VOCABULARY + asking(f"for: thing\nwhen:\n  - thing begun by the day\n  - {line}"))
    found = Rules(alone(version_of(text))).assess({"thing": [as_fact(item)]})
    return found.notes["asked"]


def naive(left: Value, relation: str, right: Value) -> bool | None:
    if "never" in (left, right):
        return False
    if left is None or right is None:
        return None
    assert isinstance(left, int)
    assert isinstance(right, int)
    return RELATIONS[relation](left, right)


def days_to_look_at(timeline: Timeline, some: list[date]) -> set[int]:
    edges = {edge for spans in timeline for edge in spans if edge not in {BEGIN, SEEN, END}}
    return {day.toordinal() for day in some} | {edge + near for edge in edges for near in (-2, -1, 0, 1, 2)}


@given(PAIRS, st.sampled_from(sorted(RELATIONS)), ITEMS, st.lists(DATES, min_size=3, max_size=30))
def test_a_relation_holds_on_the_days_its_words_say(
    terms: tuple[Term, Term], relation: str, item: dict[str, Value], some: list[date]
) -> None:
    left, right = terms
    found = asked(f"{left.written()} {relation} {right.written()}", item)
    for day in days_to_look_at(found, some):
        expected = naive(left.value(item, day), relation, right.value(item, day))
        assert truth_on(found, day) is expected, date.fromordinal(day)


def test_what_has_not_come_is_in_no_relation() -> None:
    item: dict[str, Value] = {"thing.known_on": on("2020-01-31"), "thing.done_on": "never"}
    for relation in RELATIONS:
        assert truth_on(asked(f"thing.done_on {relation} 1 month after thing.known_on", item), SEEN + 1) is False


@given(FIXED | MOVING, ITEMS, st.lists(DATES, min_size=3, max_size=30))
def test_a_span_is_in_force_from_its_first_day_until_the_day_it_ends(
    term: Term, item: dict[str, Value], some: list[date]
) -> None:
    text = policy(
        VOCABULARY.replace("counts from: seen_on", "counts from: known_on")
        + asking(f"for: thing\nwhen:\n  - thing in force on {term.written()}")
    )
    found = Rules(alone(version_of(text))).assess({"thing": [as_fact(item)]}).notes["asked"]
    for day in days_to_look_at(found, some):
        present = naive(item["thing.known_on"], "on or before", day)
        begun = naive(item["thing.known_on"], "on or before", term.value(item, day))
        lasting = naive(item["thing.gone_on"], "after", term.value(item, day))
        truths = {present, begun, lasting}
        expected = False if False in truths else None if None in truths else True
        assert truth_on(found, day) is expected, date.fromordinal(day)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("course.ended_on on or after 1 year before the day", "2019-02-28 to 2020-02-29"),
        ("the day on or before 1 year after course.ended_on", "2019-02-28 to 2020-02-28"),
        ("the day before 1 year after course.ended_on", "2019-02-28 to 2020-02-27"),
        ("course.ended_on after 6 months before the day", "2019-02-28 to 2019-08-27"),
        ("course.ended_on is 6 months before the day", "2019-08-28 to 2019-08-31"),
        ("the day on or after 1 year after course.ended_on", "from 2020-02-28"),
        ("course.ended_on before 1 year before the day", "from 2020-03-01"),
    ],
)
def test_a_year_before_the_day_is_not_a_year_after_the_course(line: str, expected: str) -> None:
    assert days(f"for: course\nwhen:\n  - {line}", fact("course", ended_on="2019-02-28")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("the day on or after 0001-01-01", "always"),
        ("the day before 0001-01-01", "never"),
        ("the day after 9999-12-31", "never"),
        ("the day on or before 1 year after 9999-12-31", "always"),
        ("the day before 1 year before 0001-06-01", "never"),
    ],
)
def test_the_first_and_the_last_day_are_compared_like_others(line: str, expected: str) -> None:
    assert days(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("course.begun_on on or before 1 year after the day", "from 2020-01-01"),
        ("course.begun_on after 1 year before the day", "never"),
        ("course.begun_on before 1 year after the day", "from 2020-01-01"),
    ],
)
def test_the_first_day_there_is_may_be_compared_with_a_shifted_day(line: str, expected: str) -> None:
    ancient = fact("course", begun_on="0001-01-01", ended_on="2020-01-01")
    assert days(f"for: course\nwhen:\n  - {line}", ancient) == expected


GIVEN_BY_END = """
vocabulary:
  stay:
    words: a stay that counts once it has ended
    counts from: from
    until: until
    fields:
      from: date
      until: date; absent means not yet
"""


def test_a_span_whose_end_has_to_come_is_in_force_once_it_is_known() -> None:
    text = policy(GIVEN_BY_END + asking("for: stay\nwhen:\n  - stay in force on the day"))
    rules = Rules(alone(version_of(text)))
    stay = {"from": SEEN, "until": SEEN + 2}
    assert rules.assess({"stay": [stay]}).notes["asked"] == ((SEEN, SEEN + 2), (SEEN, SEEN + 2))
    assert rules.assess({"stay": [{"from": SEEN}]}).notes["asked"] == ((), ())
