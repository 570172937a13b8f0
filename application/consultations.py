"""Consultations and announcements as the store has them, each linked to the version or proposal that it speaks of."""

from collections.abc import Iterator

from application.rulebooks import Rulebooks
from application.store import EventStore
from domain import announcement as announcements
from domain.announcement import Announcement, AnnouncementUnknown
from domain.consultation import state as consultations
from domain.consultation.state import Consultation, ConsultationUnknown

CONSULTATION = "consultation/"
ANNOUNCEMENT = "announcement/"


class Consultations:
    """What was asked of the field and made known to it, in a store."""

    def __init__(self, store: EventStore, rulebooks: Rulebooks) -> None:
        self._store = store
        self._rulebooks = rulebooks

    def consultation(self, name: str, until: int | None = None) -> Consultation:
        """Return a consultation by its id, as known at a position. Raises ConsultationUnknown."""
        found = self.found(name, until)
        if found is None:
            stream = f"{CONSULTATION}{name}"
            raise ConsultationUnknown(stream)
        return found

    def found(self, name: str, until: int | None = None) -> Consultation | None:
        """Return a consultation by its id, as known at a position, if it was opened."""
        stream = f"{CONSULTATION}{name}"
        events = [each.event for each in self._store.stream(stream, until)]
        return consultations.fold(stream, events) if events else None

    def consultations(
        self, informs: str | None = None, after: str = "", until: int | None = None
    ) -> Iterator[Consultation]:
        """Yield consultations as known at a position, in the order of their ids, those after an id.

        All of them, or those whose responses inform a version or proposal.
        """
        for stream in self._streams(CONSULTATION, after, until):
            found = consultations.fold(stream, [each.event for each in self._store.stream(stream, until)])
            if informs in {None, found.asking.informs}:
                yield found

    def head(self) -> int:
        """Return the last position of the log."""
        return self._store.head()

    def announcement(self, name: str) -> Announcement:
        """Return an announcement by its id. Raises AnnouncementUnknown."""
        stream = f"{ANNOUNCEMENT}{name}"
        events = [each.event for each in self._store.stream(stream)]
        if not events:
            raise AnnouncementUnknown(stream)
        return announcements.fold(stream, events)

    def announcements(self, after: str = "", until: int | None = None) -> Iterator[Announcement]:
        """Yield announcements as known at a position, in the order of their ids, those after an id."""
        for stream in self._streams(ANNOUNCEMENT, after, until):
            yield announcements.fold(stream, [each.event for each in self._store.stream(stream, until)])

    def require_version(self, version: str | None) -> None:
        """Raise VersionUnknown unless a version that is named was adopted or drafted."""
        if version is not None:
            self._rulebooks.require_stated(version)

    def require_consultations(self, names: tuple[str, ...]) -> None:
        """Raise ConsultationUnknown for the first consultation named that was never opened."""
        for stream, version in self._store.versions(f"{CONSULTATION}{name}" for name in names).items():
            if not version:
                raise ConsultationUnknown(stream)

    def _streams(self, kind: str, after: str, until: int | None) -> Iterator[str]:
        return self._store.streams(kind, kind + after if after else "", until)
