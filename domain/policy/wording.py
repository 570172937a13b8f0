"""Conditions said in the words of the document, and amounts in words."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from domain.dates import Duration
from domain.policy.language import (
    Begun,
    ClauseHolds,
    Compare,
    Condition,
    Day,
    Entitled,
    Exists,
    FieldOf,
    Given,
    InForce,
    LevelHeld,
    Literal,
    Measure,
    OnDay,
    OneOf,
    Reading,
    Require,
    Term,
    Together,
)

OPENINGS = {"all": "all of the following", "any": "any of the following", "none": "none of the following"}


def say(condition: Condition) -> str:
    """Return one line that says the condition; what stands inside it is said apart."""
    return _SAID[type(condition)](condition)


def say_term(term: Term) -> str:
    """Return a term as it is written."""
    match term:
        case FieldOf():
            return f"{term.item}.{term.field}"
        case Literal():
            return f"{term.value} {term.unit}".strip()
        case Day():
            return "the day"
        case _:
            length = f"{say_term(term.months_of)} months" if term.months_of else say_length(term.length)
            return f"{length} {term.direction} {say_term(term.term)}"


def say_length(length: Duration) -> str:
    """Return a length in years, months and days."""
    years, months = divmod(length.months, 12)
    parts = [
        amount_of(number, unit)
        for number, unit in ((years, "years"), (months, "months"), (length.days, "days"))
        if number
    ]
    return " and ".join(parts)


def say_measure(measure: Measure) -> str:
    """Return a measure with its threshold."""
    measured = f"{measure.field} of {measure.name}" if measure.field else f"number of {measure.name}s"
    return f"{measured}: {measure.relation} {measure.amount.normalize():f} {measure.unit}".rstrip()


def say_exists(exists: Exists) -> str:
    """Return which items are taken in hand, and when they are judged."""
    names = [
        binder.name if binder.name == binder.kind else f"{binder.kind} as {binder.name}" for binder in exists.binders
    ]
    with_ = f" with {', '.join(names[1:])}" if names[1:] else ""
    judged = f", judged on {say_term(exists.judged_on)}" if exists.judged_on else ""
    article = "an" if names[0][0] in "aeiou" else "a"
    return f"for {article} {names[0]}{with_}{judged}"


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


_SAID: dict[type, Callable[[Any], str]] = {
    Compare: lambda each: f"{say_term(each.left)} {each.relation} {say_term(each.right)}",
    OneOf: lambda each: f"{say_term(each.left)} is one of {', '.join(each.values)}",
    Given: lambda each: f"{each.item}.{each.field} is given",
    InForce: lambda each: f"{each.item} in force on {say_term(each.on)}",
    Begun: lambda each: f"{each.item} begun by the day",
    Reading: lambda each: f"{each.parameter} is {' or '.join(each.values)}",
    ClauseHolds: lambda each: f"clause {each.no}",
    LevelHeld: lambda each: f"holds {each.level}",
    Entitled: lambda each: f"entitled to {each.level}",
    Together: lambda each: OPENINGS.get(each.how, f"at least {each.n} of the following"),
    Require: lambda each: say(each.that),
    OnDay: lambda each: f"on {say_term(each.day)}: {say(each.that)}",
    Measure: say_measure,
    Exists: say_exists,
}
