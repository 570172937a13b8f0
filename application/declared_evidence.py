"""What only a rulebook's vocabulary declares: evidence of its own kinds, and further fields of any evidence."""

from collections.abc import Iterable
from datetime import date

import msgspec

from application.field_reading import value_of
from domain.evidence import Evidence
from domain.item import SPREAD
from domain.kinds import kinds
from domain.pathway.record import HELD, EvidenceDetailed, EvidenceRecorded, sorted_by_type
from domain.policy.typed import Entries, Fault, Text, text_of, unknown
from domain.policy.vocabulary import Kind, Vocabulary
from domain.possible import FIRST_DAY
from domain.shape import Field

ALWAYS = frozenset({"id", "retracted_on"})
"""Fields that every item has from elsewhere: its own name, and a retraction."""

BESIDE = ("kind", "recorded", "times")
"""Keys of evidence that are no fields of its kind."""

BESIDE_DETAIL = ("ref", "recorded", "times")
"""Keys of what is said of evidence that are no fields of its kind."""

OF_TYPE = {field.type: field for field in HELD}


def declared_kinds(vocabularies: Iterable[Vocabulary]) -> Vocabulary:
    """Return the kinds that a rulebook declares, each with the fields that any of its texts gives it.

    Of a kind that has events of its own, only those fields are there that the rulebook adds.
    """
    found: Vocabulary = {}
    for name, kind in (each for vocabulary in vocabularies for each in vocabulary.items()):
        further = {key: field for key, field in kind.fields.items() if not _recorded(name, key)}
        if not kind.derived and (further or name not in kinds()):
            before = found[name].fields if name in found else {}
            found[name] = msgspec.structs.replace(kind, fields={**before, **further})
    return found


def own_kinds(known: Vocabulary) -> Vocabulary:
    """Return the kinds that are recorded as a rulebook declares them, and not by events of their own."""
    return {name: kind for name, kind in known.items() if name not in kinds()}


def kind_of(evidence: Evidence) -> str:
    """Return the kind of fact that the evidence becomes."""
    return evidence.kind if isinstance(evidence, EvidenceRecorded) else evidence.gives


def further_fields(kind: str, known: Vocabulary) -> dict[str, Field]:
    """Return the fields of a kind that its events do not have."""
    return _fields(known[kind]) if kind in known else {}


def detailed(entries: Entries, evidence: Evidence | None, known: Vocabulary) -> EvidenceDetailed:
    """Return the further fields of an event whose first entry names the evidence.

    Those of evidence that is not there stay as they are written.
    """
    word, named = next(iter(entries.values()))
    ref = text_of(named, f"what '{word.value}' is about").value
    fields = further_fields(kind_of(evidence), known) if evidence else {}
    held = {}
    for key, value in [*entries.values()][1:]:
        if key.value in BESIDE_DETAIL:
            continue
        if evidence is None:
            held[key.value] = text_of(value, f"'{key.value}'").value
        elif key.value in fields:
            held[key.value] = value_of(fields[key.value], value)
        else:
            raise unknown(key, f"the further field of '{kind_of(evidence)}'", [*fields, *BESIDE_DETAIL])
    own = text_of(entries["ref"][1], "a name").value if "ref" in entries else None
    return EvidenceDetailed(of=ref, ref=own, **sorted_by_type(held))


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
        names = ", ".join(sorted(own_kinds(known))) or "the rulebook declares none"
        raise Fault(word.place, f"'kind' is missing from '{word.value}': {names}")
    kind = text_of(entries["kind"][1], "a kind of evidence")
    if kind.value in kinds():
        raise Fault(kind.place, f"'{kind.value}' is recorded by an event of its own, and not as '{word.value}'")
    if kind.value not in known:
        raise unknown(kind, "the kind of evidence", own_kinds(known))
    return kind.value


def _recorded(kind: str, name: str) -> bool:
    """Tell whether the events of a kind give a field of this name."""
    fields = kinds()[kind].fields if kind in kinds() else ()
    several = tuple(f"{field.name}_" for field in fields if field.type in SPREAD)
    return bool(fields) and (name in ALWAYS or name in {field.name for field in fields} or name.startswith(several))


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
