#!/usr/bin/env python3
"""Checks a dossier of Milepost offline, and works its answer out again: python milepost_verifier.py DOSSIER --key KEY.

This one file needs Python 3.11 or later and the package cryptography, and nothing of the service whose dossiers it
checks. It is made of modules that stand one behind the other; each begins with a line that says what it is about.
Licensed under the Apache License, Version 2.0.
"""

import argparse
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from hashlib import sha256
from itertools import pairwise, product
import json
from math import floor, inf
import operator
from pathlib import Path
import sys
from textwrap import wrap
from typing import Any, NamedTuple, NoReturn
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


# -------------------- calendar --------------------
# Days of the calendar as numbers: 1 is 0001-01-01. A length moves a day by months, and then by days.


BEGIN = 1
END = date.max.toordinal() + 1
"""The day after the last there is: where a span is still open."""


@cache
def moved(day: int, months: int, days: int) -> int:
    """Return the day so many months later or, if negative, earlier, set back to the end of its month, and then days."""
    if day in (BEGIN, END):
        return day
    if months:
        start = date.fromordinal(day)
        years, month = divmod(start.month - 1 + months, 12)
        if not date.min.year <= start.year + years <= date.max.year:
            return END if months > 0 else BEGIN
        day = _last_such(start.year + years, month + 1, start.day)
    return min(max(day + days, BEGIN), END)


@cache
def nearest(day: int, side: str, month: int, in_month: int) -> int:
    """Return the ``last`` such day of a year by a day, or the ``next`` from it on; month 0 is the end of any month."""
    step = -1 if side == "last" else 1
    while BEGIN < day < END and not _is_such(date.fromordinal(day), month, in_month):
        day += step
    return day


def day_of(written: str) -> int:
    return date.fromisoformat(written).toordinal()


def shown(day: int) -> "str | None":
    """Return a day as it is written, or None for the edges of the calendar, which stand for days not known."""
    return date.fromordinal(day).isoformat() if BEGIN < day < END else None


def _is_such(day: date, month: int, in_month: int) -> bool:
    if month == 0:
        return day == date.max or date.fromordinal(day.toordinal() + 1).month != day.month
    return (day.month, day.day) == (month, in_month)


def _last_such(year: int, month: int, day: int) -> int:
    while not _exists(year, month, day):
        day -= 1
    return date(year, month, day).toordinal()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


# -------------------- truth --------------------
# Kleene's three values: True is certain, None is possible, False is not.


Truth = bool | None


def every(truths: Iterable[Truth]) -> Truth:
    """Return the least of the truths; of none at all it is certain."""
    found: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            found = None
    return found


def some(truths: Iterable[Truth]) -> Truth:
    """Return the greatest of the truths; of none at all it is not."""
    return opposite(every(opposite(truth) for truth in truths))


def opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def so_many(needed: int, truths: Iterable[Truth]) -> Truth:
    """Return whether at least so many of the truths hold."""
    found = list(truths)
    if sum(truth is True for truth in found) >= needed:
        return True
    return None if sum(truth is not False for truth in found) >= needed else False


def so_many_in_a_row(needed: int, truths: Iterable[Truth]) -> Truth:
    """Return whether at least so many truths hold that follow on each other."""
    found = list(truths)
    return some(every(found[start : start + needed]) for start in range(len(found) - needed + 1))


def agreed(truths: Iterable[Truth]) -> Truth:
    """Return what holds under every one of several possibilities, or possibly."""
    found = set(truths)
    if len(found) == 1:
        return found.pop()
    return None if found else False


# -------------------- moment --------------------
# A day that is asked about, and for how long what was found on it stays so.
#
# Whatever is found on a day is found by relations between days. A relation changes on few days only, so nothing has to be
# asked again until the first of them: a `Moment` keeps the earliest that was met with.


NOTHING: Any = object()
"""Stands for a value that makes every relation fail."""

LONGEST_LOOK = 1_500
"""How many days are tried for a change where both sides of a relation move."""


class Moment:
    """A day, and the first later day on which something that was found may be otherwise."""

    __slots__ = ("day", "until")

    def __init__(self, day: int) -> None:
        self.day = day
        self.until = END

    def stays(self, until: int) -> None:
        """Note that something is as it is until before a day."""
        self.until = min(self.until, max(until, self.day + 1))

    def turns(self, day: int) -> None:
        """Note that something is otherwise from a day on, if that is yet to come."""
        if day > self.day:
            self.stays(day)


class Moving(NamedTuple):
    """A day that moves with the one asked about, by these steps, one after the other; without any it is that day."""

    steps: tuple[tuple[Any, ...], ...] = ()

    def at(self, day: int) -> int:
        for step in self.steps:
            day = moved(day, step[1], step[2]) if step[0] == "moved" else nearest(day, *step[1:])
        return day

    def then(self, *step: object) -> "Moving":
        return Moving((*self.steps, step))


THE_DAY = Moving()

RELATIONS: "dict[str, Callable[[Any, Any], bool]]" = {
    "on or before": operator.le,
    "before": operator.lt,
    "on or after": operator.ge,
    "after": operator.gt,
    "at most": operator.le,
    "less than": operator.lt,
    "at least": operator.ge,
    "more than": operator.gt,
    "is": operator.eq,
    "is not": operator.ne,
}


@cache
def reaching(moving: Moving, day: int) -> int:
    """Return the first day on which what moves has come to a day; it never moves back."""
    low, high = BEGIN, END
    while low < high:
        middle = (low + high) // 2
        if moving.at(middle) >= day:
            high = middle
        else:
            low = middle + 1
    return low


def related(left: Any, relation: str, right: Any, moment: Moment) -> Truth:
    """Return whether a relation holds between two values on the day of the moment."""
    if left is NOTHING or right is NOTHING:
        return False
    if left is None or right is None:
        return None
    holds = RELATIONS[relation]
    if isinstance(left, Moving):
        if isinstance(right, Moving):
            return _both_moving(left, holds, right, moment)
        _turns_with(left, right, moment)
        return holds(left.at(moment.day), right)
    if isinstance(right, Moving):
        _turns_with(right, left, moment)
        return holds(left, right.at(moment.day))
    return holds(left, right)


def elsewhere(on: Any, moment: Moment) -> Moment:
    """Return the moment of another day, as seen from this one."""
    return Moment(on.at(moment.day) if isinstance(on, Moving) else on)


def as_long_as(other: Moment, on: Any, moment: Moment) -> None:
    """Note that what was found on another day stays so until that day has moved to where it may be otherwise."""
    if isinstance(on, Moving):
        moment.stays(reaching(on, other.until))


def throughout(
    found: Callable[[Moment], Truth], from_: int = BEGIN, until: int = END
) -> Iterator[tuple[int, int, Truth]]:
    """Yield what is found from a day on until before another: first day, the day after the last, and what."""
    day = from_
    while day < until:
        moment = Moment(day)
        truth = found(moment)
        yield day, min(moment.until, until), truth
        day = moment.until


def first_day(found: Callable[[Moment], Truth], from_: int = BEGIN, until: int = END) -> int | None:
    """Return the first of some days on which something certainly or possibly holds."""
    return next((day for day, _, truth in throughout(found, from_, until) if truth is not False), None)


def _turns_with(moving: Moving, fixed: int, moment: Moment) -> None:
    if moving.steps:
        moment.turns(reaching(moving, fixed))
        moment.turns(reaching(moving, fixed + 1))
    else:
        moment.turns(fixed)
        moment.turns(fixed + 1)


def _both_moving(left: Moving, holds: Callable[[Any, Any], bool], right: Moving, moment: Moment) -> bool:
    now = holds(left.at(moment.day), right.at(moment.day))
    if left != right:
        last = min(moment.day + LONGEST_LOOK, END)
        days = range(moment.day + 1, last)
        moment.stays(next((day for day in days if holds(left.at(day), right.at(day)) is not now), last))
    return now


# -------------------- terms --------------------
# The values of terms, and relations between them.


Node = Mapping[str, Any]
"""A part of a policy, as its canonical JSON has it: ``is`` names its form, and what has its default is left out."""
Item = Mapping[str, Any]
"""A fact: days as numbers, amounts in thousandths; what is not known is None, what is absent is left out."""
Hand = Mapping[str, tuple[Node, Item]]
"""The items in hand, by name, each with its kind."""

ABSENT = {"unknown": None, "not yet": NOTHING, "no": NOTHING, "no end": END}
"""What the absence of a field means."""


def over(kind: str) -> str:
    """Return the name under which the periods of a kind that are over are in hand, as its ``items``."""
    return f"{kind}, over"


def field_of(kind: Node, item: Item, name: str) -> Any:
    """Return a field of an item, or what its absence means."""
    if name in item:
        return item[name]
    field = kind["fields"][name]
    absent = field.get("absent", "unknown")
    if absent == "no" and field["type"] == "yes or no":
        return False
    return ABSENT[absent]


def since_of(kind: Node, item: Item) -> Any:
    return field_of(kind, item, kind["since"])


def until_of(kind: Node, item: Item) -> Any:
    return field_of(kind, item, kind["until"])


def length_of(length: Node) -> tuple[int, int]:
    return length.get("months", 0), length.get("days", 0)


def later(start: Any, months: int, days: int) -> Any:
    """Return a day moved by a length; what is not known stays so, and what is absent does."""
    if start is None or start is NOTHING:
        return start
    return start.then("moved", months, days) if isinstance(start, Moving) else moved(start, months, days)


def value(term: Node, hand: Hand, beside: Node | None = None) -> Any:
    """Return the value of a term; a written value is read as the field it stands ``beside`` is."""
    form = term["is"]
    if form == "day":
        return THE_DAY
    if form == "field":
        return field_of(*hand[term["item"]], term["field"])
    if form == "value":
        return written_value(term["value"], beside)
    start = value(term["term"], hand)
    return _shifted(term, start, hand) if form == "shifted" else _anchored(term, start)


def _shifted(term: Node, start: Any, hand: Hand) -> Any:
    months, days = length_of(term.get("length", {}))
    if term.get("months_of") is not None:
        counted = value(term["months_of"], hand)
        if start is NOTHING or counted is NOTHING:
            return NOTHING
        if start is None or counted is None:
            return None
        months = counted // 1000
    sign = -1 if term["direction"] == "before" else 1
    return later(start, sign * months, sign * days)


def _anchored(term: Node, start: Any) -> Any:
    if start is None or start is NOTHING:
        return start
    which = (term["side"], term.get("month", 0), term.get("day", 0))
    return start.then("nearest", *which) if isinstance(start, Moving) else nearest(start, *which)


def written_value(written: str, beside: Node | None) -> Any:
    type_ = "date" if beside is None else beside["type"]
    if type_ == "date":
        return day_of(written)
    if type_ == "number":
        return int(Decimal(written) * 1000)
    return written == "yes" if type_ == "yes or no" else written


def compared(condition: Node, hand: Hand, moment: Moment) -> Truth:
    """Return whether a relation between two terms holds."""
    left = condition["left"]
    beside = hand[left["item"]][0]["fields"][left["field"]] if left["is"] == "field" else None
    return related(value(left, hand), condition["relation"], value(condition["right"], hand, beside), moment)


def mentions(term: Node | None, name: str) -> bool:
    """Tell whether a term reads the item of this name."""
    if term is None:
        return False
    if term["is"] == "field":
        return bool(term["item"] == name)
    return mentions(term.get("term"), name) or mentions(term.get("months_of"), name)


# -------------------- dependent --------------------
# Amounts that depend on items in hand, between what they are at least and at most.


Amount = Fraction | float
"""A number, or infinity: what an unknown number may reach."""
Bounds = tuple[Amount, Amount]

ZERO = Fraction(0)
ANYTHING: Bounds = (ZERO, inf)
"""The bounds of an amount of which nothing is known."""


def amount_in(written: Any, of: Node | None, hand: Hand) -> Bounds | None:
    """Return the bounds of an amount, or None where there is no such amount."""
    if of is None:
        return (Fraction(written), Fraction(written))
    if of["is"] == "field":
        return _stated(field_of(*hand[of["item"]], of["field"]))
    return _looked_up(of, hand) if of["is"] == "table" else in_proportion(of, hand)


def _stated(found: Any) -> Bounds | None:
    if found is NOTHING:
        return None
    return (Fraction(found, 1000), Fraction(found, 1000)) if isinstance(found, int) else ANYTHING


def _looked_up(table: Node, hand: Hand) -> Bounds:
    kind, item = hand[table["by"]["item"]]
    text = field_of(kind, item, table["by"]["field"])
    given = {name: Fraction(amount) for name, amount in table["scale"]}
    otherwise = Fraction(table.get("otherwise", 0))
    if text is None:
        values = kind["fields"][table["by"]["field"]].get("values", ())
        amounts = [given.get(each, otherwise) for each in values] if values else [*given.values(), otherwise]
        return (min(amounts), max(amounts))
    found = otherwise if text is NOTHING else given.get(text, otherwise)
    return (found, found)


def in_proportion(each: Node, hand: Hand) -> Bounds | None:
    """Return so much for each length that is reached, counting on from the first day until the last is passed."""
    spans = [hand[name] for name in (each["item"], each.get("within", "")) if name]
    firsts, ends = [since_of(*span) for span in spans], [until_of(*span) for span in spans]
    if NOTHING in (*firsts, *ends):
        return None
    if None in (*firsts, *ends):
        return ANYTHING
    first, after = max(firsts), min(ends)
    if after == END:
        return None
    months, days = length_of(each["length"])
    number = 0
    while first < after:
        reached = moved(first, (number + 1) * months, (number + 1) * days)
        if reached > after and not each.get("started", False):
            break
        number += 1
        if reached >= after:
            break
    return (number * Fraction(each["amount"]), number * Fraction(each["amount"]))


# -------------------- amounts --------------------
# The least and the greatest that a measure can be: worth, caps, surplus, and parts added up.


EACH_ITEM = "each item"
NONE: Bounds = (ZERO, ZERO)
ONE: Bounds = (Fraction(1), Fraction(1))

Taken = Sequence[tuple[Truth, Item]]
"""Items that a measure takes, certainly or possibly."""


def in_relation(bounds: Bounds, relation: str, amount: Bounds) -> Truth:
    """Return whether a number between these bounds stands in a relation to one between others: in all cases, or any."""
    (least, greatest), (low, high) = bounds, amount
    always, ever = {
        "at least": (least >= high, greatest >= low),
        "more than": (least > high, greatest > low),
        "at most": (greatest <= low, least <= high),
        "less than": (greatest < low, least < high),
        "is": (least == greatest == low == high, least <= high and low <= greatest),
    }[relation]
    return True if always else None if ever else False


def measured(measure: Node, kind: Node, taken: Taken, hand: Hand) -> Bounds:
    """Return the bounds of a measure, before caps that are shares of a total."""
    if measure.get("how", "") == "distinct":
        return trimmed(_distinct(measure, kind, taken, hand), measure, hand)
    worths = [(truth, item, _worth(measure, kind, item, hand)) for truth, item in taken]
    return trimmed(_gathered(measure, kind, worths, hand), measure, hand)


def trimmed(bounds: Bounds, whole: Node, hand: Hand) -> Bounds:
    """Return what exceeds an amount, and no more of it than the caps of the whole let count."""
    beyond = amount_in(whole.get("beyond", 0), whole.get("beyond_of"), hand) or NONE
    least, greatest = max(bounds[0] - beyond[1], ZERO), max(bounds[1] - beyond[0], ZERO)
    return _capped(
        (least, greatest), [cap for cap in _caps(whole) if not cap.get("each") and not cap.get("out_of")], hand
    )


def _caps(whole: Node) -> Sequence[Node]:
    caps: Sequence[Node] = whole.get("caps", ())
    return caps


def _capped(bounds: Bounds, caps: Iterable[Node], hand: Hand) -> Bounds:
    for cap in caps:
        low, high = amount_in(cap["amount"], cap.get("amount_of"), hand) or (inf, inf)
        bounds = (min(bounds[0], low), min(bounds[1], high))
    return bounds


def _worth(measure: Node, kind: Node, item: Item, hand: Hand) -> Bounds:
    """Return what one item counts, once its own cap has bitten."""
    bounds, worth = _number(measure, kind, item), measure.get("worth")
    if worth is not None and worth.get("span") is not None:
        bounds = in_proportion(worth["span"], {**hand, measure["name"]: (kind, item)}) or NONE
    elif worth is not None:
        bounds = _by_scale(worth, kind, item, bounds) if worth.get("by") else _converted(worth, bounds)
    return _capped(bounds, [cap for cap in _caps(measure) if cap.get("each") == EACH_ITEM], hand)


def _number(measure: Node, kind: Node, item: Item) -> Bounds:
    if not measure.get("field"):
        return ONE
    found = field_of(kind, item, measure["field"])
    if found is None:
        return (ZERO, inf)
    return NONE if found is NOTHING else (Fraction(found, 1000), Fraction(found, 1000))


def _converted(worth: Node, bounds: Bounds) -> Bounds:
    amount = Fraction(worth.get("amount", 0))
    if not amount:
        return NONE
    least, greatest = (each if each == inf else _conversion(worth, Fraction(each)) * amount for each in bounds)
    return (least, greatest)


def _conversion(worth: Node, number: Fraction) -> Fraction:
    multiples = number / Fraction(worth.get("for_each", 1))
    return Fraction(floor(multiples)) if worth.get("full", False) else multiples


def _by_scale(worth: Node, kind: Node, item: Item, bounds: Bounds) -> Bounds:
    scale = {text: Fraction(amount) for text, amount in worth.get("scale", ())}
    otherwise = Fraction(worth.get("otherwise", 0))
    found = field_of(kind, item, worth["by"])
    if found is None:
        values = kind["fields"][worth["by"]].get("values", ())
        each = [scale.get(text, otherwise) for text in values] if values else [*scale.values(), otherwise]
        return (_times(bounds[0], min(each)), _times(bounds[1], max(each)))
    given = otherwise if found is NOTHING else scale.get(found, otherwise)
    return (_times(bounds[0], given), _times(bounds[1], given))


def _times(number: Amount, factor: Fraction) -> Amount:
    return number * factor if factor else ZERO


def _distinct(measure: Node, kind: Node, taken: Taken, hand: Hand) -> Bounds:
    values = [(truth, field_of(kind, item, measure["field"])) for truth, item in taken]
    certain = {each for truth, each in values if truth and each is not None and each is not NOTHING}
    possible = {each for _, each in values if each is not None and each is not NOTHING}
    unknown = sum(each is None for _, each in values)
    one = ONE if measure.get("worth") is None else _converted(measure["worth"], ONE)
    low, high = _capped(one, [cap for cap in _caps(measure) if cap.get("each") == EACH_ITEM], hand)
    return (len(certain) * low, (len(possible) + unknown) * high)


