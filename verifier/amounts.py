"""The least and the greatest that a measure can be: worth, caps, surplus, and parts added up."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import floor, inf
from typing import Any

from verifier.dependent import ZERO, Amount, Bounds, amount_in, in_proportion
from verifier.moment import NOTHING
from verifier.terms import Hand, Item, Node, field_of
from verifier.truth import Truth

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
