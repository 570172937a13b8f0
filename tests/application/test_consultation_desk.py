"""Who may ask, answer, read responses and publish results."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from application.access import ANYONE, Access, Caller, NotPermitted, Role
from application.assessing import Assessor
from application.consultations import Consultations
from application.desks.announcements import AnnouncementDesk
from application.desks.clerk import Clerk
from application.desks.consultations import ConsultationDesk
from application.desks.instruction import Instruction
from application.memory import MemoryStore
from application.recording import Registrar
from application.revealing import Revealing
from application.rulebooks import Rulebooks
from domain.announcement import AnnouncementCorrected, AnnouncementPublished, AnnouncementUnknown, AnnouncementWithdrawn
from domain.consultation.decisions import ResponseUnknown
from domain.consultation.events import (
    ConsentWithdrawn,
    ConsultationClosed,
    ResponseGiven,
    ResponseReplaced,
    ResponseWithdrawn,
    ResultsPublished,
)
from domain.consultation.state import ConsultationUnknown
from domain.happening import NotOnTheDay
from domain.policy.typed import DocumentRefused
from domain.rulebook import VersionUnknown
from infrastructure.documents import policy_from, read_yaml
from milepost.composition import chains
from tests.domain.streams.asking import ADAS, GRACES, OPENED

NOON = datetime(2020, 12, 1, 12, tzinfo=UTC)
TODAY = NOON.date()
ANN = Caller("ann", frozenset({Role.ADMINISTRATOR}))
AUDITOR = Caller("olive", frozenset({Role.AUDITOR}))
ADA = Caller("ada", frozenset({Role.MEDIATOR}), pathways=frozenset({"ada"}))
GRACE = Caller("grace", frozenset({Role.MEDIATOR}), pathways=frozenset({"grace"}))
HARBOUR = Caller("harbour", frozenset({Role.PROVIDER}), programs=frozenset({"harbour"}))
ASKED = msgspec.structs.replace(OPENED, asked=("mediators", "organisations"))
HARBOURS = msgspec.structs.replace(ADAS, ref="response-3", respondent="program/harbour")
CLOSED = ConsultationClosed(closed_on=TODAY)
PUBLISHED = ResultsPublished(published_on=TODAY, responses=1)
TOLD = AnnouncementPublished(title="T", text="T.", published_on=date(2020, 11, 25), audience=("everybody",))


class Desk:
    """The two desks over a store, at which every write has a key of its own unless one is given."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        registrar = Registrar(self.store, Assessor(self.store, policy_from, lambda: NOON))
        rulebooks = Rulebooks(self.store, registrar, chains(), policy_from, "imi")
        access, found = Access(self.store), Consultations(self.store, rulebooks)
        revealing = Revealing(None, lambda: NOON)
        clerk = Clerk(access, registrar, revealing, lambda: NOON)
        self.consultations = ConsultationDesk(access, found, clerk, read_yaml, revealing)
        self.announcements = AnnouncementDesk(access, found, clerk, read_yaml)

    def asks(self, key: str = "") -> Instruction:
        key = key or str(self.store.head())
        return Instruction(reason="by letter", request="r", key=key, digest=key)

    def answers(
        self, caller: Caller, event: ResponseGiven | ResponseReplaced | ResponseWithdrawn | ConsentWithdrawn
    ) -> None:
        self.consultations.answer(caller, "training", event, self.asks())


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.consultations.keep(ANN, "training", ASKED, made.asks())
    return made


def test_those_who_are_asked_answer_for_themselves(desk: Desk) -> None:
    desk.answers(ADA, ADAS)
    desk.answers(HARBOUR, HARBOURS)
    desk.answers(ADA, ResponseReplaced(of="response-1", replaced_on=TODAY, choices=ADAS.choices, private=ADAS.private))
    desk.answers(HARBOUR, ConsentWithdrawn(of="response-3", withdrawn_on=TODAY, no_longer=("name",)))
    desk.answers(ADA, ResponseWithdrawn(of="response-1", withdrawn_on=TODAY))

    [response], version = desk.consultations.responses(AUDITOR, "training")
    assert version == 6
    assert (response.ref, response.may_publish) == ("response-3", ("own words",))


@pytest.mark.parametrize("caller", [ANYONE, ANN, AUDITOR, ADA, HARBOUR])
def test_nobody_answers_for_another(desk: Desk, caller: Caller) -> None:
    with pytest.raises(NotPermitted):
        desk.answers(caller, msgspec.structs.replace(GRACES, given_on=TODAY))


@pytest.mark.parametrize("ref", ["response-1", "nobody's"])
@pytest.mark.parametrize("name", ["training", "never opened"])
def test_whether_a_response_of_another_is_there_is_not_told(desk: Desk, name: str, ref: str) -> None:
    desk.answers(ADA, ADAS)
    with pytest.raises(NotPermitted):
        desk.consultations.answer(GRACE, name, ResponseWithdrawn(of=ref, withdrawn_on=TODAY), desk.asks())


def test_a_response_is_given_on_the_day_and_answered_again_on_any(desk: Desk) -> None:
    with pytest.raises(NotOnTheDay):
        desk.answers(ADA, msgspec.structs.replace(ADAS, given_on=date(2020, 11, 26)))
    first = desk.consultations.answer(ADA, "training", ADAS, desk.asks("once"))
    assert desk.consultations.answer(ADA, "training", ADAS, desk.asks("once")) == first


