"""What a desk tells of pathways: their state and their evidence."""

from collections.abc import Callable

from flask import Response

from application.access import Caller
from application.desks.desks import Desks
from web.bodies import Resources
from web.given import given, versioned
from web.history import enveloped
from web.pathway import evidence_shown, pathway_shown
from web.reading import reads


def pathway_reads(desks: Callable[[], Desks], caller: Callable[[], Caller]) -> Resources:
    """Return the resources at which a pathway and its evidence are looked up."""
    resources = Resources("pathway", __name__, url_prefix="/v1/pathways", description="A mediator on the way.")

    @reads(resources, "/<pathway:pathway>", "PathwayShown")
    def state(pathway: str) -> Response:
        """The pathway, with the entity tag that a write to it names."""
        events = desks().pathways.events(caller(), pathway)
        return versioned(pathway_shown(pathway, events), events[-1].version)

    @reads(resources, "/<pathway:pathway>/evidence/<ref:ref>", "EvidenceShown")
    def evidence(pathway: str, ref: str) -> Response:
        """One piece of evidence as it was recorded, and what was said of it since."""
        told, version = desks().pathways.evidence(caller(), pathway, ref)
        return versioned(evidence_shown(pathway, told), version)

    @reads(resources, "/<pathway:pathway>/events/<int:version>", "Enveloped")
    def event(pathway: str, version: int) -> Response:
        """One event of the pathway in its envelope, without private text; it never changes."""
        return given(enveloped(desks().pathways.event(caller(), pathway, version)))

    return resources
