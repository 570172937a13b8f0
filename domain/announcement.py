"""An announcement: what a certifying body makes known, to whom, and of which version of its policy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from domain.event import Event
from domain.folding import Folding
from domain.possible import ImpossibleEvidence, possible
from domain.refusal import Refusal

Audience: TypeAlias = Literal["everybody", "mediators", "organisations"]


class AnnouncementPublished(Event, tag="announcement.announcement-published.v1"):
    """A text was published on `published_on`, meant for an audience; anybody may read it.

    `version` names the version of the policy that it announces, `consultations` those that it calls attention to.
    """

    title: str
    text: str
    published_on: date
    audience: tuple[Audience, ...]
    version: str | None = None
    consultations: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class AnnouncementCorrected(Event, tag="announcement.announcement-corrected.v1"):
    """What is given replaces what was published; since `corrected_on` the announcement reads so."""

    corrected_on: date
    title: str | None = None
    text: str | None = None
    published_on: date | None = None
    audience: tuple[Audience, ...] | None = None
    version: str | None = None
    consultations: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    reason: str


class AnnouncementWithdrawn(Event, tag="announcement.announcement-withdrawn.v1"):
    """The announcement no longer holds. It can still be read, as withdrawn."""

    withdrawn_on: date
    reason: str


class AnnouncementUnknown(Refusal):
    """The announcement was never published."""

    sentence = "{0} was never published"


@dataclass(slots=True)
class Announcement:
    """What was published, as it reads now, and what became of it."""

    stream: str
    version: int = 0
    published: AnnouncementPublished | None = None
    corrected: AnnouncementCorrected | None = None
    withdrawn: AnnouncementWithdrawn | None = None

    @property
    def id(self) -> str:
        return self.stream.partition("/")[2]

    @property
    def reading(self) -> AnnouncementPublished:
        """What it says, as it reads now. Raises AnnouncementUnknown."""
        if self.published is None:
            raise AnnouncementUnknown(self.stream)
        return self.published


def _published(announcement: Announcement, event: AnnouncementPublished) -> None:
    announcement.published = event


def _corrected(announcement: Announcement, event: AnnouncementCorrected) -> None:
    announcement.corrected = event
    announcement.published = corrected(announcement.reading, event)


def _withdrawn(announcement: Announcement, event: AnnouncementWithdrawn) -> None:
    announcement.withdrawn = event


EVOLVE: dict[type[Event], Callable[[Announcement, Any], None]] = {
    AnnouncementPublished: _published,
    AnnouncementCorrected: _corrected,
    AnnouncementWithdrawn: _withdrawn,
}


FOLDING = Folding(Announcement, EVOLVE)
evolve = FOLDING.evolve
fold = FOLDING.fold


class AnnouncementAlreadyPublished(Refusal):
    """An announcement of this name was published before."""

    sentence = "{0} was published before"


class AnnouncementAlreadyWithdrawn(Refusal):
    """The announcement was withdrawn before."""

    sentence = "{0} was withdrawn on {1}"


Recorded = TypeVar("Recorded", bound=Event)


def record(announcement: Announcement, event: Recorded) -> Recorded:
    """Return the event if it may be recorded next."""
    if isinstance(event, AnnouncementPublished) == (announcement.published is not None):
        raise (AnnouncementAlreadyPublished if announcement.published else AnnouncementUnknown)(announcement.stream)
    if announcement.withdrawn is not None:
        raise AnnouncementAlreadyWithdrawn(announcement.stream, announcement.withdrawn.withdrawn_on)
    possible(event)
    if isinstance(event, AnnouncementPublished | AnnouncementCorrected) and event.audience == ():
        raise ImpossibleEvidence(event.audience, "audience", "everybody, mediators, or organisations")
    return event


def corrected(published: AnnouncementPublished, event: AnnouncementCorrected) -> AnnouncementPublished:
    """Return what was published as it reads with the correction."""
    given = {name: value for name in published.__struct_fields__ if (value := getattr(event, name)) is not None}
    return msgspec.structs.replace(published, **given)
