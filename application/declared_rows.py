"""Rows of evidence that only a rulebook's vocabulary declares: a column for each field of its kind."""

from typing import Any

from application.declared_evidence import ALWAYS, OF_TYPE
from application.refusals import RowRefused
from application.rows import Column, RowsRefused, cells_of, columns, filled, unknown
from application.sheets import Row
from domain.event import Event
from domain.kinds import kinds
from domain.pathway.record import EvidenceRecorded
from domain.policy.vocabulary import Kind, Vocabulary

WORDS = "evidence recorded"
GROUPS = ("days", "numbers", "texts", "flags")
"""How the event sorts the fields; a row may name ``days.held_on``, or ``held_on`` alone."""


def declared_event_in(row: Row, declared: Vocabulary) -> tuple[str, Event]:
    """Return the stream and the evidence of a row. Raises RowsRefused with everything that is wrong with the row."""
    known = {name: column for name, column in columns(EvidenceRecorded).items() if name not in GROUPS}
    given = _flat(cells_of(row))
    if given.get("kind") is not None:
        known |= _fields(_kind(row, str(given["kind"]), declared))
    stream, values = filled(row, EvidenceRecorded, given, known)
    ref, kind = values.pop("ref"), values.pop("kind")
    return stream, EvidenceRecorded.of(ref=ref, kind=kind, fields=values)


def _flat(cells: dict[str, Any]) -> dict[str, Any]:
    groups = {name: cells[name] for name in GROUPS if isinstance(cells.get(name), dict)}
    flat = {name: value for name, value in cells.items() if name not in groups}
    return flat | {name: value for group in groups.values() for name, value in group.items()}


def _kind(row: Row, name: str, declared: Vocabulary) -> Kind:
    if name in declared:
        return declared[name]
    if name in kinds():
        reason = f"'{name}' is recorded by an event of its own, and not as '{WORDS}'"
    elif declared:
        reason = unknown(name, declared, f"no version of the rulebook declares the kind '{name}'")
    else:
        reason = f"no version of the rulebook declares the kind '{name}', nor any other; adopt the one that does"
    raise RowsRefused([RowRefused(row.line, "kind", reason)])


def _fields(kind: Kind) -> dict[str, Column]:
    return {
        name: Column(name, name, OF_TYPE[field.type].annotation, required=False, choices=field.values)
        for name, field in kind.fields.items()
        if name not in {*ALWAYS, "ref", "kind"}
    }
