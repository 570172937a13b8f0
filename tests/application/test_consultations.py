"""Consultations and announcements as a store has them."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from application.assessing import Assessor
from application.consultations import Consultations
from application.memory import MemoryStore
from application.recording import Registrar
from application.rulebooks import Rulebooks
from application.store import Append, Command
from domain.announcement import AnnouncementPublished, AnnouncementUnknown
from domain.consultation.state import ConsultationUnknown
from domain.content import content_hash
from domain.event import Event
from domain.rulebook import PolicyDrafted, PolicyPublished, VersionUnknown
from infrastructure.documents import policy_from
from milepost.composition import chains
from tests.domain.streams.asking import OPENED

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOLD = AnnouncementPublished(title="T", text="T.", published_on=date(2020, 11, 25), audience=("everybody",))
ADOPTED = PolicyPublished(
    version="1",
    document="{}",
    content_hash=content_hash(b"{}"),
    published_on=date(2020, 1, 1),
    effective_from=date(2020, 1, 1),
)
DRAFT = PolicyDrafted(version="2", document="{}", content_hash=content_hash(b"{}"), drafted_on=date(2020, 2, 1))


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def consultations(store: MemoryStore) -> Consultations:
    registrar = Registrar(store, Assessor(store, policy_from, lambda: NOON))
    return Consultations(store, Rulebooks(store, registrar, chains(), policy_from, "imi"))


def record(store: MemoryStore, stream: str, *events: Event) -> None:
    store.append([Append(stream, 0, events)], Command("ann", "by hand"), NOON)


def test_they_are_told_in_the_order_of_their_ids(store: MemoryStore, consultations: Consultations) -> None:
    for name in ("b", "a"):
        record(store, f"consultation/{name}", OPENED)
        record(store, f"announcement/{name}", TOLD)

    assert [each.id for each in consultations.consultations()] == ["a", "b"]
    assert [each.id for each in consultations.announcements()] == ["a", "b"]
    assert consultations.consultation("b").asking == OPENED
    assert consultations.announcement("b").reading == TOLD


def test_those_that_inform_a_version_are_found(store: MemoryStore, consultations: Consultations) -> None:
    record(store, "consultation/a", OPENED)
    record(store, "consultation/b", msgspec.structs.replace(OPENED, informs="2"))

    assert [each.id for each in consultations.consultations("2")] == ["b"]


def test_what_was_never_opened_or_published_is_unknown(consultations: Consultations) -> None:
    with pytest.raises(ConsultationUnknown, match="consultation/a was never opened"):
        consultations.consultation("a")
    with pytest.raises(AnnouncementUnknown, match="announcement/a was never published"):
        consultations.announcement("a")


def test_what_they_name_has_to_be_recorded(store: MemoryStore, consultations: Consultations) -> None:
    record(store, "policy/imi", ADOPTED, DRAFT)
    record(store, "consultation/a", OPENED)

    for version in ("1", "2", None):
        consultations.require_version(version)
    with pytest.raises(VersionUnknown, match="no version or proposal '3' is recorded in policy/imi"):
        consultations.require_version("3")
    consultations.require_consultations(("a",))
    with pytest.raises(ConsultationUnknown, match="consultation/b was never opened"):
        consultations.require_consultations(("a", "b"))
