"""From a typed document to scenarios: every event and expectation checked, every fault at its place."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from application.expectations import EXPECTED, Names, Stated
from application.scenarios import MEDIATOR, Documents, Expectation, Given, Question, Scenario
from domain.dates import shifted
from domain.event import Event
from domain.evidence import Correction, Evidence, Private, Remark
from domain.pathway.fact import correctable
from domain.policy.language import Policy
from domain.policy.typed import DocumentRefused, Fault, Mapping, Sequence, Text, Typed, entries_of, items_of, text_of, unknown
from domain.policy.words import amount, day, duration
from domain.possible import FIRST_DAY
from domain.shape import Field, fields
from domain.topics import EVENTS, UPCASTERS

FORMAT = "milepost.scenarios/v1"
MOST_TIMES = 1000
ABSENT = "absent"
"""What a correction gives for a field that it takes away."""

EVENT_WORDS = {
    topic.split(".")[1].replace("-", " "): event
    for topic, event in EVENTS.items()
    if topic not in UPCASTERS
    and topic.partition(".")[0] != "policy"
    and topic != "pathway.pathway-opened.v1"
}
POLICY_WORDS = {
    "interpretation chosen": ("parameter", EVENTS["policy.interpretation-chosen.v1"]),
    "policy suspended": ("version", EVENTS["policy.policy-suspended.v1"]),
    "policy superseded": ("version", EVENTS["policy.policy-superseded.v1"]),
}
"""Events of the rulebook that need no text of their own, with the field that names what they speak of."""

WORDS = (*EVENT_WORDS, *POLICY_WORDS)
GIVEN_KEYS = {"recorded", "times"}
QUESTION_KEYS = {"on", "known", "under", "readings"}

Entries = dict[str, tuple[Text, Typed]]


def read_scenarios(typed: Typed, documents: Documents) -> tuple[Scenario, ...]:
    """Return the scenarios of a document about the given texts. Raises `DocumentRefused` with every fault found."""
    reader = _Reader(documents)
    scenarios = reader.scenarios(typed)
    if reader.faults:
        raise DocumentRefused(reader.faults)
    return scenarios


class _Reader:
    """One pass over a document, which goes on after a fault so that all are shown at once."""

    def __init__(self, documents: Documents) -> None:
        self.faults: list[Fault] = []
        self.rulebook = documents.rulebook
        texts = [each.policy for each in (*documents.versions, *documents.proposals)]
        self.names = {of: sorted(set(names)) for of, names in _names(texts).items()}
        self.parameters = {each.name: each.values for text in texts for each in text.parameters}

    def scenarios(self, typed: Typed) -> tuple[Scenario, ...]:
        try:
            entries = entries_of(typed, "a document of scenarios", {"format", "rulebook", "background", "scenarios"})
            self._heading(entries, typed)
            background = tuple(self._givens(entries["background"][1], ())) if "background" in entries else ()
            found = entries_of(_required(entries, "scenarios", typed), "scenarios")
        except Fault as fault:
            self.faults.append(fault)
            return ()
        scenarios = []
        for name, body in found.values():
            try:
                scenarios.append(self._scenario(name, body, background))
            except Fault as fault:
                self.faults.append(fault)
        return tuple(scenarios)

    def _heading(self, entries: Entries, typed: Typed) -> None:
        for key, expected in (("format", FORMAT), ("rulebook", self.rulebook)):
            found = text_of(_required(entries, key, typed), f"'{key}'")
            if found.value != expected:
                raise Fault(found.place, f"expected '{expected}', found '{found.value}'")

    def _scenario(self, name: Text, body: Typed, background: tuple[Given, ...]) -> Scenario:
        entries = entries_of(body, f"the scenario '{name.value}'", {"text", "source", "given", "expect"})
        given = tuple(self._givens(entries["given"][1], background)) if "given" in entries else ()
        expectations = items_of(_required(entries, "expect", body), "expectations")
        if not expectations:
            raise Fault(name.place, f"'{name.value}' expects nothing")
        return Scenario(
            place=name.place,
            name=name.value,
            text=text_of(_required(entries, "text", body), "'text'").value,
            source=text_of(entries["source"][1], "'source'").value if "source" in entries else "",
            given=(*background, *given),
            expectations=tuple(found for each in expectations for found in self._guarded(self._expectation, each)),
        )

    def _guarded(self, read: Callable[[Typed], Any], typed: Typed) -> Iterator[Any]:
        try:
            yield read(typed)
        except Fault as fault:
            self.faults.append(fault)

    # What is given.

    def _givens(self, typed: Typed, before: tuple[Given, ...]) -> Iterator[Given]:
        said = {given.event.ref: given.event for given in before if isinstance(given.event, Evidence)}
        for item in items_of(typed, "events"):
            for given in self._guarded(lambda item: tuple(self._given(item, said)), item):
                yield from given

    def _given(self, typed: Typed, said: dict[str, Evidence]) -> Iterator[Given]:
        entries = entries_of(typed, "an event")
        if "times" not in entries:
            yield self._event(typed, said)
            return
        count = text_of(entries["times"][1], "how many times")
        if not count.value.isdigit() or not 1 <= int(count.value) <= MOST_TIMES:
            raise Fault(count.place, f"expected a whole number from 1 to {MOST_TIMES}, found '{count.value}'")
        for number in range(1, int(count.value) + 1):
            yield self._event(_numbered(typed, str(number)), said)

    def _event(self, typed: Typed, said: dict[str, Evidence]) -> Given:
        entries = entries_of(typed, "an event")
        if not entries:
            raise Fault(typed.place, "expected an event")
        word, named = next(iter(entries.values()))
        name = text_of(named, f"what '{word.value}' is about")
        stream, event, naming = self._kind(word, name)
        fixed = {naming.attribute: self._value(naming, name)} if naming else {}
        own = {field.name: field for field in fields(event) if field != naming}
        nested = {each for each in ("private", "fields") if each in event.__struct_fields__}
        allowed = {*own, *nested, *GIVEN_KEYS}
        for key, _ in list(entries.values())[1:]:
            if key.value not in allowed:
                raise unknown(key, f"the key of '{word.value}'", allowed)
        values = {field.attribute: self._value(field, entries[key][1]) for key, field in own.items() if key in entries}
        for field in own.values():
            if field.required and field.attribute not in values:
                raise Fault(word.place, f"'{field.name}' is missing from '{word.value}': a {field.type}")
        if "private" in entries and "private" in nested:
            private = entries_of(entries["private"][1], "private text", [field.name for field in fields(Private)])
            values["private"] = Private(**{key: text_of(value, key).value for key, (_, value) in private.items()})
        if "fields" in nested:
            corrected = entries_of(_required(entries, "fields", typed), "the fields that are corrected")
            values["fields"] = self._corrections(corrected, said.get(name.value))
        made = event(**fixed, **values)
        if isinstance(made, Evidence):
            said[made.ref] = made
        recorded = self._day(entries["recorded"][1]) if "recorded" in entries else _own_day(made)
        return Given(place=word.place, says=f"{word.value}: {name.value}", stream=stream, event=made, recorded=recorded)

    def _kind(self, word: Text, name: Text) -> tuple[str, type[Event], Field | None]:
        """Return the stream, the class and the field that takes the name, if the name is not the stream's own."""
        if word.value in POLICY_WORDS:
            of, event = POLICY_WORDS[word.value]
            known: Iterable[str] = self.parameters if of == "parameter" else self.names["versions"]
            if name.value not in known:
                raise unknown(name, f"the {of}", known)
            return f"policy/{self.rulebook}", event, _field(event, of)
        if word.value not in EVENT_WORDS:
            raise unknown(word, "the event", WORDS)
        event = EVENT_WORDS[word.value]
        if issubclass(event, Evidence | Remark):
            return f"pathway/{MEDIATOR}", event, _field(event, "ref" if issubclass(event, Evidence) else "of")
        return f"{event.topic().partition('.')[0]}/{name.value}", event, None

    def _corrections(self, entries: Entries, evidence: Evidence | None) -> dict[str, Any]:
        """Return the fields as their evidence has them; those of evidence that is not there stay as typed."""
        known = correctable(evidence) if evidence else {}
        found: dict[str, Any] = {}
        for key, value in entries.values():
            if evidence and key.value not in known:
                raise unknown(key, "the field", known)
            if isinstance(value, Text) and value.value == ABSENT:
                found[key.value] = None
            elif evidence:
                found[key.value] = msgspec.to_builtins(self._value(known[key.value][1], value))
            else:
                found[key.value] = text_of(value, key.value).value
        return found

    # Values.

    def _value(self, field: Field, typed: Typed) -> Any:  # noqa: ANN401 - as the field says
        if field.type == "texts":
            return tuple(self._scalar(field, "text", item) for item in items_of(typed, "texts"))
        several = {"numbers": "number", "dates": "date", "flags": "yes or no", "named texts": "text"}.get(field.type)
        if several:
            entries = entries_of(typed, f"'{field.name}'")
            return {key: self._scalar(field, several, value) for key, (_, value) in entries.items()}
        return self._scalar(field, field.type, typed)

    def _scalar(self, field: Field, holds: str, typed: Typed) -> Any:  # noqa: ANN401 - as the field says
        if holds == "date":
            return self._day(typed)
        text = text_of(typed, f"'{field.name}', a {holds}")
        if holds == "number":
            number, unit = amount(text)
            whole = field.annotation is int
            if unit or (whole and number != number.to_integral_value()):
                raise Fault(text.place, f"expected a {'whole ' if whole else ''}number alone, found '{text.value}'")
            return int(number) if whole else Decimal(number)
        if holds == "yes or no":
            return self._one(text, "the answer", ("yes", "no")) == "yes"
        return self._one(text, f"the {field.name}", field.choices) if field.choices else text.value

    def _one(self, text: Text, what: str, known: Iterable[str]) -> str:
        if text.value not in known:
            raise unknown(text, what, known)
        return text.value

    def _day(self, typed: Typed) -> date:
        text = text_of(typed, "a day")
        start, plus, length = text.value.partition(" + ")
        first = day(Text(value=start, place=text.place))
        if not plus:
            return first
        added = duration(Text(value=length, place=text.place))
        return date.fromordinal(shifted(first.toordinal(), added.months, added.days))

    # What is expected.

    def _expectation(self, typed: Typed) -> Expectation:
        entries = entries_of(typed, "an expectation", {*QUESTION_KEYS, *EXPECTED, "same as"})
        same_as = entries.get("same as")
        stated = tuple(self._stated(key, value) for key, value in entries.values() if key.value in EXPECTED)
        if not stated and same_as is None:
            raise Fault(typed.place, f"nothing is expected; one of: {', '.join(sorted(EXPECTED))}")
        return Expectation(
            place=typed.place,
            question=self._question(entries, typed),
            stated=stated,
            same_as=self._question(entries_of(same_as[1], "other coordinates", QUESTION_KEYS), same_as[1])
            if same_as
            else None,
        )

    def _question(self, entries: Entries, typed: Typed) -> Question:
        readings = entries_of(entries["readings"][1], "readings", self.parameters) if "readings" in entries else {}
        under = text_of(entries["under"][1], "a version") if "under" in entries else None
        return Question(
            on=self._day(_required(entries, "on", typed)),
            known=self._day(entries["known"][1]) if "known" in entries else None,
            under=self._one(under, "the version", self.names["versions"]) if under else None,
            readings={
                name: self._one(text_of(value, "a reading"), f"the reading of {name}", self.parameters[name])
                for name, (_, value) in readings.items()
            },
        )

    def _stated(self, key: Text, typed: Typed) -> Stated:
        expected = EXPECTED[key.value]
        known = self.names[expected.of] if expected.of else []
        return Stated(place=key.place, key=key.value, value=FORMS[expected.form](self, key.value, known, typed))

    def word(self, key: str, known: list[str], typed: Typed) -> str:
        return self._one(text_of(typed, f"'{key}'"), f"'{key}'", known)

    def words(self, key: str, known: list[str], typed: Typed) -> tuple[str, ...]:
        return tuple(self.word(key, known, item) for item in items_of(typed, f"'{key}'"))

    def day(self, _: str, __: list[str], typed: Typed) -> date:
        return self._day(typed)

    def text(self, key: str, _: list[str], typed: Typed) -> str:
        return text_of(typed, f"'{key}'").value

    def by_word(self, key: str, known: list[str], typed: Typed, read: Callable[..., Any]) -> dict[str, Any]:
        found = {}
        for name, value in entries_of(typed, f"'{key}'").values():
            self._one(name, f"'{key}'", known)
            found[name.value] = read(key, self.names["reasons"], value)
        return found

    def spans(self, key: str, _: list[str], typed: Typed) -> tuple[tuple[date | None, date | None], ...]:
        found = []
        for item in items_of(typed, f"'{key}'"):
            first, until = _two(items_of(item, "two days"), item)
            found.append((self._day(first), None if text_of(until, "a day").value == "open" else self._day(until)))
        return tuple(found)


