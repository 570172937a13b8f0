"""How much longer a period becomes, at least and at most."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from domain.dates import length_between, shifted
from domain.policy.hand import Hand
from domain.policy.moving import FAILS
from domain.policy.text import Extension
from domain.timeline import BEGIN, END, Spans, intersection, union_of

Ends = tuple[int, int]
"""The earliest and the latest day on which something is over: the first days no longer in it."""

Extend = Callable[[Hand, int, Ends, int], Ends]
"""Given the hand, the first day of a period, its ends so far and its end before any extension, returns its ends."""

Ground = tuple[bool, Any]
"""Whether a ground is certain, and what it adds; None is unknown, `FAILS` nothing."""


def extended(extension: Extension, start: int, due: int, ends: Ends, grounds: Sequence[Ground]) -> Ends:
    """Return the ends of a period that lasts from ``start`` to before ``due``, with what the grounds add."""
    certain = [value for sure, value in grounds if sure and value is not None and value is not FAILS]
    possible = [value for _, value in grounds if value is not FAILS]
    return (
        max(ends[0], _longer(extension, start, due, ends[0], certain)),
        max(ends[1], _longer(extension, start, due, ends[1], possible)),
    )


def _longer(extension: Extension, start: int, due: int, end: int, values: list[Any]) -> int:
    if not values:
        return end
    return min(_added(extension, start, due, end, values), _most(extension, start, due, end))


def _added(extension: Extension, start: int, due: int, end: int, values: list[Any]) -> int:
    if extension.up_to is not None:
        return max(END if None in values else max(values) + 1, end)
    if None in values:
        return END
    if extension.by == "its days":
        return min(end + _days_within(values, (start, due)), END)
    lengths = [length_between(*span) for span in values] if extension.by == "its length" else values
    if any(span[1] >= END for span in values if extension.by == "its length"):
        return END
    return shifted(end, sum(each.months for each in lengths), sum(each.days for each in lengths))


def _days_within(spans: Iterable[Spans], period: Spans) -> int:
    within = intersection(union_of(spans), period)
    return sum(within[i + 1] - within[i] for i in range(0, len(within), 2))


def _most(extension: Extension, start: int, due: int, end: int) -> int:
    if extension.at_most_percent:
        return min(end + (due - start) * extension.at_most_percent // 100, END)
    most = extension.at_most
    return shifted(end, most.months, most.days) if most.months or most.days else END


def span_in_hand(slot: int, since: str, until: str) -> Callable[[Hand], Any]:
    """Return the closure of a span's days; None where an end is unknown."""

    def span(hand: Hand) -> Any:  # noqa: ANN401 -- a span, or what stands for none
        item = hand[slot]
        from_, to = item.get(since), item.get(until, END)
        return None if from_ is None or to is None else (max(from_, BEGIN), to) if from_ < to else FAILS

    return span
