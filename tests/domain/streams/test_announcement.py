"""An announcement: published, corrected, withdrawn."""

from datetime import date

import msgspec
import pytest

from domain.announcement import (
    EVOLVE,
    Announcement,
    AnnouncementAlreadyPublished,
    AnnouncementAlreadyWithdrawn,
    AnnouncementCorrected,
    AnnouncementPublished,
    AnnouncementUnknown,
    AnnouncementWithdrawn,
    fold,
    record,
)
from domain.event import Event
from domain.possible import ImpossibleEvidence
from domain.topics import EVENTS

PUBLISHED = AnnouncementPublished(
    title="Training online",
    text="It is under consideration.",
    published_on=date(2020, 11, 25),
    audience=("mediators",),
    version="2020.11",
)
CORRECTED = AnnouncementCorrected(
    corrected_on=date(2020, 11, 26), audience=("mediators", "organisations"), reason="both are meant"
)
WITHDRAWN = AnnouncementWithdrawn(withdrawn_on=date(2021, 6, 25), reason="decided since")


def given(*events: Event) -> Announcement:
    return fold("announcement/online", (PUBLISHED, *events))


@pytest.mark.parametrize(
    ("history", "event"), [((), CORRECTED), ((CORRECTED,), CORRECTED), ((), WITHDRAWN), ((CORRECTED,), WITHDRAWN)]
)
def test_what_follows_from_the_history_is_recorded(history: tuple[Event, ...], event: Event) -> None:
    assert record(given(*history), event) is event


@pytest.mark.parametrize(
    ("history", "event", "refusal"),
    [
        ((), PUBLISHED, AnnouncementAlreadyPublished),
        ((WITHDRAWN,), CORRECTED, AnnouncementAlreadyWithdrawn),
        ((WITHDRAWN,), WITHDRAWN, AnnouncementAlreadyWithdrawn),
        ((), msgspec.structs.replace(CORRECTED, audience=()), ImpossibleEvidence),
        ((), msgspec.structs.replace(CORRECTED, text=""), ImpossibleEvidence),
        ((), msgspec.structs.replace(CORRECTED, sources=("javascript:alert(1)",)), ImpossibleEvidence),
        ((), msgspec.structs.replace(CORRECTED, sources=("https:///", "https://imimediation.org")), ImpossibleEvidence),
    ],
)
def test_what_does_not_is_refused(history: tuple[Event, ...], event: Event, refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match=r"\w+ .*\w"):
        record(given(*history), event)


def test_an_announcement_is_published_to_somebody_before_anything_else() -> None:
    nothing = Announcement("announcement/online")
    assert record(nothing, PUBLISHED) is PUBLISHED
    with pytest.raises(AnnouncementUnknown, match="announcement/online was never published"):
        record(nothing, CORRECTED)
    with pytest.raises(AnnouncementUnknown):
        _ = nothing.reading
    with pytest.raises(ImpossibleEvidence, match="audience"):
        record(nothing, msgspec.structs.replace(PUBLISHED, audience=()))


def test_a_correction_replaces_only_what_it_gives() -> None:
    announcement = given(CORRECTED, WITHDRAWN)
    assert announcement.published == msgspec.structs.replace(PUBLISHED, audience=("mediators", "organisations"))
    assert (announcement.id, announcement.corrected, announcement.withdrawn) == ("online", CORRECTED, WITHDRAWN)


def test_every_event_of_an_announcement_has_its_place_in_the_fold() -> None:
    assert set(EVOLVE) == {event for topic, event in EVENTS.items() if topic.startswith("announcement.")}