def _gathered(measure: Node, kind: Node, items: Sequence[tuple[Truth, Item, Bounds]], hand: Hand) -> Bounds:
    join = _joining(measure)
    fields = [cap for cap in _caps(measure) if cap.get("each", "") not in ("", EACH_ITEM)]
    if not fields:
        return (join(least for truth, _, (least, _) in items if truth), join(most for _, _, (_, most) in items))
    least: list[Amount] = []
    greatest: list[Amount] = []
    groups: dict[object, list[tuple[Truth, Bounds]]] = {}
    for truth, item, bounds in items:
        key = tuple(field_of(kind, item, cap["each"]) for cap in fields)
        if None in key:
            greatest.append(_capped(bounds, fields, hand)[1])
        else:
            groups.setdefault(key, []).append((truth, bounds))
    for group in groups.values():
        low, high = join(each[0] for truth, each in group if truth), join(each[1] for _, each in group)
        low, high = _capped((low, high), fields, hand)
        least.append(low)
        greatest.append(high)
    return (join(least), join(greatest))


def _joining(measure: Node) -> Callable[[Iterable[Amount]], Amount]:
    if measure.get("how", "") == "best":
        return lambda amounts: _sum(sorted(amounts, reverse=True)[: measure.get("taken", 1)])
    return _sum


def _sum(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, ZERO)


def added_up(total: Node, parts: Sequence[tuple[Node, Bounds]], hand: Hand) -> Bounds:
    """Return the parts of a total added up; of one of them, only so much counts as is its share of the whole."""
    limited = [(_share_of(part), bounds) for part, bounds in parts]
    rest = [bounds for share, bounds in limited if share is None]
    least, greatest = _sum(low for low, _ in rest), _sum(high for _, high in rest)
    for share, (low, high) in limited:
        if share is not None:
            # A part is p of the whole where it is p / (1 - p) of the rest.
            of_rest = share / (1 - share)
            least, greatest = (
                least + min(low, _times(least, of_rest)),
                greatest + min(high, _times(greatest, of_rest)),
            )
    return trimmed((least, greatest), total, hand)


def _share_of(part: Node) -> Fraction | None:
    return next((Fraction(cap["amount"]) / cap["out_of"] for cap in _caps(part) if cap.get("out_of")), None)


def shared(share: Node, kind: Node, taken: Sequence[tuple[Truth, Truth, Item]]) -> Truth:
    """Return how a share compares; each item comes with whether it is of the whole, and of the part.

    Each item moves the balance between the part and its portion of the whole by itself, whatever the others do.
    """
    least: Amount = ZERO
    greatest: Amount = ZERO
    portion = Fraction(share["amount"]) / share.get("out_of", 100)
    for whole, part, item in taken:
        factors = [1 - portion] if part else [1 - portion, -portion] if part is None else [-portion]
        moves: list[Any] = [_times(number, factor) for factor in factors for number in _number(share, kind, item)]
        moves += [ZERO] if whole is None else []
        least += min(moves)
        greatest += max(moves)
    return in_relation((least, greatest), share["relation"], NONE)


# -------------------- texts --------------------
# Texts of a rulebook, how each is read, and which is in force on which days.


Spans = tuple[tuple[int, int], ...]
"""Days from one on until before another, several times, in order."""
ALWAYS: Spans = ((BEGIN, END),)


class Text:
    """One whole text as known: its canonical JSON as read, its hash, when it is suspended, and how it is read."""

    def __init__(
        self,
        policy: Node,
        content_hash: str,
        suspended: Iterable[tuple[int, int]] = (),
        readings: Mapping[str, str] = {},
    ) -> None:
        self.policy = policy
        self.content_hash = content_hash
        self.suspended = list(suspended)
        self.readings = readings
        self._clauses = {each["no"]: each["condition"] for each in reversed(policy.get("clauses", ()))}

    @property
    def version(self) -> str:
        return str(self.policy["version"])

    def part(self, name: str) -> Sequence[Any]:
        """Return a list of the text, such as its levels; one that is left out is empty."""
        found: Sequence[Any] = self.policy.get(name, ())
        return found

    def kind(self, name: str) -> Node:
        found: Node = self.policy["vocabulary"][name]
        return found

    def clause(self, no: str) -> Node:
        found: Node = self._clauses[no]
        return found

    def has_clause(self, no: str) -> bool:
        return no in self._clauses

    def level(self, name: str) -> Node | None:
        return next((each for each in self.part("levels") if each["id"] == name), None)

    def reading(self, parameter: str) -> str:
        """Return the value chosen for a parameter, or its default."""
        chosen = self.readings.get(parameter)
        if chosen is not None:
            return chosen
        return next(str(each["default"]) for each in self.part("parameters") if each["name"] == parameter)

    @property
    def rank(self) -> tuple[str, str, str]:
        """What decides between two texts that are both in force on a day: the greater one is."""
        return self.policy["in_force_from"], self.policy["published"], self.policy["version"]

    def effective(self, day: int) -> bool:
        """Tell whether the text would be in force on a day, if there were no other."""
        until = self.policy.get("in_force_until")
        stated = day_of(self.policy["in_force_from"]) <= day < (day_of(until) if until else END)
        return stated and not any(from_ <= day < end for from_, end in self.suspended)

    def edges(self) -> Iterator[int]:
        """Yield the days on which that may change."""
        yield day_of(self.policy["in_force_from"])
        if self.policy.get("in_force_until"):
            yield day_of(self.policy["in_force_until"])
        for span in self.suspended:
            yield from span


class Chain:
    """Texts with the days on which each is in force. ``others`` are texts that decide no day and are referred to."""

    def __init__(self, covers: Sequence[tuple[Text, Spans]], others: Sequence[tuple[Text, Spans]] = ()) -> None:
        self.covers = covers
        self.referred = others or covers
        self._edges = sorted({edge for _, spans in covers for span in spans for edge in span})

    @property
    def texts(self) -> list[Text]:
        return [text for text, _ in self.covers]

    def text_on(self, moment: Moment) -> Text | None:
        """Return the text in force on the day of the moment."""
        for edge in self._edges:
            if edge > moment.day:
                moment.stays(edge)
                break
        return self.at(moment.day)

    def at(self, day: int) -> Text | None:
        return next((text for text, spans in self.covers if covers(spans, day)), None)


def covers(spans: Spans, day: int) -> bool:
    return any(from_ <= day < until for from_, until in spans)


def in_force(texts: Iterable[Text]) -> Chain:
    """Return the chain of texts: on each day, of those effective, the one that is in force from the latest day."""
    ranked = sorted(texts, key=lambda each: each.rank, reverse=True)
    edges = sorted({BEGIN, END, *(edge for text in ranked for edge in text.edges() if BEGIN <= edge <= END)})
    found: dict[int, list[tuple[int, int]]] = {}
    for from_, until in pairwise(edges):
        number = next((number for number, text in enumerate(ranked) if text.effective(from_)), None)
        if number is not None:
            spans = found.setdefault(number, [])
            goes_on = bool(spans) and spans[-1][1] == from_
            spans.append((spans.pop()[0] if goes_on else from_, until))
    return Chain([(text, tuple(found.get(number, ()))) for number, text in reversed(list(enumerate(ranked)))])


def alone(text: Text, among: Iterable[Text]) -> Chain:
    """Return the chain in which one text judges every day; it may refer to those among which it stands."""
    return Chain([(text, ALWAYS)], in_force(among).covers if _refers(text.policy) else ())


def _refers(node: Any) -> bool:
    if isinstance(node, dict):
        return node.get("is") == "clause as in force" or any(map(_refers, node.values()))
    return isinstance(node, (list, tuple)) and any(map(_refers, node))


# -------------------- meaning --------------------
# What a condition means: its tree with clauses and readings put in place of their names, and without reasons.


ALWAYS_BEARING = ("retracted_on",)


def meaning(node: Any, text: Text) -> Any:
    """Return what is equal for conditions that mean the same, each in its own text."""
    if isinstance(node, dict):
        return _of_form(node, node.get("is"), text)
    return tuple(meaning(each, text) for each in node) if isinstance(node, (list, tuple)) else node


def _of_form(node: Node, form: Any, text: Text) -> Any:
    if form == "clause":
        return meaning(text.clause(node["no"]), text)
    if form == "require":
        return meaning(node["that"], text)
    if form == "reading":
        return ("reading", text.reading(node["parameter"]) in node["values"])
    if form == "relieved":
        return ("relieved", meaning(node["that"], text), *(meaning(each["when"], text) for each in node["by"]))
    members = {name: value for name, value in node.items() if (form, name) != ("binder", "missing")}
    if form == "total":
        members["parts"] = [part["of"] for part in node["parts"]]
    return (_described(node, text), *((name, meaning(members[name], text)) for name in sorted(members)))


def acts_in(node: Any) -> Iterator[Node]:
    """Yield every act inside a part of a text."""
    if isinstance(node, dict):
        if node.get("is") == "exists" and node.get("judged_on") is not None:
            yield node
        for part in node.values():
            yield from acts_in(part)
    elif isinstance(node, (list, tuple)):
        for part in node:
            yield from acts_in(part)


def _described(node: Node, text: Text) -> tuple[Any, ...]:
    """Return the kinds that a condition takes, with those of their fields that bear on it."""
    named = [each["kind"] for each in node.get("binders", ())] if node.get("is") == "exists" else []
    named += [node["kind"]] if node.get("is") in ("measure", "share") else []
    if not named:
        return ()
    words: set[str] = set()
    _words(node, text, words)
    return tuple(_kind(text.kind(name), words) for name in named)


def _kind(kind: Node, words: set[str]) -> tuple[Any, ...]:
    bearing = {kind["since"], kind.get("until", ""), *ALWAYS_BEARING, *words}
    fields = tuple(
        (name, field["type"], field.get("unit", ""), tuple(field.get("values", ())), field.get("absent", "unknown"))
        for name, field in sorted(kind["fields"].items())
        if name in bearing
    )
    return (kind["since"], kind.get("until", ""), kind.get("derived", False), fields)


def _words(node: Any, text: Text, found: set[str]) -> None:
    """Collect every text that stands in a condition, and in the clauses that it names."""
    if isinstance(node, dict):
        if node.get("is") == "clause":
            _words(text.clause(node["no"]), text, found)
        for part in node.values():
            _words(part, text, found)
    elif isinstance(node, (list, tuple)):
        for part in node:
            _words(part, text, found)
    elif isinstance(node, str):
        found.add(node)


# -------------------- periods --------------------
# Periods worked out from one day to the next that matters: begun, extended, ended, renewed on time or late.
#
# What is asked here has to be known for certain: a doubt about a period is not looked into, but raised.


LAST_BEGINNING = day_of("2201-01-01")
"""No period begins on this day or later."""
MOST_PERIODS = 3_000

Stated = tuple[Text, Node]
"""A text, and a period as it states it."""
Period = dict[str, Any]
Span = tuple[int, int]


class PeriodInDoubt(Exception):
    """Something that a period hangs on is neither certain nor certainly not."""


