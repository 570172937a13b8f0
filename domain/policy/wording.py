"""Amounts in words, and the smallest of several."""

from collections.abc import Iterable
from decimal import Decimal


def amount_of(number: int | str, unit: str) -> str:
    """Return a number with its unit, which stands in the singular for one."""
    return f"{number} {unit.removesuffix('s') if str(number) == '1' else unit}".rstrip()


def smallest(amounts: Iterable[str]) -> list[str]:
    """Return the amounts of which one is enough, only the smallest of each unit."""
    found: dict[str, str] = {}
    for amount in amounts:
        unit = amount.partition(" ")[2].removesuffix("s")
        if unit not in found or Decimal(amount.partition(" ")[0]) < Decimal(found[unit].partition(" ")[0]):
            found[unit] = amount
    return list(found.values())


def thousandths_in_words(amount: int) -> str:
    """Return an amount in thousandths as a plain decimal number."""
    whole, rest = divmod(amount, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
