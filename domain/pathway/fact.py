"""One piece of evidence as a fact: what it says, corrected and completed by what was said of it since."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec

from domain.evidence import TOLD, Correction, Evidence, Remark, Retraction, Written
from domain.item import SPREAD, WRITE, Item, Plan, plan, replace
from domain.pathway.families import remarks_upon
from domain.pathway.record import EvidenceDetailed, EvidenceRecorded, held
from domain.shape import Field, fields


@cache
def evidence_plan(of: type[Evidence]) -> Plan:
    return plan(of, frozenset({"ref", *TOLD}), of.shown_as)


@cache
def remark_plan(of: type[Remark]) -> Plan:
    return plan(of, frozenset({"ref", "of", *TOLD}), of.shown_as)


def correctable(evidence: Evidence, said: Iterable[Remark] = ()) -> Mapping[str, tuple[str, Field]]:
    """Return what a correction may name: the evidence's own fields, and the facts that remarks add to it.

    Each is given with the name of its fact and with the field that says what it holds. Further fields are those that
    were said of the evidence before.
    """
    further = {
        name: (name, field)
        for remark in said
        if isinstance(remark, EvidenceDetailed)
        for name, (field, _) in held(remark).items()
    }
    return {**further, **_of_its_own(evidence)}


def says(evidence: Evidence, name: str) -> bool:
    """Tell whether a fact of this name is the evidence's own, or a remark's that is made for such evidence."""
    own = _of_its_own(evidence)
    facts = {shown for shown, _ in own.values()} | evidence.always.keys() | evidence.filled.keys()
    several = tuple(f"{shown}_" for shown, field in own.values() if field.type in SPREAD)
    return name in own or name in facts or name.startswith(several)


def _of_its_own(evidence: Evidence) -> Mapping[str, tuple[str, Field]]:
    if isinstance(evidence, EvidenceRecorded):
        return {name: (name, field) for name, (field, _) in held(evidence).items()}
    return _correctable(type(evidence))


@cache
def _correctable(of: type[Evidence]) -> Mapping[str, tuple[str, Field]]:
    said = {
        remark.shown_as.get(field.name, field.name): field
        for remark in remarks_upon(of)
        for field in fields(remark)
        if field.name not in {"ref", "of", *TOLD}
    }
    own = {
        field.name: (of.shown_as.get(field.name, field.name), field)
        for field in fields(of)
        if field.name not in {"ref", *TOLD}
    }
    return {name: (name, field) for name, field in said.items()} | own


def first_fact(event_id: str, evidence: Evidence) -> Item:
    """Return what the evidence itself says."""
    item: Item = {"id": evidence.ref, "event": event_id, **evidence.always}
    if isinstance(evidence, EvidenceRecorded):
        return _with_held(item, evidence)
    return evidence_plan(type(evidence)).write(evidence, item)


def _with_held(item: Item, event: EvidenceRecorded | EvidenceDetailed) -> Item:
    item.update({name: WRITE[field.type](value) for name, (field, value) in held(event).items()})
    return item


def correct(item: Item, evidence: Evidence, corrections: Mapping[str, Written], said: Iterable[Remark] = ()) -> None:
    """Replace what a correction names."""
    names = correctable(evidence, said)
    for written, value in corrections.items():
        name, field = names[written]
        replace(item, name, field, None if value is None else msgspec.convert(value, field.annotation))


def fact(event_id: str, evidence: Evidence, remarks: Sequence[Remark] = ()) -> Item | None:
    """Return the fact as all remarks leave it, or nothing if it was retracted as if never recorded."""
    item = first_fact(event_id, evidence)
    for count, remark in enumerate(remarks):
        if isinstance(remark, Correction):
            correct(item, evidence, remark.fields, remarks[:count])
        elif isinstance(remark, Retraction):
            if remark.effective_on is None:
                return None
            item["retracted_on"] = remark.effective_on.toordinal()
        elif isinstance(remark, EvidenceDetailed):
            _with_held(item, remark)
        elif remark.joins:
            remark_plan(type(remark)).write(remark, item)
    for name, of in evidence.filled.items():
        item[name] = of in item
    for name, of in evidence.otherwise_as.items():
        item.setdefault(name, item[of])
    return item
