"""What may be recorded on a pathway next, and why not."""

from typing import TypeVar

import msgspec

from domain.event import Event
from domain.evidence import Correction, Evidence, Remark, Retraction
from domain.pathway.fact import correctable, fact, first_fact
from domain.pathway.families import EVIDENCE
from domain.pathway.opening import PathwayOpened
from domain.pathway.record import EvidenceRecorded
from domain.pathway.state import Pathway
from domain.pathway.training import CourseCompleted
from domain.possible import ImpossibleEvidence, in_order, possible, possible_value
from domain.program.state import Program
from domain.shape import Field, fields

KNOWN_KINDS = frozenset(evidence.gives for evidence in EVIDENCE)
RESERVED = frozenset({"id", "event", "retracted_on"})

Recorded = TypeVar("Recorded", bound=Evidence | Remark)


class PathwayUnknown(Exception):
    """The pathway was never opened."""


class PathwayAlreadyOpen(Exception):
    """The pathway was opened before."""


class AlreadyRecorded(Exception):
    """Something is recorded under this name, or the very same was said of this evidence last."""


class SameEvidenceTwice(Exception):
    """Evidence with the same content is recorded under another name, and not retracted."""

    def __init__(self, ref: str, before: str) -> None:
        super().__init__(f"{ref} says what {before} says")
        self.ref = ref
        self.before = before


class EvidenceUnknown(Exception):
    """Nothing is recorded under the name that a remark speaks of."""


class CorrectionOfACorrection(Exception):
    """A remark speaks of another remark; it has to name the evidence itself."""


class AlreadyRetracted(Exception):
    """The evidence was taken back; nothing more can be said of it."""


class FieldUnknown(Exception):
    """A correction names a field that the evidence does not have."""

    def __init__(self, field: str, of: str) -> None:
        super().__init__(f"{of} has no field {field}")
        self.field = field
        self.of = of


class CourseBeforeProgram(Exception):
    """A course ended before its program existed."""


def open_pathway(pathway: Pathway, opened: PathwayOpened) -> PathwayOpened:
    if pathway.opened:
        raise PathwayAlreadyOpen(pathway.stream)
    possible(opened)
    return opened


def complete_course(pathway: Pathway, course: CourseCompleted, program: Program) -> CourseCompleted:
    """Return the course as it may be recorded: one of a program that existed when the course ended.

    A program that was submitted without the day of its establishment is taken to have existed always.
    """
    if program.established_on and course.ended_on < program.established_on:
        raise CourseBeforeProgram(course.ref, course.ended_on, program.stream, program.established_on)
    return record(pathway, course)


def record(pathway: Pathway, event: Recorded) -> Recorded:
    """Return the evidence or remark if it may be recorded next."""
    if not pathway.opened:
        raise PathwayUnknown(pathway.stream)
    if event.ref in pathway.evidence or event.ref in pathway.names_of_remarks:
        raise AlreadyRecorded(event.ref)
    if isinstance(event, Evidence):
        _record_evidence(pathway, event)
    else:
        _record_remark(pathway, event)
    return event


def _record_evidence(pathway: Pathway, evidence: Evidence) -> None:
    possible(evidence, evidence.positive)
    if isinstance(evidence, EvidenceRecorded):
        _declare(evidence)
    in_order(first_fact("", evidence), evidence.order)
    for ref, (_, before) in pathway.evidence.items():
        if _same_content(before, evidence) and not _retracted(pathway, ref):
            raise SameEvidenceTwice(evidence.ref, ref)


def _declare(evidence: EvidenceRecorded) -> None:
    if evidence.kind in KNOWN_KINDS:
        raise ImpossibleEvidence(evidence.kind, "kind", "a kind that has no event of its own")
    groups = (evidence.days, evidence.numbers, evidence.texts, evidence.flags)
    names = [name for group in groups for name in group]
    own = len(set(names)) == len(names) and RESERVED.isdisjoint(names)
    if not own or not all(name.strip() for name in names):
        expected = "names that differ, none of " + ", ".join(sorted(RESERVED))
        raise ImpossibleEvidence(", ".join(names), "fields", expected)


def _same_content(one: Event, other: Event) -> bool:
    if type(one) is not type(other):
        return False
    return all(getattr(one, name) == getattr(other, name) for name in one.__struct_fields__ if name != "ref")


def _retracted(pathway: Pathway, ref: str) -> bool:
    return any(isinstance(remark, Retraction) for _, remark in pathway.remarks.get(ref, ()))


def _record_remark(pathway: Pathway, remark: Remark) -> None:
    evidence = _named(pathway, remark.of)
    if not isinstance(evidence, remark.upon):
        raise ImpossibleEvidence(remark.of, "of", "evidence of a " + " or ".join(each.gives for each in remark.upon))
    if remark.joins and _retracted(pathway, remark.of):
        raise AlreadyRetracted(remark.of)
    possible(remark)
    if isinstance(remark, Correction):
        _correctly(evidence, remark)
    said = [before for _, before in pathway.remarks.get(remark.of, ())]
    if said and _same_content(said[-1], remark):
        raise AlreadyRecorded(remark.of)
    in_order(fact("", evidence, [*said, remark]) or {}, evidence.order)


def _named(pathway: Pathway, ref: str) -> Evidence:
    if ref in pathway.evidence:
        return pathway.evidence[ref][1]
    remarks = (pathway.event_id(version) for said in pathway.remarks.values() for version, _ in said)
    if ref in pathway.names_of_remarks or ref in remarks:
        raise CorrectionOfACorrection(ref)
    raise EvidenceUnknown(ref)


def _correctly(evidence: Evidence, correction: Correction) -> None:
    names = correctable(evidence)
    required = {field.name for field in fields(type(evidence)) if field.required}
    if not correction.fields:
        raise ImpossibleEvidence(None, "fields", "at least one field")
    for name, value in correction.fields.items():
        if name not in names:
            raise FieldUnknown(name, correction.of)
        _, field = names[name]
        if value is None and name in required:
            raise ImpossibleEvidence(value, name, f"a {field.type}")
        if value is not None:
            possible_value(field, _converted(field, value), evidence.positive)


def _converted(field: Field, value: object) -> object:
    try:
        return msgspec.convert(value, field.annotation)
    except msgspec.ValidationError:
        raise ImpossibleEvidence(value, field.name, ", ".join(field.choices) or f"a {field.type}") from None
