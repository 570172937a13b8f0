"""Amounts in plain English: what is measured, what an item is worth, and how much of it counts."""

from collections.abc import Iterator
from decimal import Decimal

from domain.dates import Duration
from domain.policy.language import EACH_ITEM, Cap, Depending, FieldOf, ForEach, Measure, Share, Total, Worth
from domain.policy.said import listed
from domain.policy.saying_days import article, field_in_words, length_in_words, many, plain
from domain.policy.vocabulary import Vocabulary

A_DAY = Duration(days=1)
RELATIONS = {
    "at least": "at least",
    "more than": "more than",
    "at most": "at most",
    "less than": "less than",
    "is": "exactly",
}


def number(amount: Decimal) -> str:
    """Return a number without zeros that say nothing."""
    return f"{amount.normalize():f}"


def quantity(amount: Decimal, unit: str) -> str:
    """Return an amount with its unit: ``1 hour``, ``2.5 hours``, ``3``."""
    count = number(amount)
    return f"{count} {unit.removesuffix('s') if count == '1' else unit}".rstrip()


def bound(relation: str, amount: Decimal, unit: str, amount_of: Depending | None) -> str:
    """Return what an amount is held to: ``at least 20 hours``, ``at most the approval's minimum hours``."""
    return f"{RELATIONS[relation]} {_amount(amount, unit, amount_of)}"


def _amount(amount: Decimal, unit: str, of: Depending | None) -> str:
    if of is None:
        return quantity(amount, unit)
    if isinstance(of, FieldOf):
        return field_in_words(of)
    if isinstance(of, ForEach):
        return f"{quantity(of.amount, unit)} for {_lengths(of)}"
    given = [f"{quantity(each, unit)} where {field_in_words(of.by)} is {text}" for text, each in of.scale]
    return listed([*given, f"{quantity(of.otherwise, unit)} otherwise"], "and")


def _lengths(each: ForEach) -> str:
    length = length_in_words(each.length).removeprefix("1 ")
    kept = "" if each.length == A_DAY else "started " if each.started else "full "
    within = f" within the {each.within}" if each.within else ""
    return f"each {kept}{length} of the {each.item}{within}"


def measure_in_words(measure: Measure, vocabulary: Vocabulary) -> str:
    """Return a measure with what it is held to, or what it measures alone where it is a part of a total."""
    head = _bounded(measure) if measure.relation else _measured(measure)
    return "; ".join([head, *_counted(measure, vocabulary)])


def total_in_words(total: Total) -> str:
    """Return a total with what it is held to; its parts are said apart."""
    head = "in all" if not total.relation else f"{_held_to(total)} in all"
    return "; ".join([head, *_limits(total, "")])


def share_in_words(share: Share) -> str:
    """Return a share with what it is held to; what it is a share of, and of which, is said apart."""
    whole = f"the {plain(share.field)} of {many(share.name)}" if share.field else many(share.name)
    return f"{RELATIONS[share.relation]} {portion(share)} of {whole}"


def portion(share: Share | Cap) -> str:
    """Return how much of the whole a share is: ``40 percent``, ``1/3``."""
    return f"{number(share.amount)} percent" if share.out_of == 100 else f"{number(share.amount)}/{share.out_of}"  # noqa: PLR2004 -- percent


def _held_to(held: Measure | Total) -> str:
    return bound(held.relation, held.amount, held.unit, held.amount_of)


def _bounded(measure: Measure) -> str:
    held_to = _held_to(measure)
    if measure.how:
        return f"{_measured(measure)}: {held_to}"
    if not measure.field:
        if measure.amount_of or measure.worth:
            return f"{held_to} by the number of {many(measure.name)}"
        return f"{held_to} {many(measure.name, number(measure.amount))}"
    if measure.amount_of or plain(measure.field) != measure.unit:
        return f"{held_to}, adding up the {plain(measure.field)} of {many(measure.name)}"
    return f"{held_to} of {measure.name}"


def _measured(measure: Measure) -> str:
    field = plain(measure.field)
    if measure.how == "distinct":
        return f"the number of different {many(field)} among {many(measure.name)}"
    if measure.taken > 1:
        several = f"{measure.taken} {many(measure.name)}"
        return f"the most {field} of any {several} together" if field else f"the best {several} together"
    if measure.how == "best":
        return f"the most {field} of any one {measure.name}" if field else f"the best {measure.name}"
    return f"the {field} of {many(measure.name)}" if field else f"the number of {many(measure.name)}"


def _counted(measure: Measure, vocabulary: Vocabulary) -> Iterator[str]:
    if measure.worth is not None:
        yield _worth(measure.worth, measure, vocabulary)
    yield from _limits(measure, measure.name)


def _worth(worth: Worth, measure: Measure, vocabulary: Vocabulary) -> str:
    if worth.by:
        scale = [f"{text} as {quantity(amount, measure.unit)}" for text, amount in worth.scale]
        scale.append(f"anything else as {quantity(worth.otherwise, measure.unit)}")
        return f"each counted by its {plain(worth.by)}: {listed(scale, 'and')}"
    if worth.span is not None:
        return f"each counted as {_amount(worth.amount, measure.unit, worth.span)}"
    counted = f"as {quantity(worth.amount, measure.unit)}"
    if not measure.field:
        return f"each counted {counted}"
    unit = _unit_of(measure, vocabulary)
    return f"each {'full ' if worth.full else ''}{quantity(worth.for_each, unit)} counted {counted}"


def _unit_of(measure: Measure, vocabulary: Vocabulary) -> str:
    kind = vocabulary.get(measure.kind)
    unit = kind.fields[measure.field].unit if kind and measure.field in kind.fields else ""
    return unit or f"of the {plain(measure.field)}"


def _limits(measured: Measure | Total, name: str) -> Iterator[str]:
    """Yield what bites, in the order in which it does: caps of items, what is taken off, caps of the whole."""
    caps, unit = measured.caps, measured.unit
    yield from (_cap(cap, unit, name) for cap in caps if cap.each)
    if measured.beyond or measured.beyond_of:
        yield f"only what exceeds {_amount(measured.beyond, unit, measured.beyond_of)} counts"
    yield from (_cap(cap, unit, name) for cap in caps if not cap.each)


def _cap(cap: Cap, unit: str, name: str) -> str:
    most = _amount(cap.amount, unit, cap.amount_of)
    if cap.out_of:
        most = f"{portion(cap)} of the whole total"
    return f"at most {most} of them {_of(cap, name)}"


def _of(cap: Cap, name: str) -> str:
    if not cap.each:
        return "counted together"
    return f"for {article(name)} each" if cap.each == EACH_ITEM else f"for all of the same {plain(cap.each)}"
