"""Programs that a policy speaks of by name."""

from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from domain.policy.language import Compare, FieldOf, Literal, OneOf
from domain.policy.text import Policy
from domain.policy.typed import Fault, Place, Sequence, Text, Typed, unknown

FIELD = "program"


def programs_named(part: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a policy
    """Yield the programs that conditions compare with by name."""
    match part:
        case Compare(left=FieldOf(field="program"), right=Literal(value=name)):
            yield name
        case Compare(left=Literal(value=name), right=FieldOf(field="program")):
            yield name
        case OneOf(left=FieldOf(field="program"), values=names):
            yield from names
        case msgspec.Struct():
            for field in part.__struct_fields__:
                yield from programs_named(getattr(part, field))
        case tuple():
            for each in part:
                yield from programs_named(each)


def programs_to_record(policy: Policy, before: Policy | None) -> list[str]:
    """Return the programs that the policy, and not the text before it, names: an adoption takes only recorded ones."""
    accepted = set(programs_named(before) if before else ())
    return [name for name in dict.fromkeys(programs_named(policy)) if name not in accepted]


def faults_of_programs(policy: Policy, before: Policy | None, typed: Typed, known: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each program that the policy, and not the text before it, names and nobody knows."""
    for name in programs_to_record(policy, before):
        if name not in known:
            fault = unknown(Text(value=name, place=_place_of(name, typed) or typed.place), "the program", known)
            yield Fault(fault.place, f"{fault.message}; one that is new is recorded first, as 'program submitted'")


def _place_of(name: str, typed: Typed) -> Place | None:
    if isinstance(typed, Text):
        return typed.place if name in typed.value else None
    parts = typed.items if isinstance(typed, Sequence) else [value for _, value in typed.entries.values()]
    return next((place for part in parts if (place := _place_of(name, part))), None)
