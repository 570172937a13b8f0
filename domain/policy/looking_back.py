"""Periods whose beginnings depend on those of the same name that are over by then: settled from one end to the next."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from domain.timeline import BEGIN, END, NEVER_SPANS, Timeline, either, within

MOST_ENDS = 1_000
"""After how many ends of periods a beginning may depend on them; what comes later is of unknown days."""

Item = dict[str, Any]
Ends = tuple[int, int]
"""The earliest and the latest day on which something is over: the first days no longer in it."""


class Beginnings(msgspec.Struct, frozen=True):
    """When periods begin: on days, each certain or not, or where something begins to hold; or on a day not known."""

    days: dict[int, bool]
    holding: Timeline
    unknown: bool


def settled(
    begin: Callable[[Sequence[Item]], Beginnings],
    follow: Callable[[Beginnings], list[Item]],
    unknown: Callable[[int], Item],
) -> list[Item]:
    """Return the periods that follow from their beginnings, each judged by those that were over before its day.

    ``begin`` gives the beginnings by the periods that are over, which change with each end; ``follow`` what follows
    from them; ``unknown`` what stands for all that comes after a day.
    """
    said, end = begin(()), BEGIN
    found = follow(said)
    for _ in range(MOST_ENDS):
        end = min((day for day in _ends(found) if day > end), default=END)
        if end == END:
            return found
        before, said = said, _from_on(end, said, begin(those_over(found, end)))
        if said != before:
            found = follow(said)
    over = [item for item in found if those_over([item], end) == [item]]
    rest = [item["days"][1][0] for item in found if item not in over]
    return [*over, unknown(min(rest, default=end))]


def _ends(items: Iterable[Item]) -> Iterable[int]:
    return (day for item in items for day in item.get("over", ()))


def those_over(items: Iterable[Item], day: int) -> list[Item]:
    """Return the periods that are over on a day, for certain or possibly; of these it is not known when they ended."""
    found: list[Item] = []
    for item in items:
        possibly, certainly = item.get("over", (END, END))
        if certainly <= day:
            found.append(item)
        elif possibly <= day:
            found.append({**item, "last_day": None, "until": None, "days": (NEVER_SPANS, item["days"][1])})
    return found


def _from_on(day: int, before: Beginnings, after: Beginnings) -> Beginnings:
    """Return beginnings that are those of another judgement from a day on."""
    return Beginnings(
        days={
            **{each: certain for each, certain in before.days.items() if each < day},
            **{each: certain for each, certain in after.days.items() if each >= day},
        },
        holding=either(within(before.holding, (BEGIN, day)), within(after.holding, (day, END))),
        unknown=before.unknown or after.unknown,
    )
