"""The algebra of spans, against sets of days on a calendar of forty days that touches both ends of time."""

from itertools import pairwise
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from domain.timeline import (
    ALWAYS_SPANS,
    BEGIN,
    END,
    MAYBE,
    NEVER_SPANS,
    NO,
    YES,
    Spans,
    Timeline,
    at_least_so_many,
    both,
    complement,
    contains,
    either,
    from_day,
    held,
    intersection,
    latch,
    neither,
    reached,
    span_at,
    sure,
    truth_on,
    union,
    union_of,
    within,
)

Days: TypeAlias = frozenset[int]

GAP = 20
CALENDAR = frozenset({*range(BEGIN, BEGIN + GAP), *range(END - GAP, END)})
"""The first and the last days there are; what lies between them behaves as the day beside it."""


def spans_of(days: Days) -> Spans:
    """Return the days as spans; the long middle belongs to a span that reaches it from both sides."""
    found: list[int] = []
    for day in sorted(days):
        joined = BEGIN + GAP if day == END - GAP else day
        if found and found[-1] == joined:
            found[-1] = day + 1
        else:
            found += (day, day + 1)
    return tuple(found)


def days_of(spans: Spans) -> Days:
    return frozenset(day for day in CALENDAR if contains(spans, day))


def is_canonical(spans: Spans) -> bool:
    """Tell whether the edges ascend strictly, two for each span, within the calendar."""
    return (
        len(spans) % 2 == 0
        and all(one < other for one, other in pairwise(spans))
        and all(BEGIN <= edge <= END for edge in spans)
    )


DAYS = st.sets(st.sampled_from(sorted(CALENDAR))).map(frozenset) | st.sampled_from([frozenset(), CALENDAR])
SPANS = DAYS.map(spans_of) | st.sampled_from([NEVER_SPANS, ALWAYS_SPANS])
DOUBTFUL = st.tuples(SPANS, SPANS).map(lambda pair: (intersection(*pair), union(*pair)))
TIMELINES: st.SearchStrategy[Timeline] = SPANS.map(sure) | DOUBTFUL | st.sampled_from([YES, NO, MAYBE])


def same(spans: Spans, days: Days) -> bool:
    return is_canonical(spans) and days_of(spans) == days


@given(SPANS)
def test_days_written_as_spans_are_read_back(spans: Spans) -> None:
    assert same(spans, days_of(spans))


@given(SPANS, SPANS)
def test_spans_meet_as_sets_of_days_do(one: Spans, other: Spans) -> None:
    assert same(intersection(one, other), days_of(one) & days_of(other))


@given(SPANS)
def test_spans_meet_themselves_and_always_in_themselves(spans: Spans) -> None:
    assert intersection(spans, spans) == intersection(spans, ALWAYS_SPANS) == intersection(ALWAYS_SPANS, spans) == spans


@given(SPANS, SPANS)
def test_spans_join_as_sets_of_days_do(one: Spans, other: Spans) -> None:
    assert same(union(one, other), days_of(one) | days_of(other))


@given(st.lists(SPANS, max_size=5))
def test_many_spans_join_as_sets_of_days_do(several: list[Spans]) -> None:
    assert same(union_of(several), frozenset().union(*map(days_of, several)))


@given(SPANS)
def test_what_lies_outside_is_every_other_day(spans: Spans) -> None:
    assert same(complement(spans), CALENDAR - days_of(spans))
    assert complement(complement(spans)) == spans


@given(SPANS, st.sampled_from(sorted(CALENDAR)))
def test_the_span_at_a_day_is_the_longest_run_of_days_around_it(spans: Spans, day: int) -> None:
    found = span_at(spans, day)
    if day not in days_of(spans):
        assert found is None
        return
    assert found is not None
    assert found in zip(spans[::2], spans[1::2], strict=True)
    assert found[0] <= day < found[1]


@given(st.sampled_from(sorted(CALENDAR)))
def test_from_a_day_on_includes_the_day(day: int) -> None:
    certain, possible = from_day(day)
    assert certain is possible
    assert same(certain, frozenset(other for other in CALENDAR if other >= day))


