"""What may be recorded is decided stream by stream, and recorded together."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from application.assessing import Assessor
from application.memory import MemoryStore
from application.recording import NotOfThisStream, Registrar, StreamImpossible
from application.store import Append, Command, Idempotency, Loaded, StreamConflict
from domain.event import Event
from domain.evidence import Private
from domain.pathway.decisions import AlreadyRecorded, CourseBeforeProgram, PathwayUnknown
from domain.pathway.former import LogbookHoursAddedV1
from domain.pathway.four_eyes import AnotherPersonNeeded
from domain.pathway.opening import PathwayOpened
from domain.pathway.practice import LogbookHoursAdded, LogbookHoursVerified
from domain.pathway.record import EvidenceCorrected
from domain.pathway.training import CourseCompleted
from domain.possible import ImpossibleEvidence
from domain.program.events import ProgramSubmitted
from infrastructure.documents import policy_from

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY_HAND = Command("registrar", "by hand")
OPENED = PathwayOpened(opened_on=date(2020, 1, 1))
COURSE = CourseCompleted(
    ref="course-1", program="X", format="online", ended_on=date(2020, 5, 1), hours=Decimal(40), result="passed"
)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def registrar(store: MemoryStore) -> Registrar:
    return Registrar(store, Assessor(store, policy_from, lambda: NOON))


def test_events_are_recorded_after_one_another(registrar: Registrar, store: MemoryStore) -> None:
    recorded = [registrar.record("pathway/ada", [event], BY_HAND, NOON)[0] for event in (OPENED, COURSE)]

    assert [each.event_id for each in recorded] == ["pathway/ada@1", "pathway/ada@2"]
    assert [each.event for each in store.log()] == [OPENED, COURSE]


def test_nothing_is_recorded_if_one_event_is_refused(registrar: Registrar, store: MemoryStore) -> None:
    with pytest.raises(PathwayUnknown):
        registrar.record("pathway/ada", [COURSE, OPENED], BY_HAND, NOON)

    assert store.head() == 0


def test_a_course_is_decided_upon_with_its_program(registrar: Registrar) -> None:
    submission = registrar.submission()
    submission.add("pathway/ada", OPENED)
    submission.add("program/X", ProgramSubmitted(kind="CMTP", established_on=date(2021, 1, 1)))

    with pytest.raises(CourseBeforeProgram):
        submission.add("pathway/ada", COURSE)

    assert submission.touched == ("pathway/ada", "program/X")


def test_the_correction_of_a_course_is_decided_upon_with_its_program(registrar: Registrar, store: MemoryStore) -> None:
    registrar.record("program/X", [ProgramSubmitted(kind="CMTP", established_on=date(2020, 1, 1))], BY_HAND, NOON)
    registrar.record("program/Y", [ProgramSubmitted(kind="CMTP", established_on=date(2021, 1, 1))], BY_HAND, NOON)
    registrar.record("pathway/ada", [OPENED, COURSE], BY_HAND, NOON)
    before = store.head()

    earlier = EvidenceCorrected(of="course-1", fields={"ended_on": "2019-12-31"})
    elsewhere = EvidenceCorrected(of="course-1", fields={"program": "Y"})
    for correction in (earlier, elsewhere):
        with pytest.raises(CourseBeforeProgram):
            registrar.record("pathway/ada", [correction], BY_HAND, NOON)
    assert store.head() == before

    first_day = EvidenceCorrected(of="course-1", fields={"ended_on": "2020-01-01"})
    registrar.record("pathway/ada", [first_day], BY_HAND, NOON)
    assert store.head() == before + 1


@pytest.mark.parametrize("written", ["1_000", "\u0664\u0660", "+40", "Infinity"])
def test_a_correction_writes_numbers_in_plain_digits(registrar: Registrar, written: str) -> None:
    registrar.record("pathway/ada", [OPENED, COURSE], BY_HAND, NOON)
    with pytest.raises(ImpossibleEvidence, match="expected a number"):
        registrar.record("pathway/ada", [EvidenceCorrected(of="course-1", fields={"hours": written})], BY_HAND, NOON)


def test_an_event_of_an_old_topic_is_recorded_as_it_is_written_today(registrar: Registrar) -> None:
    old = LogbookHoursAddedV1(ref="m-1", held_on=date(2020, 1, 2), hours=Decimal(3), role="sole")

    registrar.record("pathway/ada", [OPENED], BY_HAND, NOON)
    (recorded,) = registrar.record("pathway/ada", [old], BY_HAND, NOON)

    assert isinstance(recorded.event, LogbookHoursAdded)


@pytest.mark.parametrize("event", [OPENED, COURSE])
def test_an_event_is_not_recorded_in_a_stream_of_another_kind(registrar: Registrar, event: Event) -> None:
    with pytest.raises(NotOfThisStream):
        registrar.record("program/X", [event], BY_HAND, NOON)


@pytest.mark.parametrize(
    "stream",
    [
        "ada",
        "person/ada",
        "pathway/",
        "pathway/a/b",
        "pathway/a@1",
        "pathway/ ada",
        "pathway/a\n",
        "pathway/.",
        "pathway/..",
        f"pathway/{'a' * 201}",
        "pathway/" + "\N{GRINNING FACE}" * 151,
        "consultation/documents",
        "announcement/documents",
    ],
)
def test_a_stream_that_cannot_be_named_is_refused(registrar: Registrar, stream: str) -> None:
    with pytest.raises(StreamImpossible, match="cannot name a stream"):
        registrar.record(stream, [OPENED], BY_HAND, NOON)


def test_a_stream_that_has_events_is_recorded_in_however_long_its_name_is(
    registrar: Registrar, store: MemoryStore
) -> None:
    stream = "pathway/" + "\N{GRINNING FACE}" * 200
    store.append([Append(stream, 0, (OPENED,))], BY_HAND, NOON)

    registrar.record(stream, [COURSE], BY_HAND, NOON)

    assert [each.event for each in store.log()] == [OPENED, COURSE]


def test_a_request_that_is_repeated_is_answered_and_not_recorded_again(
    registrar: Registrar, store: MemoryStore
) -> None:
    key = Idempotency("key", "digest")
    first = registrar.record("pathway/ada", [OPENED], BY_HAND, NOON, key)

    assert registrar.record("pathway/ada", [OPENED], BY_HAND, NOON, key) == first
    assert store.head() == 1


class RacedStore(MemoryStore):
    """A store in which something is recorded by others as a stream is loaded first."""

    def __init__(self) -> None:
        super().__init__()
        self.others: list[Callable[[], object]] = []

    def load(self, name: str) -> Loaded:
        while self.others:
            self.others.pop()()
        return super().load(name)


@pytest.mark.parametrize("seen", [None, {1}], ids=["whatever version", "the version seen"])
def test_a_request_that_is_recorded_meanwhile_is_answered_all_the_same(seen: set[int] | None) -> None:
    store, key = RacedStore(), Idempotency("key", "digest")
    registrar = Registrar(store, Assessor(store, policy_from, lambda: NOON))
    registrar.record("pathway/ada", [OPENED], BY_HAND, NOON)

    def record(idempotency: Idempotency) -> object:
        return registrar.record("pathway/ada", [COURSE], BY_HAND, NOON, idempotency, seen)

    store.others.append(lambda: record(key))
    assert record(key) == tuple(store.log(1))
    store.others.append(lambda: record(key))
    with pytest.raises((AlreadyRecorded, StreamConflict)):
        record(Idempotency("another", "digest"))
    assert store.head() == 2


def test_an_entry_is_verified_by_somebody_else(registrar: Registrar, store: MemoryStore) -> None:
    entry = LogbookHoursAdded(ref="m-1", started_on=date(2025, 5, 1), hours=Decimal(3), role="lead")
    verified = LogbookHoursVerified(of="m-1", verified_by="bea", verified_on=date(2025, 6, 1))
    registrar.record("pathway/ada", [OPENED, entry], BY_HAND, NOON)

    with pytest.raises(AnotherPersonNeeded):
        registrar.record("pathway/ada", [verified], BY_HAND, NOON)
    registrar.record("pathway/ada", [verified], Command("bea", "by hand"), NOON)

    assert store.head() == 3


def test_what_is_recorded_at_once_is_of_one_person(registrar: Registrar) -> None:
    entry = LogbookHoursAdded(ref="m-1", started_on=date(2025, 5, 1), hours=Decimal(3), role="lead")
    verified = LogbookHoursVerified(of="m-1", verified_by="bea", verified_on=date(2025, 6, 1))

    with pytest.raises(AnotherPersonNeeded):
        registrar.record("pathway/ada", [OPENED, entry, verified], BY_HAND, NOON)


@pytest.mark.parametrize("ref", ["2020/17", "a\nb", ".", ".."])
def test_evidence_has_a_name_that_can_stand_in_an_address(registrar: Registrar, ref: str) -> None:
    with pytest.raises(ImpossibleEvidence, match="a name that can stand in an address"):
        registrar.record("pathway/ada", [OPENED, msgspec.structs.replace(COURSE, ref=ref)], BY_HAND, NOON)


@pytest.mark.parametrize(
    ("event", "reason", "named"),
    [
        (OPENED, "sealed:v1:AAAA", "reason: sealed:v1:AAAA cannot be"),
        (msgspec.structs.replace(OPENED, private=Private(name="sealed:v1:AAAA")), "a letter", "private.name"),
    ],
)
def test_no_text_is_taken_for_one_that_is_sealed(
    registrar: Registrar, store: MemoryStore, event: Event, reason: str, named: str
) -> None:
    with pytest.raises(ImpossibleEvidence, match=named):
        registrar.record("pathway/ada", [event], msgspec.structs.replace(BY_HAND, reason=reason), NOON)

    assert store.head() == 0
