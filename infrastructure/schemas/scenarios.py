"""What a document of scenarios may hold: events with their fields, and expectations."""

from application.event_reading import MOST_TIMES, NESTED, OF_OTHERS, OF_POLICY
from application.expectations import EXPECTED, Form
from application.scenario_reading import FORMAT
from domain.event import Event
from domain.evidence import Evidence, Private, Remark
from domain.pathway.record import EvidenceDetailed, EvidenceRecorded
from domain.shape import Field, FieldType, fields
from infrastructure.schemas.shapes import DRAFT, Shape, by_only_key, closed, known, line, listed, named, text, yes

NUMBERED = r".*\{n\}.*"
DAY = line(
    "a day, or one so much later: 2020-03-01 + 3 months", pattern=rf"^(\d{{4}}-\d{{2}}-\d{{2}}( \+ .+)?|{NUMBERED})$"
)
NUMBER = {"type": ["number", "string"], "pattern": rf"^(\d{{1,12}}(\.\d{{1,3}})?|{NUMBERED})$"}
TYPES: dict[FieldType, Shape] = {
    "text": text(),
    "date": known("day"),
    "number": known("number"),
    "yes or no": yes(),
    "texts": listed(text()),
    "numbers": named(known("number")),
    "dates": named(known("day")),
    "flags": named(yes()),
    "named texts": named(text()),
}
OF_ANY_EVENT = {
    "recorded": {**DAY, "description": "the day on which it becomes known"},
    "times": {
        "type": ["integer", "string"],
        "pattern": r"^\d+$",
        "minimum": 1,
        "maximum": MOST_TIMES,
        "description": "repeats the event; {n} becomes 1, 2, 3 …",
    },
}
BESIDE = {key: known(key) for key in OF_ANY_EVENT}
HOLDS_MORE = {
    "private": closed({field.name: text() for field in fields(Private)}, description="text about persons"),
    "fields": named(text(), "what is put right, by field; absent takes a field away"),
}
FORMS: dict[Form, Shape] = {
    "word": text(),
    "words": listed(text()),
    "text": text(),
    "day": DAY,
    "texts by word": named(text()),
    "words by word": named(listed(text())),
    "days by word": named(DAY),
    "spans": listed(listed({"anyOf": [DAY, {"const": "open"}]}, minItems=2, maxItems=2)),
}
QUESTION = {
    "on": {**DAY, "description": "the day asked about"},
    "known": {**DAY, "description": "everything recorded up to the end of this day is known"},
    "under": text("a version, which then judges every day alone, or a proposal"),
    "readings": named(text(), "how parameters are read, as if chosen from the beginning"),
}
EXPECTATION = closed(
    {
        **QUESTION,
        **{
            key: {
                **(named({"enum": list(each.choices)}) if each.choices else FORMS[each.form]),
                "description": each.means,
            }
            for key, each in EXPECTED.items()
        },
        "same as": closed(QUESTION, ["on"], "other coordinates, at which the answer has to be the same"),
    },
    ["on"],
    anyOf=[{"required": [key]} for key in (*EXPECTED, "same as")],
)


def _about(event: type[Event]) -> str | None:
    """Return the field that the first line of an event fills, if it is not the stream that it names."""
    return "ref" if issubclass(event, Evidence) else "of" if issubclass(event, Remark) else None


EVENTS = {word: (event, _about(event)) for word, event in OF_OTHERS.items()} | {
    word: (event, about) for word, (about, event) in OF_POLICY.items()
}


def scenarios() -> Shape:
    """Return the schema of a document of `milepost.scenarios/v1`."""
    scenario = closed(
        {
            "text": text("what the case is about, in a sentence or two"),
            "source": text("where the rule is stated, or that it is inferred"),
            "given": known("events"),
            "expect": listed(EXPECTATION, "what is expected of the answers", minItems=1),
        },
        ["text", "expect"],
    )
    keys = {
        "format": {"const": FORMAT, "description": "always this"},
        "rulebook": line("whose scenarios these are"),
        "background": known("events"),
        "scenarios": named(scenario, "the scenarios, each under a name of its own"),
    }
    events = {word: _event(word, event, about) for word, (event, about) in sorted(EVENTS.items())}
    return {
        "$schema": DRAFT,
        "title": FORMAT,
        **closed(keys, ["format", "rulebook", "scenarios"]),
        "definitions": {
            "day": DAY,
            "number": NUMBER,
            **OF_ANY_EVENT,
            **HOLDS_MORE,
            "events": listed({"type": "object", **by_only_key(events)}, "events, in their order"),
        },
    }


def _event(word: str, event: type[Event], about: str | None) -> Shape:
    what = text(" ".join((event.__doc__ or "").split()))
    if event is EvidenceRecorded:
        return {
            "required": [word, "kind"],
            "properties": {word: what, "kind": line("a kind that the rulebook's vocabulary declares"), **BESIDE},
        }
    if event is EvidenceDetailed:
        return {"required": [word], "properties": {word: what, "ref": text(), **BESIDE}}
    own = [field for field in fields(event) if field.name != about]
    nested = [part for part in NESTED if part in event.__struct_fields__]
    needed = [word, *(field.name for field in own if field.required), *(part for part in nested if part == "fields")]
    keys = {field.name: _field(field) for field in own} | {part: known(part) for part in nested}
    if issubclass(event, Evidence):
        return {"required": needed, "properties": {word: what, **keys, **BESIDE}}
    return closed({word: what, **keys, **BESIDE}, needed)


def _field(field: Field) -> Shape:
    if not field.choices:
        return TYPES[field.type]
    chosen: Shape = {"enum": list(field.choices)}
    return listed(chosen) if field.type == "texts" else chosen
