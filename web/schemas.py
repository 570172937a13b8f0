"""The shapes of what is given, as JSON Schema: of the structs themselves, so that neither can differ."""

from pathlib import Path
from typing import Any

import msgspec

from application.forgetting import ForgettingReceipt
from application.impact_lines import Line as ImpactLine
from application.many_standings import Line
from application.public_register import PublicEntryShown
from application.subject_access import AllHeld
from application.walking import Walk
from domain.answer import FORMAT, Answer
from web.answers import TimelineShown, WhyShown
from web.consultation import GIVEN as CONSULTATIONS_GIVEN
from web.determinations import DeterminationsShown
from web.history import History
from web.impacts import ImpactsShown
from web.job import JobShown, JobsShown
from web.jobs import Discarded, Live
from web.ledger_shown import GIVEN as LEDGER_GIVEN
from web.pages import Listed
from web.pathway import EvidenceListed, EvidenceShown, PathwayShown
from web.persons import ReadingsShown
from web.policy import CheckedShown, PoliciesShown, TriedShown
from web.program import ProgramShown, RegisterShown
from web.public_register import PublicRegisterShown
from web.recorded import Entry
from web.reprojection import ReprojectionShown
from web.subscription import GIVEN as SUBSCRIPTIONS_GIVEN
from web.upload import CheckShown, UploadShown

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def answer_schema() -> dict[str, Any]:
    """Return the schema of the answer, as docs/schemas/milepost.answer.v1.json keeps it."""
    schema = msgspec.json.schema(Answer)
    _fix_format(schema["$defs"])
    return {"$schema": DIALECT, "$id": "urn:milepost:answer:v1", "title": FORMAT, **schema}


def history_schema() -> dict[str, Any]:
    """Return the schema of a history."""
    return {"$schema": DIALECT, **msgspec.json.schema(History)}


GIVEN: tuple[type[msgspec.Struct], ...] = (
    Answer,
    History,
    Entry,
    PathwayShown,
    ForgettingReceipt,
    AllHeld,
    ReadingsShown,
    Listed,
    EvidenceListed,
    EvidenceShown,
    TimelineShown,
    WhyShown,
    Walk,
    ProgramShown,
    RegisterShown,
    *CONSULTATIONS_GIVEN,
    PoliciesShown,
    CheckedShown,
    TriedShown,
    ImpactsShown,
    PublicEntryShown,
    PublicRegisterShown,
    CheckShown,
    UploadShown,
    *SUBSCRIPTIONS_GIVEN,
    ReprojectionShown,
    JobShown,
    JobsShown,
    Live,
    Discarded,
    DeterminationsShown,
    *LEDGER_GIVEN,
)


def components() -> dict[str, Any]:
    """Return the schemas of all that is given, by name, as OpenAPI wants them."""
    lines = (Line, ImpactLine)
    (line, impact, *_), found = msgspec.json.schema_components(
        (*lines, *GIVEN), ref_template="#/components/schemas/{name}"
    )
    _fix_format(found)
    text = {"type": "object", "description": "A whole text of a rulebook, in canonical JSON (RFC 8785)."}
    return {**found, "Policy": text, "StandingLine": line, "ImpactLine": impact}


def problem_schema() -> dict[str, Any]:
    """Return the schema of a problem document (RFC 9457)."""
    return {
        "type": "object",
        "description": "A problem document (RFC 9457). Members beside these depend on the type.",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "instance": {"type": "string", "format": "uri-reference"},
            "request_id": {"type": "string"},
        },
        "required": ["type", "title", "status", "detail", "instance", "request_id"],
    }


def _fix_format(definitions: dict[str, Any]) -> None:
    definitions["Answer"]["properties"]["format"] = {"const": FORMAT}


if __name__ == "__main__":
    kept = Path("docs/schemas/milepost.answer.v1.json")
    kept.write_bytes(msgspec.json.format(msgspec.json.encode(answer_schema()), indent=2) + b"\n")