FORMS: dict[str, Callable[[_Reader, str, list[str], Typed], Any]] = {
    "word": _Reader.word,
    "words": _Reader.words,
    "text": _Reader.text,
    "day": _Reader.day,
    "spans": _Reader.spans,
    "texts by word": lambda reader, key, known, typed: reader.by_word(key, known, typed, reader.text),
    "words by word": lambda reader, key, known, typed: reader.by_word(key, known, typed, reader.words),
    "days by word": lambda reader, key, known, typed: reader.by_word(key, known, typed, reader.day),
}


def _two(items: tuple[Typed, ...], typed: Typed) -> tuple[Typed, Typed]:
    if len(items) != 2:  # noqa: PLR2004 - a first day and the first day no longer
        raise Fault(typed.place, "expected two days: the first, and the first no longer, or 'open'")
    return items[0], items[1]


def _required(entries: Entries, key: str, typed: Typed) -> Typed:
    if key not in entries:
        raise Fault(typed.place, f"'{key}' is missing")
    return entries[key][1]


def _field(of: type[Event], name: str) -> Field:
    return next(field for field in fields(of) if field.name == name)


def _numbered(typed: Typed, number: str) -> Typed:
    if isinstance(typed, Text):
        return Text(value=typed.value.replace("{n}", number), place=typed.place)
    if isinstance(typed, Sequence):
        return Sequence(items=tuple(_numbered(item, number) for item in typed.items), place=typed.place)
    entries = {key: (name, _numbered(value, number)) for key, (name, value) in typed.entries.items()}
    return Mapping(entries=entries, place=typed.place)