class Periods:
    """Works out the periods of one name, with what judges conditions."""

    def __init__(self, name: str, conditions: Any) -> None:
        self._name = name
        self._conditions = conditions
        self._all = [each for text in conditions.chain.texts for each in text.part("periods") if each["name"] == name]
        self._hand_of_those_over: Hand = {}
        self._over: list[Period] = []
        self._held = False

    def items(self) -> list[Period]:
        """Return the periods in the order in which they begin."""
        found: list[Period] = []
        running: Period | None = None
        following: Span | None = None
        day = BEGIN
        while day < LAST_BEGINNING:
            moment = Moment(day)
            self._find_over(found, moment)
            if running is not None and running["until"] <= day:
                following, running = self._followed(running), None
            if running is None and following is not None and following[0] == day:
                running, following = self._begun(day, following[1]), None
                found += [running] if running is not None else []
            if self._begins(moment):
                if running is not None and self._anew(moment):
                    running["until"], running["last_day"] = day, day - 1
                    found = [each for each in found if each["from"] < each["until"]]
                    running = None
                if running is None:
                    running, following = self._begun(day, 1), None
                    found += [running] if running is not None else []
            for each in (running["until"] if running else END, following[0] if following else END):
                moment.turns(each)
            if len(found) > MOST_PERIODS:
                raise PeriodInDoubt(self._name)
            day = moment.until
        return found

    def _find_over(self, found: Sequence[Period], moment: Moment) -> None:
        for each in found:
            moment.turns(each["until"])
        now = [each for each in found if each["until"] <= moment.day]
        if now != self._over or not self._hand_of_those_over:
            self._over = now
            self._hand_of_those_over = {}

    def _stated(self, moment: Moment) -> Stated | None:
        """Return the text in force with the period as it states it, if it does."""
        return self._stated_by(self._conditions.chain.text_on(moment))

    def _stated_by(self, text: Text | None) -> Stated | None:
        if text is None:
            return None
        return next(((text, each) for each in text.part("periods") if each["name"] == self._name), None)

    def _beginning(self, moment: Moment) -> Stated | None:
        """Return what says how a period begins on a day: the text in force, or the next that reaches back to it."""
        stated = self._stated(moment)
        if stated is not None:
            return stated
        covers = [(spans[0][0], text) for text, spans in self._conditions.chain.covers if spans]
        later = [
            self._stated_by(text) for from_, text in sorted(covers, key=lambda each: each[0]) if from_ > moment.day
        ]
        return next((each for each in later if each is not None and each[1].get("reaches_earlier", False)), None)

    def _anew(self, moment: Moment) -> bool:
        stated = self._beginning(moment)
        return stated is not None and bool(stated[1].get("begins_anew", False))

    def _kind(self, text: Text) -> Node:
        return text.kind(self._name)

    def _holds(self, condition: Node | None, text: Text, hand: Hand, moment: Moment) -> bool:
        return condition is not None and certainly(self._conditions.truth(condition, text, hand, moment))

    def _begins(self, moment: Moment) -> bool:
        """Tell whether something begins a first period on a day."""
        stated = self._beginning(moment)
        holding, before = False, self._held
        if stated is not None:
            text, period = stated
            if period.get("begins") is not None and period.get("on") is not None:
                self._held = False
                return self._begun_by(text, period, moment)
            holding = self._holds(period.get("whenever"), text, self._those_over(text), moment)
        self._held = holding
        return holding and not before and moment.day > BEGIN

    def _begun_by(self, text: Text, period: Node, moment: Moment) -> bool:
        found = False
        for hand, taken in self._conditions.combinations(period["begins"], text, self._those_over(text)):
            on_the_day = related(value(period["on"], hand), "is", THE_DAY, moment)
            if on_the_day is not False:
                truth = self._conditions.counts(period["begins"], text, hand, taken, moment)
                if truth is not False:
                    found = (certainly(on_the_day) and certainly(truth)) or found
        return found

    def _those_over(self, text: Text) -> Hand:
        """Return a hand in which the periods of this name are only those that were over before the day."""
        if not self._hand_of_those_over:
            self._hand_of_those_over = {over(self._name): (self._kind(text), {"items": self._over})}
        return self._hand_of_those_over

    def _in_hand(self, text: Text, period: Period) -> Hand:
        return {self._name: (self._kind(text), period)}

    def _begun(self, start: int, number: int) -> Period | None:
        """Return the period that begins on a day with its end, or none if no text states it."""
        stated = self._beginning(Moment(start))
        if stated is None or start >= LAST_BEGINNING:
            return None
        due = self._due(stated, start, number)
        if due is None:
            return None
        period = self._period(start, number, due, due)
        end = self._extended(period, due)
        period = self._period(start, number, due, end)
        ever = any(each.get("lost") is not None for each in self._all)
        lost = first_day(lambda moment: self._lost(period, moment), start, end) if ever else None
        if lost is None:
            return period
        return {**period, "last_day": lost - 1, "until": lost, "lost": True} if lost > start else None

    def _due(self, stated: Stated, start: int, number: int) -> int | None:
        """Return the end before any extension: the day after the last."""
        text, period = stated
        if period.get("lasts_up_to") is not None:
            last_days = [period["lasts_up_to"], *period.get("then_up_to", ())]
            begun = {"from": start, "number": number * 1000, "due": None, "last_day": None, "until": None}
            last = known(value(last_days[min(number, len(last_days)) - 1], self._in_hand(text, begun)))
            return None if last is NOTHING or last < start else min(last + 1, END)
        lengths = period.get("lasts", ())
        due = moved(start, *length_of(lengths[min(number, len(lengths)) - 1]))
        return due if due > start else None

    def _period(self, start: int, number: int, due: int, end: int) -> Period:
        return {
            "id": f"{self._name} from {start}",
            "from": start,
            "number": number * 1000,
            "due": due - 1,
            "last_day": end - 1,
            "until": end,
        }

    def _lost(self, period: Period, moment: Moment) -> Truth:
        stated = self._stated(moment)
        if stated is None:
            return False
        return self._holds(stated[1].get("lost"), stated[0], self._in_hand(stated[0], period), moment)

    def _extended(self, period: Period, due: int) -> int:
        """Return the end after what its grounds add, judged on the last day so far until nothing is added."""
        stated = self._stated(Moment(due - 1))
        end = due
        while stated is not None:
            text, said = stated
            hand = self._in_hand(text, {**period, "until": end, "last_day": end - 1})
            moment, extended = Moment(end - 1), due
            for extension in said.get("extended", ()):
                hands = list(self._selected(extension["of"], text, hand, moment))
                extended = self._longer(extension, hands, (period["from"], due, end), extended)
            if extended <= end:
                break
            if extended > LAST_BEGINNING * 2:
                return END
            end = extended
        return end

    def _selected(self, exists: Node, text: Text, hand: Hand, moment: Moment) -> Iterator[Hand]:
        """Yield the hands with each combination of items that is met on a day."""
        for inside, taken in self._conditions.combinations(exists, text, hand):
            if certainly(self._conditions.counts(exists, text, inside, taken, moment)):
                yield inside

    def _longer(self, extension: Node, hands: Sequence[Hand], own: tuple[int, int, int], end: int) -> int:
        """Return the end with one more ground, for a period with its first day, its due end and its end so far."""
        start, due, so_far = own
        if extension.get("up_to") is not None:
            last_days = [known(value(extension["up_to"], hand)) for hand in hands]
            return max([end, *(int(min(last + 1, END)) for last in last_days if last is not NOTHING)])
        if extension.get("by") == "its days":
            spans = [_span(extension, hand) for hand in hands]
            edges = sorted({start, so_far, *(edge for span in spans for edge in span if start < edge < so_far)})
            pieces = pairwise(edges)
            longer = end + sum(b - a for a, b in pieces if any(from_ <= a < until for from_, until in spans))
        else:
            lengths = [self._length(extension, hand) for hand in hands]
            months, days = sum(months for months, _ in lengths), sum(days for _, days in lengths)
            longer = END if months >= END else moved(end, months, days)
        if extension.get("at_most_percent"):
            return min(longer, end + (due - start) * int(extension["at_most_percent"]) // 100)
        most = length_of(extension.get("at_most", {}))
        return min(longer, moved(end, *most)) if any(most) else longer

    def _length(self, extension: Node, hand: Hand) -> Span:
        """Return how many months and days one combination adds."""
        if extension.get("by") == "its length":
            return _calendar_length(*_span(extension, hand))
        if extension.get("months_of") is not None:
            of = extension["months_of"]
            months_counted = known(field_of(*hand[of["item"]], of["field"]))
            return (0, 0) if months_counted is NOTHING else (months_counted // 1000, 0)
        return length_of(extension.get("length", {}))

    def _followed(self, period: Period) -> Span | None:
        """Return the day on which the next period begins, and its number, if one does."""
        end, number = period["until"], period["number"] // 1000 + 1
        if period.get("lost"):
            return None
        ended = self._stated(Moment(end - 1))
        if ended is not None and self._renews(period, ended, Moment(end - 1), late=False):
            return end, number
        lengths = [length_of(each["renewed"].get("late", {})) for each in self._all if each.get("renewed") is not None]
        last = max((moved(end - 1, *late) + 1 for late in lengths), default=end)

        def late(moment: Moment) -> bool:
            stated = self._stated(moment)
            renewal = self._late_renewal(ended, stated)
            if stated is None or renewal is None:
                return False
            after = moved(end - 1, *length_of(renewal.get("late", {}))) + 1
            moment.turns(after)
            return moment.day < after and self._renews(period, stated, moment, late=True)

        day = first_day(late, end, last)
        if day is None:
            return None
        renewal = self._late_renewal(ended, self._stated(Moment(day)))
        return (end if renewal is not None and renewal.get("late_from") == "its end" else day), number

    def renewable_until(self, last: int) -> int:
        """Return the last day of a late renewal, by the text of the period's last day or one that reaches back."""
        found = last
        for text, spans in self._conditions.chain.covers:
            stated = self._stated_by(text)
            renewal = None if stated is None else stated[1].get("renewed")
            if renewal is not None and (
                renewal.get("reaches_earlier", False) or any(from_ <= last < until for from_, until in spans)
            ):
                found = max(found, moved(last, *length_of(renewal.get("late", {}))))
        return found

    def renewal(self, period: Period, day: int) -> "tuple[Truth] | None":
        """Return whether the renewal's condition is met on a day, if the text of the period's last day has one."""
        stated = self._stated(Moment(period["until"] - 1))
        if stated is None or stated[1].get("renewed") is None or _always(stated[1]["renewed"]["when"]):
            return None
        hand = self._in_hand(stated[0], period)
        return (self._conditions.truth(stated[1]["renewed"]["when"], stated[0], hand, Moment(day)),)

    def _late_renewal(self, ended: Stated | None, stated: Stated | None) -> Node | None:
        """Return what says how long a period can be renewed late: its own text, or one that reaches earlier periods."""
        if stated is None or stated[1].get("renewed") is None:
            return None
        if stated[1]["renewed"].get("reaches_earlier", False):
            return dict(stated[1]["renewed"])
        return None if ended is None else ended[1].get("renewed")

    def _renews(self, period: Period, stated: Stated, moment: Moment, *, late: bool) -> bool:
        text, renewal = stated[0], stated[1].get("renewed")
        if renewal is None:
            return False
        hand = self._in_hand(text, period)
        excuse = renewal.get("late_when") if late else None
        excused = excuse is None or self._holds(excuse, text, hand, moment)
        return excused and self._holds(renewal["when"], text, hand, moment)


def known(found: Any) -> Any:
    if found is None or isinstance(found, Moving):
        raise PeriodInDoubt
    return found


def certainly(truth: Truth) -> bool:
    if truth is None:
        raise PeriodInDoubt
    return truth


def period_on(items: Sequence[Mapping[str, Any]], day: int) -> Mapping[str, Any] | None:
    """Return the last period that began by a day."""
    return max((each for each in items if each["from"] <= day), key=lambda each: int(each["from"]), default=None)


def _always(condition: Node) -> bool:
    return bool(condition["is"] == "together" and condition["how"] == "all" and not condition["of"])


def _calendar_length(from_: int, until: int) -> Span:
    """Return the whole months from a day to another, and the days that are left."""
    if from_ >= until:
        return 0, 0
    if until == END:
        return END, 0
    months = 0
    while moved(from_, months + 1, 0) <= until:
        months += 1
    return months, until - moved(from_, months, 0)


def _span(extension: Node, hand: Hand) -> Span:
    kind, item = hand[extension["of"]["binders"][0]["name"]]
    from_, until = since_of(kind, item), until_of(kind, item)
    return (0, 0) if from_ is NOTHING or until is NOTHING else (known(from_), known(until))


# -------------------- conditions --------------------
# Conditions judged on a day, for the items in hand, by the text that states them: one function for each form.


Facts = Mapping[str, Sequence[Item]]

LENGTH: Node = {
    "words": "one of several equal lengths",
    "since": "from",
    "until": "until",
    "fields": {"from": {"type": "date"}, "until": {"type": "date"}},
}


class Conditions:
    """Judges conditions; ``level`` answers whether a level is held, or given by rule alone, at a moment."""

    def __init__(self, chain: Chain, facts: Facts, level: Callable[[str, bool, Moment], Truth]) -> None:
        self.chain = chain
        self.facts = facts
        self._level = level
        self._periods: dict[str, list[dict[str, Any]] | None] = {}
        self._known: dict[Any, list[tuple[int, int, Truth, Hand]]] = {}
        self._named: dict[tuple[int, int], set[str]] = {}
        self._honoured: dict[tuple[int, int, int], bool] = {}
        self._first_possible: dict[Any, tuple[int | None, Hand]] = {}
        self._lengths: dict[Any, Item] = {}

    def truth(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        """Return whether a condition of a text holds, for the items in hand; what was found is kept."""
        if hand:
            named = self._names(condition, text)
            hand = {name: held for name, held in hand.items() if name in named}
        key = (id(condition), id(text), *((name, id(item)) for name, (_, item) in hand.items()))
        known = self._known.setdefault(key, [])
        for from_, until, truth, _ in reversed(known):
            if from_ <= moment.day < until:
                moment.stays(until)
                return truth
        own = Moment(moment.day)
        truth = FORMS[condition["is"]](self, condition, text, hand, own)
        known.append((own.day, own.until, truth, hand))
        moment.stays(own.until)
        return truth

    def _names(self, node: Node, text: Text) -> set[str]:
        """Return every name of an item that a condition may read, and so may the clauses that it names."""
        key = (id(node), id(text))
        if key not in self._named:
            found: set[str] = set()
            self._collect(node, text, found, set())
            self._named[key] = found
        return self._named[key]

    def _collect(self, node: Any, text: Text, found: set[str], clauses: set[tuple[int, str]]) -> None:
        if isinstance(node, (list, tuple)):
            for each in node:
                self._collect(each, text, found, clauses)
        if not isinstance(node, dict):
            return
        form = node.get("is")
        texts = [text] if form == "clause" else self._referred if form == "clause as in force" else []
        for other in texts:
            if other.has_clause(node["no"]) and (id(other), node["no"]) not in clauses:
                clauses.add((id(other), node["no"]))
                self._collect(other.clause(node["no"]), other, found, clauses)
        found.update(node[key] for key in ("item", "name", "within") if isinstance(node.get(key), str))
        if isinstance(node.get("kind"), str):
            found.add(over(node["kind"]))
        for each in node.values():
            self._collect(each, text, found, clauses)

    @property
    def _referred(self) -> list[Text]:
        return [text for text, _ in self.chain.referred]

    def all_of(self, lines: Sequence[Node], text: Text, hand: Hand, moment: Moment) -> Truth:
        return every(self.truth(line, text, hand, moment) for line in lines)

    def _compare(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return compared(condition, hand, moment)

    def _one_of(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        kind, item = hand[condition["left"]["item"]]
        name = condition["left"]["field"]
        found = field_of(kind, item, name)
        values = [written_value(each, kind["fields"][name]) for each in condition["values"]]
        return some(related(found, "is", each, moment) for each in values)

    def _given(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        item = hand[condition["item"]][1]
        return False if condition["field"] not in item else None if item[condition["field"]] is None else True

    def _in_force(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        kind, item = hand[condition["item"]]
        on = value(condition["on"], hand)
        begun = related(since_of(kind, item), "on or before", on, moment)
        return every([begun, related(until_of(kind, item), "after", on, moment)])

    def _begun(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return related(since_of(*hand[condition["item"]]), "on or before", THE_DAY, moment)

    def _reading(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return text.reading(condition["parameter"]) in condition["values"]

    def _clause(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self.truth(text.clause(condition["no"]), text, hand, moment)

    def _held(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self._level(condition["level"], False, moment)  # noqa: FBT003 - held, not entitled

    def _entitled(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self._level(condition["level"], True, moment)  # noqa: FBT003 - entitled, not held

    def _require(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self.truth(condition["that"], text, hand, moment)

    def _relieved(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        ways = [condition["that"], *(relief["when"] for relief in condition["by"])]
        return some(self.truth(each, text, hand, moment) for each in ways)

    def _together(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        truths = (self.truth(each, text, hand, moment) for each in condition["of"])
        how = condition["how"]
        if how == "all":
            return every(truths)
        if how == "any":
            return some(truths)
        return opposite(some(truths)) if how == "none" else so_many(condition.get("n", 0), truths)

    def _on_day(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        on = value(condition["day"], hand)
        if on is NOTHING or on == END:
            return False
        if on is None:
            every_day = throughout(lambda each: self.truth(condition["that"], text, hand, each))
            return agreed(truth for _, _, truth in every_day)
        other = elsewhere(on, moment)
        truth = False if other.day == END else self.truth(condition["that"], text, hand, other)
        as_long_as(other, on, moment)
        return truth

    def _as_in_force(self, condition: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        on, no = value(condition["on"], hand), condition["no"]
        if on is NOTHING or on == END:
            return False
        texts = [(each, spans) for each, spans in self.chain.referred if spans]
        if on is None:
            found = [self._by_text(no, each, hand, moment) for each, _ in texts]
            if _every_day([span for _, spans in texts for span in spans]) and every(found) is True:
                return True
            return False if some(found) is False else None
        other = elsewhere(on, moment)
        for edge in {edge for _, spans in texts for span in spans for edge in span}:
            other.turns(edge)
        as_long_as(other, on, moment)
        there = [each for each, spans in texts if covers(spans, other.day)]
        return self._by_text(no, there[0], hand, moment) if there else False

    def _by_text(self, no: str, text: Text, hand: Hand, moment: Moment) -> Truth:
        return self.truth(text.clause(no), text, hand, moment) if text.has_clause(no) else False

    # Items taken in hand.

    def at_hand(self, kind: Node, item: Item, moment: Moment) -> Truth:
        """Return whether an item counts: from its own date on, until it was taken back."""
        since = related(since_of(kind, item), "on or before", THE_DAY, moment)
        return since if since is False else every([since, self._not_taken_back(item, moment)])

    def _not_taken_back(self, item: Item, moment: Moment) -> Truth:
        return related(item.get("retracted_on", END), "after", THE_DAY, moment)

    def items_of(self, kind: str, hand: Hand) -> Sequence[Item]:
        """Return the items of a kind: what is recorded, or the periods of that name, those over if they are in hand."""
        if over(kind) in hand:
            items: Sequence[Item] = hand[over(kind)][1]["items"]
            return items
        described = [text.policy["vocabulary"].get(kind, {}) for text in self.chain.texts]
        if not any(each.get("derived", False) for each in described):
            return self.facts.get(kind, ())
        return self.periods(kind)

    def periods(self, name: str) -> list[dict[str, Any]]:
        """Return the periods of a name, in the order in which they begin."""
        if name not in self._periods:
            # While they are worked out, and where that fails, nothing can be said that hangs on them.
            self._periods[name] = None
            self._periods[name] = Periods(name, self).items()
        found = self._periods[name]
        if found is None:
            raise PeriodInDoubt
        return found

    def combinations(self, exists: Node, text: Text, hand: Hand) -> Iterator[tuple[Hand, list[tuple[Node, Item]]]]:
        """Yield every combination of items in hand beside those that are, and which were taken."""
        new = [binder for binder in exists["binders"] if binder["name"] not in hand]
        kinds = [text.kind(binder["kind"]) for binder in new]
        for items in product(*(self.items_of(binder["kind"], hand) for binder in new)):
            taken = {binder["name"]: (kind, item) for binder, kind, item in zip(new, kinds, items, strict=True)}
            yield {**hand, **taken}, list(taken.values())

    def _exists(self, exists: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        return some(self.counts(exists, text, *each, moment) for each in self.combinations(exists, text, hand))

    def counts(self, exists: Node, text: Text, hand: Hand, taken: Sequence[tuple[Node, Item]], moment: Moment) -> Truth:
        """Return whether one combination of items counts."""
        counting = every(
            [
                self._bound(exists.get("counts_from"), "on or before", hand, moment),
                self._bound(exists.get("counts_up_to"), "on or after", hand, moment),
            ]
        )
        if counting is False:
            return False
        if exists.get("judged_on") is None:
            return every([counting, self._met(exists, text, hand, taken, moment)])
        act = hand[next((name for name in hand if mentions(exists["judged_on"], name)), exists["binders"][0]["name"])]
        own = self._not_taken_back(act[1], moment)
        if exists.get("counts_from") is None:
            own = self.at_hand(*act, moment)
        return own if own is False else every([counting, own, self._act(exists, text, hand, taken, moment)])

    def _bound(self, term: Node | None, relation: str, hand: Hand, moment: Moment) -> Truth:
        return True if term is None else related(value(term, hand), relation, THE_DAY, moment)

    def _met(self, exists: Node, text: Text, hand: Hand, taken: Sequence[tuple[Node, Item]], moment: Moment) -> Truth:
        own = every(self.at_hand(kind, item, moment) for kind, item in taken)
        return own if own is False else every([own, self.all_of(exists.get("when", ()), text, hand, moment)])

    def _act(self, exists: Node, text: Text, hand: Hand, taken: Sequence[tuple[Node, Item]], moment: Moment) -> Truth:
        """Return whether what an act was judged to be on its own day holds."""
        on = value(exists["judged_on"], hand)
        lasting = exists.get("counts_from") is not None
        if on is NOTHING or on == END:
            return False
        if on is None:
            first = self._first(exists, text, hand, taken)
            if first is None:
                return False
            return None if related(BEGIN if lasting else first, "on or before", THE_DAY, moment) else False
        if not lasting and related(on, "on or before", THE_DAY, moment) is False:
            return False
        other = elsewhere(on, moment)
        truth = self._met(exists, text, hand, taken, other) if self._honours(exists, text, other) else False
        as_long_as(other, on, moment)
        return truth

    def _first(self, exists: Node, text: Text, hand: Hand, taken: Sequence[tuple[Node, Item]]) -> int | None:
        """Return the first day on which an act of an unknown day may have been met."""
        key = (id(exists), id(text), len(taken), *((name, id(item)) for name, (_, item) in hand.items()))
        if key not in self._first_possible:
            found = first_day(lambda each: self._met(exists, text, hand, taken, each))
            self._first_possible[key] = (found, hand)
        return self._first_possible[key][0]

    def _honours(self, exists: Node, text: Text, on: Moment) -> bool:
        """Tell whether a text judges an act of that day: the text in force then meant the same by it."""
        if exists.get("reaches_earlier_acts", False):
            return True
        then = self.chain.text_on(on)
        if then is None:
            return False
        key = (id(exists), id(text), id(then))
        if key not in self._honoured:
            meant = meaning(exists, text)
            self._honoured[key] = any(meaning(act, then) == meant for act in acts_in(then.policy))
        return self._honoured[key]

    # Amounts.

    def _items(self, part: Node, text: Text, hand: Hand, moment: Moment) -> Iterator[tuple[Truth, Item, Hand]]:
        kind = text.kind(part["kind"])
        for item in self.items_of(part["kind"], hand):
            inside = {**hand, part["name"]: (kind, item)}
            own = self.at_hand(kind, item, moment)
            truth = own if own is False else every([own, self.all_of(part.get("where", ()), text, inside, moment)])
            if truth is not False:
                yield truth, item, inside

    def _enough(self, whole: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        given = amount_in(whole["amount"], whole.get("amount_of"), hand)
        if given is None or given is ANYTHING:
            return None if given is ANYTHING else False
        return in_relation(self._counted(whole, text, hand, moment), whole["relation"], given)

    def _counted(self, part: Node, text: Text, hand: Hand, moment: Moment) -> Bounds:
        if part["is"] == "total":
            parts = [(each["of"], self._counted(each["of"], text, hand, moment)) for each in part["parts"]]
            return added_up(part, parts, hand)
        taken = [(truth, item) for truth, item, _ in self._items(part, text, hand, moment)]
        return measured(part, text.kind(part["kind"]), taken, hand)

    def _share(self, share: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        items = self._items(share, text, hand, moment)
        taken = [(truth, self.all_of(share["which"], text, inside, moment), item) for truth, item, inside in items]
        return shared(share, text.kind(share["kind"]), taken)

    def _in_each(self, each: Node, text: Text, hand: Hand, moment: Moment) -> Truth:
        anchor = value(each["anchor"], hand)
        months, days = length_of(each["length"])
        truths: list[Truth] = []
        for number in range(each["times"]):
            ends = (-number - 1, -number) if each["side"] == "before" else (number, number + 1)
            from_, until = (later(anchor, end * months, end * days) for end in ends)
            item = self._lengths.setdefault((id(each), number, anchor), {"from": from_, "until": until})
            inside = {**hand, each["name"]: (LENGTH, item)}
            truths.append(self.truth(each["that"], text, inside, moment))
        needed = each.get("at_least", 0) or each["times"]
        if each.get("in_a_row", False):
            return so_many_in_a_row(needed, reversed(truths))
        return so_many(needed, truths)


FORMS: dict[str, Callable[[Conditions, Node, Text, Hand, Moment], Truth]] = {
    "compare": Conditions._compare,
    "one of": Conditions._one_of,
    "given": Conditions._given,
    "in force": Conditions._in_force,
    "begun": Conditions._begun,
    "reading": Conditions._reading,
    "clause": Conditions._clause,
    "clause as in force": Conditions._as_in_force,
    "level": Conditions._held,
    "entitled": Conditions._entitled,
    "together": Conditions._together,
    "require": Conditions._require,
    "on": Conditions._on_day,
    "exists": Conditions._exists,
    "measure": Conditions._enough,
    "total": Conditions._enough,
    "share": Conditions._share,
    "in each": Conditions._in_each,
    "relieved": Conditions._relieved,
}


def _every_day(spans: Sequence[tuple[int, int]]) -> bool:
    reached = BEGIN
    for from_, until in sorted(spans):
        reached = until if from_ <= reached else reached
    return reached == END


# -------------------- levels --------------------
# What the rules give on all days: levels, which last from day to day, and standings, which are of each day alone.


Track = list[tuple[int, int, Truth]]
"""What is found from one day on until before another, over all days."""
Stretch = tuple[int, int]
"""Days from one on until before another."""


class Levels:
    """Says of a chain of texts and some facts what holds: certainly, possibly (None) or not."""

    def __init__(self, chain: Chain, facts: Facts) -> None:
        self.chain = chain
        self.facts = facts
        self.conditions = Conditions(chain, facts, self._level)
        self._entitled: dict[str, Track] = {}

    def held(self, level: str, moment: Moment) -> Truth:
        """Return whether a level is held, by rule or by a decision that recognises it."""
        return some([self.entitled(level, moment), *(self.recognised(item, level, moment) for item in self._decided)])

    def entitled(self, level: str, moment: Moment) -> Truth:
        """Return whether the rules give a level: it is kept, and it was given on the day before or is acquired."""
        if level not in self._entitled:
            self._entitled[level] = self._lasting(level)
        _, until, truth = next(each for each in self._entitled[level] if each[0] <= moment.day < each[1])
        moment.stays(until)
        return truth

    def _lasting(self, level: str) -> Track:
        given: Truth = False
        found: Track = []
        day = BEGIN
        while day < END:
            moment = Moment(day)
            reached = some([given, self._acquired(level, moment)])
            given = reached if reached is False else every([reached, self._kept(level, moment)])
            found.append((day, moment.until, given))
            day = moment.until
        return merged(found)

    def recognised(self, item: Item, level: str, moment: Moment) -> Truth:
        """Return whether a decision recognises a level: from its day on, until it is revoked or taken back."""
        return every(
            [
                related(item["level"], "is", level, moment),
                related(item["granted_on"], "on or before", THE_DAY, moment),
                related(item.get("until", END), "after", THE_DAY, moment),
                related(item.get("retracted_on", END), "after", THE_DAY, moment),
            ]
        )

    def said(self, part: str, name: str, moment: Moment) -> Truth:
        """Return whether a standing, a condition or a note of a name holds, by the text in force."""
        text = self.chain.text_on(moment)
        rules = [] if text is None else [each for each in text.part(part) if each["name"] == name]
        return some(self.truth(each["condition"], text, moment) for each in rules if text is not None)

    def unmet(self, name: str, moment: Moment) -> Truth:
        """Return whether a need of the listing is stated, and is not met."""
        text = self.chain.text_on(moment)
        needs = [] if text is None else [each for each in text.part("listing") if each["name"] == name]
        return some(opposite(self.truth(each["condition"], text, moment)) for each in needs if text is not None)

    def listable(self, moment: Moment) -> Truth:
        """Return whether one of the levels is held that the listing is for."""
        text = self.chain.text_on(moment)
        return some(self.held(level, moment) for level in ([] if text is None else text.part("listing_of")))

    def truth(self, condition: Node, text: Text, moment: Moment) -> Truth:
        return self.conditions.truth(condition, text, {}, moment)

    def names(self, part: str, key: str = "name") -> list[str]:
        """Return the names of a part in all texts, each once, in the order of the texts."""
        return list(dict.fromkeys(each[key] for text in self.chain.texts for each in text.part(part)))

    @property
    def _decided(self) -> Sequence[Item]:
        return self.facts.get("recognition", ())

    def _level(self, level: str, by_rule: bool, moment: Moment) -> Truth:  # noqa: FBT001 - the two questions about a level
        return self.entitled(level, moment) if by_rule else self.held(level, moment)

    def _acquired(self, level: str, moment: Moment) -> Truth:
        text = self.chain.text_on(moment)
        stated = None if text is None else text.level(level)
        if text is None or stated is None:
            return False
        return some(self.truth(route["condition"], text, moment) for route in stated.get("routes", ()))

    def _kept(self, level: str, moment: Moment) -> Truth:
        """Return whether no rule of the text in force takes the level away."""
        text = self.chain.text_on(moment)
        stated = None if text is None else text.level(level)
        if text is None or stated is None:
            return True
        kept: Truth = True if stated.get("kept") is None else self.truth(stated["kept"], text, moment)
        lost: Truth = False if stated.get("lost") is None else self.truth(stated["lost"], text, moment)
        return every([kept, opposite(lost)])


class Tracks(Mapping[str, Track]):
    """What is found of some names on all days, each worked out when it is first asked for."""

    def __init__(self, names: Sequence[str], found: Callable[[str, Moment], Truth]) -> None:
        self._names = names
        self._found = found
        self._known: dict[str, Track] = {}

    def __getitem__(self, name: str) -> Track:
        if name not in self._known:
            self._known[name] = track(lambda moment: self._found(name, moment))
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def track(found: Callable[[Moment], Truth]) -> Track:
    """Return what is found on all days."""
    return merged(list(throughout(found)))


def merged(pieces: Track) -> Track:
    found: Track = []
    for from_, until, truth in pieces:
        goes_on = bool(found) and found[-1][2] is truth
        found.append((found.pop()[0] if goes_on else from_, until, truth))
    return found


def days(found: Track, *, possibly: bool = False) -> list[tuple[int, int]]:
    """Return the spans on which something certainly holds, or possibly."""
    holding = merged([(from_, until, truth is True or (possibly and truth is None)) for from_, until, truth in found])
    return [(from_, until) for from_, until, truth in holding if truth]


def at(found: Track, day: int) -> Truth:
    return next(truth for from_, until, truth in found if from_ <= day < until)


def span_at(spans: Sequence[Stretch], day: int) -> Stretch | None:
    return next((span for span in spans if span[0] <= day < span[1]), None)


def edges_of(found: Track) -> list[int]:
    return [edge for from_, until, truth in found if truth is not False for edge in (from_, until)]


# -------------------- answers --------------------
# An answer derived again: everything in it that is a fact about the person's standing.


NO_LEVEL, GOOD = "none", "good"
IN_FORCE = "in force"
ANNOUNCED = "announced, not in force"
NOT_LISTED = "LEVEL_NOT_LISTED"

Said = dict[str, Any]


class NoTextInForce(Exception):
    """No text of the rulebook was in force on the day, as far as was known."""


class Case:
    """One pathway's facts under a chain of texts, worked out for all days."""

    def __init__(self, levels: Levels) -> None:
        self._levels = levels
        self.held = Tracks(levels.names("levels", "id"), levels.held)
        self.entitled = Tracks(levels.names("levels", "id"), levels.entitled)
        self.standings = self._said("standings")
        self.conditions = self._said("conditions")
        self.notes = self._said("notes")
        self.unmet = Tracks(levels.names("listing"), levels.unmet)
        self._listable = Tracks(["listable"], lambda _, moment: levels.listable(moment))

    def _said(self, part: str) -> Tracks:
        return Tracks(self._levels.names(part), lambda name, moment: self._levels.said(part, name, moment))

    @property
    def listable(self) -> Track:
        return self._listable["listable"]

    def text_on(self, day: int) -> Text:
        text = self._levels.chain.at(day)
        if text is None:
            raise NoTextInForce(f"no text of the rulebook was in force on {shown(day)}, as far as was known")
        return text

    @property
    def texts(self) -> list[Text]:
        """The texts that judge, and those to which they may refer."""
        return [text for text, _ in (*self._levels.chain.covers, *self._levels.chain.referred)]

    def truth(self, condition: Node, day: int) -> Truth:
        """Return whether a condition of the text in force on a day holds then."""
        return self._levels.truth(condition, self.text_on(day), Moment(day))

    def answer(self, day: int) -> tuple[Said, list[str]]:
        """Return the parts of the answer that this derives, and the names of those that hang on a period in doubt."""
        text = self.text_on(day)
        found: Said = {}
        doubtful: list[str] = []
        for name, derive in MEMBERS_DERIVED.items():
            try:
                found[name] = derive(self, text, day)
            except PeriodInDoubt:
                doubtful.append(name)
        return found, doubtful

    def _levels_held(self, text: Text, day: int) -> list[Said]:
        return self._held_on(text, day, aside=False)

    def _level(self, text: Text, day: int) -> Said:
        levels = self._levels_held(text, day)
        return levels[0] if levels else {"id": NO_LEVEL, "title": "", "since": None, "until": None}

    def _specialisations(self, text: Text, day: int) -> list[Said]:
        return self._held_on(text, day, aside=True)

    def _possible_levels(self, text: Text, day: int) -> list[str]:
        return [each["id"] for each in (*ladder(text), *ladder(text, aside=True)) if self._possibly(each["id"], day)]

    def _all_of_basis(self, text: Text, day: int) -> list[Said]:
        held = [*self._levels_held(text, day), *self._specialisations(text, day)]
        return [base for each in held for base in self._basis(each["id"], day)]

    def _all_gaps(self, text: Text, day: int) -> list[Said]:
        return [gap for each in self._levels_held(text, day) for gap in self._gaps(each["id"])]

    def _standing_on(self, text: Text, day: int) -> Said:
        return self._standing(text, day, bool(self._levels_held(text, day)))

    def _noted(self, text: Text, day: int) -> Iterator[Said]:
        for rule in text.part("notes"):
            if at(self.notes[rule["name"]], day):
                yield {"id": rule["name"], "reason": rule["reason"], "text": rule.get("text", "")}

    def _reasons(self, text: Text, day: int) -> list[str]:
        """Return the reasons that follow without an explanation."""
        found = [self._standing_on(text, day)["reason"]]
        found += [each["reason"] for part in (self._open, self._refused, self._noted) for each in part(text, day)]
        return [each for each in dict.fromkeys([*found, *self._listing(text, day)["reasons"]]) if each]

    def timeline(self) -> list[Said]:
        """Return the whole timeline: days on which nothing changes, from the first on which anything holds."""
        beginnings = [*self.held.values(), *self.standings.values(), *self.conditions.values(), *self.notes.values()]
        edges = {edge for each in (*beginnings, *self.unmet.values(), self.listable) for edge in edges_of(each)}
        edges |= {edge for _, spans in self._levels.chain.covers for span in spans for edge in span}
        first = min((spans[0][0] for each in beginnings if (spans := days(each, possibly=True))), default=END)
        starts = sorted(edge for edge in edges if first <= edge < END)
        found: list[Said] = []
        for start, until in pairwise([*starts, END]):
            text = self._levels.chain.at(start)
            if text is None:
                continue
            segment = {"from": shown(start), "until": shown(until), **self._segment(text, start)}
            if found and found[-1]["until"] == segment["from"] and _same(found[-1], segment):
                before = found.pop()
                segment.update({"from": before["from"], "version": before["version"]})
            found.append(segment)
        return found

    def _segment(self, text: Text, day: int) -> Said:
        levels, aside = self._held_on(text, day, aside=False), self._held_on(text, day, aside=True)
        standing, listing = self._standing(text, day, bool(levels)), self._listing(text, day)
        conditions = [each["reason"] for each in self._open(text, day)]
        notes = [each["reason"] for each in self._noted(text, day)]
        reasons = [*filter(None, [standing["reason"]]), *conditions, *listing["reasons"], *notes]
        return {
            "version": text.version,
            "level": levels[0]["id"] if levels else NO_LEVEL,
            "levels": [each["id"] for each in (*levels, *aside)],
            "possible_levels": [each["id"] for each in text.part("levels") if self._possibly(each["id"], day)],
            "standing": standing["id"],
            "listing": listing["state"],
            "reasons": list(dict.fromkeys(reasons)),
        }

    def _under(self, text: Text, _: int) -> Said:
        policy = text.policy
        return {
            "rulebook": policy["rulebook"],
            "version": policy["version"],
            "title": policy["title"],
            "content_hash": text.content_hash,
            "published": policy["published"],
            "in_force_from": policy["in_force_from"],
            "readings": {each["name"]: text.reading(each["name"]) for each in text.part("parameters")},
            "marked": policy.get("marked", ""),
        }

    def _held_on(self, text: Text, day: int, *, aside: bool) -> list[Said]:
        found = []
        for level in ladder(text, aside=aside):
            span = span_at(days(self.held[level["id"]]), day)
            if span is not None:
                found.append(
                    {"id": level["id"], "title": level["title"], "since": shown(span[0]), "until": shown(span[1])}
                )
        return found

    def _possibly(self, level: str, day: int) -> bool:
        return at(self.held[level], day) is None

    def _standing(self, text: Text, day: int, holds_level: bool) -> Said:  # noqa: FBT001 - one of four facts
        ordered = sorted(text.part("standings"), key=lambda each: each.get("order", 0))
        certain = [each for each in ordered if at(self.standings[each["name"]], day)]
        possible = [each["name"] for each in ordered if at(self.standings[each["name"]], day) is None]
        first = certain[0] if certain else {"name": GOOD if holds_level else NO_LEVEL, "reason": ""}
        also = [each["name"] for each in certain[1:]]
        return {
            "id": first["name"],
            "reason": first["reason"],
            "text": first.get("text", ""),
            "also": also,
            "possible": possible,
        }

    def _listing(self, text: Text, day: int) -> Said:
        """Return the listing; the reason of a need that states none is found by an explanation, and is left out."""
        if not text.part("listing_of") and not text.part("listing"):
            return {"state": "unlisted", "reasons": [], "possible": False}
        listable = at(self.listable, day)
        if not listable:
            return {"state": "unlisted", "reasons": [NOT_LISTED], "possible": listable is None}
        unmet = [(each, at(self.unmet[each["name"]], day)) for each in text.part("listing")]
        if all(truth is False for _, truth in unmet):
            return {"state": "listed", "reasons": [], "possible": True}
        reasons = [each["otherwise"] for each, truth in unmet if truth is not False and each["otherwise"]]
        possible = not any(truth for _, truth in unmet)
        return {"state": "unlisted", "reasons": list(dict.fromkeys(reasons)), "possible": possible}

    def _open(self, text: Text, day: int) -> Iterator[Said]:
        for rule in text.part("conditions"):
            if at(self.conditions[rule["name"]], day):
                yield open_condition(rule, days(self.conditions[rule["name"]]), day)

    def _possible(self, text: Text, day: int) -> Iterator[Said]:
        for rule in text.part("conditions"):
            if at(self.conditions[rule["name"]], day) is None:
                yield open_condition(rule, days(self.conditions[rule["name"]], possibly=True), day)

    def _basis(self, level: str, day: int) -> Iterator[Said]:
        span = span_at(days(self.entitled[level]), day)
        if span is not None:
            text = self.text_on(span[0])
            for route in (text.level(level) or {}).get("routes", ()):
                if self._levels.truth(route["condition"], text, Moment(span[0])):
                    yield {
                        "level": level,
                        "route": route["name"],
                        "since": shown(span[0]),
                        "version": text.version,
                    }
        for item in self._recognitions():
            if item["level"] == level and any(from_ <= day < until for from_, until in self._recognised(item, level)):
                cited = {"kind": "recognition", "id": item["id"], "event": item["event"]}
                yield {
                    "level": level,
                    "route": "recognition",
                    "since": shown(item["granted_on"]),
                    "version": item.get("policy_version", ""),
                    "clauses": [],
                    "reasons": ["RECOGNISED"],
                    "evidence": [cited],
                }

    def _recognitions(self) -> Sequence[Item]:
        return self._levels.facts.get("recognition", ())

    def _recognised(self, item: Item, level: str) -> list[Stretch]:
        return days(track(lambda moment: self._levels.recognised(item, level, moment)))

    def _gaps(self, level: str) -> Iterator[Said]:
        """Yield the days on which a recognition cites evidence that does not give the level."""
        cited = [item for item in self._recognitions() if item["level"] == level and item.get("cites_evidence")]

        def unfounded(moment: Moment) -> Truth:
            recognised = any(self._levels.recognised(item, level, moment) is True for item in cited)
            return recognised and self._levels.entitled(level, moment) is False

        for from_, until in days(track(unfounded)) if cited else []:
            yield {"level": level, "from": shown(from_), "until": shown(until)}

    def _lost(self, text: Text, day: int) -> Iterator[Said]:
        """Yield the levels that were held and are not, unless a higher one was or is held."""
        ordered = sorted(text.part("levels"), key=lambda each: (each.get("specialisation", False), -each["rank"]))
        for level in ordered:
            span = self._last_held(level["id"], day)
            if span is None or any(self._above(text, level, on) for on in (span[1], day)):
                continue
            then = self._levels.chain.at(span[1])
            yield {
                "id": level["id"],
                "title": level["title"],
                "since": shown(span[0]),
                "until": shown(span[1]),
                "version": "" if then is None else then.version,
            }

    def _last_held(self, level: str, day: int) -> Stretch | None:
        found = self.held[level]
        since = max((from_ for from_, _ in days(found) if from_ <= day), default=None)
        if since is None or at(found, day) is not False:
            return None
        span = span_at(days(found, possibly=True), since)
        return None if span is None else (since, span[1])

    def _above(self, text: Text, level: Node, day: int) -> bool:
        higher = [each for each in ladder(text) if each["rank"] > level["rank"]]
        return not level.get("specialisation", False) and any(at(self.held[each["id"]], day) for each in higher)

    def _missing(self, text: Text, day: int) -> Iterator[Said]:
        """Yield the ways to each level that is not held; of those that are met, what keeps the level away."""
        ordered = sorted(text.part("levels"), key=lambda each: (each.get("specialisation", False), each["rank"]))
        for level in ordered:
            if at(self.held[level["id"]], day):
                continue
            for route in level.get("routes", ()):
                met = self._levels.truth(route["condition"], text, Moment(day))
                way = {"level": level["id"], "title": level["title"], "route": route["name"]}
                yield way if met else {**way, "status": "open"}
            for each in text.part("announcements"):
                if each["level"] == level["id"]:
                    yield {
                        "level": level["id"],
                        "title": level["title"],
                        "route": each["route"],
                        "status": ANNOUNCED,
                        "reasons": [each["reason"]],
                        "text": each["text"],
                    }

    def _periods(self, _: Text, day: int) -> Iterator[Said]:
        conditions = self._levels.conditions
        for name in self._levels.names("periods"):
            period = period_on(conditions.periods(name), day)
            if period is None:
                continue
            worked = Periods(name, conditions)
            last = period["until"] - 1
            late_until = worked.renewable_until(last)
            renewal = worked.renewal(dict(period), min(day, late_until))
            late = shown(late_until) if last < late_until < END else None
            yield {
                "name": name,
                "number": period["number"] // 1000,
                "from": shown(period["from"]),
                "last_day": shown(last) if last + 1 < END else None,
                "runs": day <= last,
                "certain": True,
                "renewal": None if renewal is None else {"met": renewal[0], "late_until": late},
            }

    def _refused(self, text: Text, day: int) -> Iterator[Said]:
        for clause in text.part("refusals"):
            if self._levels.truth(clause["condition"], text, Moment(day)):
                yield {"clause": clause["no"], "reason": clause.get("reason", ""), "text": clause["text"]}

    def _changes(self, _: Text, day: int) -> Iterator[Said]:
        """Yield the later days on which something changes if nothing more happens."""
        found: dict[int, list[str]] = {}
        parts: tuple[tuple[str, Mapping[str, Track]], ...] = (
            ("", self.held),
            ("standing ", self.standings),
            ("listing lacks ", self.unmet),
            ("condition ", self.conditions),
        )
        for prefix, part in parts:
            for name, each in part.items():
                for from_, until in days(each):
                    for edge, what in ((from_, "begins"), (until, "ends")):
                        if day < edge < END:
                            found.setdefault(edge, []).append(f"{prefix}{name} {what}")
        for edge in sorted(found):
            yield {"on": shown(edge), "what": found[edge]}


def listed(several: Callable[[Case, Text, int], Iterator[Said]]) -> Callable[[Case, Text, int], list[Said]]:
    return lambda case, text, day: list(several(case, text, day))


MEMBERS_DERIVED: dict[str, Callable[[Case, Text, int], Any]] = {
    "under": Case._under,
    "level": Case._level,
    "levels": Case._levels_held,
    "possible_levels": Case._possible_levels,
    "specialisations": Case._specialisations,
    "lost": listed(Case._lost),
    "standing": Case._standing_on,
    "listing": Case._listing,
    "open_conditions": listed(Case._open),
    "possible_conditions": listed(Case._possible),
    "basis": Case._all_of_basis,
    "gaps": Case._all_gaps,
    "reasons": Case._reasons,
    "missing": listed(Case._missing),
    "periods": listed(Case._periods),
    "refused": listed(Case._refused),
    "notes": listed(Case._noted),
    "next_changes": listed(Case._changes),
}


def ladder(text: Text, *, aside: bool = False) -> list[Node]:
    """Return the levels of a text, the highest first, or those that stand aside of it."""
    return sorted(
        (each for each in text.part("levels") if bool(each.get("specialisation", False)) is aside),
        key=lambda each: -int(each["rank"]),
    )


def open_condition(rule: Node, spans: Sequence[Stretch], day: int) -> Said:
    span = span_at(spans, day)
    return {
        "id": rule["name"],
        "reason": rule["reason"],
        "text": rule.get("text", ""),
        "since": None if span is None else shown(span[0]),
        "by": rule.get("by", ""),
    }


def _same(one: Said, other: Said) -> bool:
    kept = [
        {name: value for name, value in each.items() if name not in ("from", "until", "version")}
        for each in (one, other)
    ]
    return kept[0] == kept[1]


# -------------------- comparison --------------------
# What an answer states held against what was derived again, member by member.


AT_LEAST = {"reasons"}
"""Lists in which what was derived has to stand; an explanation may name further reasons."""
LONG = 200


class Difference(NamedTuple):
    """A place in the answer, what the file states there, and what was derived."""

    place: str
    stated: Any
    derived: Any

    def __str__(self) -> str:
        return f"{self.place}: the file states {shortly(self.stated)}, but {shortly(self.derived)} follows"


def differences(stated: Mapping[str, Any], derived: Mapping[str, Any]) -> list[Difference]:
    """Return where an answer states otherwise than was derived, as far as that goes."""
    held = {each["id"] for each in (*derived.get("levels", ()), *derived.get("specialisations", ()))}
    ways = [each for each in stated["missing"] if isinstance(each, dict) and each.get("level") not in held]
    return list(_between({**stated, "missing": ways}, derived, "the answer's "))


def differences_of_timeline(stated: Any, derived: Any) -> list[Difference]:
    """Return where a timeline states otherwise than was derived."""
    return list(_between(stated, derived, "the timeline"))


def shortly(value: Any) -> str:
    """Return a value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONG else f"{text[:LONG]} …"


def _between(stated: Any, derived: Any, place: str) -> Iterator[Difference]:
    if isinstance(derived, dict) and isinstance(stated, dict):
        for name, value in derived.items():
            inner = f"{place}{name}" if place.endswith(" ") else f"{place}.{name}"
            if name in AT_LEAST and isinstance(stated.get(name), list):
                if any(each not in stated[name] for each in value):
                    yield Difference(inner, stated[name], value)
            else:
                yield from _between(stated.get(name), value, inner)
    elif isinstance(derived, list) and isinstance(stated, list) and len(stated) == len(derived):
        for number, (one, other) in enumerate(zip(stated, derived, strict=True)):
            yield from _between(one, other, f"{place}[{number}]")
    elif type(stated) is not type(derived) or stated != derived:
        yield Difference(place, stated, derived)


# -------------------- topics --------------------
# What every event holds, and what fact it gives: the tables by which events are read.
#
# A field is written ``name``, or ``name:what it holds`` where that is no text; ``=`` gives what its absence stands for,
# and ``>`` the name under which it becomes a fact.


EVIDENCE = {
    "pathway.course-started.v1": (
        "begun course",
        "program, program_version=1, format, begun_on:day, provider, site, country",
    ),
    "pathway.course-completed.v1": (
        "course",
        (
            "program, program_version=1, format, begun_on:day, ended_on:day, hours:number, result, roleplay, "
            "roleplay_share:number, hours_in_room:number, hours_online:number, hours_by_topic:numbers, "
            "attendance_checked:flag, provider, site, country, certificate, certificate_issued_on:day, "
            "carries_logo:flag"
        ),
    ),
    "pathway.course-component-completed.v1": (
        "component",
        "program, program_version, course, component, held_on:day, format, hours:number, result, provider, site",
    ),
    "pathway.refresher-completed.v1": (
        "refresher",
        "program, program_version, held_on:day, format, hours:number, provider",
    ),
    "pathway.assessment-recorded.v1": (
        "assessment",
        "program, program_version, skill, held_on:day, result_on:day, result, valid_until:day, assessors:texts",
    ),
    "pathway.logbook-hours-added.v1": ("mediation", "held_on:day, hours:number, role, online:flag"),
    "pathway.logbook-hours-added.v2": (
        "mediation",
        (
            "started_on:day, ended_on:day, hours:number, role, medium, area, country, full_scale:flag, fee_paid:flag, "
            "outcome, parties_count:number, supervised_by, co_mediators:texts, anonymised_case"
        ),
    ),
    "pathway.supervision-recorded.v1": (
        "supervision",
        "held_on:day, setting, hours:number, supervisor, mediation, confirmed_on:day",
    ),
    "pathway.learning-recorded.v1": (
        "learning",
        (
            "held_on:day, category, hours:number, unit_minutes:number=60, live:flag, provider, approved_by, process, "
            "topics:texts, points:number"
        ),
    ),
    "pathway.education-evidenced.v1": ("education", "degree, awarded_on:day, field, institution, country"),
    "pathway.registration-evidenced.v1": (
        "registration",
        "register, jurisdiction, level, since:day, until:day, proof, checked_on:day",
    ),
    "pathway.resigned-from-register.v1": ("resignation", "resigned_on:day"),
    "pathway.feedback-received.v1": ("feedback", "received_on:day, mediation, reviewer, reviewer_relation"),
    "pathway.feedback-digest-published.v1": (
        "digest",
        "published_on:day, reviewer, reviewer_relation, based_on_count:number",
    ),
    "pathway.peer-review-completed.v1": ("peer review", "completed_on:day, reviewer, result"),
    "pathway.code-accepted.v1": ("code acceptance", "code, accepted_on:day"),
    "pathway.insurance-evidenced.v1": ("insurance", "sum:number, currency, from:day, until:day, insurer"),
    "pathway.good-conduct-evidenced.v1": ("good conduct", "issued_on:day, until:day, issuer"),
    "pathway.profile-completed.v1": ("profile", "completed_on:day, until:day"),
    "pathway.listing-requested.v1": ("listing request", "requested_on:day, by"),
    "pathway.fee-paid.v1": (
        "fee",
        "purpose, paid_on:day, amount:number, currency, covers_from:day, covers_until:day",
    ),
    "pathway.fee-waived.v1": (
        "fee",
        "purpose, waived_on>paid_on:day, covers_from:day, covers_until:day, reason",
    ),
    "pathway.application-submitted.v1": ("application", "level, route, purpose, submitted_on:day"),
    "pathway.decision-recorded.v1": (
        "decision",
        "outcome, subject, decided_on:day, decided_by, policy_version, policy_hash, reasons:texts",
    ),
    "pathway.recognition-granted.v1": (
        "recognition",
        "level, granted_on:day, route, policy_version, policy_hash, label, evidence:texts, reasons:texts",
    ),
    "pathway.condition-imposed.v1": ("condition", "condition, imposed_on:day, by_when:day, subject"),
    "pathway.obstacle-declared.v1": ("obstacle", "from:day, until:day, ground, fault:flag"),
    "pathway.extension-requested.v1": ("extension", "requested_on:day, requirement, ground"),
    "pathway.waiver-granted.v1": ("waiver", "requirement, granted_on:day, granted_by, reason, until:day"),
    "pathway.leave-started.v1": ("leave", "from:day, until:day, requested_on:day, ground"),
    "pathway.complaint-raised.v1": ("complaint", "aware_on:day, raised_on:day, code"),
    "pathway.complaint-step-completed.v1": ("complaint step", "complaint, step, completed_on:day, outcome"),
    "pathway.suspension-imposed.v1": (
        "suspension",
        "complaint, imposed_on:day, from:day, months:number, until:day",
    ),
    "pathway.appeal-lodged.v1": ("appeal", "complaint, suspension, decision, lodged_on:day, suspensive:flag"),
    "pathway.evidence-recorded.v1": ("", "kind, days:days, numbers:numbers, texts:named, flags:flags"),
}
"""Events that state a fact, under a ``ref``: the kind of fact, and its fields."""

REMARKS = {
    "pathway.logbook-hours-verified.v1": ("mediation", "verified_by, verified_on:day"),
    "pathway.logbook-hours-disputed.v1": ("mediation", "disputed_by, disputed_on:day"),
    "pathway.registration-ended.v1": ("registration", "ended_on>until:day"),
    "pathway.re-registered.v1": ("resignation", "re_registered_on>until:day"),
    "pathway.listing-ended.v1": ("listing request", "ended_on>until:day"),
    "pathway.fee-refunded.v1": ("fee", "refunded_on:day"),
    "pathway.application-withdrawn.v1": ("application", "withdrawn_on:day"),
    "pathway.application-decided.v1": ("application", "decided_on:day, outcome, policy_version, reasons:texts"),
    "pathway.status-revoked.v1": ("recognition", "revoked_on>until:day"),
    "pathway.condition-satisfied.v1": ("condition", "satisfied_on:day, by>satisfied_by"),
    "pathway.condition-discharged.v1": ("condition", "discharged_on:day"),
    "pathway.obstacle-accepted.v1": ("obstacle", "accepted_on:day, accepted_by"),
    "pathway.extension-granted.v1": ("extension", "granted_on:day, granted_by, until:day, months:number"),
    "pathway.extension-refused.v1": ("extension", "refused_on:day"),
    "pathway.leave-ended.v1": ("leave", "ended_on>until:day"),
    "pathway.complaint-closed.v1": ("complaint", "closed_on:day, outcome"),
    "pathway.suspension-lifted.v1": ("suspension", "lifted_on:day"),
    "pathway.appeal-decided.v1": ("appeal", "decided_on:day, outcome"),
}
"""Events that say something more of evidence recorded before, named by ``of``: of which kind, and what."""

CORRECTIONS = {"pathway.logbook-hours-amended.v1", "pathway.evidence-corrected.v1"}
"""Events that put ``fields`` in the place of what evidence said; null takes one away."""
RETRACTIONS = {"pathway.logbook-hours-retracted.v1", "pathway.evidence-retracted.v1"}
"""Events that take evidence back: as if never recorded, or from ``effective_on``."""
DETAILS = "pathway.evidence-detailed.v1"
"""The event that adds further fields to evidence of any kind."""
WITHOUT_FACTS = {
    "pathway.pathway-opened.v1": "opened_on:day, country",
    "pathway.personal-data-erased.v1": "kept_fields:texts, erased_on:day",
    "pathway.legal-hold-placed.v1": "placed_on:day, reason",
    "pathway.legal-hold-lifted.v1": "lifted_on:day, reason",
    "pathway.person-forgotten.v1": "forgotten_on:day, asked_by",
}
"""Events of a pathway that change no fact, and their fields."""

PROGRAMS = {
    "program.program-submitted.v1": "title, kind, provider, country, established_on:day, submitted_on:day",
    "program.program-approved.v1": (
        "version=1, formats:texts, sites:texts, min_hours:number, effective_on:day, retrospective:flag, "
        "retro_window_months:number"
    ),
    "program.approval-effective-date-corrected.v1": "version=1, format, effective_on:day, reason",
    "program.scope-amended.v1": (
        "version=1, effective_on:day, add_formats:texts, remove_formats:texts, add_sites:texts, remove_sites:texts, "
        "min_hours:number, retrospective:flag, retro_window_months:number"
    ),
    "program.adaptation-document-filed.v1": "document, version, filed_on:day",
    "program.adaptation-document-accepted.v1": (
        "document, version, filed_on:day, accepted_on:day, cohorts, from:day, until:day"
    ),
    "program.adaptation-document-rejected.v1": "document, rejected_on:day, reason",
    "program.face-to-face-component-offered.v1": "offered_on:day, held_on:day, place, version",
    "program.audit-due.v1": "due_on:day",
    "program.audit-passed.v1": "audited_on:day",
    "program.audit-failed.v1": "audited_on:day, reason",
    "program.program-suspended.v1": "effective_on:day, reason",
    "program.program-reinstated.v1": "effective_on:day",
    "program.approval-withdrawn.v1": "version=1, effective_on:day, mode, teach_out_days:number, reason",
    "program.program-renamed.v1": "title, renamed_on:day",
    "program.listing-lapsed.v1": "effective_on:day, reason",
    "program.listing-restored.v1": "effective_on:day",
}
REGISTERS = {
    "register.register-opened.v1": "name, keeper, opened_on:day",
    "register.jurisdiction-listed.v1": "jurisdiction, from:day, until:day",
    "register.jurisdiction-listing-ended.v1": "jurisdiction, ended_on:day, reason",
    "register.jurisdiction-listing-corrected.v1": "jurisdiction, from:day, until:day, reason",
}
POLICIES = {
    "policy.policy-drafted.v1": "version, document, content_hash, drafted_on:day, drafted_by",
    "policy.policy-published.v1": (
        "version, document, content_hash, published_on:day, effective_from:day, effective_to:day, retroactive:flag, "
        "applies_to, adopted_by, impact_hash"
    ),
    "policy.policy-corrected.v1": "version, document, content_hash, corrected_on:day, reason",
    "policy.policy-suspended.v1": "version, from:day, until:day, announced_on:day, reason",
    "policy.policy-suspension-lifted.v1": "version, lifted_on:day, announced_on:day, reason",
    "policy.policy-superseded.v1": "version, by, effective_on:day, announced_on:day",
    "policy.policy-refused.v1": "version, reasons:texts, refused_on:day, refused_by",
    "policy.interpretation-chosen.v1": "parameter, value, version, chosen_by, chosen_on:day, reason",
    "policy.correction-drafted.v1": "version, document, content_hash, drafted_on:day, drafted_by",
    "policy.measure-drafted.v1": "measure, document, content_hash, drafted_on:day, drafted_by",
    "policy.scenarios-attached.v1": "version, content_hash, scenarios:texts, scenarios_hash",
    "policy.draft-tried.v1": "version, content_hash, scenarios_hash, played:number, tried_on:day",
    "policy.impact-reported.v1": (
        "version, content_hash, impact_hash, known:number, on:day, pathways:number, touched:number, gains:number, "
        "loses:number, prejudiced:number, earlier:number, unanswered:number, reaching_back:number, reported_by"
    ),
    "policy.reprojection-requested.v1": "reprojection, known:number, requested_by, reason",
    "policy.reprojection-completed.v1": "reprojection, known:number, pathways:number, changed:number, changes_hash",
    "policy.reprojection-rolled-back.v1": "generation:number",
}
SHARED = {**PROGRAMS, **REGISTERS, **POLICIES}


class Field(NamedTuple):
    """A field of an event: its name, the name of its fact, what it holds, and what its absence stands for."""

    name: str
    fact: str
    holds: str
    default: str | None = None


@cache
def fields(written: str) -> tuple[Field, ...]:
    """Return the fields of a line of these tables."""
    return tuple(_field(each) for each in written.split(", "))


def _field(written: str) -> Field:
    written, _, default = written.partition("=")
    named, _, holds = written.partition(":")
    name, _, fact = named.partition(">")
    return Field(name, fact or name, holds or "text", default or None)


# -------------------- facts --------------------
# Facts of a pathway: what its evidence says, corrected and completed by what was said of it since.


FIRST_LOGBOOK, LOGBOOK = "pathway.logbook-hours-added.v1", "pathway.logbook-hours-added.v2"
FEES = {"pathway.fee-paid.v1": False, "pathway.fee-waived.v1": True}
HELD = {"days": "day", "numbers": "number", "texts": "text", "flags": "flag"}
"""The groups in which a fact of a rulebook's own kind keeps its fields, by what they hold."""
COMMON = {"topic", "ref", "of", "reason", "private"}
"""Members that an event may have beside its fields; none of them becomes a fact by itself."""
TOLD = ("reason", "reasons")
"""Fields that say why; they join no facts, so that they can be forgotten."""
REFERENCES = {"program": "program", "register": "register"}
"""Fields of facts that name a stream, with the first part of the stream's name."""

Fact = dict[str, Any]
Payload = Mapping[str, Any]


class Event(NamedTuple):
    """An event of a stream: its id there, and what it says."""

    id: str
    payload: Payload


class UnreadableEvent(Exception):
    """An event is not one that this verifier knows how to read."""


def pathway_facts(events: Iterable[Event]) -> dict[str, list[Fact]]:
    """Return the facts of a pathway by kind, given its events in their order."""
    evidence: dict[str, Event] = {}
    remarks: dict[str, list[Event]] = {}
    for event in events:
        topic = readable(event)["topic"]
        if topic in EVIDENCE:
            evidence[event.payload["ref"]] = event
        elif topic not in WITHOUT_FACTS:
            remarks.setdefault(event.payload["of"], []).append(event)
    found: dict[str, list[Fact]] = {}
    for ref in sorted(evidence):
        fact = _fact(evidence[ref], remarks.get(ref, []))
        if fact is not None:
            found.setdefault(_kind_of(evidence[ref].payload), []).append(fact)
    return found


def streams_named(facts: Mapping[str, Iterable[Fact]]) -> list[str]:
    """Return the streams of the programs and registers that facts of a pathway name."""
    named = (
        f"{prefix}/{item[field]}"
        for items in facts.values()
        for item in items
        for field, prefix in REFERENCES.items()
        if field in item
    )
    return sorted(set(named))


def readable(event: Event) -> Payload:
    """Return what an event says. Raises `UnreadableEvent` for a topic or a field that is not known here."""
    payload, topic = event.payload, event.payload.get("topic")
    written = {**SHARED, **{name: line for name, (_, line) in (*EVIDENCE.items(), *REMARKS.items())}}.get(str(topic))
    known = set() if written is None else {each.name for each in fields(written)}
    if topic in CORRECTIONS:
        known = {"fields"}
    elif topic in RETRACTIONS:
        known = {"effective_on"}
    elif topic == DETAILS:
        known = set(HELD)
    elif topic in WITHOUT_FACTS:
        known = {each.name for each in fields(WITHOUT_FACTS[str(topic)])}
    elif written is None:
        raise UnreadableEvent(f"{event.id} has the topic {topic!r}, which this verifier does not know")
    unknown = [name for name in payload if name not in known | COMMON]
    if unknown:
        raise UnreadableEvent(f"{event.id} has a member {unknown[0]!r}, which no event of its topic has")
    return payload


def value_of(holds: str, value: Any) -> Any:
    """Return a value as facts have it: days as numbers, amounts in thousandths."""
    try:
        if holds == "day":
            return day_of(value)
        if holds == "number":
            return int(Decimal(value) * 1000)
    except (ValueError, TypeError, InvalidOperation):
        raise UnreadableEvent(f"{value!r} is no {holds}") from None
    return value


def values(payload: Payload, written: str) -> Iterator[tuple[Field, Any]]:
    """Yield each field of a line of the tables with what the event says in it, if anything."""
    for field in fields(written):
        value = payload.get(field.name, field.default)
        if value is not None:
            yield field, value


def joining(payload: Payload, written: str) -> Iterator[tuple[Field, Any]]:
    """Yield those of its fields that join a fact."""
    return ((field, value) for field, value in values(payload, written) if field.name not in TOLD)


def _kind_of(payload: Payload) -> str:
    return EVIDENCE[payload["topic"]][0] or str(payload["kind"])


def _fact(evidence: Event, remarks: list[Event]) -> Fact | None:
    """Return a fact as all remarks leave it, or nothing if it was taken back as if never recorded."""
    said = _said_today(evidence.payload)
    topic = said["topic"]
    item: Fact = {"id": said["ref"], "event": evidence.id}
    if topic in FEES:
        item["waived"] = FEES[topic]
    if _own_kind(topic):
        _add_held(item, said)
    else:
        _add(item, said, EVIDENCE[topic][1])
    for count, remark in enumerate(remarks):
        if not _remarked(item, said, remark.payload, [each.payload for each in remarks[:count]]):
            return None
    if EVIDENCE[topic][0] == "recognition":
        item["cites_evidence"] = "evidence" in item
    if EVIDENCE[topic][0] == "mediation":
        item.setdefault("ended_on", item["started_on"])
    return item


def _remarked(item: Fact, evidence: Payload, remark: Payload, before: list[Payload]) -> bool:
    """Let a remark join a fact; return whether there still is one."""
    topic = remark["topic"]
    if topic in CORRECTIONS:
        _correct(item, evidence, remark["fields"], before)
    elif topic in RETRACTIONS:
        if remark.get("effective_on") is None:
            return False
        item["retracted_on"] = day_of(remark["effective_on"])
    elif topic == DETAILS:
        _add_held(item, remark)
    else:
        _add(item, remark, REMARKS[topic][1])
    return True


def _said_today(payload: Payload) -> Payload:
    """Return what an event says as it would be written today: the first logbook asked only whether it was online."""
    if payload["topic"] != FIRST_LOGBOOK:
        return payload
    online = payload.get("online")
    medium = {} if online is None else {"medium": "online" if online else "in room"}
    kept = {name: value for name, value in payload.items() if name not in ("held_on", "online")}
    return {**kept, "topic": LOGBOOK, "started_on": payload["held_on"], **medium}


def _own_kind(topic: str) -> bool:
    return not EVIDENCE[topic][0]


def _add(item: Fact, payload: Payload, written: str) -> None:
    for field, value in joining(payload, written):
        item.update(_spread(field.fact, field.holds, value))


def _add_held(item: Fact, payload: Payload) -> None:
    for group, holds in HELD.items():
        for name, value in payload.get(group, {}).items():
            item[name] = value_of(holds, value)


def _spread(name: str, holds: str, value: Any) -> Fact:
    """Return what one field becomes; a list becomes a fact for each member as well, a table one for each key."""
    if holds == "texts":
        return {name: ", ".join(value), **{f"{name}_{member}": True for member in value}} if value else {}
    if holds == "numbers":
        return {f"{name}_{key}": value_of("number", each) for key, each in value.items()}
    return {name: value_of(holds, value)}


def _correct(item: Fact, evidence: Payload, corrections: Mapping[str, Any], before: list[Payload]) -> None:
    names = _correctable(evidence, before)
    for written, value in corrections.items():
        if written not in names:
            raise UnreadableEvent(f"a correction of {evidence['ref']!r} names {written!r}, which it does not have")
        name, holds = names[written]
        item.pop(name, None)
        if holds in ("texts", "numbers"):
            for member in [key for key in item if key.startswith(f"{name}_")]:
                del item[member]
        if value is not None:
            item.update(_spread(name, holds, value))


def _correctable(evidence: Payload, before: list[Payload]) -> dict[str, tuple[str, str]]:
    """Return what a correction may name, with the name of the fact and what it holds: the evidence's own goes first."""
    found = {name: (name, holds) for each in before if each["topic"] == DETAILS for name, holds in _held(each)}
    topic = evidence["topic"]
    if _own_kind(topic):
        return {**found, **{name: (name, holds) for name, holds in _held(evidence)}}
    kind, own = EVIDENCE[topic]
    for of, written in REMARKS.values():
        if of == kind and (of != "fee" or topic == "pathway.fee-paid.v1"):
            found.update({each.fact: (each.fact, each.holds) for each in fields(written) if each.name not in TOLD})
    return {**found, **{each.name: (each.fact, each.holds) for each in fields(own) if each.name not in TOLD}}


def _held(payload: Payload) -> Iterator[tuple[str, str]]:
    for group, holds in HELD.items():
        for name in payload.get(group, {}):
            yield name, holds


# -------------------- rulebooks --------------------
# The texts of a rulebook as its events leave them, and the chain of texts that a question is judged by.


STATED = {"policy.policy-drafted.v1", "policy.policy-published.v1", "policy.policy-corrected.v1"}


class TextAltered(Exception):
    """The text of a version is not the one that its hash names."""


class VersionUnknown(Exception):
    """No version of the name that was asked for is published or proposed."""


class Placed(NamedTuple):
    """An event at its position in the log."""

    position: int
    event: Event


class Rulebook:
    """The versions that were published and proposed, by name, as far as some events tell."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._drafts: dict[str, Mapping[str, Any]] = {}
        self._stated: dict[str, list[Mapping[str, Any]]] = {}
        self._refused: dict[str, Mapping[str, Any]] = {}
        self._suspended: dict[str, list[tuple[int, int]]] = {}
        self._superseded: dict[str, str] = {}
        self._chosen: list[Mapping[str, Any]] = []
        for event in events:
            self._take(event)
        self.published = {name: self._published(name) for name in self._stated}
        self.proposed = {
            name: text_of(said, readings=self.readings(name))
            for name, said in self._drafts.items()
            if name not in self._stated and name not in self._refused
        }

    def readings(self, version: str) -> dict[str, str]:
        """Return what was chosen for the parameters of a version."""
        return {each["parameter"]: each["value"] for each in self._chosen if each.get("version") in (None, version)}

    def _take(self, event: Event) -> None:
        said = readable(event)
        if said["topic"] not in POLICIES:
            raise UnreadableEvent(f"{event.id} is no event of a rulebook")
        what, version = said["topic"].split(".")[1], str(said.get("version"))
        if what == "policy-drafted":
            self._drafts[version] = said
            self._refused.pop(version, None)
        elif what in ("policy-published", "policy-corrected"):
            self._stated.setdefault(version, []).append(said)
        elif what == "policy-refused":
            self._refused[version] = said
        elif what == "policy-suspended":
            until = day_of(said["until"]) if said.get("until") else END
            self._suspended.setdefault(version, []).append((day_of(said["from"]), until))
        elif what == "policy-suspension-lifted":
            self._lift(version, day_of(said["lifted_on"]))
        elif what == "policy-superseded":
            self._superseded[version] = said["effective_on"]
        elif what == "interpretation-chosen":
            self._chosen.append(said)

    def _lift(self, version: str, day: int) -> None:
        spans = self._suspended.get(version, ())
        self._suspended[version] = [(first, min(until, day)) for first, until in spans if first < day]

    def _published(self, name: str) -> Text:
        superseded = self._superseded.get(name)
        return text_of(self._stated[name][-1], superseded, self._suspended.get(name, ()), self.readings(name))


def text_of(
    said: Mapping[str, Any],
    superseded: str | None = None,
    suspended: Iterable[tuple[int, int]] = (),
    readings: Mapping[str, str] = {},
) -> Text:
    """Return the text that an event states, if it is the one of its hash. Raises `TextAltered`."""
    found = "sha256:" + sha256(said["document"].encode()).hexdigest()
    if found != said["content_hash"]:
        raise TextAltered(f"the text of version {said['version']} has the hash {found}, and not {said['content_hash']}")
    policy = json.loads(said["document"])
    if superseded is not None:
        policy["in_force_until"] = min(filter(None, (policy.get("in_force_until"), superseded)))
    return Text(policy, found, suspended, readings)


def chain_for(events: Sequence[Placed], known: int, under: str | None, *, hindsight: bool) -> Chain:
    """Return the texts that judge, given all events of the rulebook, what was known, and which version was asked for.

    A version that is not stated as known is taken as it was first stated, if that was known, or with hindsight.
    """
    visible = Rulebook(each.event for each in events if each.position <= known)
    if under is None:
        return in_force(visible.published.values())
    named = visible
    if under not in visible.published and under not in visible.proposed:
        named = _first_stated(events, known, under, hindsight=hindsight)
    found = named.published.get(under) or named.proposed[under]
    text = Text(found.policy, found.content_hash, found.suspended, visible.readings(found.version))
    if under in named.published:
        return alone(text, visible.published.values())
    return in_force([*visible.published.values(), text])


def _first_stated(events: Sequence[Placed], known: int, under: str, *, hindsight: bool) -> Rulebook:
    for index, each in enumerate(events, start=1):
        said = each.event.payload
        if said["topic"] in STATED and said["version"] == under and (hindsight or each.position <= known):
            return Rulebook(each.event for each in events[:index])
    raise VersionUnknown(f"no version {under!r} is published or proposed, as far as was known")


# -------------------- tree --------------------
# The Merkle tree over the log (RFC 6962), as far as proofs of it are checked (RFC 9162, 2.1.3.2 and 2.1.4.2).


MEMBERS = (
    "actor",
    "cause",
    "command_id",
    "event_id",
    "position",
    "reason",
    "recorded_at",
    "stream",
    "topic",
    "version",
)
"""What the envelope of an event holds, in the order in which it is written."""


def leaf_data(envelope: Mapping[str, Any], payload: str) -> bytes:
    """Return the bytes that stand for an event: its envelope as canonical JSON (RFC 8785), a line feed, its payload."""
    return canonical(envelope) + b"\n" + payload.encode()


def canonical(members: Mapping[str, Any]) -> bytes:
    """Return canonical JSON (RFC 8785) of texts, whole numbers, and what holds them."""
    return json.dumps(members, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a path leads from the leaf of a hash to the root of a tree of so many leaves."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(step, found)
            place, last = _risen(place, last)
        else:
            found = node_hash(found, step)
        place, last = place // 2, last // 2
    return last == 0 and found == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that the tree of the old size is the beginning of the new one."""
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path
    if not 0 < old < new:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place // 2, last // 2
    found_old = found_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            place, last = _risen(place, last)
        else:
            found_new = node_hash(found_new, step)
        place, last = place // 2, last // 2
    return last == 0 and (found_old, found_new) == (old_root, new_root)


def _risen(place: int, last: int) -> tuple[int, int]:
    """Return both places where the first is the right one of two, or the only one."""
    while place and place % 2 == 0:
        place, last = place // 2, last // 2
    return place, last


# -------------------- dossiers --------------------
# A dossier as a file holds it, read strictly: what is not as it has to be is refused by name.


FORMAT = "milepost.dossier/v1"
MEMBERS_OF_FILE = {
    "format": str,
    "pathway": str,
    "on": str,
    "known": int,
    "under": (str, type(None)),
    "hindsight": bool,
    "rulebook": str,
    "checkpoint": str,
    "since": (str, type(None)),
    "heads": str,
    "told": str,
    "answer": dict,
    "timeline": list,
    "proofs": list,
    "events": list,
}
SIGNED = ("answer", "hindsight", "known", "on", "pathway", "proofs", "rulebook", "timeline", "under")
"""What the log's key signed a hash of."""
NUMBERS = {"position", "version"}
MAY_BE_NULL = {"cause", "reason"}
CUT_OFF = "the file does not end as a dossier ends: a part of it is missing"


class FileCutOff(Exception):
    """The file ends before it should."""


class NotADossier(Exception):
    """The file is not a dossier."""


class EventMalformed(Exception):
    """An event of the file is not written as one, or its parts contradict each other."""


class EventsOutOfOrder(Exception):
    """The events do not stand in the order of the log."""


class ClockSetBack(Exception):
    """An event says that it was recorded before one that stands before it in the log."""


class Entry(NamedTuple):
    """An event with its envelope, its payload as it is stored, and the path of its proof."""

    envelope: Mapping[str, Any]
    payload: str
    path: tuple[str, ...]
    said: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.envelope["event_id"])

    @property
    def position(self) -> int:
        return int(self.envelope["position"])

    @property
    def placed(self) -> Placed:
        return Placed(self.position, Event(self.id, self.said))


class Dossier(NamedTuple):
    """What a file holds."""

    members: Mapping[str, Any]
    entries: list[Entry]

    @property
    def day(self) -> int:
        return date.fromisoformat(self.members["on"]).toordinal()

    @property
    def known(self) -> int:
        return int(self.members["known"])

    @property
    def told(self) -> str:
        """The hash of what is told, as canonical JSON."""
        members = {name: self.members[name] for name in SIGNED}
        return "sha256:" + sha256(canonical(members)).hexdigest()

    def stream(self, name: str) -> list[Placed]:
        """Return the events of a stream, in their order."""
        return [each.placed for each in self.entries if each.envelope["stream"] == name]


def read_dossier(content: bytes) -> Dossier:
    """Return the dossier of a file's bytes. Raises what is the case with it."""
    members = _object(content)
    if members.get("format") != FORMAT:
        raise NotADossier(f"the file says that its format is {members.get('format')!r}; this verifier reads {FORMAT}")
    for name, kind in MEMBERS_OF_FILE.items():
        if name not in members or not _is(members[name], kind):
            raise NotADossier(f"the member {name!r} is missing, or is not what it has to be")
    strange = [name for name in members if name not in MEMBERS_OF_FILE]
    if strange:
        raise NotADossier(f"the file has a member {strange[0]!r}, which no dossier has")
    try:
        date.fromisoformat(members["on"])
    except ValueError:
        raise NotADossier(f"{members['on']!r} is no day of the calendar") from None
    dossier = Dossier(members, [_entry(each) for each in members["events"]])
    _require_order(dossier.entries)
    return dossier


def read_json(text: str) -> Any:
    """Return what a text of JSON says. Raises ValueError where it says a thing twice, or says what JSON cannot."""
    return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse, parse_float=_refuse)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def _refuse(written: str) -> NoReturn:
    raise ValueError(f"{written} is no number of a dossier")


def _object(content: bytes) -> Mapping[str, Any]:
    if not content.rstrip().endswith(b"}"):
        raise FileCutOff(CUT_OFF)
    try:
        text = content.decode("utf-8").rstrip()
    except UnicodeDecodeError as cause:
        raise NotADossier(f"the file is not text in UTF-8: {cause}") from None
    try:
        found = read_json(text)
    except json.JSONDecodeError as cause:
        if cause.pos >= len(text):
            raise FileCutOff(CUT_OFF) from None
        raise NotADossier(f"the file cannot be read: {cause}") from None
    except (ValueError, RecursionError) as cause:
        raise NotADossier(f"the file cannot be read: {cause}") from None
    if not isinstance(found, dict):
        raise NotADossier("the file is not one JSON object")
    return found


def _is(value: Any, kind: Any) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _entry(found: Any) -> Entry:
    if not isinstance(found, dict) or set(found) != {"envelope", "payload", "proof"}:
        raise EventMalformed("an event of the file has other members than envelope, payload and proof")
    envelope, payload, path = found["envelope"], found["payload"], found["proof"]
    if not isinstance(envelope, dict) or set(envelope) != set(MEMBERS) or not isinstance(payload, str):
        raise EventMalformed("the envelope of an event does not have the ten members of an envelope")
    for name, value in envelope.items():
        if not _is(value, int if name in NUMBERS else (str, type(None)) if name in MAY_BE_NULL else str):
            raise EventMalformed(f"{name!r} in the envelope of {envelope['event_id']!r} is not what it has to be")
    if not isinstance(path, list) or not all(isinstance(each, str) for each in path):
        raise EventMalformed(f"the proof of {envelope['event_id']} is no list of hashes")
    return Entry(envelope, payload, tuple(path), _stated_in(envelope, payload))


def _stated_in(envelope: Mapping[str, Any], payload: str) -> Mapping[str, Any]:
    """Return what the payload of an event says, if its envelope agrees with it."""
    if envelope["event_id"] != f"{envelope['stream']}@{envelope['version']}":
        raise EventMalformed(
            f"{envelope['event_id']} says that it is version {envelope['version']} of {envelope['stream']}"
        )
    try:
        said = read_json(payload)
    except (ValueError, RecursionError) as cause:
        raise EventMalformed(f"what {envelope['event_id']} says cannot be read: {cause}") from None
    if not isinstance(said, dict) or said.get("topic") != envelope["topic"]:
        raise EventMalformed(f"{envelope['event_id']} has another topic in its envelope than in what it says")
    return said


def _require_order(entries: list[Entry]) -> None:
    for before, entry in pairwise(entries):
        if entry.position <= before.position:
            raise EventsOutOfOrder(
                f"{entry.id} is at position {entry.position} and stands behind {before.id}, at {before.position}"
            )


def require_times_in_order(entries: list[Entry]) -> None:
    """Raise `ClockSetBack` where an event was recorded before one that stands before it in the log."""
    for before, entry in pairwise(entries):
        if entry.envelope["recorded_at"] < before.envelope["recorded_at"]:
            raise ClockSetBack(
                f"{entry.id} says that it was recorded at {entry.envelope['recorded_at']}, before {before.id}, "
                f"which stands before it in the log and was recorded at {before.envelope['recorded_at']}"
            )


# -------------------- notes --------------------
# Signed notes (C2SP signed-note, tlog-checkpoint): a text, and a line for each key that signed it, by Ed25519.


ED25519 = 1
DASH = "\N{EM DASH} "
HASH_LENGTH, ID_LENGTH, KEY_LENGTH = 32, 4, 33
LONGEST_SIZE = 19
"""Digits of a number that a column of a database may hold."""
STREAMS, ANSWER = "/streams", "/answer"
"""What statements of heads, and of an answer, add to the name of their log."""


class KeyMalformed(Exception):
    """The text is no verifier key."""


class NoteMalformed(Exception):
    """The text is no signed note, or not of the kind that it has to be."""


class NotSigned(Exception):
    """None of the given keys signed the note, or one of them did not sign this text."""


class OfAnotherLog(Exception):
    """The note speaks of another log than the one whose key was given."""


class Key(NamedTuple):
    """The public half of a key, with the name of the log for which it signs."""

    name: str
    id: bytes
    public: bytes


class Checkpoint(NamedTuple):
    """How many events a log had, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes


def read_keys(written: str) -> list[Key]:
    """Return the keys in a text, one on each line. Raises `KeyMalformed`."""
    lines = [line.strip() for line in written.splitlines()]
    keys = [_read_key(line) for line in lines if line and not line.startswith("#")]
    if not keys:
        raise KeyMalformed("there is no verifier key in it: one is written NAME+ID+KEY")
    if len({key.name for key in keys}) > 1:
        raise KeyMalformed("the keys are of several logs")
    return keys


def _read_key(line: str) -> Key:
    name, _, rest = line.partition("+")
    id_, _, encoded = rest.partition("+")
    data = bytes_of(encoded)
    if not name or data is None or len(data) != KEY_LENGTH or data[0] != ED25519:
        raise KeyMalformed(f"{line!r} is no verifier key of Ed25519, written NAME+ID+KEY")
    expected = sha256(name.encode() + b"\n" + data).digest()[:ID_LENGTH]
    if expected.hex() != id_:
        raise KeyMalformed(f"the key {name!r} was changed: its id does not follow from it")
    return Key(name, expected, data[1:])


def bytes_of(text: str) -> bytes | None:
    """Return the bytes that a text gives in base64, or None if it does not."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    return data if b64encode(data).decode() == text else None


def signed_text(note: str, keys: Sequence[Key]) -> str:
    """Return the text of a note, once one of the keys is found to have signed it, and none to have signed another.

    Signatures of other keys are ignored. Raises `NoteMalformed` and `NotSigned`.
    """
    above, blank, below = note.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise NoteMalformed("a signed note is a text, an empty line, and lines of signatures")
    text, found = above + "\n", False
    for line in below[:-1].split("\n"):
        name, made = _signature(line)
        for key in keys:
            if (key.name, key.id) == (name, made[:ID_LENGTH]):
                if not _signed(key, made[ID_LENGTH:], text):
                    raise NotSigned(f"the signature of {key.name} is not one of this text: the text was changed")
                found = True
    if not found:
        ids = ", ".join(f"{key.name} ({key.id.hex()})" for key in keys)
        raise NotSigned(f"none of the keys that were given signed it: {ids}")
    return text


def _signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line[len(DASH) :].partition(" ")
    data = bytes_of(encoded)
    if not line.startswith(DASH) or not name or data is None or len(data) <= ID_LENGTH:
        raise NoteMalformed("a line of a signature is a dash, a name, and the signature in base64")
    return name, data


def _signed(key: Key, signature: bytes, text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def opened(note: str, keys: Sequence[Key], beside: str = "") -> tuple[Checkpoint, list[str]]:
    """Return the checkpoint in a signed note, and the lines below it; ``beside`` is what is added to the log's name."""
    above = note.partition("\n")[0]
    origin = keys[0].name + beside
    if above != origin:
        raise OfAnotherLog(f"it speaks of {above!r}, and the key is of {origin!r}")
    lines = signed_text(note, keys).split("\n")[:-1]
    _, size, encoded, *below = [*lines, "", ""]
    root = bytes_of(encoded)
    if root is None or len(root) != HASH_LENGTH or not is_size(size):
        raise NoteMalformed("a checkpoint has three lines or more: the name of the log, a size, a root")
    return Checkpoint(origin, int(size), root), [line for line in below if line]


def hashes_of(lines: Iterable[str]) -> list[bytes]:
    """Return hashes written in base64. Raises `NoteMalformed`."""
    found = [bytes_of(line) for line in lines]
    if any(each is None or len(each) != HASH_LENGTH for each in found):
        raise NoteMalformed("a proof is a list of SHA-256 hashes in base64")
    return [each for each in found if each is not None]


def is_size(text: str) -> bool:
    """Tell whether a text is a number as sizes are written: in plain digits, without zeros before it."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_SIZE and text == str(int(text))


# -------------------- programs --------------------
# Facts of the programs and registers that a pathway's evidence names: approvals, sites, documents, listings.


AB_INITIO = "ab initio"


class Program:
    """A program as its events leave it; facts are by their ids, and a value that is None is absent."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kind: str | None = None
        self.suspended: dict[str, int | None] = {}
        self.suspended_on: int | None = None
        self.facts: dict[str, dict[str, Fact]] = {
            kind: {}
            for kind in ("approval", "approved site", "adaptation", "face-to-face offer", "audit", "lapsed listing")
        }
        self._event = ""

    def take(self, event: Event) -> None:
        """Take in the next event."""
        self._event = event.id
        topic = readable(event)["topic"]
        if topic not in PROGRAMS:
            raise UnreadableEvent(f"{event.id} is no event of a program")
        said = _said(event.payload, PROGRAMS[topic])
        TAKEN[topic](self, said)

    def stated(self) -> dict[str, list[Fact]]:
        """Return the facts by kind; approvals that were void from the start are apart."""
        found: dict[str, list[Fact]] = {}
        for kind, facts in self.facts.items():
            for name, fact in facts.items():
                if kind == "adaptation" and fact.get("accepted_on") is None:
                    continue
                named = "voided approval" if kind == "approval" and fact["voided_on"] is not None else kind
                of_kind = {"kind": self.kind} if kind == "approval" else {}
                given = _present({**fact, **of_kind})
                found.setdefault(named, []).append({"id": name, **given})
        return found

    def _named(self, *parts: object) -> str:
        return "/".join((self.name, *map(str, parts)))

    def _state(self, kind: str, name: str, **fact: Any) -> None:
        self.facts[kind][name] = {"event": self._event, "program": self.name, **fact}

    def _approvals(self, version: str, format_: str | None = None) -> list[tuple[str, Fact]]:
        found = self.facts["approval"].items()
        return [
            (name, each) for name, each in found if each["version"] == version and format_ in (None, each["format"])
        ]

    def _approve(self, fact: Fact) -> None:
        count = len(self._approvals(fact["version"], fact["format"]))
        name = self._named(fact["version"], fact["format"])
        self.facts["approval"][f"{name}/{count + 1}" if count else name] = fact

    def _submitted(self, said: Fact) -> None:
        self.kind = said["kind"]

    def _approved(self, said: Fact) -> None:
        for format_ in said["formats"]:
            self._approve(self._approval(said, format_))
        self._add_sites(said["version"], said["sites"] or (), said["effective_on"])

    def _approval(self, said: Fact, format_: str) -> Fact:
        return {
            "event": self._event,
            "program": self.name,
            "version": said["version"],
            "format": format_,
            "from": said["effective_on"],
            "until": None,
            "withdrawn_on": None,
            "mode": None,
            "teach_out_until": None,
            "voided_on": None,
            "min_hours": said["min_hours"],
            "retrospective": said["retrospective"],
            "retro_months": said["retro_window_months"],
            "resumed": False,
        }

    def _add_sites(self, version: str, sites: Iterable[str], from_: int) -> None:
        for site in sites:
            name = self._named(version, "site", site, shown(from_))
            self._state("approved site", name, version=version, site=site, **{"from": from_, "until": None})

    def _corrected(self, said: Fact) -> None:
        latest = {
            each["format"]: (name, each)
            for name, each in self._approvals(said["version"], said["format"])
            if not each["resumed"]
        }
        for name, approval in latest.values():
            ended = approval["withdrawn_on"]
            if ended is None and name in self.suspended:
                ended = self.suspended_on
            if ended is not None and approval["until"] == approval["from"]:
                approval["until"] = max(ended, said["effective_on"])
            approval["from"] = said["effective_on"]

    def _amended(self, said: Fact) -> None:
        model = self._approvals(said["version"])[-1][1]
        for format_ in said["remove_formats"] or ():
            for _, approval in self._approvals(said["version"], format_):
                if is_open(approval):
                    approval["until"] = said["effective_on"]
        given = {
            "min_hours": model["min_hours"],
            "retrospective": model["retrospective"],
            "retro_window_months": model["retro_months"],
        }
        given.update({name: said[name] for name in given if said[name] is not None})
        for format_ in said["add_formats"] or ():
            self._approve(self._approval({**said, **given}, format_))
        for site in self.facts["approved site"].values():
            removed = site["version"] == said["version"] and site["site"] in (said["remove_sites"] or ())
            if removed and site["until"] is None:
                site["until"] = said["effective_on"]
        self._add_sites(said["version"], said["add_sites"] or (), said["effective_on"])

    def _withdrawn(self, said: Fact) -> None:
        for name, approval in self._approvals(said["version"]):
            on = said["effective_on"]
            if said["mode"] == AB_INITIO:
                approval.update(withdrawn_on=on, mode=said["mode"], voided_on=on)
            elif approval["voided_on"] is None and _goes_on(self.suspended.get(name, approval["until"]), on):
                days, last = said["teach_out_days"], max(on, approval["from"])
                approval.update(
                    until=last if approval["until"] is None else min(last, approval["until"]),
                    withdrawn_on=on,
                    mode=said["mode"],
                    teach_out_until=None if days is None else on + days // 1000,
                )
                if name in self.suspended:
                    self.suspended[name] = last

    def _put_off(self, said: Fact) -> None:
        approvals, on = self.facts["approval"], said["effective_on"]
        self.suspended_on = on
        self.suspended = {
            name: each["until"]
            for name, each in approvals.items()
            if each["voided_on"] is None and _goes_on(each["until"], on)
        }
        for name in self.suspended:
            approvals[name]["until"] = max(on, approvals[name]["from"])

    def _reinstated(self, said: Fact) -> None:
        for name, until in self.suspended.items():
            approval, since = self.facts["approval"][name], said["effective_on"]
            if since <= approval["from"]:
                approval["until"] = until
            elif approval["voided_on"] is None and _goes_on(until, since):
                goes_on = {"event": self._event, "from": since, "until": until, "resumed": True}
                self._approve({**approval, **goes_on, "retrospective": False, "retro_months": None})
        self.suspended, self.suspended_on = {}, None

    def _filed(self, said: Fact) -> None:
        self._state("adaptation", self._named("adaptation", said["document"]), **said)

    def _accepted(self, said: Fact) -> None:
        name = self._named("adaptation", said["document"])
        filed = self.facts["adaptation"].get(name, {})
        known = {key: said[key] or filed.get(key) for key in ("version", "filed_on")}
        self._state("adaptation", name, **{**said, **known})

    def _rejected(self, said: Fact) -> None:
        name = self._named("adaptation", said["document"])
        self.facts["adaptation"][name] = {
            **self.facts["adaptation"][name],
            "accepted_on": None,
            "rejected_on": said["rejected_on"],
        }

    def _numbered(self, kind: str, named: str, fact: Fact) -> None:
        self._state(kind, self._named(named, len(self.facts[kind]) + 1), **fact)

    def _offered(self, said: Fact) -> None:
        self._numbered("face-to-face offer", "face-to-face", said)

    def _audit_due(self, said: Fact) -> None:
        self._numbered("audit", "audit", said)

    def _audit_passed(self, said: Fact) -> None:
        self._numbered("audit", "audit", {**said, "result": "passed"})

    def _audit_failed(self, said: Fact) -> None:
        self._numbered("audit", "audit", {"audited_on": said["audited_on"], "result": "failed"})

    def _lapsed(self, said: Fact) -> None:
        self._numbered("lapsed listing", "lapsed listing", {"from": said["effective_on"], "until": None})

    def _restored(self, said: Fact) -> None:
        for lapse in self.facts["lapsed listing"].values():
            if lapse["until"] is None:
                lapse["until"] = said["effective_on"]

    def _renamed(self, said: Fact) -> None:
        """Take in another title; it is no fact."""


TAKEN: dict[str, Callable[[Program, Fact], None]] = {
    "program.program-submitted.v1": Program._submitted,
    "program.program-approved.v1": Program._approved,
    "program.approval-effective-date-corrected.v1": Program._corrected,
    "program.scope-amended.v1": Program._amended,
    "program.approval-withdrawn.v1": Program._withdrawn,
    "program.program-suspended.v1": Program._put_off,
    "program.program-reinstated.v1": Program._reinstated,
    "program.program-renamed.v1": Program._renamed,
    "program.adaptation-document-filed.v1": Program._filed,
    "program.adaptation-document-accepted.v1": Program._accepted,
    "program.adaptation-document-rejected.v1": Program._rejected,
    "program.face-to-face-component-offered.v1": Program._offered,
    "program.audit-due.v1": Program._audit_due,
    "program.audit-passed.v1": Program._audit_passed,
    "program.audit-failed.v1": Program._audit_failed,
    "program.listing-lapsed.v1": Program._lapsed,
    "program.listing-restored.v1": Program._restored,
}


def program_facts(name: str, events: Iterable[Event]) -> dict[str, list[Fact]]:
    """Return the facts that a program states, given its events in their order."""
    program = Program(name)
    for event in events:
        program.take(event)
    return program.stated()


def register_facts(name: str, events: Iterable[Event]) -> dict[str, list[Fact]]:
    """Return on which days a register is relied on, for each jurisdiction."""
    listings: dict[str, list[Fact]] = {}
    for event in events:
        topic = readable(event)["topic"]
        if topic not in REGISTERS:
            raise UnreadableEvent(f"{event.id} is no event of a register")
        said = _said(event.payload, REGISTERS[topic])
        if topic == "register.jurisdiction-listed.v1":
            listing = {"event": event.id, "register": name, **said}
            listings.setdefault(said["jurisdiction"], []).append(listing)
        elif topic == "register.jurisdiction-listing-ended.v1":
            listings[said["jurisdiction"]][-1]["until"] = said["ended_on"]
        elif topic == "register.jurisdiction-listing-corrected.v1":
            listings[said["jurisdiction"]][-1].update({"from": said["from"], "until": said["until"]})
    found = [
        {"id": f"{name}/{jurisdiction}" + (f"/{count}" if count > 1 else ""), **_present(each)}
        for jurisdiction, several in listings.items()
        for count, each in enumerate(several, start=1)
    ]
    return {"listed register": found} if found else {}


def _goes_on(until: int | None, day: int) -> bool:
    return until is None or until > day


def is_open(approval: Mapping[str, Any]) -> bool:
    return approval["until"] is None and approval["withdrawn_on"] is None


def _present(fact: Fact) -> Fact:
    return {key: value for key, value in fact.items() if value is not None}


def _said(payload: Mapping[str, Any], written: str) -> Fact:
    """Return every field of an event, None where it says nothing."""
    said: Fact = {field.name: None for field in fields(written)}
    for field, value in values(payload, written):
        said[field.name] = value if field.holds == "texts" else value_of(field.holds, value)
    return said


# -------------------- proved --------------------
# Reasons and proofs held against what follows: outcomes of proofs, and codes that the rules have at all.


OWN_CODES = {"", "LEVEL_MISSING", "LEVEL_NOT_LISTED", "RECOGNISED", "RECOGNITION_ENDED"}
"""Codes that stand in no text."""
CODES = ("reason", "otherwise", "missing")
"""Members of a text that are codes."""
LISTS = {"standing": "standings", "listing": "listing", "condition": "conditions"}
"""Where a text has the rules of which a proof is given by name alone."""
KEEPING = {"kept while": "kept", "lost when": "lost"}


def reasons_differing(texts: Sequence[Text], answer: Mapping[str, Any]) -> list[Difference]:
    """Return the reasons of ways that are not met which no rule gives."""
    known = OWN_CODES.union(*(codes_in(text.policy) for text in texts))
    return [
        Difference(f"the answer's missing[{number}].reasons", code, None)
        for number, way in enumerate(answer["missing"])
        for code in way["reasons"]
        if code not in known
    ]


def proofs_differing(case: Case, proofs: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """Return the proofs whose outcome is not what follows. Those of renewals are not looked at."""
    found: list[Difference] = []
    told: dict[tuple[str, str, str], int] = {}
    for each in proofs:
        key = (each["part"], each["name"], each["on"])
        number = told[key] = told.get(key, -1) + 1
        day = day_of(each["on"])
        if each["part"] == "renewal":
            continue
        conditions = list(_conditions(case.text_on(day), each["part"], each["name"]))
        place = f"the proof of the {each['part']} {each['name']} on {each['on']}"
        if number >= len(conditions):
            found.append(Difference(place, each["proof"]["holds"], None))
            continue
        try:
            derived = case.truth(conditions[number], day)
        except PeriodInDoubt:
            continue
        if each["proof"]["holds"] is not derived:
            found.append(Difference(place, each["proof"]["holds"], derived))
    return found


def codes_in(node: Any) -> set[str]:
    """Return every code that stands in a part of a text."""
    if isinstance(node, dict):
        own = {node[name] for name in CODES if isinstance(node.get(name), str)}
        return own.union(*map(codes_in, node.values()))
    return set().union(*map(codes_in, node)) if isinstance(node, list) else set()


def _conditions(text: Text, part: str, name: str) -> Iterator[Node]:
    if part == "route":
        level, _, route = name.partition(": ")
        yield from (each["condition"] for each in _level(text, level).get("routes", ()) if each["name"] == route)
    elif part == "level":
        level, _, what = name.rpartition(", ")
        yield from filter(None, [_level(text, level).get(KEEPING[what])])
    else:
        yield from (each["condition"] for each in text.part(LISTS[part]) if each["name"] == name)


def _level(text: Text, name: str) -> Node:
    found: Node | None = text.level(name)
    return found or {}


# -------------------- checks --------------------
# The checks of a dossier, one after the other, each in a sentence; the first that fails ends them.


class OlderThanYourCheckpoint(Exception):
    """The log of the file is shorter than it was at the earlier checkpoint."""


class TwoRootsForOneSize(Exception):
    """The file and the earlier checkpoint give the same log two contents."""


class LogRewritten(Exception):
    """The log of the file does not go on from the earlier checkpoint."""


class NoProofFromYourCheckpoint(Exception):
    """The file does not say how its log goes on from the earlier checkpoint."""


class EventNotInLog(Exception):
    """An event of the file is not in the log at its place as it stands in the file."""


class EventMissing(Exception):
    """The file lacks an event that its log has."""


class EventNotStated(Exception):
    """The file has an event that its signed statement of heads does not know of."""


class OtherQuestion(Exception):
    """The answer in the file is one to another question than the file says."""


class AnswerChanged(Exception):
    """The answer in the file, its timeline or its proofs are not those for which the log's key signed."""


class AnswerDiffers(Exception):
    """The answer in the file does not follow from the events and the rules."""


class CannotBeWorkedOut(Exception):
    """The events and the rules are not such that anything follows from them."""


PROBLEMS = (
    *(FileCutOff, NotADossier, EventMalformed, EventsOutOfOrder, ClockSetBack),
    *(KeyMalformed, NoteMalformed, NotSigned, OfAnotherLog),
    *(OlderThanYourCheckpoint, TwoRootsForOneSize, LogRewritten, NoProofFromYourCheckpoint),
    *(EventNotInLog, EventMissing, EventNotStated, OtherQuestion, AnswerChanged),
    *(TextAltered, VersionUnknown, UnreadableEvent, NoTextInForce, AnswerDiffers, CannotBeWorkedOut),
)
"""What the checks find to be the case, by name."""

MOST_TOLD = 3
"""How many differences are told."""
FORMAT_OF_ANSWER = "milepost.answer/v1"
MEMBERS_OF_ANSWER = {
    *("format", "pathway", "on", "known", "under", "level", "levels", "possible_levels", "specialisations", "lost"),
    *("standing", "listing", "open_conditions", "possible_conditions", "basis", "gaps", "reasons", "missing"),
    *("periods", "refused", "notes", "next_changes", "words"),
}


class Checked(NamedTuple):
    """What a check showed; one that could not be made is not ``done``."""

    name: str
    sentence: str
    done: bool


class Report:
    """What was checked and found, as far as the checks went."""

    def __init__(self) -> None:
        self.checked: list[Checked] = []
        self.dossier: Dossier | None = None
        self.log: Checkpoint | None = None
        self.streams: dict[str, int] = {}
        self.problem: Exception | None = None
        self.failed = ""
        self.left_open: list[str] = []

    @property
    def verdict(self) -> str:
        if self.problem is not None:
            return "NOT VERIFIED"
        return "VERIFIED IN PART" if self.left_open else "VERIFIED"


class Checks:
    """The checks of one file, with the keys of the log and an earlier checkpoint if there is one."""

    def __init__(self, content: bytes, keys: str, earlier: str | None) -> None:
        self._content = content
        self._written_keys = keys
        self._written_earlier = earlier
        self.report = Report()
        self._keys: list[Key] = []

    def run(self) -> Report:
        """Return what the checks found."""
        for name, check in CHECKS.items():
            try:
                sentence = check(self)
            except PROBLEMS as problem:
                self.report.problem, self.report.failed = problem, name
                break
            except (
                ArithmeticError,
                AttributeError,
                LookupError,
                RuntimeError,
                StopIteration,
                TypeError,
                ValueError,
            ) as cause:
                told = f"{name}: what stands there is not as it has to be ({type(cause).__name__}: {cause})"
                self.report.problem, self.report.failed = CannotBeWorkedOut(told), name
                break
            skipped = check is Checks._earlier and self._written_earlier is None
            self.report.checked.append(Checked(name, sentence, not skipped))
        return self.report

    @property
    def _dossier(self) -> Dossier:
        if self.report.dossier is None:
            raise NotADossier("the file was not read")
        return self.report.dossier

    @property
    def _log(self) -> Checkpoint:
        if self.report.log is None:
            raise NoteMalformed("the checkpoint was not read")
        return self.report.log

    def _file(self) -> str:
        self.report.dossier = read_dossier(self._content)
        return f"The file is whole and is a dossier, with {len(self._dossier.entries)} events."

    def _signature(self) -> str:
        self._keys = read_keys(self._written_keys)
        self.report.log, _ = opened(self._dossier.members["checkpoint"], self._keys)
        return f"The checkpoint of the log {self._log.origin}, of {self._log.size} events, is signed by its key."

    def _earlier(self) -> str:
        if self._written_earlier is None:
            self.report.left_open.append(
                "No earlier checkpoint was given: it is not shown that nothing was changed in the log before the file "
                "was made. Whoever keeps a checkpoint today can have that shown tomorrow."
            )
            return "No earlier checkpoint of the log was given to hold the file against."
        earlier, _ = opened(self._written_earlier, self._keys)
        log, since = self._log, self._dossier.members["since"]
        if log.size < earlier.size:
            raise OlderThanYourCheckpoint(
                f"the log of the file has {log.size} events, and it had {earlier.size} at your earlier checkpoint: the "
                "file was made from an older copy, or events were taken away"
            )
        if log.size == earlier.size:
            if log.root != earlier.root:
                raise TwoRootsForOneSize(f"of {log.size} events there are two logs, with different contents")
            return f"The checkpoint is of the same {log.size} events as your earlier one."
        if since is None or _old_size(since) != earlier.size:
            raise NoProofFromYourCheckpoint(
                f"the file does not prove that its log goes on from your checkpoint of {earlier.size} events; ask for "
                f"one made with --since {earlier.size}"
            )
        above, _, note = since.partition("\n\n")
        if note != self._dossier.members["checkpoint"]:
            raise LogRewritten("the proof from your earlier checkpoint is one to another checkpoint than the file's")
        if not is_consistent(earlier.size, earlier.root, log.size, log.root, hashes_of(above.split("\n")[1:])):
            raise LogRewritten(
                f"the log of the file does not go on from your earlier checkpoint: among its first {earlier.size} "
                "events some were changed, taken away, added or put elsewhere since"
            )
        return (
            f"The log goes on from your earlier checkpoint: none of its first {earlier.size} events was changed, taken "
            "away or added since."
        )

    def _included(self) -> str:
        for each in self._dossier.entries:
            hashed = leaf_hash(leaf_data(each.envelope, each.payload))
            if not is_included(hashed, each.position - 1, self._log.size, hashes_of(each.path), self._log.root):
                raise EventNotInLog(
                    f"{each.id}, said to be at position {each.position}, is not there in the log as it is in the file: "
                    "it was changed, moved, put in or dated otherwise"
                )
        require_times_in_order(self._dossier.entries)
        return f"Each of the {len(self._dossier.entries)} events is in the log at its place, byte for byte as recorded."

    def _complete(self) -> str:
        heads, lines = opened(self._dossier.members["heads"], self._keys, STREAMS)
        if (heads.size, heads.root) != (self._log.size, self._log.root):
            raise EventNotStated("the statement of heads is one of another checkpoint")
        stated = dict(map(_head, lines))
        found: dict[str, list[Entry]] = {name: [] for name in stated}
        for each in self._dossier.entries:
            if each.envelope["stream"] not in found:
                raise EventNotStated(f"{each.id} is of a stream that the signed statement of heads does not name")
            found[each.envelope["stream"]].append(each)
        for name, version in stated.items():
            _require_gapless(name, version, found[name])
        self.report.streams = stated
        own = f"pathway/{self._dossier.members['pathway']}"
        policy = f"policy/{self._dossier.members['rulebook']}"
        for name in (own, policy, *streams_named(self._own_facts())):
            if name not in stated:
                raise EventMissing(f"the file lacks the stream {name}, on which the answer leans")
        return "No event of these streams is missing: the log's key signed how many each had at the checkpoint."

    def _known(self, stream: str) -> list[Any]:
        return [each.event for each in self._dossier.stream(stream) if each.position <= self._dossier.known]

    def _own_facts(self) -> dict[str, list[Fact]]:
        return pathway_facts(self._known(f"pathway/{self._dossier.members['pathway']}"))

    def _texts(self) -> str:
        events = self._dossier.stream(f"policy/{self._dossier.members['rulebook']}")
        Rulebook(each.event for each in events)
        stated = sum(each.event.payload["topic"] in STATED for each in events)
        return f"The {stated} texts of the rulebook are those of their hashes."

    def _question(self) -> str:
        members, answer = self._dossier.members, self._dossier.members["answer"]
        if set(answer) != MEMBERS_OF_ANSWER or answer["format"] != FORMAT_OF_ANSWER:
            raise OtherQuestion(f"the answer has other members than those of {FORMAT_OF_ANSWER}")
        asked = {
            "pathway": (members["pathway"], answer["pathway"]),
            "on": (members["on"], answer["on"]),
            "known": (members["known"], answer["known"]["position"]),
            "under": (members["under"] or IN_FORCE, answer["under"]["asked"]),
            "rulebook": (members["rulebook"], answer["under"]["rulebook"]),
        }
        for name, (file, said) in asked.items():
            if file != said or type(file) is not type(said):
                raise OtherQuestion(f"the file is about {name} {file!r}, its answer about {said!r}")
        if not 0 < members["known"] <= self._log.size:
            raise OtherQuestion(f"position {members['known']} is not one of the {self._log.size} of the checkpoint")
        _require_instant(self._dossier, answer["known"]["recorded_at"])
        return f"The answer is one to the question of the file: {_question_of(self._dossier)}."

    def _told(self) -> str:
        signed, lines = opened(self._dossier.members["told"], self._keys, ANSWER)
        if (signed.size, signed.root, lines) != (self._log.size, self._log.root, [self._dossier.told]):
            raise AnswerChanged(
                "what the file tells is not what the log's key signed: it was changed after it was told"
            )
        return "The answer, its timeline and its proofs are as they were told: the log's key signed them."

    def _answer(self) -> str:
        case, known = self._case(), self._dossier.members
        derived, doubtful = case.answer(self._dossier.day)
        found = differences(known["answer"], derived)
        try:
            found += differences_of_timeline(known["timeline"], case.timeline())
        except PeriodInDoubt:
            doubtful.append("timeline")
        found += reasons_differing(case.texts, known["answer"])
        found += proofs_differing(case, known["proofs"])
        if found:
            raise AnswerDiffers("; ".join(map(str, found[:MOST_TOLD])) + (" …" if len(found) > MOST_TOLD else ""))
        if doubtful:
            self.report.left_open.append(
                "It is not known when a period began or ended, and this verifier does not look into such a doubt. Not "
                f"derived again, for that reason: {', '.join(doubtful)}."
            )
        return "The answer was worked out again from these events by these texts, and comes to the same."

    def _case(self) -> Case:
        members = self._dossier.members
        facts = self._own_facts()
        for stream in streams_named(facts):
            stating = program_facts if stream.startswith("program/") else register_facts
            for kind, items in stating(stream.partition("/")[2], self._known(stream)).items():
                facts[kind] = [*facts.get(kind, []), *items]
        events = self._dossier.stream(f"policy/{members['rulebook']}")
        chain = chain_for(events, self._dossier.known, members["under"], hindsight=members["hindsight"])
        return Case(Levels(chain, facts))


CHECKS: dict[str, Callable[[Checks], str]] = {
    "file": Checks._file,
    "checkpoint": Checks._signature,
    "earlier checkpoint": Checks._earlier,
    "events": Checks._included,
    "completeness": Checks._complete,
    "texts": Checks._texts,
    "question": Checks._question,
    "signed answer": Checks._told,
    "answer": Checks._answer,
}


def _question_of(dossier: Dossier) -> str:
    members = dossier.members
    by = f"version {members['under']} of the rulebook" if members["under"] else "the rules in force on that day"
    return (
        f"where {members['pathway']} stood on {members['on']} by {by}, as far as was known at position "
        f"{members['known']} of the log"
    )


def _old_size(since: str) -> int | None:
    word, _, size = since.partition("\n")[0].partition(" ")
    return int(size) if word == "old" and is_size(size) else None


def _head(line: str) -> tuple[str, int]:
    version, _, stream = line.partition(" ")
    if not is_size(version):
        raise NoteMalformed("a line of the statement of heads is a version and a stream")
    return str(json.loads(stream)), int(version)


def _require_gapless(stream: str, version: int, entries: Sequence[Entry]) -> None:
    for expected, entry in enumerate(entries, start=1):
        if entry.envelope["version"] != expected:
            raise EventMissing(f"{stream}@{expected} is missing: {entry.id} follows in the file")
    if len(entries) < version:
        raise EventMissing(f"{stream}@{len(entries) + 1} is missing: the stream had {version} events at the checkpoint")
    if len(entries) > version:
        raise EventNotStated(
            f"{entries[version].id} is in the file, and the stream had {version} events at the checkpoint"
        )


def _require_instant(dossier: Dossier, stated: str) -> None:
    """Raise `OtherQuestion` where what was known was recorded at another time than events around it allow."""
    instant = datetime.fromisoformat(stated)
    for each in dossier.entries:
        recorded = datetime.fromisoformat(str(each.envelope["recorded_at"]))
        before, after = each.position <= dossier.known, each.position >= dossier.known
        if (before and recorded > instant) or (after and recorded < instant):
            raise OtherQuestion(
                f"position {dossier.known} cannot have been recorded at {stated}: {each.id} was at {recorded}"
            )


# -------------------- command --------------------
# ``python milepost_verifier.py DOSSIER --key KEY``: checks a dossier offline and prints a verdict.


USAGE = 2
WIDTH = 110
STATUS = {"VERIFIED": 0, "NOT VERIFIED": 1, "VERIFIED IN PART": 3}
"""The exit status of each verdict; another is given where the command could not be carried out."""
CARRIED = (
    "Not derived again, and only signed by the log's key: the explanations. These are the wording of what is short and "
    "until when, which clauses and evidence are cited, and which reasons are given for ways that are not met; of them "
    "it was checked that the rules know each reason, and that each proof has the outcome that follows."
)
UNSEEN = (
    "What no such file can show: whether what was recorded was true, and whether something was never recorded at all."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what the command line names, print the verdict, and return the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        content = Path(asked.dossier).read_bytes()
        keys = _key(asked.key)
        earlier = None if asked.checkpoint is None else Path(asked.checkpoint).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        print(f"cannot be read: {cause}", file=sys.stderr)
        return USAGE
    report = Checks(content, keys, earlier).run()
    hashed = sha256(content).hexdigest()
    lines = [json.dumps(as_json(report, hashed), indent=2)] if asked.json else _lines(report, asked.dossier, hashed)
    for line in lines if asked.json else map(legible, lines):
        print(line)
    return STATUS[report.verdict]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Check a dossier of Milepost offline: signatures, proofs, and the answer, worked out again.",
        epilog="Exit status: 0 verified, 1 not verified, 3 verified in part, 2 if it could not be tried.",
    )
    parser.add_argument("dossier", help="the file")
    parser.add_argument("--key", required=True, help="the log's verifier key, NAME+ID+KEY, or a file with such keys")
    parser.add_argument(
        "--checkpoint", help="a checkpoint of the log that you kept from earlier: a file with a signed note"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    return parser


def _key(given: str) -> str:
    """Return the keys that are given as they are, or in a file."""
    if given.count("+") > 1 and not Path(given).exists():
        return given
    return Path(given).read_text(encoding="utf-8")


def as_json(report: Report, hashed: str) -> dict[str, Any]:
    """Return what was checked and found."""
    problem = report.problem
    return {
        "format": "milepost.verdict/v1",
        "verdict": report.verdict,
        "file": f"sha256:{hashed}",
        "log": None if report.log is None else {"origin": report.log.origin, "size": report.log.size},
        "checked": [{"check": each.name, "found": each.sentence} for each in report.checked],
        "failed": None
        if problem is None
        else {"check": report.failed, "name": type(problem).__name__, "what": str(problem)},
        "left_open": report.left_open,
        "streams": report.streams,
        "answer": _answer_of(report) if report.problem is None else None,
    }


def _answer_of(report: Report) -> Mapping[str, Any] | None:
    return None if report.dossier is None else dict(report.dossier.members["answer"])


def legible(line: str) -> str:
    """Return a line as it may be shown: what steers a terminal, or cannot be seen or written there, is spelt out."""
    encoding = sys.stdout.encoding or "utf-8"
    seen = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in line)
    return seen.encode(encoding, "backslashreplace").decode(encoding)


def _lines(report: Report, file: str, hashed: str) -> list[str]:
    lines = [f"Dossier {file}", f"  sha256:{hashed}", "", *_coordinates(report), "What was checked"]
    for each in report.checked:
        lines += _wrapped(f"  {'ok' if each.done else '--'}  ", each.sentence)
    if report.problem is not None:
        lines += [*_wrapped("  NO  ", str(report.problem)), "      Nothing after this was looked at."]
        return [*lines, "", f"NOT VERIFIED: {type(report.problem).__name__}"]
    lines += ["", *_stands(report), *_events(report), "", report.verdict]
    for told in (*report.left_open, CARRIED, UNSEEN):
        lines += _wrapped("", told)
    return lines


def _wrapped(before: str, sentence: str) -> list[str]:
    """Return a sentence in lines that fit on a page, the later ones set in."""
    return wrap(sentence, WIDTH, initial_indent=before, subsequent_indent=" " * len(before))


def _coordinates(report: Report) -> list[str]:
    if report.dossier is None:
        return []
    members = report.dossier.members
    under, known = (_part(members["answer"], name) for name in ("under", "known"))
    said = "What the file says of itself" if report.problem is not None else "The question"
    return [
        said,
        f"  who      {members['pathway']}",
        f"  when     on {members['on']}",
        f"  by       {under.get('rulebook')} {under.get('version')}: {under.get('title')}",
        f"           {under.get('content_hash')}, in force from {under.get('in_force_from')}",
        f"  knowing  the log up to position {members['known']}, recorded {known.get('recorded_at')}",
        "",
    ]


def _part(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a part of an answer of which nothing is known yet, empty if it is no object."""
    found = answer.get(name)
    return found if isinstance(found, dict) else {}


def _stands(report: Report) -> list[str]:
    answer = _answer_of(report) or {}
    lines = ["Where the person stood", *map(_told_of_level, [*answer["levels"], *answer["specialisations"]])]
    if not answer["levels"]:
        lines.append("  No level is held.")
    lines += [
        f"  {lost['title']} ({lost['id']}) was held from {lost['since']} and lost on {lost['until']}."
        for lost in answer["lost"]
    ]
    if answer["possible_levels"]:
        lines.append(f"  In doubt, because something is not known: {', '.join(answer['possible_levels'])}.")
    standing = answer["standing"]
    also = f" (also {', '.join(standing['also'])})" if standing["also"] else ""
    lines.append(f"  Standing: {standing['id']}{also}. Public list: {answer['listing']['state']}.")
    owed = [f"{each['id']} since {each['since']}" for each in answer["open_conditions"]]
    return [*lines, *([f"  Owed: {', '.join(owed)}."] if owed else [])]


def _told_of_level(level: Mapping[str, Any]) -> str:
    since = f" since {level['since']}" if level["since"] else ""
    until = f", up to before {level['until']} if nothing more happens" if level["until"] else ""
    return f"  {level['title']} ({level['id']}) is held{since}{until}."


def _events(report: Report) -> list[str]:
    """Return which events count: the person's own each by itself, those of shared streams by their number."""
    if report.dossier is None:
        return []
    known = [each for each in report.dossier.entries if each.position <= report.dossier.known]
    own = f"pathway/{report.dossier.members['pathway']}"
    lines = [_event(each) for each in known if each.envelope["stream"] == own]
    shared = {name: sum(each.envelope["stream"] == name for each in known) for name in report.streams if name != own}
    lines += [f"  {name}: {number} events" for name, number in shared.items()]
    later = len(report.dossier.entries) - len(known)
    if later:
        lines.append(f"  {later} later ones are in the file; they were not known yet, and do not count")
    return ["", "The events that count", *lines]


def _event(entry: Entry) -> str:
    what = str(entry.envelope["topic"]).split(".")[1].replace("-", " ")
    said = entry.said.get("ref") or entry.said.get("of")
    named = f" ({said})" if said else ""
    recorded = str(entry.envelope["recorded_at"])[: len("YYYY-MM-DD")]
    return f"  {entry.id}: {what}{named}, recorded {recorded} at position {entry.position}"


if __name__ == "__main__":
    sys.exit(main())
