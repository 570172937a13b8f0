"""What requirements measure, so that of several that are short it is told what is enough for all of them."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from domain.policy.language import (
    ClauseHolds,
    Compare,
    Condition,
    FieldOf,
    Literal,
    Measure,
    Relieved,
    Require,
    Together,
    Total,
)
from domain.policy.text import Policy
from domain.policy.wording import DETAILS, number_of, of_part, unit_of, with_parts


class Measured(msgspec.Struct, frozen=True):
    """What is measured: of which kinds, and the texts that their fields have to have."""

    kinds: frozenset[str]
    texts: Mapping[str, str]


Short = tuple[str, Measured | None]
"""What a requirement is short of, and what it measures, if that is known."""


def measured_by(condition: Condition, policy: Policy) -> Measured | None:
    """Return what a requirement measures, the clause that it names opened, if it measures one thing alone."""
    match condition:
        case Require() | Relieved():
            return measured_by(condition.that, policy)
        case ClauseHolds():
            return measured_by(policy.clause(condition.no).condition, policy)
        case Together(how="all" | "any"):
            found = [each for part in condition.of if (each := measured_by(part, policy)) is not None]
            return found[0] if len(found) == 1 else None
        case Measure():
            return Measured(frozenset({f"{condition.kind}.{condition.field}"}), dict(_texts(condition)))
        case Total():
            parts = [each for part in condition.parts if (each := measured_by(part.of, policy)) is not None]
            common = {
                field: text for field, text in parts[0].texts.items() if all(_has(each, field, text) for each in parts)
            }
            return Measured(frozenset().union(*(each.kinds for each in parts)), common)
    return None


def enough_for_all(shorts: Sequence[Short]) -> str:
    """Return what is enough for several requirements that are all short.

    What one takes may count for others that measure the same thing: of these the greatest is told, with the others as
    parts of it where a text of theirs names them. Those that nothing can count for both, and all else, are told apart.
    """
    if len(shorts) < 2:  # noqa: PLR2004  (nothing stands beside it)
        return "".join(amount for amount, _ in shorts)
    groups: list[list[Short]] = []
    for short in sorted(shorts, key=lambda each: -number_of(each[0])):
        group = next((group for group in groups if _may_count_for_both(short, group[0])), None)
        if group is None:
            groups.append([short])
        else:
            group.append(short)
    groups.sort(key=lambda group: min(shorts.index(each) for each in group))
    units = [unit_of(group[0][0]) for group in groups]
    told = [
        (_enough(*group, apart=units.count(unit) > 1), group[0][1]) for group, unit in zip(groups, units, strict=True)
    ]
    return " and ".join(
        amount for place, (amount, of) in enumerate(told) if of is not None or (amount, of) not in told[:place]
    )


def _may_count_for_both(one: Short, other: Short) -> bool:
    (amount, mine), (against, its) = one, other
    if unit_of(amount) != unit_of(against) or (amount != against and DETAILS in amount):
        return False
    if mine is None or its is None:
        return mine is its and unit_of(amount) == "day"
    apart = any(its.texts.get(field, text) != text for field, text in mine.texts.items())
    return bool(mine.kinds & its.kinds) and not apart


def _enough(greatest: Short, *others: Short, apart: bool) -> str:
    """Return the greatest of amounts of one thing, with those of the others that a text names.

    Where something ``apart`` from it is asked for in the same unit, it is told by its own name.
    """
    whole, measured = greatest
    if apart and measured and len(measured.texts) == 1 and not others:
        return of_part(whole, next(iter(measured.texts.values())))
    named: dict[str, str] = {}
    for amount, other in others:
        names = (
            [text for field, text in other.texts.items() if field not in measured.texts] if other and measured else []
        )
        if len(names) == 1:
            named.setdefault(names[0], amount)
    return with_parts(whole, [(amount, name) for name, amount in named.items()])


def _has(measured: Measured, field: str, text: str) -> bool:
    return measured.texts.get(field) == text


def _texts(measure: Measure) -> Iterator[tuple[str, str]]:
    """Yield the fields that have to be one text, with that text; what reads as several amounts names nothing."""
    for line in measure.where:
        match line:
            case Compare(FieldOf(item, field), "is", Literal(text, "")) if item == measure.name:
                if text not in {"yes", "no"} and not any(joint in text for joint in (" and ", " or ", ", ")):
                    yield field, text
