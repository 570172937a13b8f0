"""Amounts as they stand in a document: what is measured, what it is worth, how much counts, and what it must be."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from domain.policy.language import (
    EACH_ITEM,
    Binder,
    Cap,
    Condition,
    Depending,
    Measure,
    Part,
    Require,
    Share,
    Together,
    Total,
    Worth,
)
from domain.policy.other_numbers import other_unit
from domain.policy.quantities import Quantities, in_proportion
from domain.policy.saying_amounts import number
from domain.policy.typed import (
    Fault,
    Mapping,
    Sequence,
    Text,
    Typed,
    Walk,
    entries_of,
    items_of,
    text_of,
    unknown,
)
from domain.policy.words import NUMBER_RELATIONS, Scope, Words, amount

ITEMS = ("count", "sum", "distinct", "best")
_WORTH = {"counts as", "counts at most", "counts beyond"}
_OF_ITEMS = {*ITEMS, "where"}
_COMPARED = set(NUMBER_RELATIONS)
KEYS_OF_AMOUNTS = {*_OF_ITEMS, *_WORTH, *_COMPARED, "total", "share", "of which"}
_PERCENT = re.compile(r"^(\d{1,3}(?:\.\d{1,3})?) %$", re.ASCII)
_FRACTION = re.compile(r"^([1-9]\d{0,2})/([1-9]\d{0,2})$", re.ASCII)
_OF_TOTAL = " of the total"
_FOR_EACH = re.compile(r"^(.+) for each (full )?(.+)$")
_BEST_OF = re.compile(r"^(\d{1,3}) of .+$", re.ASCII)
HUNDRED = Decimal(100)

Measured = Measure | Total


class Measures:
    """Reads amounts; the conditions inside them are read by ``read``, and ``bind`` takes an item in hand."""

    def __init__(
        self,
        words: Words,
        read: Callable[[Typed, Scope], Condition],
        bind: Callable[[Text, tuple[Condition, ...] | None, Scope], Binder],
    ) -> None:
        self._words = words
        self._read = read
        self._bind = bind
        self._quantities = Quantities(words)

    def measure(self, typed: Mapping, scope: Scope) -> Condition:
        """Return the condition that items, or a total of parts, amount to so much."""
        of_total = "total" in typed.entries
        what = "a total" if of_total else "a measure"
        keys = {"total"} if of_total else _OF_ITEMS
        part = Walk(Text(value=what, place=typed.place), entries_of(typed, what, {*keys, *_WORTH, *_COMPARED}))
        relations = [relation for relation in NUMBER_RELATIONS if relation in part.entries]
        if len(relations) != 1:
            raise Fault(
                typed.place, f"expected one amount to compare with, under one of: {', '.join(NUMBER_RELATIONS)}"
            )
        floors: list[Condition] = []
        measured, unit = self._measured(part, scope, floors, in_total=False)
        compared = self._compared(measured, unit, relations[0], part.required(relations[0]), scope)
        return Together(how="all", of=(compared, *floors)) if floors else compared

    def share(self, typed: Mapping, scope: Scope) -> Share:
        """Return the condition that so many percent of the items meet further lines."""
        part = Walk(
            Text(value="a share", place=typed.place),
            entries_of(typed, "a share", {"share", "of which", "where", *_COMPARED}),
        )
        relations = [relation for relation in NUMBER_RELATIONS if relation in part.entries]
        if len(relations) != 1:
            raise Fault(
                typed.place, f"expected one amount to compare with, under one of: {', '.join(NUMBER_RELATIONS)}"
            )
        binder, field, where, hand = self._items(part, "share", scope)
        which = tuple(self._read(item, hand) for item in items_of(part.required("of which"), "lines"))
        if not which:
            raise Fault(part.required("of which").place, "expected at least one line")
        stated = part.text(relations[0])
        portion = _portion(stated)
        if portion is None:
            raise Fault(stated.place, f"expected a percentage such as '40 %', or '1/3', found '{stated.value}'")
        return Share(
            name=binder.name,
            kind=binder.kind,
            which=which,
            relation=relations[0],
            amount=portion[0],
            out_of=portion[1],
            field=field,
            where=where,
        )

    def _compared(self, measured: Measured, unit: str, relation: str, stated: Typed, scope: Scope) -> Measured:
        amount, of = self._quantity(stated, unit, measured, scope)
        return msgspec.structs.replace(measured, relation=relation, amount=amount, amount_of=of)

    def _quantity(self, stated: Typed, unit: str, measured: Measured, scope: Scope) -> tuple[Decimal, Depending | None]:
        return self._quantities.of(stated, unit, lambda text: _amount_in(unit, text, measured), scope)

    def _measured(self, part: Walk, scope: Scope, floors: list[Condition], *, in_total: bool) -> tuple[Measured, str]:
        """Return what is measured without its relation, and its unit; the floors of its parts are added."""
        measured, unit = self._total(part, scope, floors) if "total" in part.entries else self._of_items(part, scope)
        caps = self._caps(part, measured, unit, scope, in_total=in_total)
        beyond, beyond_of = Decimal(0), None
        if "counts beyond" in part.entries:
            beyond, beyond_of = self._quantity(part.required("counts beyond"), unit, measured, scope)
        return msgspec.structs.replace(measured, unit=unit, caps=caps, beyond=beyond, beyond_of=beyond_of), unit

    def _of_items(self, part: Walk, scope: Scope) -> tuple[Measure, str]:
        named = [key for key in ITEMS if key in part.entries]
        if len(named) != 1:
            raise Fault(part.name.place, f"expected one thing to measure, under one of: {', '.join((*ITEMS, 'total'))}")
        how = named[0]
        taken = _taken(part.text(how)) if how == "best" else 1
        binder, field, where, _ = self._items(part, how, scope)
        unit = self._words.vocabulary[binder.kind].fields[field].unit if field and how != "distinct" else ""
        worth = None
        if "counts as" in part.entries:
            worth, unit = self._worth(part.required("counts as"), how, binder, field, unit, scope)
        if how == "best" and not field and worth is None:
            raise Fault(part.text(how).place, f"expected a number of {binder.kind}, or 'counts as' to give it a worth")
        measure = Measure(
            name=binder.name,
            kind=binder.kind,
            relation="",
            amount=Decimal(0),
            field=field,
            where=where,
            how=how if how in {"distinct", "best"} else "",
            taken=taken,
            worth=worth,
        )
        return measure, unit

    def _items(self, part: Walk, key: str, scope: Scope) -> tuple[Binder, str, tuple[Condition, ...], Scope]:
        """Return the items that are measured, the field of them, the lines that select them, and what is in hand."""
        of = part.text(key)
        if key == "best" and _BEST_OF.match(of.value):
            of = Text(value=of.value.partition(" of ")[2], place=of.place)
        kind, _, field = of.value.partition(".") if " as " not in of.value else (of.value, "", "")
        item, as_, named = of.value.partition(" as ")
        if as_:
            named, _, field = named.partition(".")
            kind = f"{item} as {named}"
        if key == "count" and field:
            raise Fault(of.place, f"a count takes items, not a field: 'count: {kind}'")
        binder = self._bind(Text(value=kind, place=of.place), None, scope)
        hand = {**scope, binder.name: binder.kind}
        where = (
            tuple(self._read(item, hand) for item in items_of(part.required("where"), "lines"))
            if "where" in part.entries
            else ()
        )
        self._bind(Text(value=kind, place=of.place), where, scope)
        self._field(of, key, binder, field)
        return binder, field, where, hand

    def _field(self, of: Text, key: str, binder: Binder, field: str) -> None:
        fields = self._words.vocabulary[binder.kind].fields
        numbers = [name for name, each in fields.items() if each.type == "number"]
        if key in {"sum", "distinct"} and not field:
            meant = next(iter(numbers if key == "sum" else fields), "…")
            raise Fault(of.place, f"expected a field of {binder.kind}, such as '{key}: {of.value}.{meant}'")
        if key == "distinct" and field not in fields:
            raise unknown(Text(value=field, place=of.place), f"the field of {binder.kind}", fields)
        if key in {"sum", "best", "share"} and field and field not in numbers:
            raise unknown(Text(value=field, place=of.place), f"the number of {binder.kind}", numbers)

    def _total(self, part: Walk, scope: Scope, floors: list[Condition]) -> tuple[Total, str]:
        parts: list[Part] = []
        units: dict[str, Text] = {}
        for name, typed in entries_of(part.required("total"), "the parts of a total").values():
            keys = {*_OF_ITEMS, "total", *_WORTH, "at least", "else"}
            inner = Walk(name, entries_of(typed, f"the part '{name.value}'", keys))
            measured, unit = self._measured(inner, scope, floors, in_total=True)
            units.setdefault(unit, name)
            if "at least" in inner.entries:
                floor = self._compared(measured, unit, "at least", inner.required("at least"), scope)
                code = inner.code("else", "")
                floors.append(Require(that=_alone(floor), otherwise=code) if code else _alone(floor))
            elif "else" in inner.entries:
                raise Fault(inner.text("else").place, "'else' is the reason where 'at least' is not met; say how much")
            parts.append(Part(name=name.value, of=measured))
        if not parts:
            raise Fault(part.required("total").place, "expected at least one part")
        if len(units) > 1:
            other = list(units.items())[1]
            raise Fault(
                other[1].place, f"the parts of a total have one unit: {' and '.join(_unit(unit) for unit in units)}"
            )
        if sum(1 for each in parts for cap in each.of.caps if cap.out_of) > 1:
            raise Fault(
                part.required("total").place, "only one part of a total can be capped by a share of it; nest them"
            )
        return Total(parts=tuple(parts), relation="", amount=Decimal(0)), next(iter(units))

    def _worth(self, typed: Typed, how: str, binder: Binder, field: str, unit: str, scope: Scope) -> tuple[Worth, str]:
        if isinstance(typed, Mapping):
            if field:
                raise Fault(
                    typed.place, f"a scale gives a worth to items, not to an amount: say '{how}: {binder.kind}'"
                )
            return self._scale(typed, binder)
        text = text_of(typed, "an amount, such as '5 points' or '1 hour for each 50 minutes'")
        if not field and in_proportion(text):
            return self._of_its_length(text, {**scope, binder.name: binder.kind})
        found = _FOR_EACH.match(text.value)
        if found is None:
            number, counted = amount(text)
            return Worth(amount=_more_than_zero(number, text)), counted
        number, counted = amount(Text(value=found[1], place=text.place))
        if not field:
            raise Fault(text.place, f"an item is worth so much, as in '5 points'; found '{text.value}'")
        each, of = amount(Text(value=found[3] if found[3][:1].isdigit() else f"1 {found[3]}", place=text.place))
        if of != unit:
            raise Fault(text.place, f"expected so much for each amount in {_unit(unit)}, found '{found[3]}'")
        worth = Worth(amount=_more_than_zero(number, text), for_each=_more_than_zero(each, text), full=bool(found[2]))
        return worth, counted

    def _of_its_length(self, text: Text, hand: Scope) -> tuple[Worth, str]:
        """Return a worth of so much for each length of the item, or of another span in hand."""
        units: list[str] = []

        def written(text: Text) -> Decimal:
            number, unit = amount(text)
            units.append(unit)
            return _more_than_zero(number, text)

        return Worth(span=self._quantities.for_each(text, written, hand)), units[0]

    def _scale(self, typed: Mapping, binder: Binder) -> tuple[Worth, str]:
        part = Walk(Text(value="'counts as'", place=typed.place), typed.entries)
        item, name = self._words.field(part.text("by"), {binder.name: binder.kind})
        field = self._words.vocabulary[binder.kind].fields[name]
        if field.type != "text":
            raise Fault(part.text("by").place, f"expected a text, but '{item}.{name}' is a {field.type}")
        scale: list[tuple[str, Decimal]] = []
        units: set[str] = set()
        otherwise = Decimal(0)
        for key, value in typed.entries.values():
            if key.value == "by":
                continue
            number, unit = amount(text_of(value, "an amount"))
            units.add(unit)
            if key.value == "otherwise":
                otherwise = number
                continue
            if field.values and key.value not in field.values:
                raise unknown(key, "the value", field.values)
            scale.append((key.value, number))
        if not scale or len(units) > 1:
            raise Fault(typed.place, "expected a worth for each value, all in one unit")
        return Worth(by=name, scale=tuple(sorted(scale)), otherwise=otherwise), units.pop()

    def _caps(self, part: Walk, measured: Measured, unit: str, scope: Scope, *, in_total: bool) -> tuple[Cap, ...]:
        if "counts at most" not in part.entries:
            return ()
        stated = part.required("counts at most")
        lines = stated.items if isinstance(stated, Sequence) else (stated,)
        caps = [self._cap(line, measured, unit, scope, in_total=in_total) for line in lines]
        order = [_place(cap) for cap in caps]
        if order != sorted(set(order)):
            raise Fault(
                stated.place, "caps stand from the innermost out, one of each: item, field, whole, share of a total"
            )
        return tuple(caps)

    def _cap(self, typed: Typed, measured: Measured, unit: str, scope: Scope, *, in_total: bool) -> Cap:
        if isinstance(typed, Mapping):
            return self._capped(typed, "", measured, unit, scope)
        text = text_of(typed, "an amount")
        portion = _portion(Text(value=text.value.removesuffix(_OF_TOTAL), place=text.place))
        if portion is not None:
            if not in_total or not text.value.endswith(_OF_TOTAL) or portion[0] == portion[1]:
                raise Fault(text.place, "expected a share such as '40 % of the total', in a part of a total")
            return Cap(amount=portion[0], out_of=portion[1])
        found = _FOR_EACH.match(text.value)
        if found is None or in_proportion(text):
            return self._capped(text, "", measured, unit, scope)
        if isinstance(measured, Total):
            raise Fault(text.place, "a cap for each item stands with the part that takes the items")
        if measured.how in {"distinct", "best"} and found[3] != measured.name:
            raise Fault(text.place, f"'{measured.how}' picks values; only each {measured.name} can be capped")
        most = Text(value=found[1], place=text.place)
        if found[3] == measured.name:
            return self._capped(most, EACH_ITEM, measured, unit, scope)
        _, name = self._words.field(Text(value=found[3], place=text.place), {measured.name: measured.kind})
        return self._capped(most, name, measured, unit, scope)

    def _capped(self, most: Typed, each: str, measured: Measured, unit: str, scope: Scope) -> Cap:
        amount, of = self._quantity(most, unit, measured, scope)
        return Cap(amount=amount, each=each, amount_of=of)


def _alone(measured: Any) -> Any:  # noqa: ANN401 -- a measure of a part stands alone in its floor
    return msgspec.structs.replace(measured, caps=tuple(cap for cap in measured.caps if not cap.out_of))


def _portion(stated: Text) -> tuple[Decimal, int] | None:
    """Return a share of at most the whole: so much out of so much; a fraction only where no percentage says it."""
    percent = _PERCENT.match(stated.value)
    if percent is not None:
        return (Decimal(percent[1]), 100) if Decimal(percent[1]) <= HUNDRED else None
    fraction = _FRACTION.match(stated.value)
    if fraction is None or int(fraction[1]) > int(fraction[2]):
        return None
    exact = Fraction(int(fraction[1]), int(fraction[2]))
    told = str(exact) if 100_000 % exact.denominator else f"{number(Decimal(int(exact * 100_000)) / 1000)} %"
    if stated.value != told:
        raise Fault(stated.place, f"expected '{told}', found '{stated.value}'")
    return Decimal(exact.numerator), exact.denominator


def _taken(of: Text) -> int:
    """Return how many of the greatest are taken."""
    found = _BEST_OF.match(of.value)
    if found is not None and int(found[1]) < 2:  # noqa: PLR2004 -- one is what 'best' takes by itself
        raise Fault(of.place, f"'best' takes one by itself, and more as '2 of …'; found '{of.value}'")
    return int(found[1]) if found else 1


def _place(cap: Cap) -> int:
    return 3 if cap.out_of else 2 if not cap.each else 0 if cap.each == EACH_ITEM else 1


def _amount_in(unit: str, text: Text, measured: Measured) -> Decimal:
    number, stated = amount(text)
    items = (
        isinstance(measured, Measure) and measured.worth is None and not (measured.field and measured.how != "distinct")
    )
    plain = items and not unit
    if plain and (stated or number != number.to_integral_value()):
        raise Fault(text.place, f"a count is a whole number without a unit, found '{text.value}'")
    if stated != unit:
        raise other_unit(text, number, stated, unit)
    return number


def _more_than_zero(number: Decimal, text: Text) -> Decimal:
    if not number:
        raise Fault(text.place, f"expected an amount of more than zero, found '{text.value}'")
    return number


def _unit(unit: str) -> str:
    return unit or "plain numbers"
