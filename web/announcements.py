"""Announcements: what a certifying body makes known."""

from collections.abc import Callable
from typing import Any

from flask import Response, url_for

from application.desks.desks import Desks
from application.desks.instruction import Instruction
from application.store import Recorded
from web.addresses import DOCUMENTS
from web.authentication import FOR_ANYONE, caller
from web.bodies import Resources
from web.consultation import announcement_shown, announcements_shown
from web.consultation_bodies import ANNOUNCED, Announcing
from web.documents import records_document
from web.given import versioned
from web.pages import Cursors, Pages, page_given
from web.problems import ASKING
from web.problems_of_consultations import ANNOUNCEMENT_UNKNOWN
from web.reading import asks, reads
from web.writing import writes, writes_of

ONE = "/<public:announcement>"


def announcements(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resources at which announcements are made and read."""
    resources = Resources("announcements", __name__, url_prefix="/v1/announcements", description="Made known.")

    @asks(resources, "", Pages, "AnnouncementsShown", security=FOR_ANYONE)
    def every(query: dict[str, Any]) -> Response:
        """Announcements in the order of their ids, a page at a time, as known when the first page was asked for."""
        page = cursors.page(query, "")
        found, until = desks().announcements.listed(caller(), page.after, page.until, page.limit + 1)
        shown = found[: page.limit]
        following = cursors.next_after(shown[-1].id, until) if len(found) > page.limit else None
        return page_given(announcements_shown(shown, until, following), following)

    @reads(resources, ONE, "AnnouncementShown", ANNOUNCEMENT_UNKNOWN, security=FOR_ANYONE)
    def one(announcement: str) -> Response:
        """An announcement as it reads now, with the entity tag that a write to it names."""
        found = desks().announcements.announcement(caller(), announcement)
        return versioned(announcement_shown(found), found.version)

    @writes(resources, "", Announcing, ASKING, opens=True)
    def announce(instruction: Instruction, given: dict[str, Any]) -> tuple[Recorded, str]:
        """Publish an announcement. Anybody may read it from then on."""
        recorded = desks().announcements.make(caller(), given["id"], given["announcement"], instruction)
        return recorded, url_for("announcements.one", announcement=given["id"])

    @records_document(resources, f"/{DOCUMENTS}", ASKING, opens=True)
    def publish_document(instruction: Instruction, document: str) -> tuple[Recorded, str]:
        """Publish the announcement of a document, as docs/consultations.md describes it."""
        recorded = desks().announcements.publish_document(caller(), document, instruction)
        return recorded, url_for("announcements.one", announcement=recorded.stream.partition("/")[2])

    def make(instruction: Instruction, event: Any, announcement: str) -> tuple[Recorded, str]:  # noqa: ANN401
        recorded = desks().announcements.make(caller(), announcement, event, instruction)
        return recorded, url_for("announcements.one", announcement=announcement)

    for noun in ANNOUNCED:
        writes_of(resources, ONE, noun, make, ASKING)
    return resources
