"""The desk at which something is made known, and can be read by anybody."""

from collections.abc import Sequence
from itertools import islice
from typing import TypeAlias

from application.access import Access, Caller
from application.consultation_reading import read_announcement
from application.consultations import Consultations
from application.desks.clerk import Clerk
from application.desks.instruction import Instruction
from application.desks.policies import NAME, ReadYaml
from application.store import Recorded
from domain.announcement import Announcement, AnnouncementCorrected, AnnouncementPublished, AnnouncementWithdrawn

Made: TypeAlias = AnnouncementPublished | AnnouncementCorrected | AnnouncementWithdrawn


class AnnouncementDesk:
    """Serves those who announce, and those who read it."""

    def __init__(self, access: Access, consultations: Consultations, clerk: Clerk, read_yaml: ReadYaml) -> None:
        self._access = access
        self._consultations = consultations
        self._clerk = clerk
        self._read_yaml = read_yaml

    def publish_document(self, caller: Caller, document: str, instruction: Instruction) -> Recorded:
        """Return how the announcement of a document is published. Raises DocumentRefused, and what `make` raises."""
        self._access.permit(caller, "announcements.publish")
        name, published = read_announcement(self._read_yaml(document, NAME))
        return self.make(caller, name, published, instruction)

    def make(self, caller: Caller, name: str, event: Made, instruction: Instruction) -> Recorded:
        """Return how an announcement is published, corrected or withdrawn.

        Raises NotPermitted, VersionUnknown and ConsultationUnknown for what it names, and what `Clerk.enter` raises.
        """
        self._access.permit(caller, "announcements.publish")
        if not isinstance(event, AnnouncementWithdrawn):
            self._consultations.require_version(event.version)
            self._consultations.require_consultations(event.consultations or ())
        return self._clerk.enter(caller, f"announcement/{name}", event, instruction)

    def listed(self, caller: Caller, after: str, until: int | None, limit: int) -> tuple[Sequence[Announcement], int]:
        """Return so many at most, by id, as known at a position; and that position. Raises NotPermitted."""
        self._access.permit(caller, "announcements.list")
        until = self._consultations.head() if until is None else until
        return list(islice(self._consultations.announcements(after, until), limit)), until

    def announcement(self, caller: Caller, name: str) -> Announcement:
        """Return an announcement as it reads now. Raises NotPermitted and AnnouncementUnknown."""
        self._access.permit(caller, "announcements.read")
        return self._consultations.announcement(name)
