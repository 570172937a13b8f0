"""The desk at which something is made known, and can be read by anybody."""

from collections.abc import Sequence
from typing import TypeAlias

from application.access import Access, Caller
from application.consultations import Consultations
from application.desks.clerk import Clerk
from application.desks.instruction import Instruction
from application.store import Recorded
from domain.announcement import Announcement, AnnouncementCorrected, AnnouncementPublished, AnnouncementWithdrawn

Made: TypeAlias = AnnouncementPublished | AnnouncementCorrected | AnnouncementWithdrawn


class AnnouncementDesk:
    """Serves those who announce, and those who read it."""

    def __init__(self, access: Access, consultations: Consultations, clerk: Clerk) -> None:
        self._access = access
        self._consultations = consultations
        self._clerk = clerk

    def make(self, caller: Caller, name: str, event: Made, instruction: Instruction) -> Recorded:
        """Return how an announcement is published, corrected or withdrawn.

        Raises NotPermitted, VersionUnknown and ConsultationUnknown for what it names, and what `Clerk.enter` raises.
        """
        self._access.permit(caller, "announcements.publish")
        if not isinstance(event, AnnouncementWithdrawn):
            self._consultations.require_version(event.version)
            self._consultations.require_consultations(event.consultations or ())
        return self._clerk.enter(caller, f"announcement/{name}", event, instruction)

    def announcements(self, caller: Caller) -> Sequence[Announcement]:
        """Return all announcements, in the order of their ids. Raises NotPermitted."""
        self._access.permit(caller, "announcements.list")
        return list(self._consultations.announcements())

    def announcement(self, caller: Caller, name: str) -> Announcement:
        """Return an announcement as it reads now. Raises NotPermitted and AnnouncementUnknown."""
        self._access.permit(caller, "announcements.read")
        return self._consultations.announcement(name)
