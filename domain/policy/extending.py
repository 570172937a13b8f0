"""How much longer a period becomes."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from domain.dates import length_between, shifted
from domain.policy.hand import Hand
from domain.policy.moving import FAILS
from domain.policy.text import Extension
from domain.timeline import BEGIN, END, Spans, each_span, intersection, union_of

Extended = tuple[int, int]
"""The first day of a period, and its end before any extension: the first day no longer in it."""


class Extend(Protocol):
    """Gives the end of a period with one more ground, judged on a day, by its certain or by its possible evidence."""

    def __call__(self, hand: Hand, period: Extended, end: int, judged: int, *, certain: bool) -> int: ...


def longer(
    extension: Extension, period: Extended, end: int, until: int, values: Sequence[Any], *, certain: bool
) -> int:
    """Return the end with what the grounds add; days count up to before ``until``.

    Of the values, None is unknown and adds nothing for certain; `FAILS` adds nothing at all.
    """
    added = [value for value in values if value is not FAILS and not (certain and value is None)]
    if not added:
        return end
    return max(end, min(_added(extension, (period[0], until), end, added), _most(extension, period, end)))


def _added(extension: Extension, period: Spans, end: int, values: list[Any]) -> int:
    if extension.up_to is not None:
        return max(END if None in values else max(values) + 1, end)
    if None in values:
        return END
    if extension.by == "its days":
        return min(end + _days_within(values, period), END)
    lengths = [length_between(*span) for span in values] if extension.by == "its length" else values
    if any(span[1] >= END for span in values if extension.by == "its length"):
        return END
    return shifted(end, sum(each.months for each in lengths), sum(each.days for each in lengths))


def _days_within(spans: Iterable[Spans], period: Spans) -> int:
    return sum(until - from_ for from_, until in each_span(intersection(union_of(spans), period)))


def _most(extension: Extension, period: Extended, end: int) -> int:
    if extension.at_most_percent:
        return min(end + (period[1] - period[0]) * extension.at_most_percent // 100, END)
    most = extension.at_most
    return shifted(end, most.months, most.days) if most.months or most.days else END


def span_in_hand(slot: int, since: str, until: str) -> Callable[[Hand], Any]:
    """Return the closure of a span's days; None where an end is unknown."""

    def span(hand: Hand) -> Any:  # noqa: ANN401 -- a span, or what stands for none
        item = hand[slot]
        from_, to = item.get(since), item.get(until, END)
        return None if from_ is None or to is None else (max(from_, BEGIN), to) if from_ < to else FAILS

    return span
