"""Floors of the parts of a total: in the tree they stand beside the total, each with its part measured alone."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

import msgspec

from domain.policy.language import Condition, Depending, Measure, Relieved, Require, Together, Total

Measured: TypeAlias = Measure | Total


class Floor(msgspec.Struct, frozen=True):
    """What a part of a total has to reach on its own, and the reason code where it does not."""

    part: Measured
    relation: str
    amount: Decimal
    amount_of: Depending | None
    code: str


def with_floors(condition: Condition) -> tuple[Total, tuple[Floor, ...]] | None:
    """Return a total and the floors of its parts, where a condition says nothing but these."""
    if not isinstance(condition, Together) or condition.how != "all" or not condition.of[1:]:
        return None
    total, *rest = condition.of
    floors = tuple(floor for each in rest for floor in _floor(each))
    if not isinstance(total, Total) or len(floors) < len(rest):
        return None
    parts = set(_parts_of(total))
    return (total, floors) if all(floor.part in parts for floor in floors) else None


def asks_for_total(condition: Condition) -> bool:
    """Tell whether a condition asks for a total with floors, unless a relief lifts it."""
    return with_floors(condition.that if isinstance(condition, Relieved) else condition) is not None


def alone(part: Measured) -> Measured:
    """Return a part as its floor measures it: caps by a share of the total around it do not bite there."""
    caps = tuple(cap for cap in part.caps if not cap.out_of)
    return msgspec.structs.replace(part, relation="", amount=Decimal(0), amount_of=None, caps=caps)


def named_parts(total: Total) -> Iterator[tuple[Measured, str]]:
    """Yield what the floors of the parts of a total measure, and of their parts, each with the name of the part."""
    for part in total.parts:
        yield alone(part.of), part.name
        if isinstance(part.of, Total):
            yield from named_parts(part.of)


def _floor(condition: Condition) -> Iterator[Floor]:
    floor = condition.that if isinstance(condition, Require) else condition
    if isinstance(floor, Measure | Total):
        code = condition.otherwise if isinstance(condition, Require) else ""
        yield Floor(alone(floor), floor.relation, floor.amount, floor.amount_of, code)


def _parts_of(total: Total) -> Iterator[Measured]:
    for part in total.parts:
        yield alone(part.of)
        if isinstance(part.of, Total):
            yield from _parts_of(part.of)
