"""Amounts in words, and the smallest of several."""

from collections.abc import Iterable, Sequence
from decimal import Decimal


def amount_of(number: int | str, unit: str) -> str:
    """Return a number with its unit, which stands in the singular for one."""
    return f"{number} {unit.removesuffix('s') if str(number) == '1' else unit}".rstrip()


def smallest(amounts: Iterable[str]) -> list[str]:
    """Return the amounts of which one is enough, only the smallest of each unit."""
    found: dict[str, str] = {}
    for amount in amounts:
        unit = unit_of(amount)
        if unit not in found or Decimal(amount.partition(" ")[0]) < Decimal(found[unit].partition(" ")[0]):
            found[unit] = amount
    return list(found.values())


def with_parts(whole: str, parts: Sequence[tuple[str, str]]) -> str:
    """Return what a total lacks, given what its parts lack and their names; what a part gets, the total gets too."""
    named = [f"{short} of {name}" for short, name in parts]
    if not named or not whole:
        return " and ".join(named) or whole
    if number_of(whole) <= sum(number_of(short) for short, _ in parts):
        return " and ".join(named)
    return f"{whole} (of which {', '.join(named)})"


def unit_of(amount: str) -> str:
    """Return what stands after the number of an amount in words, in the singular."""
    return amount.partition(" ")[2].removesuffix("s")


def number_of(amount: str) -> Decimal:
    """Return the number with which an amount in words begins."""
    return Decimal(amount.partition(" ")[0])


def thousandths_in_words(amount: int) -> str:
    """Return an amount in thousandths as a plain decimal number."""
    whole, rest = divmod(amount, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
