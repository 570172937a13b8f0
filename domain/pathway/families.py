"""All events of a pathway, by what they are."""

from domain.declared import declared
from domain.evidence import Correction, Evidence, Remark, Retraction
from domain.pathway import (
    conduct,
    esteem,
    forgetting,
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
        forgetting,
    )
)
EVIDENCE = tuple(event for event in EVENTS.values() if issubclass(event, Evidence))
REMARKS = tuple(event for event in EVENTS.values() if issubclass(event, Remark))
ADDING = tuple(each for each in REMARKS if each.joins and not issubclass(each, Correction | Retraction))


def remarks_upon(evidence: type[Evidence]) -> tuple[type[Remark], ...]:
    """Return the remarks that add facts to evidence of this class."""
    return tuple(remark for remark in ADDING if evidence in remark.upon)
