"""Evidence of kinds that only a rulebook knows, and what may be said of any evidence."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self, TypeAlias

import msgspec

from domain.evidence import Correction, Evidence, Remark, Retraction
from domain.shape import Field, FieldType

Held: TypeAlias = str | int | bool | date | Decimal

KINDS: tuple[tuple[FieldType, type], ...] = (("date", date), ("number", Decimal), ("text", str), ("yes or no", bool))
HELD = tuple(
    Field(attribute="", name="", type=named, required=False, choices=(), annotation=kind) for named, kind in KINDS
)


class EvidenceRecorded(Evidence, tag="pathway.evidence-recorded.v1"):
    """A fact of a `kind` that a rulebook's vocabulary declares; its fields are sorted by what they hold."""

    kind: str
    days: dict[str, date] = msgspec.field(default_factory=dict)
    numbers: dict[str, Decimal] = msgspec.field(default_factory=dict)
    texts: dict[str, str] = msgspec.field(default_factory=dict)
    flags: dict[str, bool] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, ref: str, kind: str, fields: Mapping[str, Held]) -> Self:
        """Return the event with each field where its value's type belongs."""
        return cls(
            ref=ref,
            kind=kind,
            days={name: value for name, value in fields.items() if isinstance(value, date)},
            numbers={
                name: Decimal(value)
                for name, value in fields.items()
                if isinstance(value, int | Decimal) and not isinstance(value, bool)
            },
            texts={name: value for name, value in fields.items() if isinstance(value, str)},
            flags={name: value for name, value in fields.items() if isinstance(value, bool)},
        )

    def held(self) -> dict[str, tuple[Field, Held]]:
        """Return each field by its name, with what it holds."""
        groups: tuple[Mapping[str, Held], ...] = (self.days, self.numbers, self.texts, self.flags)
        return {
            name: (msgspec.structs.replace(each, name=name), value)
            for each, group in zip(HELD, groups, strict=True)
            for name, value in group.items()
        }


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
