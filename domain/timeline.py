"""Days on which something holds, and doubt about them.

`Spans` are half-open day spans, flat and ascending: ``(from, until, from, until, …)`` with days as
proleptic ordinals. A `Timeline` is the pair *(certain, possible)* of spans, certain within possible:
it holds certainly on the first, and at most on the second.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

Spans = tuple[int, ...]
Timeline = tuple[Spans, Spans]

ONE = 2
"""How long `Spans` with a single span are."""

BEGIN = 1
"""The first day there is, 0001-01-01."""
END = 3_652_060
"""The day after the last there is, 9999-12-31."""

NEVER_SPANS: Spans = ()
ALWAYS_SPANS: Spans = (BEGIN, END)
NO: Timeline = (NEVER_SPANS, NEVER_SPANS)
YES: Timeline = (ALWAYS_SPANS, ALWAYS_SPANS)
MAYBE: Timeline = (NEVER_SPANS, ALWAYS_SPANS)


def intersection(x: Spans, y: Spans) -> Spans:
    """Return the days in both."""
    if x is y or y == ALWAYS_SPANS:
        return x
    if not x or not y:
        return NEVER_SPANS
    if len(x) == ONE and len(y) == ONE:
        from_ = x[0] if x[0] > y[0] else y[0]  # noqa: FURB136 - max and min take thrice as long, and this is the innermost
        until = x[1] if x[1] < y[1] else y[1]  # noqa: FURB136
        return (from_, until) if from_ < until else NEVER_SPANS
    found: list[int] = []
    i = j = 0
    while i < len(x) and j < len(y):
        from_ = max(x[i], y[j])
        until = min(x[i + 1], y[j + 1])
        if from_ < until:
            found += (from_, until)
        if x[i + 1] < y[j + 1]:
            i += 2
        else:
            j += 2
    return tuple(found)


def union(x: Spans, y: Spans) -> Spans:
    """Return the days in either."""
    if x is y or not y:
        return x
    if not x:
        return y
    if len(x) == ONE and len(y) == ONE and x[0] <= y[1] and y[0] <= x[1]:
        return (min(x[0], y[0]), max(x[1], y[1]))
    return union_of((x, y))


def union_of(several: Iterable[Spans]) -> Spans:
    """Return the days in any of several."""
    pairs = sorted((spans[i], spans[i + 1]) for spans in several for i in range(0, len(spans), 2))
    if not pairs:
        return NEVER_SPANS
    found: list[int] = []
    from_, until = pairs[0]
    for start, stop in pairs[1:]:
        if start > until:
            found += (from_, until)
            from_, until = start, stop
        elif stop > until:
            until = stop
    found += (from_, until)
    return tuple(found)


def complement(x: Spans) -> Spans:
    """Return the days outside."""
    if not x:
        return ALWAYS_SPANS
    edges = [BEGIN, *x, END]
    if edges[0] == edges[1]:
        del edges[:2]
    if edges and edges[-1] == edges[-2]:
        del edges[-2:]
    return tuple(edges)


def contains(x: Spans, day: int) -> bool:
    """Tell whether the day is in the spans."""
    return bisect_right(x, day) % 2 == 1


def each_span(x: Spans) -> Iterator[tuple[int, int]]:
    """Yield the spans one by one."""
    return zip(x[::2], x[1::2], strict=True)


def span_at(x: Spans, day: int) -> tuple[int, int] | None:
    """Return the span that contains the day, if any."""
    i = bisect_right(x, day)
    return (x[i - 1], x[i]) if i % 2 else None


def from_day(day: int) -> Timeline:
    """Return the timeline that holds from a day on, the day included."""
    spans: Spans = (max(day, BEGIN), END) if day < END else NEVER_SPANS
    return (spans, spans)


def sure(spans: Spans) -> Timeline:
    """Return the timeline without doubt that holds on the spans."""
    return (spans, spans)


def both(x: Timeline, y: Timeline) -> Timeline:
    """Return where both hold."""
    if x is YES or x is y:
        return y
    if y is YES:
        return x
    if x is NO or y is NO:
        return NO
    possible = intersection(x[1], y[1])
    if not possible:
        return NO
    if x[0] is x[1] and y[0] is y[1]:
        return (possible, possible)
    return (intersection(x[0], y[0]), possible)


def either(x: Timeline, y: Timeline) -> Timeline:
    """Return where at least one holds."""
    if x is NO or x is y:
        return y
    if y is NO:
        return x
    if x is YES or y is YES:
        return YES
    possible = union(x[1], y[1])
    if x[0] is x[1] and y[0] is y[1]:
        return (possible, possible)
    return (union(x[0], y[0]), possible)


def neither(x: Timeline) -> Timeline:
    """Return where it does not hold: certain and possible change places."""
    if x is NO:
        return YES
    if x is YES:
        return NO
    if x[0] is x[1]:
        outside = complement(x[0])
        return (outside, outside)
    return (complement(x[1]), complement(x[0]))


def within(x: Timeline, spans: Spans) -> Timeline:
    """Return where it holds inside the spans."""
    if x is NO:
        return NO
    if spans == ALWAYS_SPANS:
        return x
    possible = intersection(x[1], spans)
    if not possible:
        return NO
    if x[0] is x[1]:
        return (possible, possible)
    return (intersection(x[0], spans), possible)


def at_least_so_many(needed: int, timelines: Sequence[Timeline]) -> Timeline:
    """Return where at least ``needed`` of the timelines hold."""
    certain = reached([(t[0], 1) for t in timelines], needed)
    possible = reached([(t[1], 1) for t in timelines], needed)
    return (certain, possible)


def reached(amounts: Iterable[tuple[Spans, int]], needed: int) -> Spans:
    """Return the days on which the amounts whose spans contain the day add up to at least ``needed``.

    Amounts are not negative. The sweep visits only the days on which the sum changes.
    """
    if needed <= 0:
        return ALWAYS_SPANS
    amounts = list(amounts)
    if all(spans[-1] == END and len(spans) == ONE for spans, _ in amounts if spans):
        return reached_from([(spans[0], amount) for spans, amount in amounts if spans], needed)
    changes: dict[int, int] = {}
    for spans, amount in amounts:
        for i in range(0, len(spans), 2):
            from_, until = spans[i], spans[i + 1]
            changes[from_] = changes.get(from_, 0) + amount
            if until != END:
                changes[until] = changes.get(until, 0) - amount
    found: list[int] = []
    total = 0
    above = False
    for day in sorted(changes):
        total += changes[day]
        if (total >= needed) is not above:
            above = not above
            found.append(day)
    if above:
        found.append(END)
    return tuple(found)


def reached_from(starts: list[tuple[int, int]], needed: int) -> Spans:
    """Return `reached` for amounts that count for ever from their day on; the list is sorted in place."""
    if needed <= 0:
        return ALWAYS_SPANS
    starts.sort()
    total = 0
    for day, amount in starts:
        total += amount
        if total >= needed:
            return (day, END)
    return NEVER_SPANS


def latch(acquired: Timeline, kept: Timeline) -> Timeline:
    """Return where something acquired is held: from its acquisition for as long as it is kept.

    ``held(d) = kept(d) and (held(d - 1) or acquired(d))``, once for certain and once for possible.
    """
    if acquired is NO:
        return NO
    possible = held(acquired[1], kept[1])
    if not possible:
        return NO
    if acquired[0] is acquired[1] and kept[0] is kept[1]:
        return (possible, possible)
    return (held(acquired[0], kept[0]), possible)


def held(acquired: Spans, kept: Spans) -> Spans:
    """Return the latch of plain spans."""
    if not acquired:
        return NEVER_SPANS
    if kept == ALWAYS_SPANS:
        return (acquired[0], END)
    found: list[int] = []
    for i in range(0, len(kept), 2):
        first = intersection(acquired, kept[i : i + 2])
        if first:
            found += (first[0], kept[i + 1])
    return tuple(found)


def truth_on(x: Timeline, day: int) -> bool | None:
    """Return True where it certainly holds on the day, None where only possibly, else False."""
    certain, possible = x
    if bisect_right(certain, day) % 2:
        return True
    return None if possible is not certain and contains(possible, day) else False
