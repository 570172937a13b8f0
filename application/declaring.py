"""Whether evidence is of a kind, and has the fields, that some text of the rulebook declares; no rule reads others."""

from collections.abc import Mapping

from application.declared_evidence import further_fields, kind_of, own_kinds
from application.rows import unknown
from domain.evidence import Evidence
from domain.kinds import kinds
from domain.pathway.fact import says
from domain.pathway.record import EvidenceDetailed, EvidenceRecorded, Held, held
from domain.policy.vocabulary import Vocabulary
from domain.refusal import Refusal
from domain.shape import Field

RECORDED = "evidence recorded"


class KindNotDeclared(Refusal):
    """No text of the rulebook declares the kind of the evidence, or its events are others."""


class FieldNotDeclared(Refusal):
    """No text of the rulebook gives the kind of the evidence such a field, or such a value."""


def against_kind(name: str, declared: Vocabulary) -> str:
    """Return what speaks against evidence of a kind that is recorded as a rulebook declares it, or nothing."""
    own = own_kinds(declared)
    if name in own:
        return ""
    if name in kinds():
        return f"'{name}' is recorded by an event of its own, and not as '{RECORDED}'"
    if own:
        return unknown(name, own, f"no version of the rulebook declares the kind '{name}'")
    return f"no version of the rulebook declares the kind '{name}', nor any other; adopt the one that does"


def require_declared(event: EvidenceRecorded | EvidenceDetailed, of: Evidence | None, declared: Vocabulary) -> None:
    """Raise KindNotDeclared or FieldNotDeclared for what no rule would ever read.

    `of` is the evidence that is detailed; where it is not there, or says it itself, the domain says so.
    """
    evidence = event if isinstance(event, EvidenceRecorded) else of
    if evidence is None:
        return
    if isinstance(event, EvidenceRecorded) and (against := against_kind(event.kind, declared)):
        raise KindNotDeclared(against)
    known = further_fields(kind_of(evidence), declared)
    for name, (field, value) in held(event).items():
        if not (of and says(of, name)):
            _require_field(kind_of(evidence), name, field, value, known)


def _require_field(kind: str, name: str, given: Field, value: Held, known: Mapping[str, Field]) -> None:
    found = known.get(name)
    if found is None:
        against = f"no version of the rulebook declares a field '{name}' of '{kind}'"
        raise FieldNotDeclared(unknown(name, known, against) if known else f"{against}, nor any other")
    if found.type != given.type:
        wrong = f"'{name}' of '{kind}' holds a {found.type}, and not a {given.type}"
        raise FieldNotDeclared(wrong)
    if found.choices and value not in found.choices:
        wrong = f"'{name}' of '{kind}' is one of {', '.join(found.choices)}, and not '{value}'"
        raise FieldNotDeclared(wrong)
