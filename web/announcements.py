"""Announcements: what a certifying body makes known."""

from collections.abc import Callable
from typing import Any

from flask import Response, url_for

from application.desks.desks import Desks
from application.desks.instruction import Instruction
from application.store import Recorded
from web.authentication import caller
from web.bodies import Resources
from web.consultation import announcement_shown, announcements_shown
from web.consultation_bodies import ANNOUNCED, Announcing
from web.coordinates import Query
from web.given import given, versioned
from web.problems import ASKING
from web.problems_of_consultations import ANNOUNCEMENT_UNKNOWN
from web.reading import asks, reads
from web.writing import writes, writes_of

ONE = "/<own:announcement>"


def announcements(desks: Callable[[], Desks]) -> Resources:
    """Return the resources at which announcements are made and read."""
    resources = Resources("announcements", __name__, url_prefix="/v1/announcements", description="Made known.")

    @asks(resources, "", Query, "AnnouncementsShown")
    def every(_: dict[str, Any]) -> Response:
        """Every announcement, in the order of their ids."""
        return given(announcements_shown(desks().announcements.announcements(caller())))

    @reads(resources, ONE, "AnnouncementShown", ANNOUNCEMENT_UNKNOWN)
    def one(announcement: str) -> Response:
        """An announcement as it reads now, with the entity tag that a write to it names."""
        found = desks().announcements.announcement(caller(), announcement)
        return versioned(announcement_shown(found), found.version)

    @writes(resources, "", Announcing, ASKING, opens=True)
    def announce(instruction: Instruction, given: dict[str, Any]) -> tuple[Recorded, str]:
        """Publish an announcement. Anybody may read it from then on."""
        recorded = desks().announcements.make(caller(), given["id"], given["announcement"], instruction)
        return recorded, url_for("announcements.one", announcement=given["id"])

    def make(instruction: Instruction, event: Any, announcement: str) -> tuple[Recorded, str]:  # noqa: ANN401
        recorded = desks().announcements.make(caller(), announcement, event, instruction)
        return recorded, url_for("announcements.one", announcement=announcement)

    for noun in ANNOUNCED:
        writes_of(resources, ONE, noun, make, ASKING)
    return resources