def _own_day(event: Event) -> date:
    """Return the last of the days that the event has to have, or the first that it has; without one, before all else."""
    dated = [field for field in fields(type(event)) if field.type == "date"]
    required = [getattr(event, field.attribute) for field in dated if field.required]
    others = [found for field in dated if (found := getattr(event, field.attribute)) is not None]
    return max(required) if required else min(others, default=FIRST_DAY)


def _names(texts: list[Policy]) -> dict[Names, list[str]]:
    levels = [level for text in texts for level in text.levels]
    routes = [name for level in levels for route in level.routes for name in (route.name, f"{level.id}: {route.name}")]
    return {
        "levels": ["none", *(level.id for level in levels)],
        "titles": [level.title for level in levels],
        "standings": ["none", "good", *(rule.name for text in texts for rule in text.standings)],
        "listing": ["listed", "unlisted"],
        "reasons": ["RECOGNISED", "LEVEL_NOT_LISTED", *_codes(msgspec.to_builtins(texts))],
        "routes": ["recognition", *routes],
        "announcements": [each.route for text in texts for each in text.announcements],
        "conditions": [rule.name for text in texts for rule in text.conditions],
        "notes": [rule.name for text in texts for rule in text.notes],
        "versions": [text.version for text in texts],
    }


def _codes(tree: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a policy as plain values
    """Yield every reason code that stands in a text."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in {"reason", "otherwise", "missing"} and isinstance(value, str) and value:
                yield value
            else:
                yield from _codes(value)
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from _codes(item)
