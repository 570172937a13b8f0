"""Consultations and announcements as the store has them, each linked to the version or proposal that it speaks of."""

from collections.abc import Iterator

from application.rulebooks import Rulebooks
from application.store import EventStore
from domain import announcement as announcements
from domain.announcement import Announcement, AnnouncementUnknown
from domain.consultation import state as consultations
from domain.consultation.state import Consultation, ConsultationUnknown
from domain.rulebook import VersionUnknown

CONSULTATION = "consultation/"
ANNOUNCEMENT = "announcement/"


class Consultations:
    """What was asked of the field and made known to it, in a store."""

    def __init__(self, store: EventStore, rulebooks: Rulebooks) -> None:
        self._store = store
        self._rulebooks = rulebooks

    def consultation(self, name: str) -> Consultation:
        """Return a consultation by its id. Raises ConsultationUnknown."""
        found = self.found(name)
        if found is None:
            stream = f"{CONSULTATION}{name}"
            raise ConsultationUnknown(stream)
        return found

    def found(self, name: str) -> Consultation | None:
        """Return a consultation by its id, if it was opened."""
        stream = f"{CONSULTATION}{name}"
        events = [each.event for each in self._store.stream(stream)]
        return consultations.fold(stream, events) if events else None

    def consultations(self) -> Iterator[Consultation]:
        """Yield every consultation, in the order of their ids."""
        for stream in self._store.streams(CONSULTATION):
            yield self.consultation(stream.removeprefix(CONSULTATION))

    def informing(self, version: str) -> Iterator[Consultation]:
        """Yield the consultations whose responses inform a version or proposal."""
        for each in self.consultations():
            if each.asking.informs == version:
                yield each

    def announcement(self, name: str) -> Announcement:
        """Return an announcement by its id. Raises AnnouncementUnknown."""
        stream = f"{ANNOUNCEMENT}{name}"
        events = [each.event for each in self._store.stream(stream)]
        if not events:
            raise AnnouncementUnknown(stream)
        return announcements.fold(stream, events)

    def announcements(self) -> Iterator[Announcement]:
        """Yield every announcement, in the order of their ids."""
        for stream in self._store.streams(ANNOUNCEMENT):
            yield self.announcement(stream.removeprefix(ANNOUNCEMENT))

    def require_version(self, version: str | None) -> None:
        """Raise VersionUnknown unless a version that is named was adopted or drafted."""
        rulebook = self._rulebooks.rulebook()
        if version is not None and version not in rulebook.published and version not in rulebook.drafts:
            unknown = f"no version or proposal '{version}' is recorded in {rulebook.stream}"
            raise VersionUnknown(unknown)

    def require_consultations(self, names: tuple[str, ...]) -> None:
        """Raise ConsultationUnknown for the first consultation named that was never opened."""
        for stream, version in self._store.versions(f"{CONSULTATION}{name}" for name in names).items():
            if not version:
                raise ConsultationUnknown(stream)
