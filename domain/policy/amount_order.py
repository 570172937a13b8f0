"""Which of two amounts is never less than the other, as far as their form shows it."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from domain.policy.language import Depending, ForEach, Measure, Table, Total

Amount = tuple[Decimal, Depending | None]
"""An amount as it is written, or what it depends on."""


def never_less(new: Amount, old: Amount) -> bool:
    """Tell whether the first amount is shown to be at least the second, whatever is in hand."""
    if new == old:
        return True
    of, before = new[1], old[1]
    if of is None and before is None:
        return new[0] >= old[0]
    if isinstance(of, Table) and (before is None or (isinstance(before, Table) and of.by == before.by)):
        return all(more >= less for more, less in _pairs(of, before or Table(of.by, (), old[0])))
    return isinstance(of, ForEach) and isinstance(before, ForEach) and _of_the_same(of, before)


def asked(measured: Measure | Total) -> Amount:
    """Return what a measure is compared with."""
    return measured.amount, measured.amount_of


def taken_off(measured: Measure | Total) -> Amount:
    """Return what has to be exceeded before anything counts."""
    return measured.beyond, measured.beyond_of


def _of_the_same(new: ForEach, old: ForEach) -> bool:
    """Tell whether there is more for each of the same lengths; those that are started are never fewer than the full."""
    same = msgspec.structs.replace(new, amount=old.amount, started=old.started) == old
    return same and new.amount >= old.amount and (new.started or not old.started)


def _pairs(new: Table, old: Table) -> Iterator[tuple[Decimal, Decimal]]:
    more, less = dict(new.scale), dict(old.scale)
    yield new.otherwise, old.otherwise
    for text in {**more, **less}:
        yield more.get(text, new.otherwise), less.get(text, old.otherwise)
