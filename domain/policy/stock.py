"""What there is of a measure on a day, and how much more of it would count."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import msgspec

from domain.policy.compiling import Compiler
from domain.policy.denomination import Denomination, denomination_of, given_by
from domain.policy.depending import Limits, limits_of, thousandths
from domain.policy.hand import Hand
from domain.policy.language import EACH_ITEM, Compare, Condition, FieldOf, Literal, Measure, OneOf, Total
from domain.policy.measuring import NO_CAP, NONE, missing_text, share_of_total, values_of
from domain.policy.terms import Slots
from domain.policy.vocabulary import Vocabulary
from domain.steps import Amount
from domain.timeline import contains

UNLIMITED = NO_CAP[0]


class Bounds(msgspec.Struct, frozen=True):
    """What has to be exceeded before anything counts, and how much counts at most."""

    beyond: Amount
    cap: Amount


class Items(msgspec.Struct):
    """What there is of items: ``gathered`` of them, or the ``best`` of them where only so many are taken.

    ``rooms`` is how much each value of a field may still give, where they are capped by it or its values are measured,
    and ``another`` how much one that is not there yet may, if the values are not ``closed``. One item is worth ``each``
    at most.
    """

    of: Measure
    told: Denomination | None
    bounds: Bounds
    gathered: Amount
    best: list[Amount]
    field: str
    rooms: dict[str, Amount]
    another: Amount
    closed: bool
    each: Amount

    @property
    def free(self) -> int:
        """Return how many items may come before one of the best is displaced."""
        return self.of.taken - len(self.best)


class Parts(msgspec.Struct):
    """What there is of the parts of a total, and ``more`` that is to come without saying of which.

    Of the ``shared`` part only so much counts for each of the others together.
    """

    of: Total
    told: Denomination | None
    bounds: Bounds
    parts: "dict[str, Stock]"
    shared: str
    share: Amount
    more: Amount = 0

    @property
    def rest(self) -> Amount:
        """Return what the parts give that no share of the total caps."""
        return sum(counts(part) for name, part in self.parts.items() if name != self.shared) + self.more

    @property
    def gathered(self) -> Amount:
        """Return what all parts give together."""
        if not self.shared:
            return self.rest
        return self.rest + min(counts(self.parts[self.shared]), self.share * self.rest)


Stock: TypeAlias = Items | Parts
Stocked = Callable[[Hand, int], Stock]


def counts(stock: Stock) -> Amount:
    """Return how much of what was gathered counts."""
    return min(max(stock.gathered - stock.bounds.beyond, 0), stock.bounds.cap)


def room(stock: Stock) -> Amount:
    """Return how much more would count, from the first of it on."""
    if stock.gathered < stock.bounds.beyond:
        return 0
    return min(stock.bounds.cap - counts(stock), _open(stock))


def _open(stock: Stock) -> Amount:
    if isinstance(stock, Parts):
        return min(sum(room(part) for name, part in stock.parts.items() if name != stock.shared), UNLIMITED)
    if stock.of.how == "best":
        return stock.each * max(stock.free, 0)
    return sum(stock.rooms.values()) if stock.closed else UNLIMITED


def stock_of(measured: Measure | Total, compiler: Compiler, vocabulary: Vocabulary, slots: Slots) -> Stocked:
    """Return the closure of what there is for certain on a day."""
    told, bounds = denomination_of(measured, vocabulary), _bounds(measured, slots)
    if isinstance(measured, Measure):
        return _items(measured, told, bounds, compiler, vocabulary, slots)
    parts = {part.name: stock_of(part.of, compiler, vocabulary, slots) for part in measured.parts}
    shares = {part.name: share_of_total(part.of) for part in measured.parts}
    shared, share = next(((name, share) for name, share in shares.items() if share is not None), ("", 0))
    return lambda hand, day: Parts(
        measured, told, bounds(hand), {name: part(hand, day) for name, part in parts.items()}, shared, share
    )


def _bounds(measured: Measure | Total, slots: Slots) -> Callable[[Hand], Bounds]:
    beyond, cap = limits_of(measured.beyond, measured.beyond_of, slots), _cap(measured, slots, "")
    return lambda hand: Bounds((beyond(hand) or NONE)[1], cap(hand)[0])


def _cap(measured: Measure | Total, slots: Slots, each: str) -> Callable[[Hand], Limits]:
    caps = [cap for cap in measured.caps if not cap.out_of and cap.each == each]
    found = [limits_of(cap.amount, cap.amount_of, slots) for cap in caps]
    return lambda hand: (found[0](hand) or NO_CAP) if found else NO_CAP


def _items(
    measure: Measure,
    told: Denomination | None,
    bounds: Callable[[Hand], Bounds],
    compiler: Compiler,
    vocabulary: Vocabulary,
    slots: Slots,
) -> Stocked:
    selected, values = compiler.selection(measure, slots), values_of(measure, vocabulary, slots)
    distinct = measure.how == "distinct"
    capped = next((cap.each for cap in measure.caps if cap.each not in {"", EACH_ITEM}), "")
    field = measure.field if distinct else capped
    of_each, of_field = _cap(measure, slots, EACH_ITEM), _cap(measure, slots, capped or EACH_ITEM)
    missing = missing_text(measure, field, vocabulary) if field else None
    possible = _possible(measure, field, vocabulary) if field else ()

    def items(hand: Hand, day: int) -> Items:
        value, each = values(hand), min(of_each(hand)[0], _greatest(measure))
        found = [(item, value(item)[0]) for days, item in selected(hand) if contains(days[0], day)]
        most = each if distinct else of_field(hand)[0]
        alike = dict.fromkeys(possible, 0) | (_alike(found, field, missing) if field else {})
        given = {text: min(amount, most) for text, amount in alike.items() if text or not distinct}
        best = sorted((amount for _, amount in found), reverse=True)[: measure.taken] if measure.how == "best" else []
        return Items(
            of=measure,
            told=told,
            bounds=bounds(hand),
            gathered=sum(given.values() if field else best or [amount for _, amount in found]),
            best=best,
            field=field,
            rooms={text: most - amount for text, amount in given.items() if text},
            another=most,
            closed=bool(possible),
            each=each,
        )

    return items


def _alike(found: Iterable[tuple[Mapping[str, Any], Amount]], field: str, missing: str | None) -> dict[str, Amount]:
    """Return how much there is of each value of a field, as far as it is known."""
    alike: dict[str, Amount] = {}
    for item, amount in found:
        text = item.get(field, missing)
        if text is not None:
            alike[text] = alike.get(text, 0) + amount
    return alike


def _greatest(measure: Measure) -> Amount:
    """Return the most that one item may be worth, its caps apart."""
    worth = measure.worth
    if worth is not None and worth.by:
        return max(given_by(worth), default=0)
    if worth is not None and worth.span is not None:
        return UNLIMITED
    if measure.field and measure.how != "distinct":
        return UNLIMITED
    return 1000 if worth is None else thousandths(worth.amount)


def _possible(measure: Measure, field: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the values that a field may have, by its closed list or the lines that select; none if it is open."""
    values = vocabulary[measure.kind].fields[field].values
    meant = FieldOf(measure.name, field)
    for line in measure.where:
        asked = _asked(line, meant)
        values = tuple(each for each in asked if not values or each in values) if asked else values
    return values


def _asked(line: Condition, meant: FieldOf) -> tuple[str, ...]:
    match line:
        case OneOf(left, values) if left == meant:
            return values
        case Compare(left, "is", Literal(text, "")) if left == meant:
            return (text,)
    return ()
