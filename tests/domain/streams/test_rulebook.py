"""A rulebook's life: drafted, published, corrected, suspended, superseded, refused, read."""

from datetime import date

import msgspec
import pytest

from domain.content import content_hash
from domain.event import Event
from domain.measures import InterpretationChosen, PolicySuperseded, PolicySuspended, ReadingUnchanged
from domain.possible import ImpossibleEvidence
from domain.reprojections import (
    ReprojectionAlreadyRequested,
    ReprojectionCompleted,
    ReprojectionRequested,
    ReprojectionRolledBack,
    ReprojectionUnknown,
)
from domain.rulebook import (
    DECIDE,
    EVOLVE,
    AlreadyPublished,
    AlreadyRefused,
    AlreadySuperseded,
    PolicyCorrected,
    PolicyDrafted,
    PolicyPublished,
    PolicyRefused,
    Rulebook,
    SecondPersonNeeded,
    TextAltered,
    VersionUnknown,
    fold,
    record,
)
from domain.topics import EVENTS

SEPTEMBER_1 = date(2025, 9, 1)
SEPTEMBER_16 = date(2025, 9, 16)
HASH = content_hash(b"{}")
DRAFTED = PolicyDrafted(
    version="2025.09", document="{}", content_hash=HASH, drafted_on=date(2025, 8, 1), drafted_by="ada"
)
PUBLISHED = PolicyPublished(
    version="2025.09",
    document="{}",
    content_hash=HASH,
    published_on=SEPTEMBER_16,
    effective_from=SEPTEMBER_1,
    adopted_by="grace",
)
NEXT = msgspec.structs.replace(PUBLISHED, version="2026.01")
CORRECTED = PolicyCorrected(
    version="2025.09", document="{}", content_hash=HASH, corrected_on=SEPTEMBER_16, reason="typo"
)
SUSPENDED = PolicySuspended(version="2025.09", from_=SEPTEMBER_16)
SUPERSEDED = PolicySuperseded(version="2025.09", by="2026.01", effective_on=date(2026, 1, 1))
REFUSED = PolicyRefused(version="2025.09", reasons=("contradicts itself",), refused_on=SEPTEMBER_1)
CHOSEN = InterpretationChosen(parameter="reading", value="provisional", chosen_by="ada", chosen_on=SEPTEMBER_1)
REQUESTED = ReprojectionRequested(reprojection="r-1")
COMPLETED = ReprojectionCompleted(reprojection="r-1", pathways=1200, changed=17)


def given(*events: Event) -> Rulebook:
    return fold("policy/imi", events)


@pytest.mark.parametrize(
    ("history", "event"),
    [
        ((), DRAFTED),
        ((DRAFTED,), DRAFTED),
        ((), PUBLISHED),
        ((DRAFTED,), PUBLISHED),
        ((msgspec.structs.replace(DRAFTED, drafted_by=None),), msgspec.structs.replace(PUBLISHED, adopted_by=None)),
        ((), msgspec.structs.replace(PUBLISHED, effective_to=date(2027, 9, 1))),
        ((PUBLISHED,), CORRECTED),
        ((PUBLISHED,), SUSPENDED),
        ((PUBLISHED,), msgspec.structs.replace(SUSPENDED, until=date(2025, 12, 1))),
        ((PUBLISHED, NEXT), SUPERSEDED),
        ((PUBLISHED,), msgspec.structs.replace(SUPERSEDED, by=None)),
        ((DRAFTED,), REFUSED),
        ((), CHOSEN),
        ((PUBLISHED,), msgspec.structs.replace(CHOSEN, version="2025.09")),
        ((CHOSEN,), msgspec.structs.replace(CHOSEN, value="qualified")),
        ((CHOSEN, msgspec.structs.replace(CHOSEN, value="qualified")), CHOSEN),
        ((), REQUESTED),
        ((REQUESTED,), COMPLETED),
    ],
)
def test_what_follows_from_the_history_is_recorded(history: tuple[Event, ...], event: Event) -> None:
    assert record(given(*history), event) is event


@pytest.mark.parametrize(
    ("history", "event", "refusal"),
    [
        ((PUBLISHED,), DRAFTED, AlreadyPublished),
        ((PUBLISHED,), PUBLISHED, AlreadyPublished),
        ((DRAFTED,), msgspec.structs.replace(PUBLISHED, adopted_by="ada"), SecondPersonNeeded),
        ((), msgspec.structs.replace(PUBLISHED, effective_to=date(2025, 8, 31)), ImpossibleEvidence),
        ((DRAFTED,), CORRECTED, VersionUnknown),
        ((), SUSPENDED, VersionUnknown),
        ((PUBLISHED,), msgspec.structs.replace(SUSPENDED, until=SEPTEMBER_1), ImpossibleEvidence),
        ((PUBLISHED,), SUPERSEDED, VersionUnknown),
        ((PUBLISHED, NEXT, SUPERSEDED), SUPERSEDED, AlreadySuperseded),
        ((), REFUSED, VersionUnknown),
        ((DRAFTED, PUBLISHED), REFUSED, AlreadyPublished),
        ((DRAFTED, REFUSED), REFUSED, AlreadyRefused),
        ((DRAFTED,), msgspec.structs.replace(REFUSED, reasons=()), ImpossibleEvidence),
        ((), msgspec.structs.replace(CHOSEN, version="2025.09"), VersionUnknown),
        ((CHOSEN,), CHOSEN, ReadingUnchanged),
        ((REQUESTED,), REQUESTED, ReprojectionAlreadyRequested),
        ((), COMPLETED, ReprojectionUnknown),
        ((REQUESTED, COMPLETED), COMPLETED, ReprojectionUnknown),
        ((), msgspec.structs.replace(DRAFTED, version=""), ImpossibleEvidence),
        ((), ReprojectionRolledBack(generation=0), ImpossibleEvidence),
    ],
)
def test_what_does_not_is_refused(history: tuple[Event, ...], event: Event, refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match=r"\w+ .*\w"):
        record(given(*history), event)


def test_the_rulebook_keeps_all_that_happened_to_its_versions() -> None:
    rulebook = given(DRAFTED, REFUSED, PUBLISHED, NEXT, CORRECTED, SUSPENDED, SUPERSEDED, CHOSEN, REQUESTED, COMPLETED)
    assert rulebook.id == "imi"
    assert rulebook.version == 10
    assert rulebook.drafts == {"2025.09": DRAFTED}
    assert rulebook.refused == {"2025.09": REFUSED}
    assert rulebook.published == {"2025.09": PUBLISHED, "2026.01": NEXT}
    assert rulebook.corrected == {"2025.09": [CORRECTED]}
    assert rulebook.suspended == {"2025.09": [SUSPENDED]}
    assert rulebook.superseded == {"2025.09": SUPERSEDED}
    assert rulebook.readings == [CHOSEN]
    assert rulebook.reprojections == {"r-1": COMPLETED}


def test_every_event_of_a_rulebook_has_its_place_in_the_fold_and_its_decision() -> None:
    policy = {event for topic, event in EVENTS.items() if topic.startswith("policy.")}
    assert set(EVOLVE) == set(DECIDE) == policy


@pytest.mark.parametrize("event", [DRAFTED, PUBLISHED, CORRECTED])
def test_a_text_that_is_not_the_one_of_its_hash_is_not_recorded(
    event: PolicyDrafted | PolicyPublished | PolicyCorrected,
) -> None:
    history = (PUBLISHED,) if isinstance(event, PolicyCorrected) else ()
    with pytest.raises(TextAltered, match="was altered"):
        record(given(*history), msgspec.structs.replace(event, document='{"altered": true}'))
