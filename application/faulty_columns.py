"""Which column of a row is at fault, where the domain refuses what the row says."""

from collections.abc import Mapping

from application.recording import StreamImpossible
from application.sheets import Row
from domain.pathway.decisions import (
    AlreadyRecorded,
    AlreadyRetracted,
    CorrectionOfACorrection,
    CourseBeforeProgram,
    EvidenceUnknown,
    PathwayAlreadyOpen,
    PathwayUnknown,
)
from domain.program.decisions import DocumentUnknown, ProgramAlreadySubmitted, ProgramUnknown
from domain.refusal import Refusal
from domain.register import AlreadyListed, JurisdictionUnknown, RegisterAlreadyOpen, RegisterUnknown

ALWAYS: Mapping[type[Refusal], str] = {
    **dict.fromkeys((PathwayUnknown, PathwayAlreadyOpen), "pathway"),
    **dict.fromkeys((ProgramUnknown, ProgramAlreadySubmitted), "program"),
    **dict.fromkeys((RegisterUnknown, RegisterAlreadyOpen), "register"),
    **dict.fromkeys((JurisdictionUnknown, AlreadyListed), "jurisdiction"),
    **dict.fromkeys((EvidenceUnknown, CorrectionOfACorrection, AlreadyRetracted), "of"),
    CourseBeforeProgram: "ended_on",
    DocumentUnknown: "document",
}


def column_at_fault(refusal: Refusal, row: Row) -> str:
    """Return the column, or nothing where it is the row as a whole."""
    if isinstance(refusal, StreamImpossible):
        return str(refusal.args[0]).partition("/")[0]
    if isinstance(refusal, AlreadyRecorded) and row.cells.get("ref") == refusal.args[0]:
        return "ref"
    return str(getattr(refusal, "field", ALWAYS.get(type(refusal), "")))
