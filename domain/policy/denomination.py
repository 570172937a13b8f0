"""What amounts of a measure are told in: a unit or items, and by which steps evidence can add to them."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

import msgspec

from domain.policy.depending import thousandths
from domain.policy.language import ForEach, Measure, Total, Worth
from domain.policy.vocabulary import Field, Vocabulary
from domain.policy.wording import amount_of, thousandths_in_words
from domain.steps import Amount

ONE_ITEM = 1000
MONTHS_A_YEAR = 12


class Denomination(msgspec.Struct, frozen=True):
    """A noun, how much counts for each one of it, and the least by which what counts can grow, in thousandths."""

    noun: str
    each: Amount
    step: Amount

    def rounded(self, amount: Amount) -> Amount:
        """Return the least amount that can be handed in and is no less."""
        return -(-amount // self.step) * self.step

    def floored(self, amount: Amount) -> Amount:
        """Return the greatest amount that can be handed in and is no more."""
        return amount // self.step * self.step

    def said(self, amount: Amount) -> str:
        """Return an amount with the noun."""
        return amount_of(thousandths_in_words(-(-amount // self.each)), self.noun)


def denomination_of(measured: Measure | Total, vocabulary: Vocabulary) -> Denomination | None:
    """Return the unit that amounts are told in, or else what the items are, where that is one thing."""
    if isinstance(measured, Measure):
        return _of_items(measured, vocabulary[measured.kind].fields)
    parts = [denomination_of(part.of, vocabulary) for part in measured.parts]
    return _joined([each for each in parts if each is not None]) if None not in parts else None


def _joined(parts: Sequence[Denomination]) -> Denomination | None:
    first = parts[0]
    if any((each.noun, each.each) != (first.noun, first.each) for each in parts):
        return None
    whole = all(isinstance(each.step, int) for each in parts)
    return msgspec.structs.replace(first, step=gcd(*(int(each.step) for each in parts)) if whole else first.step)


def _of_items(measure: Measure, fields: dict[str, Field]) -> Denomination | None:
    worth, unit = measure.worth, measure.unit
    if worth is not None and worth.span is not None:
        return _of_lengths(measure, worth.span)
    if worth is not None and worth.by:
        return Denomination(unit, 1, gcd(*given_by(worth)) or 1) if unit else None
    if not measure.field or measure.how == "distinct":
        one = ONE_ITEM if worth is None else thousandths(worth.amount)
        return Denomination(unit, 1, one) if unit else Denomination(f"{measure.kind}s", Fraction(one, ONE_ITEM), one)
    if worth is None:
        return Denomination(unit or _in_words(measure.field), 1, 1)
    each = Fraction(thousandths(worth.amount), thousandths(worth.for_each))
    step = thousandths(worth.amount) if worth.full else 1 if unit else each
    noun = f"{fields[measure.field].unit or _in_words(measure.field)} of {measure.kind}"
    return Denomination(unit, 1, step) if unit else Denomination(noun, each, step)


def given_by(worth: Worth) -> list[int]:
    """Return what the scale of a worth gives, without nothing."""
    return sorted({thousandths(each) for each in (*(amount for _, amount in worth.scale), worth.otherwise) if each})


def _of_lengths(measure: Measure, span: ForEach) -> Denomination | None:
    """Return the unit of what a span is worth by its length, or else the length."""
    one = thousandths(span.amount)
    if measure.unit:
        return Denomination(measure.unit, 1, one)
    months, days = span.length.months, span.length.days
    if span.item != measure.name:
        return None
    noun = f"{'months' if months else 'days'} of {measure.kind}"
    return Denomination(noun, Fraction(one, (months or days) * 1000), one)


def _in_words(field: str) -> str:
    return field.replace("_", " ")
