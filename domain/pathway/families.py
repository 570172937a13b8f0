"""All events of a pathway, by what they are."""

from domain.declared import declared
from domain.evidence import Evidence, Remark
from domain.pathway import (
    conduct,
    esteem,
    learning,
    listing,
    opening,
    practice,
    recognition,
    record,
    registration,
    relief,
    training,
    undertaking,
)

EVENTS = declared(
    (
        opening,
        training,
        practice,
        learning,
        registration,
        esteem,
        undertaking,
        listing,
        recognition,
        relief,
        conduct,
        record,
    )
)
EVIDENCE = tuple(event for event in EVENTS.values() if issubclass(event, Evidence))
REMARKS = tuple(event for event in EVENTS.values() if issubclass(event, Remark))


def remarks_upon(evidence: type[Evidence]) -> tuple[type[Remark], ...]:
    """Return the remarks that add facts to evidence of this class."""
    return tuple(remark for remark in REMARKS if evidence in remark.upon and remark.joins)
