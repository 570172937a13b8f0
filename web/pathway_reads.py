"""What a desk tells of pathways: their state and their evidence."""

from collections.abc import Callable
from typing import Any

from flask import Response

from application.desks.desks import Desks
from web.authentication import caller
from web.bodies import Resources
from web.given import given, versioned
from web.history import enveloped
from web.pages import Cursors, Pages, listed_page, page_given
from web.pathway import EvidenceListed, evidence_shown, pathway_shown
from web.reading import asks, reads


def pathway_reads(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resources at which a pathway and its evidence are looked up."""
    resources = Resources("pathway", __name__, url_prefix="/v1/pathways", description="A mediator on the way.")

    @asks(resources, "", Pages, "Listed")
    def listed(query: dict[str, Any]) -> Response:
        """The ids of all pathways, a page at a time, of those that were open when the first page was asked for."""
        return listed_page(cursors, query, lambda *page: desks().pathways.list(caller(), *page))

    @asks(resources, "/<pathway:pathway>/evidence", Pages, "EvidenceListed")
    def all_evidence(query: dict[str, Any], pathway: str) -> Response:
        """The evidence of a pathway, a page at a time, as it was known when the first page was asked for."""
        page = cursors.page(query, 0)
        told, until = desks().pathways.all_evidence(caller(), pathway, page.until)
        found = [each for each in told if each.evidence.version > page.after]
        shown, more = found[: page.limit], len(found) > page.limit
        following = cursors.next_after(shown[-1].evidence.version, until) if more else None
        items = tuple(evidence_shown(pathway, each) for each in shown)
        return page_given(EvidenceListed("milepost.evidence-list/v1", pathway, until, items, following), following)

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
