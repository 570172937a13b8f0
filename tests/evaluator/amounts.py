"""The least and the greatest that a measure can be: worth, caps, surplus, and parts added up."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from math import floor, inf
from typing import TypeAlias

from domain.policy.language import EACH_ITEM, Cap, Measure, Share, Total, Worth
from domain.policy.vocabulary import Kind
from tests.evaluator.dependent import amount_in
from tests.evaluator.logic import Truth
from tests.evaluator.terms import NOTHING, Hand, Item, field_of

Amount: TypeAlias = Fraction | float
"""A number, or infinity: what an unknown number may reach."""
Bounds: TypeAlias = tuple[Amount, Amount]
Taken: TypeAlias = Sequence[tuple[Truth, Item]]
"""Items that a measure takes, certainly or possibly."""

exact = cache(Fraction)
"""Makes a fraction of a written number, once."""
NONE: Bounds = (Fraction(0), Fraction(0))


def compared(bounds: Bounds, relation: str, amount: Bounds) -> Truth:
    """Return whether a number between these bounds stands in a relation to one between others: in all cases, or any."""
    (least, greatest), (low, high) = bounds, amount
    match relation:
        case "at least":
            return True if least >= high else None if greatest >= low else False
        case "more than":
            return True if least > high else None if greatest > low else False
        case "at most":
            return True if greatest <= low else None if least <= high else False
        case "less than":
            return True if greatest < low else None if least < high else False
    return True if least == greatest == low == high else None if least <= high and low <= greatest else False


def measured(measure: Measure, kind: Kind, taken: Taken, hand: Hand) -> Bounds:
    """Return the bounds of a measure, before caps that are shares of a total."""
    if measure.how == "distinct":
        bounds = _distinct(measure, kind, taken, hand)
    else:
        worths = [(truth, item, worth(measure, kind, item, hand)) for truth, item in taken]
        bounds = _gathered(measure, kind, worths, hand)
    return trimmed(bounds, measure, hand)


def trimmed(bounds: Bounds, whole: Measure | Total, hand: Hand) -> Bounds:
    """Return what exceeds an amount, and no more of it than the caps of the whole let count."""
    beyond = amount_in(whole.beyond, whole.beyond_of, hand) or NONE
    bounds = max(bounds[0] - beyond[1], exact(0)), max(bounds[1] - beyond[0], exact(0))
    return capped(bounds, [cap for cap in whole.caps if not cap.each and not cap.out_of], hand)


def capped(bounds: Bounds, caps: Iterable[Cap], hand: Hand) -> Bounds:
    for cap in caps:
        low, high = amount_in(cap.amount, cap.amount_of, hand) or (inf, inf)
        bounds = (min(bounds[0], low), min(bounds[1], high))
    return bounds


def worth(measure: Measure, kind: Kind, item: Item, hand: Hand) -> Bounds:
    """Return what one item counts, once its own cap has bitten."""
    bounds = _number(measure, kind, item)
    if measure.worth is not None and measure.worth.span is not None:
        bounds = amount_in(exact(0), measure.worth.span, {**hand, measure.name: (kind, item)}) or NONE
    elif measure.worth is not None:
        bounds = _by_scale(measure.worth, kind, item, bounds) if measure.worth.by else _converted(measure.worth, bounds)
    return capped(bounds, [cap for cap in measure.caps if cap.each == EACH_ITEM], hand)


def _number(measure: Measure, kind: Kind, item: Item) -> Bounds:
    if not measure.field:
        return (exact(1), exact(1))
    found = field_of(kind, item, measure.field)
    if found is None:
        return (exact(0), inf)
    return NONE if found is NOTHING else (exact(found, 1000), exact(found, 1000))


def _converted(worth: Worth, bounds: Bounds) -> Bounds:
    if not worth.amount:
        return NONE
    least, greatest = (each if each == inf else _conversion(worth, exact(each)) for each in bounds)
    return (least, greatest)


def _conversion(worth: Worth, number: Fraction) -> Fraction:
    multiples = number / exact(worth.for_each)
    return (exact(floor(multiples)) if worth.full else multiples) * exact(worth.amount)


def _by_scale(worth: Worth, kind: Kind, item: Item, bounds: Bounds) -> Bounds:
    scale = {text: exact(amount) for text, amount in worth.scale}
    otherwise = exact(worth.otherwise)
    found = field_of(kind, item, worth.by)
    if found is None:
        values = kind.fields[worth.by].values
        each = [scale.get(text, otherwise) for text in values] if values else [*scale.values(), otherwise]
        return (_times(bounds[0], min(each)), _times(bounds[1], max(each)))
    given = otherwise if found is NOTHING else scale.get(found, otherwise)
    return (_times(bounds[0], given), _times(bounds[1], given))


def _times(number: Amount, factor: Fraction) -> Amount:
    return number * factor if factor else exact(0)


def _distinct(measure: Measure, kind: Kind, taken: Taken, hand: Hand) -> Bounds:
    values = [(truth, field_of(kind, item, measure.field)) for truth, item in taken]
    certain = {each for truth, each in values if truth and each is not None and each is not NOTHING}
    possible = {each for _, each in values if each is not None and each is not NOTHING}
    unknown = sum(each is None for _, each in values)
    one = (exact(1), exact(1)) if measure.worth is None else _converted(measure.worth, (exact(1), exact(1)))
    low, high = capped(one, [cap for cap in measure.caps if cap.each == EACH_ITEM], hand)
    return (len(certain) * low, (len(possible) + unknown) * high)


def _gathered(measure: Measure, kind: Kind, items: Sequence[tuple[Truth, Item, Bounds]], hand: Hand) -> Bounds:
    join: Callable[[Iterable[Amount]], Amount] = (
        (lambda amounts: _sum(sorted(amounts, reverse=True)[: measure.taken])) if measure.how == "best" else _sum
    )
    fields = [cap for cap in measure.caps if cap.each not in {"", EACH_ITEM}]
    if not fields:
        return (join(least for truth, _, (least, _) in items if truth), join(most for _, _, (_, most) in items))
    least: list[Amount] = []
    greatest: list[Amount] = []
    groups: dict[object, list[tuple[Truth, Bounds]]] = {}
    for truth, item, bounds in items:
        key = tuple(field_of(kind, item, cap.each) for cap in fields)
        if None in key:
            greatest.append(capped(bounds, fields, hand)[1])
        else:
            groups.setdefault(key, []).append((truth, bounds))
    for group in groups.values():
        low = join(each[0] for truth, each in group if truth)
        high = join(each[1] for _, each in group)
        low, high = capped((low, high), fields, hand)
        least.append(low)
        greatest.append(high)
    return (join(least), join(greatest))


def _sum(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, exact(0))


def added_up(total: Total, parts: Sequence[tuple[Measure | Total, Bounds]], hand: Hand) -> Bounds:
    """Return the parts of a total added up; of one of them, only so much counts as is its share of the whole."""
    limited = [(_share_of(part), bounds) for part, bounds in parts]
    rest = [bounds for share, bounds in limited if share is None]
    least, greatest = _sum(low for low, _ in rest), _sum(high for _, high in rest)
    for share, (low, high) in limited:
        if share is not None:
            # A part is p of the whole where it is p / (1 - p) of the rest.
            least, greatest = (
                least + min(low, _times(least, share / (1 - share))),
                greatest + min(high, _times(greatest, share / (1 - share))),
            )
    return trimmed((least, greatest), total, hand)


def _share_of(part: Measure | Total) -> Fraction | None:
    return next((exact(cap.amount) / cap.out_of for cap in part.caps if cap.out_of), None)


def shared(share: Share, kind: Kind, taken: Sequence[tuple[Truth, Truth, Item]]) -> Truth:
    """Return how a share compares; each item comes with whether it is of the whole, and of the part.

    Each item moves the balance between the part and its portion of the whole by itself, whatever the others do.
    """
    least: Amount = exact(0)
    greatest: Amount = exact(0)
    portion = exact(share.amount) / share.out_of
    for whole, part, item in taken:
        low, high = _number_of(share, kind, item)
        factors = [1 - portion] if part else [1 - portion, -portion] if part is None else [-portion]
        moves = [_signed(number, factor) for factor in factors for number in (low, high)]
        if whole is None:
            moves.append(exact(0))
        least += min(moves)
        greatest += max(moves)
    return compared((least, greatest), share.relation, NONE)


def _signed(number: Amount, factor: Fraction) -> Amount:
    return number * factor if factor else exact(0)


def _number_of(share: Share, kind: Kind, item: Item) -> Bounds:
    if not share.field:
        return (exact(1), exact(1))
    found = field_of(kind, item, share.field)
    if found is None:
        return (exact(0), inf)
    return NONE if found is NOTHING else (exact(found, 1000), exact(found, 1000))
