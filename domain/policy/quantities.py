"""Amounts to compare with as they stand in a document: written, of a field, in proportion to a span, or by a table."""

import re
from collections.abc import Callable
from decimal import Decimal

from domain.dates import Duration
from domain.policy.language import Depending, FieldOf, ForEach, Table
from domain.policy.typed import Fault, Mapping, Text, Typed, text_of, unknown
from domain.policy.words import Scope, Words, duration

ZERO = Decimal(0)
EXPECTED = "an amount"
_FOR_EACH = re.compile(
    r"^(.+?) for each (?:(full|started) )?((?:\d{1,4} )?(?:day|week|month|year)s?)"
    r"(?: of ((?:(?! for each | within ).)+)(?: within ((?:(?! for each ).)+))?)?$",
    re.ASCII,
)
A_DAY = Duration(days=1)

Written = Callable[[Text], Decimal]
"""Reads an amount as it is written, in the unit that is measured."""


def in_proportion(text: Text) -> bool:
    """Tell whether an amount is so much for each length of time."""
    return _FOR_EACH.match(text.value) is not None


class Quantities:
    """Reads amounts that may depend on items in hand."""

    def __init__(self, words: Words) -> None:
        """Take the reader of relations."""
        self._words = words

    def of(self, typed: Typed, unit: str, written: Written, scope: Scope) -> tuple[Decimal, Depending | None]:
        """Return an amount as it is written, or what it depends on."""
        if isinstance(typed, Mapping):
            return ZERO, self._table(typed, written, scope)
        text = text_of(typed, EXPECTED)
        if in_proportion(text):
            return ZERO, self.for_each(text, written, scope)
        if text.value.partition(".")[0] in scope:
            return ZERO, self._field(text, unit, scope)
        return written(text), None

    def for_each(self, text: Text, written: Written, scope: Scope) -> ForEach:
        """Return so much for each length of a span in hand."""
        found = _FOR_EACH.match(text.value)
        assert found is not None  # noqa: S101 -- the caller has looked
        length = duration(Text(value=found[3] if found[3][0].isdigit() else f"1 {found[3]}", place=text.place))
        if not found[4]:
            spans = [name for name in scope if self._is_span(name, scope)]
            which = f"one of: {', '.join(spans)}" if spans else "none is in hand here"
            raise Fault(text.place, f"say of which period or span, as in 'for each full month of cycle'; {which}")
        if length == A_DAY and found[2]:
            raise Fault(text.place, f"a day is full once it has come: say 'for each day of {found[4]}'")
        if length != A_DAY and not found[2]:
            raise Fault(
                text.place,
                f"say what becomes of the rest: 'for each full {found[3]} of {found[4]}' leaves it out, "
                f"'for each started {found[3]} of {found[4]}' counts it",
            )
        return ForEach(
            amount=written(Text(value=found[1], place=text.place)),
            length=length,
            item=self._span(found[4], text, scope),
            started=found[2] == "started",
            within=self._span(found[5], text, scope) if found[5] else "",
        )

    def _span(self, name: str, text: Text, scope: Scope) -> str:
        spans = [each for each in scope if self._is_span(each, scope)]
        if name in spans:
            return name
        if name in scope:
            raise Fault(text.place, f"'{name}' is no span: it has no first and last day of which to count the months")
        raise unknown(Text(value=name, place=text.place), "the period or span", spans)

    def _is_span(self, name: str, scope: Scope) -> bool:
        return bool(scope[name]) and bool(self._words.vocabulary[scope[name]].until)

    def _field(self, text: Text, unit: str, scope: Scope) -> FieldOf:
        item, name = self._words.field(text, scope)
        field = self._words.vocabulary[scope[item]].fields[name]
        if field.type != "number" or field.unit != unit:
            raise Fault(text.place, f"expected an amount in {unit or 'plain numbers'}, but '{text.value}' is another")
        return FieldOf(item=item, field=name)

    def _table(self, typed: Mapping, written: Written, scope: Scope) -> Table:
        """Return a table that gives every text an amount: what is not named is never nothing by silence."""
        if "by" not in typed.entries:
            raise Fault(typed.place, "expected 'by' with the text field of the table, such as 'by: application.level'")
        by = text_of(typed.entries["by"][1], "a field of an item in hand")
        item, name = self._words.field(by, scope)
        field = self._words.vocabulary[scope[item]].fields[name]
        if field.type != "text":
            raise Fault(by.place, f"expected a text, but '{item}.{name}' is a {field.type}")
        scale = {key: written(text_of(each, EXPECTED)) for key, each in typed.entries.values() if key.value != "by"}
        for key in scale:
            if field.values and key.value not in {*field.values, "otherwise"}:
                raise unknown(key, "the value", field.values)
        amounts = {key.value: amount for key, amount in scale.items()}
        otherwise = amounts.pop("otherwise", None)
        if otherwise is None and (not field.values or set(field.values) - amounts.keys()):
            raise Fault(typed.place, "expected an amount for each value, or 'otherwise' for those that are not named")
        if not amounts:
            raise Fault(typed.place, "expected an amount for at least one value")
        return Table(
            by=FieldOf(item=item, field=name), scale=tuple(sorted(amounts.items())), otherwise=otherwise or ZERO
        )