def test_one_reads_the_own_response_and_staff_read_all(desk: Desk) -> None:
    desk.answers(ADA, ADAS)
    desk.answers(HARBOUR, HARBOURS)

    def refs(caller: Caller, respondent: str | None = None) -> list[str]:
        return [each.ref for each in desk.consultations.responses(caller, "training", respondent)[0]]

    assert refs(AUDITOR) == ["response-1", "response-3"]
    assert refs(ADA, "pathway/ada") == ["response-1"]
    assert refs(HARBOUR, "program/harbour") == ["response-3"]
    assert refs(GRACE, "pathway/grace") == []
    assert desk.consultations.response(ADA, "training", "response-1")[0].respondent == "pathway/ada"
    with pytest.raises(ResponseUnknown):
        desk.consultations.response(AUDITOR, "training", "response-2")
    for caller, ref in ((ADA, "response-3"), (ADA, "response-2"), (ANYONE, "response-1")):
        with pytest.raises(NotPermitted):
            desk.consultations.response(caller, "training", ref)
    for caller, respondent in ((ADA, None), (ADA, "pathway/grace"), (ANYONE, None), (HARBOUR, "pathway/ada")):
        with pytest.raises(NotPermitted):
            desk.consultations.responses(caller, "training", respondent)


def test_results_are_for_staff_until_they_are_published(desk: Desk) -> None:
    desk.answers(ADA, ADAS)
    assert desk.consultations.results(AUDITOR, "training").results[0].answered == 1
    with pytest.raises(NotPermitted):
        desk.consultations.results(ANYONE, "training")

    desk.consultations.keep(ANN, "training", CLOSED, desk.asks())
    desk.consultations.keep(ANN, "training", PUBLISHED, desk.asks())

    summary = desk.consultations.results(ANYONE, "training")
    assert summary.consultation.published == PUBLISHED
    assert summary.results[0].choices == {"all of it": 1, "some of it": 0}


@pytest.mark.parametrize("caller", [ANYONE, AUDITOR, ADA, HARBOUR, Caller("rita", frozenset({Role.REGISTRAR}))])
def test_only_an_administrator_asks_and_announces(desk: Desk, caller: Caller) -> None:
    with pytest.raises(NotPermitted):
        desk.consultations.keep(caller, "other", OPENED, desk.asks())
    with pytest.raises(NotPermitted):
        desk.announcements.make(caller, "other", TOLD, desk.asks())


def test_what_a_consultation_informs_is_recorded(desk: Desk) -> None:
    with pytest.raises(VersionUnknown):
        desk.consultations.keep(ANN, "other", msgspec.structs.replace(OPENED, informs="2021.06"), desk.asks())


def test_everybody_reads_what_is_asked(desk: Desk) -> None:
    assert desk.consultations.consultation(ANYONE, "training").asking == ASKED
    assert [each.id for each in desk.consultations.consultations(ANYONE)] == ["training"]
    assert desk.consultations.consultations(ANYONE, informs="2021.06") == []
    with pytest.raises(ConsultationUnknown):
        desk.consultations.consultation(ANYONE, "other")


def test_an_announcement_is_made_corrected_withdrawn_and_read(desk: Desk) -> None:
    desk.announcements.make(ANN, "told", msgspec.structs.replace(TOLD, consultations=("training",)), desk.asks())
    correction = AnnouncementCorrected(corrected_on=TODAY, title="U", reason="a slip")
    desk.announcements.make(ANN, "told", correction, desk.asks())
    withdrawal = AnnouncementWithdrawn(withdrawn_on=TODAY, reason="done")
    desk.announcements.make(ANN, "told", withdrawal, desk.asks())

    [found], _ = desk.announcements.listed(ANYONE, "", None, 9)
    assert (found.reading.title, found.withdrawn) == ("U", withdrawal)
    assert desk.announcements.announcement(ANYONE, "told") == found
    with pytest.raises(AnnouncementUnknown):
        desk.announcements.announcement(ANYONE, "other")


@pytest.mark.parametrize(
    ("named", "unknown"), [({"version": "2020.11"}, VersionUnknown), ({"consultations": ("x",)}, ConsultationUnknown)]
)
def test_what_an_announcement_names_is_recorded(desk: Desk, named: dict[str, object], unknown: type[Exception]) -> None:
    with pytest.raises(unknown):
        desk.announcements.make(ANN, "told", msgspec.structs.replace(TOLD, **named), desk.asks())


DOCUMENT = """\
format: milepost.consultation/v1
consultation: by-document
title: Trying it out
asked: [mediators]
opens on: 2020-11-25
questions:
  wishes: {asks: What should it do?, free text: yes}
...
"""
TELLING = """\
format: milepost.announcement/v1
announcement: told
title: T
text: It is so.
published on: 2020-11-25
audience: [everybody]
consultations: [by-document]
...
"""


def test_documents_say_what_is_asked_and_made_known(desk: Desk) -> None:
    opened = desk.consultations.open_document(ANN, DOCUMENT, desk.asks())
    told = desk.announcements.publish_document(ANN, TELLING, desk.asks())

    assert (opened.event_id, told.event_id) == ("consultation/by-document@1", "announcement/told@1")
    with pytest.raises(NotPermitted):
        desk.consultations.open_document(ADA, DOCUMENT, desk.asks())
    with pytest.raises(NotPermitted):
        desk.announcements.publish_document(ADA, TELLING, desk.asks())
    with pytest.raises(DocumentRefused):
        desk.announcements.publish_document(ANN, DOCUMENT, desk.asks())
