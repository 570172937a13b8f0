"""Events as they are kept: texts about persons sealed, each bound to where it stands."""

from collections.abc import Mapping, Sequence

import msgspec

from application.vault import Seal
from domain.sealed import place_of_reason, with_texts
from infrastructure.mapper import Occurrence


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
