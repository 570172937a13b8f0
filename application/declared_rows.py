"""Rows of what only a rulebook's vocabulary declares: a column for each field of the evidence's kind."""

from collections.abc import Callable
from typing import Any, TypeAlias

from application.declared_evidence import ALWAYS, OF_TYPE, kind_of
from application.declaring import RECORDED, against_kind
from application.refusals import RowRefused
from application.rows import Column, RowsRefused, cells_of, columns, filled
from application.sheets import Row
from domain.event import Event
from domain.evidence import Evidence
from domain.pathway.record import EvidenceDetailed, EvidenceRecorded, sorted_by_type
from domain.policy.vocabulary import Kind, Vocabulary

WORDS = RECORDED
DETAILED = "evidence detailed"
GROUPS = ("days", "numbers", "texts", "flags")
"""How the event sorts the fields; a row may name ``days.held_on``, or ``held_on`` alone."""


EvidenceOf: TypeAlias = Callable[[str, str], Evidence | None]
"""Return the evidence of a stream that bears a name, if there is any."""


def declared_event_in(row: Row, declared: Vocabulary) -> tuple[str, Event]:
    """Return the stream and the evidence of a row. Raises RowsRefused with everything that is wrong with the row."""
    known = {name: column for name, column in columns(EvidenceRecorded).items() if name not in GROUPS}
    given = _flat(cells_of(row))
    if given.get("kind") is not None:
        known |= _fields(_kind(row, str(given["kind"]), declared))
    stream, values = filled(row, EvidenceRecorded, given, known)
    ref, kind = values.pop("ref"), values.pop("kind")
    return stream, EvidenceRecorded.of(ref, kind, values, values.pop("private", None))


def detail_in(row: Row, declared: Vocabulary, evidence_of: EvidenceOf) -> tuple[str, Event]:
    """Return the stream and the further fields of a row. Raises RowsRefused with everything that is wrong with it."""
    known = {name: column for name, column in columns(EvidenceDetailed).items() if name not in GROUPS}
    given = _flat(cells_of(row))
    pathway, ref = given.get("pathway"), given.get("of")
    if isinstance(pathway, str) and isinstance(ref, str):
        evidence = evidence_of(f"pathway/{pathway}", ref)
        if evidence is None:
            raise RowsRefused([RowRefused(row.line, "of", f"nothing is recorded under the name {ref}")])
        kind = kind_of(evidence)
        known |= _fields(declared[kind]) if kind in declared else {}
    stream, values = filled(row, EvidenceDetailed, given, known)
    of, own = values.pop("of"), values.pop("ref", None)
    return stream, EvidenceDetailed(of=of, ref=own, private=values.pop("private", None), **sorted_by_type(values))


def _flat(cells: dict[str, Any]) -> dict[str, Any]:
    groups = {name: cells[name] for name in GROUPS if isinstance(cells.get(name), dict)}
    flat = {name: value for name, value in cells.items() if name not in groups}
    return flat | {name: value for group in groups.values() for name, value in group.items()}


def _kind(row: Row, name: str, declared: Vocabulary) -> Kind:
    against = against_kind(name, declared)
    if against:
        raise RowsRefused([RowRefused(row.line, "kind", against)])
    return declared[name]


def _fields(kind: Kind) -> dict[str, Column]:
    return {
        name: Column(name, name, OF_TYPE[field.type].annotation, required=False, choices=field.values)
        for name, field in kind.fields.items()
        if name not in {*ALWAYS, "ref", "kind", "of"}
    }
