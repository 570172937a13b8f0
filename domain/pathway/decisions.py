"""What may be recorded on a pathway next, and why not."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeAlias, TypeVar

import msgspec

from domain.event import Event
from domain.evidence import Correction, Evidence, Remark, Retraction
from domain.pathway import keeping
from domain.pathway.fact import correctable, fact, first_fact, says
from domain.pathway.families import EVIDENCE
from domain.pathway.forgetting import Kept
from domain.pathway.opening import PathwayOpened
from domain.pathway.recognition import ApplicationWithdrawn
from domain.pathway.record import EvidenceDetailed, EvidenceRecorded, names_held
from domain.pathway.state import Pathway
from domain.pathway.training import CourseCompleted
from domain.possible import ImpossibleEvidence, in_order, possible, possible_value
from domain.program.state import Program
from domain.refusal import Refusal
from domain.sealed import Forgotten, has_text
from domain.shape import Field, fields
from domain.stated import stated

KNOWN_KINDS = frozenset(evidence.gives for evidence in EVIDENCE)
RESERVED = frozenset({"id", "event", "retracted_on"})
NOTHING = "nothing"

Forms: TypeAlias = tuple[Event, Event]
"""An event as it is given, and as it is kept."""

Recorded = TypeVar("Recorded", bound=PathwayOpened | Evidence | Remark | Kept)


class PathwayUnknown(Refusal):
    """The pathway was never opened, as far as is known."""


class PathwayAlreadyOpen(Refusal):
    """The pathway was opened before."""

    sentence = "{0} was opened before"


class AlreadyRecorded(Refusal):
    """Something is recorded under this name, or the very same was said of this evidence last."""

    sentence = "{0}: this is recorded already"


class SameEvidenceTwice(Refusal):
    """Evidence with the same content is recorded under another name, and not retracted."""

    sentence = "{0} says what {1} says{2}"

    def __init__(self, ref: str, before: str, told_apart_by: str) -> None:
        apart = f"tell them apart by {told_apart_by}" if told_apart_by else "a field beside the name has to differ"
        super().__init__(ref, before, f"; if they are two, {apart}")


class EvidenceUnknown(Refusal):
    """Nothing is recorded under the name that a remark speaks of."""

    sentence = "nothing is recorded under the name {0}"


class CorrectionOfACorrection(Refusal):
    """A remark speaks of another remark; it has to name the evidence itself."""

    sentence = "{0} is itself said of evidence; name that evidence instead"


class AlreadyRetracted(Refusal):
    """The evidence was taken back; nothing more can be said of it."""

    sentence = "{0} was retracted; nothing more can be said of it"


class FieldUnknown(Refusal):
    """A correction names a field that the evidence does not have."""

    sentence = "{1} has no field {0} that could be corrected; a further one is given as 'evidence detailed'"


class FieldTakenAway(ImpossibleEvidence):
    """A correction takes away what such evidence has to have."""

    sentence = "{1} has to be there; it cannot be taken away"


class FieldOfItsOwn(Refusal):
    """A further field bears the name of one that the evidence has of its own, or from a remark made for it."""

    sentence = "{1} has {0} of its own, and not as a further field; correct it instead"


class DecidedBefore(Refusal):
    """An application was decided by the day on which it would be taken back."""

    sentence = "{0} was decided on {1}; an application is taken back before that"


class CourseBeforeProgram(Refusal):
    """A course ended before its program existed."""

    sentence = "{0} ended on {1}, before {2} existed, on {3}"


def open_pathway(pathway: Pathway, opened: PathwayOpened) -> PathwayOpened:
    if pathway.opened:
        raise PathwayAlreadyOpen(pathway.stream)
    possible(opened)
    return opened


def complete_course(
    pathway: Pathway, course: CourseCompleted, program: Program, kept: Event | None = None
) -> CourseCompleted:
    """Return the course as it may be recorded: one of a program that existed when the course ended.

    A program that was submitted without the day of its establishment is taken to have existed always.
    """
    _existed(program, course.ref, course.ended_on)
    return record(pathway, course, kept)


def correct_course(
    pathway: Pathway, correction: Correction, programs: Callable[[str], Program], kept: Event | None = None
) -> Correction:
    """Return the correction of a course as it may be recorded: what it leaves is held to what a new course is."""
    record(pathway, correction, kept)
    _, course = pathway.evidence[correction.of]
    said = [before for _, before in pathway.remarks.get(correction.of, ())]
    left = fact("", course, [*said, correction]) or {}
    _existed(programs(str(left["program"])), correction.of, date.fromordinal(int(left["ended_on"])))
    return correction


def _existed(program: Program, course: str, ended_on: date) -> None:
    if program.established_on and ended_on < program.established_on:
        raise CourseBeforeProgram(course, ended_on, program.stream, program.established_on)


def record(pathway: Pathway, event: Recorded, kept: Event | None = None) -> Recorded:
    """Return the event if it may be recorded next.

    `kept` is the event with its texts as they are kept, by which it is told whether the same was said before.
    """
    if pathway.forgotten and has_text(event):
        raise Forgotten(pathway.stream, pathway.forgotten.forgotten_on)
    if isinstance(event, PathwayOpened):
        open_pathway(pathway, event)
    else:
        _record(pathway, event, (event, kept or event))
    return event


def _record(pathway: Pathway, event: Evidence | Remark | Kept, forms: Forms) -> None:
    if not pathway.opened:
        unknown = f"{pathway.stream} was never opened"
        raise PathwayUnknown(unknown)
    if not isinstance(event, Evidence | Remark):
        keeping.record(pathway, event)
        return
    if event.ref in pathway.evidence or event.ref in pathway.names_of_remarks:
        raise AlreadyRecorded(event.ref)
    if isinstance(event, Evidence):
        _record_evidence(pathway, event, forms)
    else:
        _record_remark(pathway, event, forms)


def _record_evidence(pathway: Pathway, evidence: Evidence, forms: Forms) -> None:
    possible(evidence, evidence.positive)
    if isinstance(evidence, EvidenceRecorded):
        _declare(evidence)
    in_order(first_fact("", evidence), evidence.order)
    kind = type(evidence)
    for ref, (_, before) in pathway.evidence.items():
        if type(before) is kind and _same_content(before, forms) and not _retracted(pathway, ref):
            raise SameEvidenceTwice(evidence.ref, ref, evidence.told_apart_by)


def _declare(evidence: EvidenceRecorded) -> None:
    if evidence.kind in KNOWN_KINDS:
        raise ImpossibleEvidence(evidence.kind, "kind", "a kind that has no event of its own")
    _named_apart(names_held(evidence))


def _named_apart(names: list[str]) -> None:
    own = len(set(names)) == len(names) and RESERVED.isdisjoint(names)
    if not own or not all(name.strip() for name in names):
        expected = "names that differ, none of " + ", ".join(sorted(RESERVED))
        raise ImpossibleEvidence(", ".join(names), "fields", expected)


def _same_content(before: Event, forms: Forms) -> bool:
    return type(before) is type(forms[0]) and any(
        all(getattr(before, name) == getattr(form, name) for name in before.__struct_fields__ if name != "ref")
        for form in forms
    )


def _retracted(pathway: Pathway, ref: str) -> bool:
    return any(isinstance(remark, Retraction) for _, remark in pathway.remarks.get(ref, ()))


def _record_remark(pathway: Pathway, remark: Remark, forms: Forms) -> None:
    evidence = _named(pathway, remark.of)
    if not isinstance(evidence, remark.upon):
        raise ImpossibleEvidence(remark.of, "of", _of_kind(remark))
    if remark.joins and _retracted(pathway, remark.of):
        raise AlreadyRetracted(remark.of)
    possible(remark)
    said = [before for _, before in pathway.remarks.get(remark.of, ())]
    if isinstance(remark, Correction):
        _correctly(evidence, remark, said)
    if isinstance(remark, ApplicationWithdrawn):
        _undecided(evidence, remark, said)
    if isinstance(remark, EvidenceDetailed):
        _detail(evidence, remark)
    if said and _same_content(said[-1], forms):
        raise AlreadyRecorded(remark.of)
    in_order(fact("", evidence, [*said, remark]) or {}, evidence.order)


def _undecided(evidence: Evidence, withdrawn: ApplicationWithdrawn, said: Sequence[Remark]) -> None:
    decided_on = (fact("", evidence, said) or {}).get("decided_on")
    if isinstance(decided_on, int) and withdrawn.withdrawn_on.toordinal() >= decided_on:
        raise DecidedBefore(withdrawn.of, date.fromordinal(decided_on))


def _of_kind(remark: Remark) -> str:
    kinds = " or ".join(f"'{each.gives}'" for each in remark.upon)
    return f"evidence of the kind {kinds}"


def _named(pathway: Pathway, ref: str) -> Evidence:
    if ref in pathway.evidence:
        return pathway.evidence[ref][1]
    remarks = (pathway.event_id(version) for said in pathway.remarks.values() for version, _ in said)
    if ref in pathway.names_of_remarks or ref in remarks:
        raise CorrectionOfACorrection(ref)
    raise EvidenceUnknown(ref)


def _detail(evidence: Evidence, detail: EvidenceDetailed) -> None:
    names = names_held(detail)
    if not names:
        raise ImpossibleEvidence(NOTHING, "fields", "at least one field")
    _named_apart(names)
    for name in names:
        if says(evidence, name):
            raise FieldOfItsOwn(name, detail.of)


def _correctly(evidence: Evidence, correction: Correction, said: Iterable[Remark]) -> None:
    names = correctable(evidence, said)
    required = {field.name for field in fields(type(evidence)) if field.required}
    if not correction.fields:
        raise ImpossibleEvidence(NOTHING, "fields", "at least one field")
    for name, value in correction.fields.items():
        if name not in names:
            raise FieldUnknown(name, correction.of)
        _, field = names[name]
        if value is None and name in required:
            raise FieldTakenAway(value, name, f"a {field.type}")
        if value is not None:
            possible_value(field, _converted(field, value), evidence.positive)


def _converted(field: Field, value: object) -> object:
    try:
        return stated(value, field.annotation)
    except msgspec.ValidationError:
        raise ImpossibleEvidence(value, field.name, ", ".join(field.choices) or f"a {field.type}") from None
