"""What is known where several lines hold together, and which line excludes what is known."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from domain.policy.language import Compare, Condition, FieldOf, Literal, OneOf, Reading, Shifted, Term, Together
from domain.policy.normal import normal

EVERYTHING = (-(10**18), 10**18)
ORDERS = {
    "before": "<",
    "on or before": "<=",
    "after": ">",
    "on or after": ">=",
    "less than": "<",
    "at most": "<=",
    "more than": ">",
    "at least": ">=",
    "is": "=",
    "is not": "<>",
}
"""Which orders of two values a relation allows."""
DAYS = {"before", "on or before", "after", "on or after"}
TURNED = str.maketrans("<>", "><")
Range = tuple[int, int]
"""The first and the last value: days as ordinals, numbers in thousandths."""


About = Term | tuple[Term, Term]
"""What a range is of: a term, or how many days a term lies after another."""


class Known(msgspec.Struct, frozen=True):
    """What holds, by what it is about, each with the lines that say it."""

    ranges: Mapping[About, tuple[Range, Condition]] = {}
    texts: Mapping[Term | str, tuple[frozenset[str], Condition]] = {}
    orders: Mapping[tuple[bytes, bytes], tuple[str, Condition]] = {}
    lines: Mapping[bytes, Condition] = {}

    def without_days(self) -> "Known":
        """Return what is known of anything but the day asked about."""
        return Known(
            {term: each for term, each in self.ranges.items() if isinstance(term, FieldOf)}, self.texts, {}, {}
        )


Clash = tuple[Condition, Condition]
"""Two lines that exclude each other."""


def added(known: Known, line: Condition) -> Known | Clash:
    """Return what is known once a line holds as well, or the line that it clashes with."""
    if isinstance(line, Together) and line.how == "none":
        clashes = [known.lines[normal(each)] for each in line.of if normal(each) in known.lines]
        return (clashes[0], line) if clashes else known
    known = msgspec.structs.replace(known, lines={**known.lines, normal(line): line})
    if isinstance(line, Compare):
        return _compared(known, line)
    if isinstance(line, OneOf):
        return _texted(known, line.left, "is", set(line.values), line)
    return _texted(known, line.parameter, "is", set(line.values), line) if isinstance(line, Reading) else known


def _compared(known: Known, line: Compare) -> Known | Clash:
    if not isinstance(line.right, Literal):
        found = _ordered(known, line)
        return _apart(found, line) if isinstance(found, Known) else found
    span = range_of(line.relation, line.right)
    if span is None:
        return _texted(known, line.left, line.relation, {line.right.value}, line)
    return _ranged(known, line.left, span, line)


def _apart(known: Known, line: Compare) -> Known | Clash:
    """Return what is known of how many days lie between two terms, each month being some 28 to 31 days."""
    least = most = 0
    base: Term = line.right
    while isinstance(base, Shifted) and base.months_of is None:
        sign = -1 if base.direction == "before" else 1
        ends = sorted(sign * (base.length.months * days + base.length.days) for days in (28, 31))
        least, most, base = least + ends[0], most + ends[1], base.term
    first, last = EVERYTHING
    orders = ORDERS[line.relation]
    span = first if "<" in orders else least, last if ">" in orders else most
    return _ranged(known, (line.left, base), span, line)


def range_of(relation: str, literal: Literal) -> Range | None:
    """Return the values that a relation with a literal allows, or None for one that speaks of texts."""
    if relation in DAYS:
        value = date.fromisoformat(literal.value).toordinal()
    elif relation in {"at least", "at most", "more than", "less than"} or (relation == "is" and literal.unit):
        value = int(Decimal(literal.value) * 1000)
    else:
        return None
    first, last = EVERYTHING
    allowed = ORDERS[relation]
    return (
        first if "<" in allowed else value + ("=" not in allowed),
        last if ">" in allowed else value - ("=" not in allowed),
    )


def _ranged(known: Known, term: About, span: Range, line: Condition) -> Known | Clash:
    (first, last), said = known.ranges.get(term, (EVERYTHING, line))
    found = max(first, span[0]), min(last, span[1])
    if found[0] > found[1]:
        return said, line
    return msgspec.structs.replace(known, ranges={**known.ranges, term: (found, line)})


def _texted(known: Known, about: Term | str, relation: str, values: set[str], line: Condition) -> Known | Clash:
    if about not in known.texts:
        if relation == "is not":
            return known
        return msgspec.structs.replace(known, texts={**known.texts, about: (frozenset(values), line)})
    allowed, said = known.texts[about]
    found = allowed - values if relation == "is not" else allowed & values
    if not found:
        return said, line
    return msgspec.structs.replace(known, texts={**known.texts, about: (found, line)})


def _ordered(known: Known, line: Compare) -> Known | Clash:
    left, right = (msgspec.json.encode(each) for each in (line.left, line.right))
    orders = ORDERS[line.relation]
    if left > right:
        left, right, orders = right, left, orders.translate(TURNED)
    allowed, said = known.orders.get((left, right), ("<=>", line))
    found = "".join(each for each in allowed if each in orders)
    if not found:
        return said, line
    return msgspec.structs.replace(known, orders={**known.orders, (left, right): (found, line)})
