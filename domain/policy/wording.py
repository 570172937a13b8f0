"""Amounts in words, and the smallest of several."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

DETAILS = " (of which "
AT_MOST = "at most "
NONE_OF = "none of "
OF_EACH_PART = "no more of each part than counts"
_DETAILED = re.compile(r" \(of which ([^)]*)\)")
JOINTS = re.compile(r"( and | or )(?=\d)")
"""What joins several amounts; names of parts may have the same words."""
_QUALIFIED = re.compile(r"(?<=\S) (?:of|in one|in each of|each of another) .*")


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
    """Return what a total lacks, given what its parts lack and their names; what a part gets, the total gets too.

    They are told apart where it is not so: where they are told in other nouns, or less of a part counts.
    """
    named = [of_part(short, name) for short, name in parts]
    if not named or not whole:
        return " and ".join(named) or whole
    amount, limits = _opened(whole)
    same = next((each for each in named if unit_of(each) == unit_of(whole)), None)
    if same is not None:
        greater = max((same, whole), key=number_of)
        return " and ".join(greater if each == same else each for each in named)
    apart = any(DETAILS in short or unit_of(short) != unit_of(whole) for short, _ in parts)
    if apart or any(_limited(short, name, limits) for short, name in parts):
        return " and ".join([*named, whole])
    if number_of(whole) <= sum(number_of(short) for short, _ in parts):
        return " and ".join(named)
    return f"{amount}{DETAILS}{', '.join([*named, *limits])})"


def of_part(amount: str, part: str) -> str:
    """Return an amount as one of a part."""
    whole, details, inside = amount.partition(DETAILS)
    return f"{whole} of {part}{details}{inside}"


def without_limits(amounts: str) -> str:
    """Return amounts without what says of how much of them no more counts."""
    return _DETAILED.sub(lambda found: _kept(found[1]), amounts)


def plainly(amounts: str) -> str:
    """Return amounts with nothing beside their numbers and units."""
    return "".join(_QUALIFIED.sub("", each) for each in JOINTS.split(_DETAILED.sub("", amounts)))


def _kept(inside: str) -> str:
    kept = [each for each in inside.split(", ") if not each.startswith((AT_MOST, NONE_OF, OF_EACH_PART))]
    return f"{DETAILS}{', '.join(kept)})" if kept else ""


def _opened(amount: str) -> tuple[str, list[str]]:
    whole, _, inside = amount.partition(DETAILS)
    return whole, inside[:-1].split(", ") if inside else []


def _limited(short: str, name: str, limits: Sequence[str]) -> bool:
    """Tell whether less of a part counts for the total than the part itself lacks."""
    return f"{NONE_OF}{name}" in limits or any(
        each.startswith(AT_MOST)
        and each.endswith(f" of {name}")
        and number_of(each.removeprefix(AT_MOST)) < number_of(short)
        for each in limits
    )


def unit_of(amount: str) -> str:
    """Return what stands after the number of an amount in words, in the singular, without how it is made up."""
    return amount.partition(DETAILS)[0].partition(" ")[2].removesuffix("s")


def number_of(amount: str) -> Decimal:
    """Return the number with which an amount in words begins."""
    return Decimal(amount.partition(" ")[0])


def thousandths_in_words(amount: int) -> str:
    """Return an amount in thousandths as a plain decimal number."""
    whole, rest = divmod(amount, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
