"""A vocabulary as a document states it: kinds of evidence, a line of words for each field."""

import re

from domain.policy.typed import Fault, Text, Typed, Walk, entries_of, text_of, unknown
from domain.policy.vocabulary import Absence, Field, FieldType, Kind, Vocabulary
from domain.policy.words import words_in

ABSENCES: dict[str, Absence] = {"unknown": "unknown", "not yet": "not yet", "no end": "no end", "no": "no"}
PLAIN: dict[str, FieldType] = {"date": "date", "number": "number", "text": "text", "yes or no": "yes or no"}
_NAME = re.compile(r"^[^\W\d_][\w \-']*$")
_AMISS = re.compile(r" (before|after|as|within|is) ")
EXPECTED = "date, text, number, number of UNIT, yes or no, one of A, B, C"


def read_kinds(typed: Typed, walk: Walk) -> Vocabulary:
    """Return the kinds that a mapping declares; the faults go to the walk."""
    return {name.value: kind for name, kind in walk.each(typed, "the vocabulary", _kind)}


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


def _kind(name: Text, typed: Typed) -> Kind:
    nameable(name)
    entries = entries_of(typed, f"the kind '{name.value}'", {"words", "counts from", "until", "fields"})
    walk = Walk(name, entries)
    fields = {
        key.value: _field(text_of(value, "a type"))
        for key, value in entries_of(walk.required("fields"), "the fields").values()
    }
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
