"""The bodies of writes to pathways: which events each resource takes."""

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from application.matters import operation_of
from domain.event import Event
from domain.evidence import Evidence
from domain.pathway.families import EVENTS
from domain.pathway.opening import PathwayOpened
from domain.topics import UPCASTERS
from web.events import EventField
from web.writing import Body

WRITTEN = tuple(event for topic, event in EVENTS.items() if topic not in UPCASTERS)
DECISIONS = frozenset(
    {"recognitions.decide", "conditions.decide", "reliefs.decide", "conduct.decide", "appeals.decide"}
)
APPLICATIONS = frozenset({"applications.submit", "applications.withdraw", "applications.decide"})
OF_ADDRESS = {"of": "ref"}


def of_operations(operations: Iterable[str], kind: type[Event] = Event) -> tuple[type[Event], ...]:
    """Return the events of pathways that it is one of these operations to record."""
    return tuple(event for event in WRITTEN if operation_of(event) in set(operations) and issubclass(event, kind))


EVIDENCE = tuple(
    event for event in WRITTEN if issubclass(event, Evidence) and operation_of(event) not in DECISIONS | APPLICATIONS
)


class Opening(Body):
    """How a pathway is opened."""

    id = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={
            "description": "The id of the pathway, chosen by the certifying body: printable characters, none of them "
            "`/` or `@`, and no blank at its ends."
        },
    )
    pathway = EventField("NewPathway", (PathwayOpened,), only=True)


class EvidenceBody(Body):
    """How evidence is recorded."""

    evidence = EventField("NewEvidence", EVIDENCE)


BODIES: tuple[type[Body], ...] = (Opening, EvidenceBody)


def schemas_of_bodies() -> dict[str, Any]:
    """Return the schemas of the events that bodies have, by the names of components."""
    found = [field for body in BODIES for field in body().fields.values() if isinstance(field, EventField)]
    return {name: schema for field in found for name, schema in field.schemas.items()}
