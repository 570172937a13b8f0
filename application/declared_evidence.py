"""Evidence of a kind that only a rulebook's vocabulary declares, with the fields of that kind."""

from collections.abc import Iterable
from datetime import date

from application.field_reading import value_of
from domain.kinds import kinds
from domain.pathway.record import HELD, EvidenceRecorded
from domain.policy.typed import Entries, Fault, Text, text_of, unknown
from domain.policy.vocabulary import Kind, Vocabulary
from domain.possible import FIRST_DAY
from domain.shape import Field

ALWAYS = frozenset({"id", "retracted_on"})
"""Fields that every item has from elsewhere: its own name, and a retraction."""

BESIDE = ("kind", "recorded", "times")
"""Keys of the event that are no fields of the kind."""

OF_TYPE = {field.type: field for field in HELD}


def declared_kinds(vocabularies: Iterable[Vocabulary]) -> Vocabulary:
    """Return the kinds that are recorded as a rulebook declares them, and not by events of their own."""
    found = {name: kind for vocabulary in vocabularies for name, kind in vocabulary.items()}
    return {name: kind for name, kind in found.items() if name not in kinds() and not kind.derived}


def declared(entries: Entries, known: Vocabulary) -> EvidenceRecorded:
    """Return the evidence of an event whose first entry names it."""
    word, named = next(iter(entries.values()))
    kind = _kind(word, entries, known)
    fields = _fields(known[kind])
    held = {}
    for key, value in [*entries.values()][1:]:
        if key.value in fields:
            held[key.value] = value_of(fields[key.value], value)
        elif key.value not in BESIDE:
            raise unknown(key, f"the field of '{kind}'", [*fields, *BESIDE])
    return EvidenceRecorded.of(ref=text_of(named, f"what '{word.value}' is about").value, kind=kind, fields=held)


def own_day_of_declared(evidence: EvidenceRecorded, known: Vocabulary) -> date:
    """Return the day from which the evidence counts, or else the first that it has; without any, before all others."""
    return evidence.days.get(known[evidence.kind].since) or min(evidence.days.values(), default=FIRST_DAY)


def _kind(word: Text, entries: Entries, known: Vocabulary) -> str:
    if "kind" not in entries:
        names = ", ".join(sorted(known)) or "the rulebook declares none"
        raise Fault(word.place, f"'kind' is missing from '{word.value}': {names}")
    kind = text_of(entries["kind"][1], "a kind of evidence")
    if kind.value in kinds():
        raise Fault(kind.place, f"'{kind.value}' is recorded by an event of its own, and not as '{word.value}'")
    if kind.value not in known:
        raise unknown(kind, "the kind of evidence", known)
    return kind.value


def _fields(kind: Kind) -> dict[str, Field]:
    return {
        name: Field(
            attribute=name,
            name=name,
            type=field.type,
            required=False,
            choices=field.values,
            annotation=OF_TYPE[field.type].annotation,
        )
        for name, field in kind.fields.items()
        if name not in ALWAYS
    }
