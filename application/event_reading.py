"""Events as a person writes them: the event in words and what it is about, then its fields, each at its place."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from application.declared_evidence import declared, detailed, further_fields, kind_of, own_day_of_declared
from application.field_reading import day_of, one_of, value_of, wanted
from application.levels import Levels, level_in
from application.rows import STREAMS
from application.scenarios import STREAM, Given
from domain.event import Event
from domain.evidence import Evidence, Private, Remark
from domain.measures import InterpretationChosen, PolicySuperseded, PolicySuspended, PolicySuspensionLifted
from domain.pathway.fact import correctable
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceDetailed, EvidenceRecorded, sorted_by_type
from domain.policy.typed import Entries, Fault, Mapping, Sequence, Text, Typed, entries_of, items_of, text_of, unknown
from domain.policy.vocabulary import Vocabulary
from domain.possible import FIRST_DAY
from domain.shape import Field, fields
from domain.topics import EVENTS, UPCASTERS

MOST_TIMES = 1000
OF_ANY_EVENT = ("recorded", "times")
ABSENT = "absent"
"""What a correction gives for a field that it takes away."""

OF_POLICY: dict[str, tuple[str, type[Event]]] = {
    "interpretation chosen": ("parameter", InterpretationChosen),
    "policy suspended": ("version", PolicySuspended),
    "policy suspension lifted": ("version", PolicySuspensionLifted),
    "policy superseded": ("version", PolicySuperseded),
}
"""Events of the rulebook that bring no text with them, each with the field that says what it is about."""

OF_OTHERS = {
    topic.partition(".")[2].partition(".")[0].replace("-", " "): event
    for topic, event in EVENTS.items()
    if topic not in UPCASTERS and topic.partition(".")[0] in STREAMS and event is not PathwayOpened
}
WORDS = (*OF_OTHERS, *OF_POLICY)


class Said(msgspec.Struct):
    """Evidence that was given, what was said of it since, and the day on which the last of this becomes known."""

    evidence: Evidence
    recorded: date
    remarks: list[Remark] = []


class Events:
    """Reads lists of events; those of a rulebook speak of its versions, parameters, kinds of evidence and levels."""

    def __init__(
        self, rulebook: str, versions: Iterable[str], parameters: Iterable[str], declared: Vocabulary, levels: Levels
    ) -> None:
        self._rulebook = rulebook
        self._declared = declared
        self._levels = levels
        self._known = {"version": tuple(versions), "parameter": tuple(parameters)}

    def read(self, typed: Typed, before: Iterable[Given], faults: list[Fault]) -> tuple[Given, ...]:
        """Return the events of a list that comes after others; those with a fault are left out."""
        said: dict[str, Said] = {}
        for given in before:
            _hear(given, said)
        found: list[Given] = []
        for item in items_of(typed, "events"):
            try:
                for each in _repeated(item):
                    for given in self._given(each, said):
                        found.append(given)
                        _hear(given, said)
            except Fault as fault:
                faults.append(fault)
        return tuple(found)

    def _given(self, typed: Typed, said: dict[str, Said]) -> Iterator[Given]:
        """Yield the event of an entry, and the further fields that stand there with those of the event."""
        entries = entries_of(typed, "an event")
        if not entries:
            raise Fault(typed.place, "expected an event, such as 'course completed: course-1'")
        word, named = next(iter(entries.values()))
        name = text_of(named, f"what '{word.value}' is about")
        stream, event, about = self._kind(word, name)
        of = said.get(name.value)
        made = self._declared_event(event, entries, of) or self._made(event, about, entries, of)
        self._require_level(made, entries.get("level", (word, word))[1], of)
        recorded = day_of(entries["recorded"][1]) if "recorded" in entries else self._day(made, of)
        given = Given(
            place=word.place, says=f"{word.value}: {name.value}", stream=stream, event=made, recorded=recorded
        )
        yield given
        further = {
            key: value_of(field, entries[key][1]) for key, field in self._further(event).items() if key in entries
        }
        if further:
            yield msgspec.structs.replace(given, event=EvidenceDetailed(of=name.value, **sorted_by_type(further)))

    def _declared_event(self, event: type[Event], entries: Entries, of: Said | None) -> Event | None:
        """Return the event if its fields are those that the rulebook declares."""
        if event is EvidenceRecorded:
            return declared(entries, self._declared)
        return detailed(entries, of.evidence if of else None, self._declared) if event is EvidenceDetailed else None

    def _require_level(self, event: Event, said: Typed, of: Said | None) -> None:
        level = level_in(event, of.evidence if of else None)
        against = "" if level is None else self._levels.against(level)
        if against:
            raise Fault(said.place, against)

    def _day(self, event: Event, of: Said | None) -> date:
        """Return when an event becomes known: what is said of evidence without a day, after what was said before."""
        if isinstance(event, EvidenceRecorded):
            return own_day_of_declared(event, self._declared)
        return own_day(event, of.recorded if of and isinstance(event, Remark) else FIRST_DAY)

    def _further(self, event: type[Event]) -> dict[str, Field]:
        """Return the fields that the rulebook adds to a kind of evidence, and that stand with those of its event."""
        found = further_fields(event.gives, self._declared) if issubclass(event, Evidence) else {}
        return {name: field for name, field in found.items() if name not in OF_ANY_EVENT}

    def _further_of(self, of: Said | None) -> Collection[str]:
        return further_fields(kind_of(of.evidence), self._declared) if of else ()

    def _made(self, event: type[Event], about: str | None, entries: Entries, of: Said | None) -> Event:
        """Return the event with the values of its fields; ``about`` names the one that its first line gives."""
        word, named = next(iter(entries.values()))
        name = text_of(named, f"what '{word.value}' is about")
        own = {field.name: field for field in fields(event) if field.name != about}
        nested = {part: read for part, read in NESTED.items() if part in event.__struct_fields__}
        keys = [*own, *nested, *self._further(event), *OF_ANY_EVENT]
        for key in [key for key, _ in entries.values()][1:]:
            if key.value not in keys:
                raise unknown(key, f"the key of '{word.value}'", keys)
        values = {about: name.value} if about else {}
        for field in own.values():
            if field.name in entries:
                values[field.attribute] = value_of(field, entries[field.name][1])
            elif field.required:
                raise Fault(word.place, f"'{field.name}' is missing from '{word.value}': {wanted(field)}")
        for part, read in nested.items():
            if part in entries:
                values[part] = read(entries[part][1], of, self._further_of(of))
            elif part == "fields":
                raise Fault(word.place, f"'fields' is missing from '{word.value}': what is put right, by field")
        return event(**values)

    def _kind(self, word: Text, name: Text) -> tuple[str, type[Event], str | None]:
        """Return the stream, the class, and the field that says what it is about, if that is not the stream itself."""
        if word.value in OF_POLICY:
            about, event = OF_POLICY[word.value]
            return f"policy/{self._rulebook}", event, one_of(name, f"the {about}", self._known[about]) and about
        event = OF_OTHERS[one_of(word, "the event", WORDS)]
        if issubclass(event, Evidence):
            return STREAM, event, "ref"
        if issubclass(event, Remark):
            return STREAM, event, "of"
        return f"{event.topic().partition('.')[0]}/{name.value}", event, None


def own_day(event: Event, otherwise: date = FIRST_DAY) -> date:
    """Return the last of the days that the event has to have, or else the first that it has, or else another."""
    dated = [field for field in fields(type(event)) if field.type == "date"]
    required = [getattr(event, field.attribute) for field in dated if field.required]
    others = [found for field in dated if (found := getattr(event, field.attribute)) is not None]
    return max(required) if required else min(others, default=otherwise)


def _hear(given: Given, said: dict[str, Said]) -> None:
    event = given.event
    if isinstance(event, Evidence):
        said[event.ref] = Said(event, given.recorded)
    elif isinstance(event, Remark) and event.of in said:
        of = said[event.of]
        of.remarks.append(event)
        of.recorded = max(of.recorded, given.recorded)


def _private(typed: Typed, _: Said | None, __: Collection[str]) -> Private:
    entries = entries_of(typed, "private text", [field.name for field in fields(Private)])
    return Private(**{key: text_of(value, f"'{key}'").value for key, (_, value) in entries.items()})


def _corrections(typed: Typed, of: Said | None, further: Collection[str]) -> dict[str, Any]:
    """Return fields as their evidence has them; those of evidence that is not there stay as they are written."""
    known = correctable(of.evidence, of.remarks) if of else {}
    found: dict[str, Any] = {}
    for key, value in entries_of(typed, "what is put right").values():
        if of and key.value in further and key.value not in known:
            given = f"say it of '{of.evidence.ref}' as 'evidence detailed', and not as a correction"
            raise Fault(key.place, f"'{key.value}' was not given before: {given}")
        if isinstance(value, Text) and value.value == ABSENT:
            found[key.value] = None
        elif of:
            field = known[one_of(key, f"the field of '{of.evidence.ref}'", known)][1]
            found[key.value] = msgspec.to_builtins(value_of(field, value))
        else:
            found[key.value] = text_of(value, f"'{key.value}'").value
    return found


NESTED: dict[str, Callable[[Typed, Said | None, Collection[str]], Any]] = {"private": _private, "fields": _corrections}
"""Fields that hold more than values."""


def _repeated(typed: Typed) -> Iterator[Typed]:
    entries = entries_of(typed, "an event")
    if "times" not in entries:
        yield typed
        return
    times = text_of(entries["times"][1], "how many times")
    if not times.value.isdecimal() or not 1 <= int(times.value) <= MOST_TIMES:
        raise Fault(times.place, f"expected a whole number from 1 to {MOST_TIMES}, found '{times.value}'")
    for number in range(1, int(times.value) + 1):
        yield _numbered(typed, str(number))


def _numbered(typed: Typed, number: str) -> Typed:
    if isinstance(typed, Text):
        return Text(value=typed.value.replace("{n}", number), place=typed.place)
    if isinstance(typed, Sequence):
        return Sequence(items=tuple(_numbered(item, number) for item in typed.items), place=typed.place)
    entries = {key: (name, _numbered(value, number)) for key, (name, value) in typed.entries.items()}
    return Mapping(entries=entries, place=typed.place)
