"""A consultation on training taken online, and the responses of Ada and of a provider."""

from datetime import date
from decimal import Decimal

import msgspec

from domain.consultation.events import ConsultationClosed, ConsultationOpened, ResponseGiven
from domain.consultation.question import OwnWords, Question
from domain.consultation.state import Consultation, fold
from domain.event import Event

NOVEMBER_20 = date(2020, 11, 20)
NOVEMBER_25 = date(2020, 11, 25)
DECEMBER_1 = date(2020, 12, 1)
DECEMBER_2 = date(2020, 12, 2)
DECEMBER_31 = date(2020, 12, 31)
JANUARY_31 = date(2021, 1, 31)
FEBRUARY_1 = date(2021, 2, 1)

PART = Question(id="part", asks="How much was online?", kind="choice", choices=("all of it", "some of it"))
HOURS = Question(id="hours", asks="How long was it?", kind="number", number_of="hours", optional=True)
LESSONS = Question(id="lessons", asks="What would you tell a provider?", kind="free text")
OPENED = ConsultationOpened(
    title="Training taken online",
    asked=("mediators",),
    questions=(PART, HOURS, LESSONS),
    opens_on=NOVEMBER_25,
    closes_on=JANUARY_31,
)
CLOSED = ConsultationClosed(closed_on=FEBRUARY_1)
ADAS = ResponseGiven(
    ref="response-1",
    respondent="pathway/ada",
    given_on=DECEMBER_1,
    choices={"part": "all of it"},
    numbers={"hours": Decimal("40.5")},
    may_publish=("own words", "name"),
    private=OwnWords(name="Ada", email="ada@example.org", answers={"lessons": "Small groups."}),
)
GRACES = ResponseGiven(
    ref="response-2",
    respondent="pathway/grace",
    given_on=DECEMBER_2,
    choices={"part": "some of it"},
    numbers={"hours": Decimal(20)},
    may_publish=("own words",),
    private=OwnWords(name="Grace", answers={"lessons": "Longer breaks."}),
)


def given(*events: Event) -> Consultation:
    return fold("consultation/training", (OPENED, *events))


def opened_with(*questions: Question) -> ConsultationOpened:
    return msgspec.structs.replace(OPENED, questions=questions)
