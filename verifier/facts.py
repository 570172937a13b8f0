"""Facts of a pathway: what its evidence says, corrected and completed by what was said of it since."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from verifier.calendar import day_of
from verifier.topics import CORRECTIONS, DETAILS, EVIDENCE, REMARKS, RETRACTIONS, SHARED, WITHOUT_FACTS, Field, fields

FIRST_LOGBOOK, LOGBOOK = "pathway.logbook-hours-added.v1", "pathway.logbook-hours-added.v2"
FEES = {"pathway.fee-paid.v1": False, "pathway.fee-waived.v1": True}
HELD = {"days": "day", "numbers": "number", "texts": "text", "flags": "flag"}
"""The groups in which a fact of a rulebook's own kind keeps its fields, by what they hold."""
COMMON = {"topic", "ref", "of", "reason", "private"}
"""Members that an event may have beside its fields; none of them becomes a fact by itself."""
TOLD = ("reason", "reasons")
"""Fields that say why; they join no facts, so that they can be forgotten."""
REFERENCES = {"program": "program", "register": "register"}
"""Fields of facts that name a stream, with the first part of the stream's name."""

Fact = dict[str, Any]
Payload = Mapping[str, Any]


class Event(NamedTuple):
    """An event of a stream: its id there, and what it says."""

    id: str
    payload: Payload


class UnreadableEvent(Exception):
    """An event is not one that this verifier knows how to read."""


def pathway_facts(events: Iterable[Event]) -> dict[str, list[Fact]]:
    """Return the facts of a pathway by kind, given its events in their order."""
    evidence: dict[str, Event] = {}
    remarks: dict[str, list[Event]] = {}
    for event in events:
        topic = readable(event)["topic"]
        if topic in EVIDENCE:
            evidence[event.payload["ref"]] = event
        elif topic not in WITHOUT_FACTS:
            remarks.setdefault(event.payload["of"], []).append(event)
    found: dict[str, list[Fact]] = {}
    for ref in sorted(evidence):
        fact = _fact(evidence[ref], remarks.get(ref, []))
        if fact is not None:
            found.setdefault(_kind_of(evidence[ref].payload), []).append(fact)
    return found


def streams_named(facts: Mapping[str, Iterable[Fact]]) -> list[str]:
    """Return the streams of the programs and registers that facts of a pathway name."""
    named = (
        f"{prefix}/{item[field]}"
        for items in facts.values()
        for item in items
        for field, prefix in REFERENCES.items()
        if field in item
    )
    return sorted(set(named))


def readable(event: Event) -> Payload:
    """Return what an event says. Raises `UnreadableEvent` for a topic or a field that is not known here."""
    payload, topic = event.payload, event.payload.get("topic")
    written = {**SHARED, **{name: line for name, (_, line) in (*EVIDENCE.items(), *REMARKS.items())}}.get(str(topic))
    known = set() if written is None else {each.name for each in fields(written)}
    if topic in CORRECTIONS:
        known = {"fields"}
    elif topic in RETRACTIONS:
        known = {"effective_on"}
    elif topic == DETAILS:
        known = set(HELD)
    elif topic in WITHOUT_FACTS:
        known = {each.name for each in fields(WITHOUT_FACTS[str(topic)])}
    elif written is None:
        raise UnreadableEvent(f"{event.id} has the topic {topic!r}, which this verifier does not know")
    unknown = [name for name in payload if name not in known | COMMON]
    if unknown:
        raise UnreadableEvent(f"{event.id} has a member {unknown[0]!r}, which no event of its topic has")
    return payload


def value_of(holds: str, value: Any) -> Any:
    """Return a value as facts have it: days as numbers, amounts in thousandths."""
    try:
        if holds == "day":
            return day_of(value)
        if holds == "number":
            return int(Decimal(value) * 1000)
    except (ValueError, TypeError, InvalidOperation):
        raise UnreadableEvent(f"{value!r} is no {holds}") from None
    return value


def values(payload: Payload, written: str) -> Iterator[tuple[Field, Any]]:
    """Yield each field of a line of the tables with what the event says in it, if anything."""
    for field in fields(written):
        value = payload.get(field.name, field.default)
        if value is not None:
            yield field, value


def joining(payload: Payload, written: str) -> Iterator[tuple[Field, Any]]:
    """Yield those of its fields that join a fact."""
    return ((field, value) for field, value in values(payload, written) if field.name not in TOLD)


