"""The least that would be enough for an amount, and of what it has to be."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec
from msgspec.structs import replace

from domain.policy.denomination import Denomination, given_by
from domain.policy.language import EACH_ITEM
from domain.policy.stock import Items, Parts, Stock, counts, room
from domain.policy.wording import AT_MOST, NONE_OF, OF_EACH_PART
from domain.steps import Amount

MOST_LIMITS = 3
"""How many limits of parts are told."""


class Enough(msgspec.Struct, frozen=True):
    """So much would be enough, if it is as the ``note`` says; ``within`` says how it has to be made up."""

    amount: Amount
    told: Denomination
    note: str = ""
    within: tuple[str, ...] = ()
    part: str = ""

    def said(self, part: str = "") -> str:
        """Return it in words, of a part if it has to be of one."""
        of = f" of {part or self.part}" if part or self.part else ""
        within = f" (of which {', '.join(_briefly(self.within))})" if self.within else ""
        return f"{self.told.said(self.amount)}{of}{self.note}{within}"


def shortfall(stock: Stock, needed: Amount) -> str:
    """Return the least that would be enough; empty where no one amount is."""
    return " or ".join(each.said() for each in enough(stock, needed))


def enough(stock: Stock, needed: Amount) -> list[Enough]:
    """Return the least that would make so much count; each of several alone is enough."""
    if needed > stock.bounds.cap:
        return []
    needed += stock.bounds.beyond
    if isinstance(stock, Parts):
        return _of_parts(stock, needed)
    if stock.told is None:
        return []
    return _of_best(stock, stock.told, needed) if stock.of.how == "best" else _of_items(stock, stock.told, needed)


def _of_best(stock: Items, told: Denomination, needed: Amount) -> list[Enough]:
    """Return what as few items as may be are worth at least, beside the best that they leave in place."""
    for number in range(1, stock.of.taken + 1):
        kept = sum(stock.best[: stock.of.taken - number])
        amount = told.rounded((needed - kept) / Fraction(number))
        worth = stock.of.worth
        if worth is not None and worth.by:
            amount = min((each for each in given_by(worth) if each >= amount), default=stock.each + 1)
        if amount <= stock.each:
            one = "" if stock.free > 1 else f" in one {stock.of.kind}"
            return [Enough(amount, told, one if number == 1 else f" in each of {number} {stock.of.kind}s")]
    return []


def _of_items(stock: Items, told: Denomination, needed: Amount) -> list[Enough]:
    amount = told.rounded(needed - stock.gathered)
    if stock.of.how == "distinct" and not stock.of.unit:
        if stock.closed and sum(stock.rooms.values()) < amount:
            return []
        each = " each" if amount > stock.another else ""
        return [Enough(amount, told, f"{each} of another {_in_words(stock.field)}")]
    if stock.closed:
        if sum(stock.rooms.values()) < amount:
            return []
        return [_made_up(amount, told, stock.rooms, tuple(_for_each_item("", stock, amount, told)))]
    another = stock.field and amount <= stock.another and any(each < amount for each in stock.rooms.values())
    note = f" of another {_in_words(stock.field)}" if another else ""
    within = _for_each_item("", stock, amount, told) if another else _limits("", stock, amount, told)
    return [Enough(amount, told, note, tuple(within))]


def _of_parts(stock: Parts, needed: Amount) -> list[Enough]:
    """Return what is enough of all parts together, or else of each part alone."""
    if stock.told is not None:
        told, shared = stock.told, counts(stock.parts[stock.shared]) if stock.shared else 0
        rest = told.rounded(_of_others(stock, needed))
        amount = max(rest, told.rounded(needed - stock.rest - shared))
        rooms = {name: min(amount, room(part)) for name, part in stock.parts.items()}
        others = sum(each for name, each in rooms.items() if name != stock.shared)
        if stock.shared:
            rooms[stock.shared] = min(amount - rest, rooms[stock.shared])
        if others >= rest and sum(rooms.values()) >= amount:
            inner = [
                limit
                for name, part in stock.parts.items()
                if rooms[name]
                for limit in _limits(name, part, rooms[name], told)
            ]
            unbegun = [name for name, part in stock.parts.items() if _unbegun(part)]
            return [_made_up(amount, told, rooms, inner, unbegun)]
    return list(_of_one_part(stock, needed))


def _of_others(stock: Parts, needed: Amount) -> Amount:
    """Return how much more there has to be of the parts that no share of the total caps."""
    return max(Fraction(needed) / (1 + stock.share) - stock.rest, Fraction(0))


def _of_one_part(stock: Parts, needed: Amount) -> Iterator[Enough]:
    """Yield what is enough of one part alone, the least of each noun; parts of one noun are told by their names."""
    found: list[tuple[str, Enough]] = []
    for name, part in stock.parts.items():
        if name != stock.shared:
            shared = counts(stock.parts[stock.shared]) if stock.shared else 0
            more = max(_of_others(stock, needed), needed - stock.rest - shared)
            found += [(name, each) for each in enough(part, counts(part) + more)]
        elif not _of_others(stock, needed):
            found += [(name, each) for each in enough(part, needed - stock.rest)]
    nouns = [denomination.noun for part in stock.parts.values() if (denomination := part.told) is not None]
    for name, each in found:
        if each.amount == min(other.amount for _, other in found if other.told.noun == each.told.noun):
            yield replace(each, part=name) if nouns.count(each.told.noun) > 1 else each


def _made_up(
    amount: Amount, told: Denomination, rooms: Mapping[str, Amount], inner: Sequence[str], left_out: Sequence[str] = ()
) -> Enough:
    """Return an amount with how much of it may be of what: of one part alone, or of some no more than so much."""
    limited = {name: told.floored(each) for name, each in rooms.items() if each < amount and name not in left_out}
    if limited and len(limited) == len(rooms) - 1 and not any(limited.values()):
        return Enough(amount, told, part=next(name for name in rooms if name not in limited), within=tuple(inner))
    return Enough(amount, told, within=(*(_limit(name, each, told) for name, each in limited.items()), *inner))


def _briefly(within: Sequence[str]) -> Sequence[str]:
    """Return how an amount has to be made up; where that is much, only what brings nothing more is named."""
    if len(within) <= MOST_LIMITS:
        return within
    full = [each for each in within if each.startswith(NONE_OF)]
    return (*(full if len(full) <= MOST_LIMITS else ()), OF_EACH_PART)


def _limit(name: str, most: Amount, told: Denomination) -> str:
    return f"{AT_MOST}{told.said(most)} of {name}" if most else f"{NONE_OF}{name}"


def _unbegun(part: Stock) -> bool:
    """Tell whether a part counts a surplus alone, of which there is nothing yet."""
    return bool(part.bounds.beyond) and not part.gathered


def _limits(name: str, stock: Stock, amount: Amount, told: Denomination) -> Iterator[str]:
    """Yield what limits so much of a part."""
    if isinstance(stock, Parts):
        for inner, part in stock.parts.items():
            most = told.floored(min(amount, room(part)))
            if inner == stock.shared:
                most = told.floored(max(min(most, stock.share * stock.rest - counts(part)), 0))
            if most < amount and not _unbegun(part):
                yield _limit(inner, most, told)
            if most:
                yield from _limits(inner, part, most, told)
        return
    of = f" of {name}" if name else ""
    if stock.closed:
        yield from (_limit(text, told.floored(each), told) for text, each in stock.rooms.items() if each < amount)
    elif stock.field and any(each < amount for each in (*stock.rooms.values(), stock.another)):
        yield f"{AT_MOST}{told.said(stock.another)}{of} for each other {_in_words(stock.field)}"
    yield from _for_each_item(name, stock, amount, told)


def _for_each_item(name: str, stock: Items, amount: Amount, told: Denomination) -> Iterator[str]:
    """Yield what each item counts at most, where a cap says so and not all may be one."""
    if amount > stock.each and any(cap.each == EACH_ITEM for cap in stock.of.caps):
        yield f"{AT_MOST}{told.said(stock.each)}{f' of {name}' if name else ''} for each {stock.of.kind}"


def _in_words(field: str) -> str:
    return field.replace("_", " ")
