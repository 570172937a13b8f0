"""Measures compiled: how much there is at least and at most, on every day."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import msgspec

from domain.policy.depending import (
    UNBOUNDED,
    UNKNOWN,
    Limited,
    Limits,
    extent_of,
    for_each,
    limits_of,
    named_spans,
    scaled,
    thousandths,
)
from domain.policy.hand import Hand, Holds
from domain.policy.language import EACH_ITEM, Cap, ForEach, Measure, Share, Total, Worth
from domain.policy.terms import Slots
from domain.policy.vocabulary import Field, Vocabulary
from domain.steps import NOTHING, Amount, Steps, changed, greatest, paired, summed, total, where
from domain.timeline import END, MAYBE, NO, Spans, Timeline, both, neither, reached, reached_from
from domain.timeline import ONE as ONE_SPAN

ONE = 1000
"""One item, in thousandths."""
NO_CAP: Limits = (10**30, 10**30)
"""What nothing exceeds."""
NONE: Limits = (0, 0)

Selected = list[tuple[Timeline, Any]]
Bounds = tuple[Steps, Steps]
"""What there is at least, and at most, in thousandths."""
Amounts = Callable[[Hand], Bounds]
Chosen = Callable[[Measure], Callable[[Hand], Selected]]
Valued = list[tuple[Timeline, Any, Amount, Amount]]
"""Items with the days on which they count, and their least and greatest amounts."""
Value = Callable[[Mapping[str, Any]], tuple[Amount, Amount]]
"""Gives the least and the greatest amount of one item."""

RELATIONS: dict[str, Callable[[Amount, Amount], bool]] = {
    "at least": lambda x, y: x >= y,
    "more than": lambda x, y: x > y,
    "at most": lambda x, y: x <= y,
    "less than": lambda x, y: x < y,
}
MORE = {"at least", "more than"}


def is_plain(measure: Measure) -> bool:
    """Tell whether a measure merely counts or adds up, and is compared with a written amount."""
    depends = measure.amount_of or measure.beyond_of
    return not (measure.how or measure.worth or measure.caps or measure.beyond or depends)


def amounts_of(measured: Measure | Total, chosen: Chosen, vocabulary: Vocabulary, slots: Slots) -> Amounts:
    """Return the closure of how much is measured; ``chosen`` gives the items of a measure."""
    if isinstance(measured, Total):
        return _total(measured, chosen, vocabulary, slots)
    selected, values = chosen(measured), values_of(measured, vocabulary, slots)
    gather = _gathering(measured, vocabulary, slots)
    trim = _trimmed(measured, slots)

    def amounts(hand: Hand) -> Bounds:
        items = selected(hand)
        if not items:
            return NOTHING, NOTHING
        value = values(hand)
        return trim(hand, gather(hand, [(days, item, *value(item)) for days, item in items]))

    return amounts


def compared(relation: str, bounds: Bounds, limits: Limits | None) -> Timeline:
    """Return the days on which the amount stands in the relation to another, certainly and possibly."""
    if limits is None or limits is UNKNOWN:
        return NO if limits is None else MAYBE
    (least, most), (low, high) = bounds, limits
    if relation == "is":
        exact = paired(least, most, lambda x, y: int(x == low == high == y))
        return where(exact, bool), where(paired(least, most, lambda x, y: int(x <= high and low <= y)), bool)
    holds = RELATIONS[relation]
    first, second = (least, most) if relation in MORE else (most, least)
    hardest, easiest = (high, low) if relation in MORE else (low, high)
    certain_days = where(first, lambda amount: holds(amount, hardest))
    if first is second and low == high:
        return certain_days, certain_days
    return certain_days, where(second, lambda amount: holds(amount, easiest))


def values_of(measure: Measure, vocabulary: Vocabulary, slots: Slots) -> Callable[[Hand], Value]:
    """Return the closure of what one item amounts to, capped where each item is."""
    raw = _uncapped(measure, vocabulary, slots)
    cap = next((limits_of(each.amount, each.amount_of, slots) for each in measure.caps if each.each == EACH_ITEM), None)
    if cap is None:
        return raw

    def values(hand: Hand) -> Value:
        value, (low, high) = raw(hand), cap(hand) or NO_CAP

        def capped(item: Mapping[str, Any]) -> tuple[Amount, Amount]:
            least, most = value(item)
            return min(least, low), min(most, high)

        return capped

    return values


def _uncapped(measure: Measure, vocabulary: Vocabulary, slots: Slots) -> Callable[[Hand], Value]:
    worth, fields = measure.worth, vocabulary[measure.kind].fields
    if worth is not None and worth.span is not None:
        return _spanned(worth.span, measure, vocabulary, slots)
    value = _scaled(worth, fields) if worth is not None and worth.by else _amount_counted(measure, fields)
    return lambda _: value


def _amount_counted(measure: Measure, fields: Mapping[str, Field]) -> Value:
    worth = _worth(measure.worth)
    if not measure.field or measure.how == "distinct":
        one = worth(ONE)
        return lambda _: (one, one)
    field = measure.field
    missing = None if fields[field].absent == "unknown" else 0

    def counted(item: Mapping[str, Any]) -> tuple[Amount, Amount]:
        amount = item.get(field, missing)
        if amount is None:
            return 0, UNBOUNDED
        amount = worth(amount)
        return amount, amount

    return counted


def _worth(worth: Worth | None) -> Callable[[int], Amount]:
    if worth is None:
        return lambda amount: amount
    factor, each = thousandths(worth.amount), thousandths(worth.for_each)
    if worth.full:
        return lambda amount: amount // each * factor
    if factor % each == 0:
        return lambda amount: amount * (factor // each)
    return lambda amount: Fraction(amount * factor, each)


def _scaled(worth: Worth, fields: Mapping[str, Field]) -> Value:
    by, found = worth.by, scaled(worth.scale, worth.otherwise, fields[worth.by])
    missing = None if fields[by].absent == "unknown" else ""
    return lambda item: found(item.get(by, missing))


def _spanned(span: ForEach, measure: Measure, vocabulary: Vocabulary, slots: Slots) -> Callable[[Hand], Value]:
    """Return the closure of what an item is worth by its length, or by that of another span in hand."""
    others = {**slots, measure.name: (0, vocabulary[measure.kind])}
    extents = [(name, others[name][0], extent_of(others[name][1])) for name in named_spans(span)]

    def values(hand: Hand) -> Value:
        def value(item: Mapping[str, Any]) -> tuple[Amount, Amount]:
            spans = [extent(item if name == measure.name else hand[slot]) for name, slot, extent in extents]
            return for_each(span, spans) or NONE

        return value

    return values


def _gathering(measure: Measure, vocabulary: Vocabulary, slots: Slots) -> Callable[[Hand, Valued], Bounds]:
    """Return how the items become one amount: their sum, their greatest, or how many values they have."""
    if measure.how == "best":
        return lambda _, valued: _both_ways(valued, lambda amounts: greatest(amounts, measure.taken))
    if measure.how == "distinct":
        missing = missing_text(measure, measure.field, vocabulary)
        return lambda _, valued: _distinct(valued, measure.field, missing)
    cap = next((each for each in measure.caps if each.each not in {"", EACH_ITEM}), None)
    if cap is None:
        return lambda _, valued: _both_ways(valued, summed)
    missing, limits = missing_text(measure, cap.each, vocabulary), limits_of(cap.amount, cap.amount_of, slots)
    return lambda hand, valued: _by_field(valued, cap.each, limits(hand) or NO_CAP, missing)


def missing_text(measure: Measure, field: str, vocabulary: Vocabulary) -> str | None:
    """Return what stands for an absent value among those alike: nothing at all, or the unknown."""
    return None if vocabulary[measure.kind].fields[field].absent == "unknown" else ""


def _both_ways(valued: Valued, gather: Callable[[list[tuple[Spans, Amount]]], Steps]) -> Bounds:
    least = gather([(days[0], low) for days, _, low, _ in valued])
    if all(days[0] is days[1] and low == high for days, _, low, high in valued):
        return least, least
    return least, gather([(days[1], high) for days, _, _, high in valued])


def _by_field(valued: Valued, field: str, cap: Limits, missing: str | None) -> Bounds:
    """Return the sum with a cap upon the items alike in a field; of those whose field is unknown each stands alone."""
    low, most = cap
    alike: dict[Any, Valued] = {}
    for each in valued:
        alike.setdefault(each[1].get(field, missing), []).append(each)
    unknown = [(days[1], min(high, most)) for days, _, _, high in alike.pop(None, [])]
    groups = [_both_ways(group, summed) for group in alike.values()]
    least = total(changed(group[0], lambda amount: min(amount, low)) for group in groups)
    greatest_ = total(changed(group[1], lambda amount: min(amount, most)) for group in groups)
    return least, paired(greatest_, summed(unknown), lambda x, y: x + y) if unknown else greatest_


def _distinct(valued: Valued, field: str, missing: str | None) -> Bounds:
    alike: dict[Any, Valued] = {}
    for each in valued:
        alike.setdefault(each[1].get(field, missing), []).append(each)
    unknown = alike.pop(None, [])
    alike.pop("", None)
    groups = [_both_ways(group, greatest) for group in alike.values()]
    least, most = total(group[0] for group in groups), total(group[1] for group in groups)
    if not unknown:
        return least, most
    return least, paired(most, summed([(days[1], high) for days, _, _, high in unknown]), lambda x, y: x + y)


def _trimmed(measured: Measure | Total, slots: Slots) -> Callable[[Hand, Bounds], Bounds]:
    """Return what takes off the amount that has to be exceeded, and then caps the whole."""
    caps = [each for each in measured.caps if not each.each and not each.out_of]
    if not caps and not measured.beyond and measured.beyond_of is None:
        return lambda _, bounds: bounds
    beyond, cap = limits_of(measured.beyond, measured.beyond_of, slots), _cap(caps, slots)

    def trimmed(hand: Hand, bounds: Bounds) -> Bounds:
        off, most = beyond(hand) or NONE, cap(hand) or NO_CAP
        least = changed(bounds[0], lambda amount: min(max(amount - off[1], 0), most[0]))
        if bounds[0] is bounds[1] and off[0] == off[1] and most[0] == most[1]:
            return least, least
        return least, changed(bounds[1], lambda amount: min(max(amount - off[0], 0), most[1]))

    return trimmed


def _cap(caps: list[Cap], slots: Slots) -> Limited:
    return limits_of(caps[0].amount, caps[0].amount_of, slots) if caps else lambda _: None


def _total(measured: Total, chosen: Chosen, vocabulary: Vocabulary, slots: Slots) -> Amounts:
    parts = [(amounts_of(part.of, chosen, vocabulary, slots), share_of_total(part.of)) for part in measured.parts]
    whole = [amounts for amounts, share in parts if share is None]
    shared = next(((amounts, share) for amounts, share in parts if share is not None), None)
    trim = _trimmed(measured, slots)

    def amounts(hand: Hand) -> Bounds:
        several = [each(hand) for each in whole]
        least, most = total(low for low, _ in several), total(high for _, high in several)
        if shared is not None:
            (low, high), share = shared[0](hand), shared[1]
            least = paired(least, low, lambda rest, part: rest + min(part, share * rest))
            most = paired(most, high, lambda rest, part: rest + min(part, share * rest))
        return trim(hand, (least, most))

    return amounts


def share_of_total(measured: Measure | Total) -> Fraction | None:
    """Return how much of a part counts for each unit of the other parts, where a share of the total caps it."""
    return next((Fraction(cap.amount) / Fraction(cap.out_of - cap.amount) for cap in measured.caps if cap.out_of), None)


def share_holds(share: Share, inside: Bounds, outside: Bounds) -> Timeline:
    """Return where what is inside stands in the relation to that share of all."""
    if share.relation == "is":
        either_way = (msgspec.structs.replace(share, relation=each) for each in ("at least", "at most"))
        return both(*(share_holds(each, inside, outside) for each in either_way))
    part, rest = Fraction(share.out_of - share.amount), Fraction(share.amount)
    holds = RELATIONS[share.relation]
    side = 0 if share.relation in MORE else 1
    certain = where(paired(inside[side], outside[1 - side], lambda x, y: int(holds(x * part, y * rest))), bool)
    possible = where(paired(inside[1 - side], outside[side], lambda x, y: int(holds(x * part, y * rest))), bool)
    return certain, possible


def counted(
    selected: Callable[[Hand], Selected],
    amount: Callable[[Mapping[str, Any]], int | None],
    relation: str,
    needed: int,
) -> Holds:
    """Return the closure of a count or a sum that is compared with a written amount."""

    def reaching(hand: Hand, least: int) -> Timeline:
        chosen = selected(hand)
        starts = _for_good(chosen, amount)
        if starts is not None:
            known = reached_from(starts, least)
            return (known, known)
        certain = [(days[0], amount(item)) for days, item in chosen]
        lowest = reached([(spans, low or 0) for spans, low in certain], least)
        if all(days[0] is days[1] for days, _ in chosen) and all(low is not None for _, low in certain):
            return (lowest, lowest)
        possible = [(days[1], amount(item)) for days, item in chosen]
        return (lowest, reached([(s, UNBOUNDED if high is None else high) for s, high in possible], least))

    if relation == "at least":
        return lambda hand: reaching(hand, needed)
    if relation == "more than":
        return lambda hand: reaching(hand, needed + 1)
    if relation == "less than":
        return lambda hand: neither(reaching(hand, needed))
    if relation == "at most":
        return lambda hand: neither(reaching(hand, needed + 1))
    return lambda hand: both(reaching(hand, needed), neither(reaching(hand, needed + 1)))


def _for_good(chosen: Selected, amount: Callable[[Mapping[str, Any]], int | None]) -> list[tuple[int, int]] | None:
    """Return from when on each item counts, and how much, if all are certain and count for ever once they count."""
    starts: list[tuple[int, int]] = []
    for (spans, possible), item in chosen:
        known = amount(item)
        if spans is not possible or known is None or len(spans) != ONE_SPAN or spans[1] != END:
            return None
        starts.append((spans[0], known))
    return starts


def measure_of(measure: Measure, vocabulary: Vocabulary) -> Callable[[Mapping[str, Any]], int | None]:
    """Return the closure of an item's amount: one for a count, thousandths for a sum, None if it is unknown."""
    if not measure.field:
        return lambda _: 1
    field = measure.field
    missing = None if vocabulary[measure.kind].fields[field].absent == "unknown" else 0
    return lambda item: item.get(field, missing)


def threshold(measure: Measure) -> int:
    """Return the amount of a measure in the units of its items."""
    return int(measure.amount * 1000) if measure.field else int(measure.amount)