def _kind_of(payload: Payload) -> str:
    return EVIDENCE[payload["topic"]][0] or str(payload["kind"])


def _fact(evidence: Event, remarks: list[Event]) -> Fact | None:
    """Return a fact as all remarks leave it, or nothing if it was taken back as if never recorded."""
    said = _said_today(evidence.payload)
    topic = said["topic"]
    item: Fact = {"id": said["ref"], "event": evidence.id}
    if topic in FEES:
        item["waived"] = FEES[topic]
    if _own_kind(topic):
        _add_held(item, said)
    else:
        _add(item, said, EVIDENCE[topic][1])
    for count, remark in enumerate(remarks):
        if not _remarked(item, said, remark.payload, [each.payload for each in remarks[:count]]):
            return None
    if EVIDENCE[topic][0] == "recognition":
        item["cites_evidence"] = "evidence" in item
    if EVIDENCE[topic][0] == "mediation":
        item.setdefault("ended_on", item["started_on"])
    return item


def _remarked(item: Fact, evidence: Payload, remark: Payload, before: list[Payload]) -> bool:
    """Let a remark join a fact; return whether there still is one."""
    topic = remark["topic"]
    if topic in CORRECTIONS:
        _correct(item, evidence, remark["fields"], before)
    elif topic in RETRACTIONS:
        if remark.get("effective_on") is None:
            return False
        item["retracted_on"] = day_of(remark["effective_on"])
    elif topic == DETAILS:
        _add_held(item, remark)
    else:
        _add(item, remark, REMARKS[topic][1])
    return True


def _said_today(payload: Payload) -> Payload:
    """Return what an event says as it would be written today: the first logbook asked only whether it was online."""
    if payload["topic"] != FIRST_LOGBOOK:
        return payload
    online = payload.get("online")
    medium = {} if online is None else {"medium": "online" if online else "in room"}
    kept = {name: value for name, value in payload.items() if name not in ("held_on", "online")}
    return {**kept, "topic": LOGBOOK, "started_on": payload["held_on"], **medium}


def _own_kind(topic: str) -> bool:
    return not EVIDENCE[topic][0]


def _add(item: Fact, payload: Payload, written: str) -> None:
    for field, value in joining(payload, written):
        item.update(_spread(field.fact, field.holds, value))


def _add_held(item: Fact, payload: Payload) -> None:
    for group, holds in HELD.items():
        for name, value in payload.get(group, {}).items():
            item[name] = value_of(holds, value)


def _spread(name: str, holds: str, value: Any) -> Fact:
    """Return what one field becomes; a list becomes a fact for each member as well, a table one for each key."""
    if holds == "texts":
        return {name: ", ".join(value), **{f"{name}_{member}": True for member in value}} if value else {}
    if holds == "numbers":
        return {f"{name}_{key}": value_of("number", each) for key, each in value.items()}
    return {name: value_of(holds, value)}


def _correct(item: Fact, evidence: Payload, corrections: Mapping[str, Any], before: list[Payload]) -> None:
    names = _correctable(evidence, before)
    for written, value in corrections.items():
        if written not in names:
            raise UnreadableEvent(f"a correction of {evidence['ref']!r} names {written!r}, which it does not have")
        name, holds = names[written]
        item.pop(name, None)
        if holds in ("texts", "numbers"):
            for member in [key for key in item if key.startswith(f"{name}_")]:
                del item[member]
        if value is not None:
            item.update(_spread(name, holds, value))


def _correctable(evidence: Payload, before: list[Payload]) -> dict[str, tuple[str, str]]:
    """Return what a correction may name, with the name of the fact and what it holds: the evidence's own goes first."""
    found = {name: (name, holds) for each in before if each["topic"] == DETAILS for name, holds in _held(each)}
    topic = evidence["topic"]
    if _own_kind(topic):
        return {**found, **{name: (name, holds) for name, holds in _held(evidence)}}
    kind, own = EVIDENCE[topic]
    for of, written in REMARKS.values():
        if of == kind and (of != "fee" or topic == "pathway.fee-paid.v1"):
            found.update({each.fact: (each.fact, each.holds) for each in fields(written) if each.name not in TOLD})
    return {**found, **{each.name: (each.fact, each.holds) for each in fields(own) if each.name not in TOLD}}


def _held(payload: Payload) -> Iterator[tuple[str, str]]:
    for group, holds in HELD.items():
        for name in payload.get(group, {}):
            yield name, holds