def test_nothing_is_from_the_end_of_time_on() -> None:
    assert from_day(END) == NO
    assert from_day(BEGIN - 1) == YES


@given(TIMELINES, TIMELINES)
def test_both_hold_where_each_does_and_possibly_where_each_may(one: Timeline, other: Timeline) -> None:
    certain, possible = both(one, other)
    assert same(certain, days_of(one[0]) & days_of(other[0]))
    assert same(possible, days_of(one[1]) & days_of(other[1]))


@given(TIMELINES, TIMELINES)
def test_either_holds_where_one_does_and_possibly_where_one_may(one: Timeline, other: Timeline) -> None:
    certain, possible = either(one, other)
    assert same(certain, days_of(one[0]) | days_of(other[0]))
    assert same(possible, days_of(one[1]) | days_of(other[1]))


@given(TIMELINES)
def test_where_something_may_hold_its_contrary_is_not_certain(timeline: Timeline) -> None:
    certain, possible = neither(timeline)
    assert same(certain, CALENDAR - days_of(timeline[1]))
    assert same(possible, CALENDAR - days_of(timeline[0]))


@given(TIMELINES, SPANS)
def test_a_timeline_is_cut_to_spans(timeline: Timeline, spans: Spans) -> None:
    certain, possible = within(timeline, spans)
    assert same(certain, days_of(timeline[0]) & days_of(spans))
    assert same(possible, days_of(timeline[1]) & days_of(spans))


@given(st.lists(TIMELINES, max_size=5), st.integers(0, 6))
def test_so_many_hold_where_so_many_are_counted(timelines: list[Timeline], needed: int) -> None:
    found = at_least_so_many(needed, timelines)
    for side in (0, 1):
        counted = {day: sum(day in days_of(timeline[side]) for timeline in timelines) for day in CALENDAR}
        assert same(found[side], frozenset(day for day, count in counted.items() if count >= needed))


@given(st.lists(st.tuples(SPANS, st.integers(0, 9)), max_size=6), st.integers(0, 30))
def test_a_sum_is_reached_on_the_days_on_which_it_adds_up(amounts: list[tuple[Spans, int]], needed: int) -> None:
    totals = {day: sum(amount for spans, amount in amounts if day in days_of(spans)) for day in CALENDAR}
    assert same(reached(amounts, needed), frozenset(day for day, total in totals.items() if total >= needed))


def held_day_by_day(acquired: Days, kept: Days) -> Days:
    """Return the days of the latch as its definition says: kept, and held the day before or acquired."""
    found: set[int] = set()
    for day in sorted(CALENDAR):
        before = BEGIN + GAP - 1 if day == END - GAP else day - 1
        if day in kept and (before in found or day in acquired):
            found.add(day)
    return frozenset(found)


@given(SPANS, SPANS)
def test_what_was_acquired_is_held_for_as_long_as_it_is_kept(acquired: Spans, kept: Spans) -> None:
    if (BEGIN + GAP - 1 in days_of(kept)) and (END - GAP in days_of(kept)):
        kept = union(kept, (BEGIN + GAP, END - GAP))
    assert same(held(acquired, kept), held_day_by_day(days_of(acquired), days_of(kept)))


@given(TIMELINES, TIMELINES)
def test_a_latch_runs_once_for_certain_and_once_for_possible(acquired: Timeline, kept: Timeline) -> None:
    found = latch(acquired, kept)
    assert found == (held(acquired[0], kept[0]), held(acquired[1], kept[1]))


@given(TIMELINES, TIMELINES)
def test_certain_days_are_always_possible(one: Timeline, other: Timeline) -> None:
    for found in (both(one, other), either(one, other), neither(one), latch(one, other), within(one, other[0])):
        assert intersection(*found) == found[0]


@given(TIMELINES, st.sampled_from(sorted(CALENDAR)))
def test_the_truth_on_a_day_has_three_values(timeline: Timeline, day: int) -> None:
    expected = True if day in days_of(timeline[0]) else None if day in days_of(timeline[1]) else False
    assert truth_on(timeline, day) is expected
