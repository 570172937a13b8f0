"""A consultation: opened, changed before it opens, closed, and its results published."""

from datetime import date

import msgspec
import pytest

from domain.consultation.decisions import (
    DECIDE,
    ConsultationAlreadyClosed,
    ConsultationAlreadyOpened,
    ConsultationNotClosed,
    ConsultationUnderWay,
    ResultsAlreadyPublished,
    record,
)
from domain.consultation.events import ConsultationChanged, ConsultationClosed, ConsultationOpened, ResultsPublished
from domain.consultation.question import Question
from domain.consultation.state import EVOLVE, Consultation, ConsultationUnknown, fold
from domain.event import Event
from domain.possible import ImpossibleEvidence
from domain.topics import EVENTS
from tests.domain.streams.asking import (
    ADAS,
    CLOSED,
    DECEMBER_31,
    FEBRUARY_1,
    HOURS,
    JANUARY_31,
    LESSONS,
    NOVEMBER_20,
    NOVEMBER_25,
    OPENED,
    PART,
    given,
    opened_with,
)

CHANGED = ConsultationChanged(changed_on=NOVEMBER_20, title="Online training", reason="shorter")
LONGER = ConsultationChanged(changed_on=FEBRUARY_1, closes_on=date(2021, 3, 1))
PUBLISHED = ResultsPublished(published_on=date(2021, 5, 5), responses=0, summary="Nobody answered.")


@pytest.mark.parametrize(
    ("history", "event"),
    [
        ((), CHANGED),
        ((), msgspec.structs.replace(CHANGED, opens_on=date(2020, 12, 1), questions=(LESSONS,))),
        ((), LONGER),
        ((), CLOSED),
        ((CLOSED,), PUBLISHED),
        ((), PUBLISHED),
        ((ADAS, CLOSED), msgspec.structs.replace(PUBLISHED, responses=1)),
    ],
)
def test_what_follows_from_the_history_is_recorded(history: tuple[Event, ...], event: Event) -> None:
    assert record(given(*history), event) is event


@pytest.mark.parametrize(
    ("history", "event", "refusal"),
    [
        ((), OPENED, ConsultationAlreadyOpened),
        ((), msgspec.structs.replace(CHANGED, changed_on=NOVEMBER_25), ConsultationUnderWay),
        ((), msgspec.structs.replace(LONGER, title="Online"), ConsultationUnderWay),
        ((), msgspec.structs.replace(LONGER, closes_on=JANUARY_31), ConsultationUnderWay),
        ((CLOSED,), LONGER, ConsultationAlreadyClosed),
        ((PUBLISHED,), LONGER, ResultsAlreadyPublished),
        ((CLOSED,), CLOSED, ConsultationAlreadyClosed),
        ((CLOSED, PUBLISHED), PUBLISHED, ResultsAlreadyPublished),
        ((), msgspec.structs.replace(PUBLISHED, published_on=JANUARY_31), ConsultationNotClosed),
        ((ADAS, CLOSED), PUBLISHED, ImpossibleEvidence),
        ((), msgspec.structs.replace(CHANGED, title=" "), ImpossibleEvidence),
        ((), msgspec.structs.replace(CHANGED, questions=()), ImpossibleEvidence),
    ],
)
def test_what_does_not_is_refused(history: tuple[Event, ...], event: Event, refusal: type[Exception]) -> None:
    with pytest.raises(refusal, match=r"\w+ .*\w"):
        record(given(*history), event)


def test_a_consultation_without_a_closing_day_stays_open_and_has_nothing_to_prolong() -> None:
    endless = fold("consultation/training", [msgspec.structs.replace(OPENED, closes_on=None)])
    with pytest.raises(ConsultationUnderWay, match="only its closing day"):
        record(endless, LONGER)
    with pytest.raises(ConsultationNotClosed):
        record(endless, PUBLISHED)


def test_a_consultation_is_opened_before_anything_else() -> None:
    assert record(Consultation("consultation/training"), OPENED) is OPENED
    with pytest.raises(ConsultationUnknown, match="consultation/training was never opened"):
        record(Consultation("consultation/training"), CHANGED)


@pytest.mark.parametrize(
    ("opened", "field"),
    [
        (msgspec.structs.replace(OPENED, title=""), "title"),
        (msgspec.structs.replace(OPENED, asked=()), "asked"),
        (msgspec.structs.replace(OPENED, sources=("ftp://example.org",)), "sources"),
        (msgspec.structs.replace(OPENED, asked=("judges",)), "asked"),
        (msgspec.structs.replace(OPENED, closes_on=date(2020, 11, 24)), "closes_on"),
        (opened_with(), "questions"),
        (opened_with(*(msgspec.structs.replace(LESSONS, id=str(number)) for number in range(101))), "questions"),
        (opened_with(PART, PART), "questions"),
        (opened_with(msgspec.structs.replace(PART, asks=" ")), "asks"),
        (opened_with(msgspec.structs.replace(PART, choices=())), "questions.part"),
        (opened_with(msgspec.structs.replace(PART, choices=("all of it",))), "questions.part"),
        (opened_with(msgspec.structs.replace(PART, choices=("all", "some", "all"))), "questions.part"),
        (opened_with(msgspec.structs.replace(LESSONS, choices=("many", "few"))), "questions.lessons"),
        (opened_with(msgspec.structs.replace(HOURS, number_of=None)), "questions.hours"),
        (opened_with(msgspec.structs.replace(LESSONS, number_of="hours")), "questions.lessons"),
        (opened_with(Question(id="x", asks="?", kind="essay")), "kind"),  # type: ignore[arg-type]
    ],
)
def test_what_nobody_can_answer_is_not_asked(opened: ConsultationOpened, field: str) -> None:
    with pytest.raises(ImpossibleEvidence) as refused:
        record(Consultation("consultation/training"), opened)
    assert refused.value.field == field


def test_a_change_replaces_only_what_it_gives() -> None:
    opened = given(CHANGED, msgspec.structs.replace(LONGER, closes_on=DECEMBER_31)).opened
    assert opened == msgspec.structs.replace(OPENED, title="Online training", closes_on=DECEMBER_31)


def test_it_knows_its_id_and_what_became_of_it() -> None:
    consultation = given(CLOSED, PUBLISHED)
    assert (consultation.id, consultation.event_id) == ("training", "consultation/training@3")
    assert (consultation.closed, consultation.published) == (CLOSED, PUBLISHED)


def test_every_event_of_a_consultation_has_its_place_in_the_fold_and_is_decided_upon() -> None:
    events = {event for topic, event in EVENTS.items() if topic.startswith("consultation.")}
    assert set(EVOLVE) == events
    assert set(DECIDE) == events - {ConsultationOpened}
    assert ConsultationClosed in DECIDE
