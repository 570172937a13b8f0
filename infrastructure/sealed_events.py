"""Events as they are kept: texts about persons sealed, each bound to where it stands."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from application.vault import Seal
from domain.sealed import place_of_reason, with_texts
from infrastructure.database import Database
from infrastructure.mapper import Occurrence

HAS_SEALED = {
    "sqlite": "(instr(reason, 'sealed:v1:') = 1 OR instr(payload, CAST('sealed:v1:' AS BLOB)) > 0)",
    "postgresql": "(starts_with(reason, 'sealed:v1:') OR position('sealed:v1:'::bytea IN payload) > 0)",
}
"""Whether a row of the log has a text that is sealed."""

_PATHWAYS = """
SELECT DISTINCT stream FROM events WHERE stream > ? AND stream < 'pathway0' AND {sealed} ORDER BY stream LIMIT ?
"""
_BATCH = 1_000


def pathways_sealed(database: Database) -> Iterator[list[str]]:
    """Yield the streams of pathways that have a sealed text, some at a time, in order."""
    statement = _PATHWAYS.format(sealed=HAS_SEALED[database.dialect])
    last = "pathway/"
    while last:
        with database.reading() as transaction:
            found = [stream for (stream,) in transaction.rows(statement, (last, _BATCH))]
        yield found
        last = found[-1] if len(found) == _BATCH else ""


def sealed(
    persons: Sequence[str], occurrences: Sequence[Occurrence], reason: str | None, sealers: Mapping[str, Seal]
) -> tuple[list[Occurrence], list[str | None]]:
    """Return events, each about one of the persons or nobody, with their texts sealed, and the reason of each."""
    kept, reasons = [], []
    for person, each in zip(persons, occurrences, strict=True):
        seal = sealers.get(person)
        if seal is None:
            kept.append(each)
            reasons.append(reason)
            continue
        kept.append(msgspec.structs.replace(each, event=with_texts(each.event, seal)))
        at = place_of_reason(f"{each.originator_id}@{each.originator_version}")
        reasons.append(seal(at, reason) if reason and not each.event.reason_stays_open else reason)
    return kept, reasons
