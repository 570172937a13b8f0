"""The bodies of writes to pathways: which events each resource takes."""

from collections.abc import Iterable

from marshmallow import fields, validate

from application.matters import operation_of
from domain.event import Event
from domain.evidence import Correction, Evidence, Remark, Retraction
from domain.pathway.families import EVENTS
from domain.pathway.forgetting import LegalHoldLifted, LegalHoldPlaced
from domain.pathway.opening import PathwayOpened
from domain.topics import UPCASTERS
from web.events import EventField
from web.nouns import Noun
from web.writing import Body

WRITTEN = tuple(event for topic, event in EVENTS.items() if topic not in UPCASTERS)
DECISIONS = frozenset(
    {"recognitions.decide", "conditions.decide", "reliefs.decide", "conduct.decide", "appeals.decide"}
)
APPLICATIONS = frozenset({"applications.submit", "applications.withdraw", "applications.decide"})
OF_ADDRESS = {"of": "ref"}


def of_operations(operations: Iterable[str], kind: type[Event] = Event) -> tuple[type[Event], ...]:
    """Return the events of pathways that it is one of these operations to record."""
    named = frozenset(operations)
    return tuple(event for event in WRITTEN if issubclass(event, kind) and operation_of(event) in named)


def id_of(what: str) -> fields.String:
    """Return the field that names what is opened."""
    return fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={
            "description": f"The id of the {what}, chosen by the certifying body: printable characters, in UTF-8 at "
            "most 600 bytes, none of them `/` or `@`, and no blank at its ends."
        },
    )


OPENED = EventField("NewPathway", (PathwayOpened,), only=True)


class Opening(Body):
    """How a pathway is opened."""

    id = id_of("pathway")
    pathway = OPENED


NOUNS = (
    Noun(
        rule="/evidence",
        member="evidence",
        component="NewEvidence",
        kinds=tuple(
            event
            for event in WRITTEN
            if issubclass(event, Evidence) and operation_of(event) not in DECISIONS | APPLICATIONS
        ),
        says="Record evidence: a fact about the mediator, under a name of its own within the pathway.",
    ),
    Noun(
        rule="/evidence/<ref:ref>/corrections",
        member="correction",
        component="NewCorrection",
        kinds=tuple(event for event in WRITTEN if issubclass(event, Correction)),
        named=OF_ADDRESS,
        says="Correct evidence: the fields given replace those it has, and null takes one away.",
    ),
    Noun(
        rule="/evidence/<ref:ref>/retractions",
        member="retraction",
        component="NewRetraction",
        kinds=tuple(event for event in WRITTEN if issubclass(event, Retraction)),
        named=OF_ADDRESS,
        says="Take evidence back: as if never recorded, or from `effective_on` when that is given.",
    ),
    Noun(
        rule="/evidence/<ref:ref>/verifications",
        member="verification",
        component="NewVerification",
        kinds=of_operations({"evidence.verify"}),
        named=OF_ADDRESS,
        says="Verify a mediation of the logbook.",
    ),
    Noun(
        rule="/evidence/<ref:ref>/disputes",
        member="dispute",
        component="NewDispute",
        kinds=of_operations({"evidence.dispute"}),
        named=OF_ADDRESS,
        says="Dispute a mediation of the logbook.",
    ),
    Noun(
        rule="/evidence/<ref:ref>/details",
        member="detail",
        component="NewDetail",
        kinds=of_operations({"evidence.detail", "listings.request", "reliefs.request"}, Remark),
        named=OF_ADDRESS,
        says="Add to evidence, or end what it says: further fields, and the end of a registration, a listing or a "
        "leave.",
    ),
    Noun(
        rule="/evidence/<ref:ref>/erasures",
        member="erasure",
        component="NewErasure",
        kinds=of_operations({"evidence.erase"}),
        named=OF_ADDRESS,
        says="Record that the private text of evidence was erased. Every fact stays as it was.",
    ),
    Noun(
        rule="/legal-holds",
        member="hold",
        component="NewLegalHold",
        kinds=(LegalHoldPlaced,),
        says="Place a legal hold: nobody forgets the person until it is lifted.",
    ),
    Noun(
        rule="/legal-holds/<ref:ref>/liftings",
        member="lifting",
        component="NewLifting",
        kinds=(LegalHoldLifted,),
        named=OF_ADDRESS,
        says="Lift a legal hold. Another person may then forget the mediator.",
    ),
    Noun(
        rule="/applications",
        member="application",
        component="NewApplication",
        kinds=of_operations({"applications.submit"}),
        says="Submit an application for a level.",
    ),
    Noun(
        rule="/applications/<ref:ref>/decisions",
        member="decision",
        component="NewApplicationDecision",
        kinds=of_operations({"applications.decide"}),
        named=OF_ADDRESS,
        says="Decide on an application, under a version of the policy and for reasons.",
    ),
    Noun(
        rule="/applications/<ref:ref>/withdrawals",
        member="withdrawal",
        component="NewApplicationWithdrawal",
        kinds=of_operations({"applications.withdraw"}),
        named=OF_ADDRESS,
        says="Take an application back.",
    ),
    Noun(
        rule="/decisions",
        member="decision",
        component="NewDecision",
        kinds=of_operations(DECISIONS),
        says="Record what the body decided: recognition and its end, conditions, relief, complaints, suspensions, "
        "appeals.",
    ),
)
