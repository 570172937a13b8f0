"""A vocabulary as a document states it: kinds of evidence, a line of words for each field."""

import re
from collections.abc import Mapping

import msgspec

from domain.kinds import STATED
from domain.policy.typed import Entries, Fault, Text, Typed, Walk, entries_of, text_of, unknown
from domain.policy.vocabulary import Absence, Field, FieldType, Kind, Vocabulary
from domain.policy.words import words_in

ABSENCES: dict[str, Absence] = {"unknown": "unknown", "not yet": "not yet", "no end": "no end", "no": "no"}
PLAIN: dict[str, FieldType] = {"date": "date", "number": "number", "text": "text", "yes or no": "yes or no"}
_NAME = re.compile(r"^[^\W\d_][\w \-']*$")
_AMISS = re.compile(r" (before|after|as|within|is) ")
EXPECTED = "date, text, number, number of UNIT, yes or no, one of A, B, C"


def read_kinds(
    typed: Typed, walk: Walk, known: Mapping[str, Kind] | None = None, recorded: Mapping[str, Kind] | None = None
) -> Vocabulary:
    """Return the kinds that a mapping declares, and the known ones with the fields that it adds to them.

    Of the kinds that are ``recorded`` for every rulebook nothing but fields may be stated, and what fields they have
    stays. The faults go to the walk.
    """
    known, recorded = known or {}, recorded or {}

    def read(name: Text, each: Typed) -> Kind:
        entries = entries_of(each, f"the kind '{name.value}'", {"words", "counts from", "until", "fields"})
        if name.value in recorded:
            _only_fields(name, entries)
            return _with_further(name, entries, known[name.value], recorded[name.value])
        if name.value in known and entries.keys() == {"fields"}:
            return _with_further(name, entries, known[name.value])
        return _kind(name, entries)

    return {name.value: kind for name, kind in walk.each(typed, "the vocabulary", read)}


def lost_from(old: Kind, new: Kind) -> str:
    """Return what rules on the old kind may read and the new one lacks, or nothing."""
    if old.until and not new.until:
        return "'until'"
    changed = [
        name
        for name, field in old.fields.items()
        if name not in new.fields or (new.fields[name].type, new.fields[name].unit) != (field.type, field.unit)
    ]
    return f"the field '{changed[0]}' as it is" if changed else ""


def _only_fields(name: Text, entries: Entries) -> None:
    for key, _ in entries.values():
        if key.value != "fields":
            raise Fault(key.place, f"'{name.value}' is recorded by events of its own: only 'fields' may be added to it")
    if name.value in STATED:
        raise Fault(name.place, f"'{name.value}' is stated by programs or registers: nothing gives it further fields")


def _with_further(name: Text, entries: Entries, before: Kind, settled: Kind | None = None) -> Kind:
    """Return a kind with further fields; those of the settled kind stay, but a text may be given its closed list."""
    fields, kept = _fields(Walk(name, entries)), settled.fields if settled else {}
    for key, value in entries_of(entries["fields"][1], "the fields").values():
        old, new = kept.get(key.value), fields[key.value]
        if old is not None and old not in {new, msgspec.structs.replace(new, values=())}:
            raise Fault(value.place, f"'{name.value}' has the field '{key.value}' already, and it stays as it is")
    return msgspec.structs.replace(before, fields={**before.fields, **fields})


def _fields(walk: Walk) -> dict[str, Field]:
    return {
        key.value: _field(text_of(value, "a type"))
        for key, value in entries_of(walk.required("fields"), "the fields").values()
    }


def _kind(name: Text, entries: Entries) -> Kind:
    nameable(name)
    walk = Walk(name, entries)
    fields = _fields(walk)
    until = _date(walk.text("until"), fields, name) if "until" in entries else ""
    return Kind(
        words=walk.line("words"), since=_date(walk.text("counts from"), fields, name), fields=fields, until=until
    )


def nameable(name: Text) -> None:
    """Refuse a name of evidence or of a period that a line could not be read with."""
    if _NAME.match(name.value) is None or _AMISS.search(f" {name.value} "):
        raise Fault(
            name.place,
            f"'{name.value}' cannot be a name: it begins with a letter, has letters, digits, spaces and hyphens, "
            "and none of the words before, after, as, within, is",
        )


def _date(text: Text, fields: dict[str, Field], name: Text) -> str:
    dates = [key for key, field in fields.items() if field.type == "date"]
    if text.value not in dates:
        raise unknown(text, f"the date field of {name.value}", dates)
    return text.value


def _field(text: Text) -> Field:
    stated, _, absence = text.value.partition("; absent means ")
    if absence and absence not in ABSENCES:
        raise unknown(Text(value=absence, place=text.place), "the meaning of absence", ABSENCES)
    absent = ABSENCES[absence or "unknown"]
    if stated.startswith("one of "):
        values = words_in(Text(value=stated.removeprefix("one of "), place=text.place))
        return Field(type="text", values=values, absent=absent)
    if stated.startswith("number of "):
        return Field(type="number", unit=stated.removeprefix("number of "), absent=absent)
    if stated not in PLAIN:
        raise Fault(text.place, f"expected one of: {EXPECTED}; found '{stated}'")
    return Field(type=PLAIN[stated], absent=absent)
