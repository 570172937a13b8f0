"""Evidence of kinds that only a rulebook knows, and what may be said of any evidence."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self, TypeAlias

import msgspec

from domain.evidence import Correction, Evidence, Private, Remark, Retraction
from domain.shape import Field, FieldType

Held: TypeAlias = str | int | bool | date | Decimal

KINDS: tuple[tuple[FieldType, type], ...] = (("date", date), ("number", Decimal), ("text", str), ("yes or no", bool))
HELD = tuple(
    Field(attribute="", name="", type=named, required=False, choices=(), annotation=kind) for named, kind in KINDS
)


def sorted_by_type(fields: Mapping[str, Held]) -> dict[str, Any]:
    """Return each field under the name of the group in which an event keeps what its value is."""
    return {
        "days": {name: value for name, value in fields.items() if isinstance(value, date)},
        "numbers": {
            name: Decimal(value)
            for name, value in fields.items()
            if isinstance(value, int | Decimal) and not isinstance(value, bool)
        },
        "texts": {name: value for name, value in fields.items() if isinstance(value, str)},
        "flags": {name: value for name, value in fields.items() if isinstance(value, bool)},
    }


class EvidenceRecorded(Evidence, tag="pathway.evidence-recorded.v1"):
    """A fact of a `kind` that a rulebook's vocabulary declares; its fields are sorted by what they hold."""

    kind: str
    days: dict[str, date] = msgspec.field(default_factory=dict)
    numbers: dict[str, Decimal] = msgspec.field(default_factory=dict)
    texts: dict[str, str] = msgspec.field(default_factory=dict)
    flags: dict[str, bool] = msgspec.field(default_factory=dict)
    private: Private | None = None

    @classmethod
    def of(cls, ref: str, kind: str, fields: Mapping[str, Held], private: Private | None = None) -> Self:
        """Return the event with each field where its value's type belongs."""
        return cls(ref=ref, kind=kind, private=private, **sorted_by_type(fields))


class EvidenceDetailed(Remark, tag="pathway.evidence-detailed.v1"):
    """Further fields of the evidence, such as a rulebook's vocabulary adds to its kind, sorted by what they hold.

    What is given later under a name replaces what was given before; what the evidence says itself is corrected instead.
    """

    days: dict[str, date] = msgspec.field(default_factory=dict)
    numbers: dict[str, Decimal] = msgspec.field(default_factory=dict)
    texts: dict[str, str] = msgspec.field(default_factory=dict)
    flags: dict[str, bool] = msgspec.field(default_factory=dict)
    private: Private | None = None


def held(event: EvidenceRecorded | EvidenceDetailed) -> dict[str, tuple[Field, Held]]:
    """Return each field by its name, with what it holds."""
    groups: tuple[Mapping[str, Held], ...] = (event.days, event.numbers, event.texts, event.flags)
    return {
        name: (msgspec.structs.replace(each, name=name), value)
        for each, group in zip(HELD, groups, strict=True)
        for name, value in group.items()
    }


def names_held(event: EvidenceRecorded | EvidenceDetailed) -> list[str]:
    """Return the names of the fields, one that stands in two groups twice."""
    return [*event.days, *event.numbers, *event.texts, *event.flags]


class EvidenceCorrected(Correction, tag="pathway.evidence-corrected.v1"):
    """Fields of the evidence were wrong; those given replace them, and null takes one away."""


class EvidenceRetracted(Retraction, tag="pathway.evidence-retracted.v1"):
    """The evidence is taken back: as if never recorded, or from `effective_on` when that is given."""


class PersonalDataErased(Remark, tag="pathway.personal-data-erased.v1"):
    """The private text of the evidence was erased on `erased_on`; every fact stays as it was.

    `kept_fields` names what stays legible.
    """

    joins: ClassVar = False

    kept_fields: tuple[str, ...] = ()
    erased_on: date | None = None
    reason: str | None = None
