"""Amounts over days: step functions, which change on some days and keep their value between them.

`Steps` are ascending pairs *(day, amount)*; each amount stands from its day on until the next, the first from `BEGIN`.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from operator import itemgetter

from domain.timeline import BEGIN, END, Spans

Amount = int | Fraction
Steps = Sequence[tuple[int, Amount]]

NOTHING: Steps = ((BEGIN, 0),)
_START = itemgetter(0)


def summed(amounts: Iterable[tuple[Spans, Amount]]) -> Steps:
    """Return the sum, on each day, of the amounts whose spans contain it."""
    changes: dict[int, Amount] = {BEGIN: 0}
    for spans, amount in amounts:
        for i in range(0, len(spans), 2):
            from_, until = spans[i], spans[i + 1]
            changes[from_] = changes.get(from_, 0) + amount
            changes[until] = changes.get(until, 0) - amount
    found: list[tuple[int, Amount]] = []
    total: Amount = 0
    for day in sorted(changes):
        if changes[day] or day == BEGIN:
            total += changes[day]
            found.append((day, total))
    return found


def greatest(amounts: Iterable[tuple[Spans, Amount]], number: int = 1) -> Steps:
    """Return the greatest, on each day, of the amounts whose spans contain it, so many of them added up, or zero."""
    changes: dict[int, tuple[list[Amount], list[Amount]]] = {BEGIN: ([], [])}
    for spans, amount in amounts:
        for i, day in enumerate(spans):
            changes.setdefault(day, ([], []))[i % 2].append(amount)
    found: list[tuple[int, Amount]] = []
    running: list[Amount] = []
    for day in sorted(changes):
        beginning, ending = changes[day]
        for amount in beginning:
            insort(running, amount)
        for amount in ending:
            del running[bisect_left(running, amount)]
        best: Amount = sum(running[-number:])
        if not found or found[-1][1] != best:
            found.append((day, best))
    return found


def changed(steps: Steps, change: Callable[[Amount], Amount]) -> Steps:
    """Return the steps with each amount changed; a change of nothing is nothing."""
    if steps is NOTHING:
        return NOTHING
    return [(day, change(amount)) for day, amount in steps]


def paired(x: Steps, y: Steps, change: Callable[[Amount, Amount], Amount]) -> Steps:
    """Return, on each day, what becomes of the two amounts."""
    if len(x) == 1 and len(y) == 1:
        return [(BEGIN, change(x[0][1], y[0][1]))]
    found: list[tuple[int, Amount]] = []
    i = j = 0
    for day in sorted({day for day, _ in (*x, *y)}):
        while i + 1 < len(x) and x[i + 1][0] <= day:
            i += 1
        while j + 1 < len(y) and y[j + 1][0] <= day:
            j += 1
        found.append((day, change(x[i][1], y[j][1])))
    return found


def total(several: Iterable[Steps]) -> Steps:
    """Return the sum of several on each day."""
    found: Steps = NOTHING
    for steps in several:
        if steps is not NOTHING:
            found = steps if found is NOTHING else paired(found, steps, lambda x, y: x + y)
    return found


def where(steps: Steps, true: Callable[[Amount], bool]) -> Spans:
    """Return the days on which the amount is as asked."""
    found: list[int] = []
    inside = False
    for day, amount in steps:
        if true(amount) is not inside and day < END:
            inside = not inside
            found.append(day)
    return (*found, END) if inside else tuple(found)


def on_day(steps: Steps, day: int) -> Amount:
    """Return the amount on a day."""
    return steps[bisect_right(steps, day, key=_START) - 1][1]
