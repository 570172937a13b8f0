"""Conditions said in the words of the document, and amounts in words."""

from calendar import month_name
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from domain.dates import Duration
from domain.policy.language import (
    Anchored,
    AsInForce,
    Begun,
    ClauseHolds,
    Compare,
    Condition,
    Day,
    Entitled,
    Exists,
    FieldOf,
    Given,
    InEach,
    InForce,
    LevelHeld,
    Literal,
    Measure,
    OnDay,
    OneOf,
    Reading,
    Relieved,
    Require,
    Share,
    Term,
    Together,
    Total,
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
        case Anchored():
            day = f"{term.day} {month_name[term.month]}" if term.month else "month end"
            return f"the {term.side} {day} {'by' if term.side == 'last' else 'from'} {say_term(term.term)}"
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


def say_measure(measure: Measure | Total) -> str:
    """Return a measure or a total with its threshold."""
    needed = (
        say_term(measure.amount_of) if measure.amount_of else f"{number_of(measure.amount)} {measure.unit}".rstrip()
    )
    return f"{say_measured(measure)}: {measure.relation} {needed}"


def say_measured(measure: Measure | Total) -> str:
    """Return what is measured."""
    if isinstance(measure, Total):
        return f"total of {', '.join(part.name for part in measure.parts)}"
    what = f"{measure.field} of {measure.name}" if measure.field else f"number of {measure.name}s"
    return {"distinct": f"different {what}", "best": f"greatest {what if measure.field else measure.name}"}.get(
        measure.how, what
    )


def say_share(share: Share) -> str:
    """Return a share with its threshold."""
    what = f"{share.field} of {share.name}" if share.field else f"number of {share.name}s"
    lines = " and ".join(say(line) for line in share.which)
    return f"share of {what} where {lines}: {share.relation} {number_of(share.percent)} %"


def say_in_each(each: InEach) -> str:
    """Return in which lengths of time something has to hold."""
    asked = "in each" if not each.at_least else f"in at least {each.at_least}{' in a row' * each.in_a_row}"
    return f"{asked} of {each.times} times {say_length(each.length)} {each.side} {say_term(each.anchor)} ({each.name})"


def number_of(amount: Decimal) -> str:
    """Return a decimal without an exponent or trailing zeros."""
    return f"{amount.normalize():f}"


def say_exists(exists: Exists) -> str:
    """Return which items are taken in hand, and when they are judged."""
    names = [
        binder.name if binder.name == binder.kind else f"{binder.kind} as {binder.name}" for binder in exists.binders
    ]
    with_ = f" with {', '.join(names[1:])}" if names[1:] else ""
    judged = f", judged on {say_term(exists.judged_on)}" if exists.judged_on else ""
    judged += f", counting from {say_term(exists.counts_from)}" if exists.counts_from else ""
    judged += f", counting up to {say_term(exists.counts_up_to)}" if exists.counts_up_to else ""
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
    Total: say_measure,
    Share: say_share,
    InEach: say_in_each,
    Relieved: lambda each: say(each.that),
    AsInForce: lambda each: f"clause {each.no} as in force on {say_term(each.on)}",
    Exists: say_exists,
}
