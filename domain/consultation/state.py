"""A consultation as its events leave it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from domain.consultation.events import (
    ConsentWithdrawn,
    ConsultationChanged,
    ConsultationClosed,
    ConsultationOpened,
    Published,
    ResponseGiven,
    ResponseReplaced,
    ResponseWithdrawn,
    ResultsPublished,
)
from domain.consultation.question import OwnWords
from domain.event import Event
from domain.folding import Folding
from domain.refusal import Refusal


class ConsultationUnknown(Refusal):
    """The consultation was never opened."""

    sentence = "{0} was never opened"


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """A response as it stands; `event` is the id of the event that gave its answers.

    The own words of a respondent who was forgotten are gone, and `forgotten_on` tells since when.
    """

    ref: str
    event: str
    respondent: str
    given_on: date
    choices: dict[str, str]
    numbers: dict[str, Decimal]
    may_publish: tuple[Published, ...]
    private: OwnWords | None
    withdrawn_on: date | None = None
    forgotten_on: date | None = None


@dataclass(slots=True)
class Consultation:
    """What is asked, by whom it was answered, and which responses were counted when the results were published."""

    stream: str
    version: int = 0
    opened: ConsultationOpened | None = None
    responses: dict[str, Response] = field(default_factory=dict)
    closed: ConsultationClosed | None = None
    published: ResultsPublished | None = None
    counted: tuple[Response, ...] | None = None

    @property
    def id(self) -> str:
        return self.stream.partition("/")[2]

    @property
    def event_id(self) -> str:
        """The id of the event taken in last."""
        return f"{self.stream}@{self.version}"

    @property
    def asking(self) -> ConsultationOpened:
        """What is asked, as it reads now. Raises ConsultationUnknown."""
        if self.opened is None:
            raise ConsultationUnknown(self.stream)
        return self.opened

    @property
    def standing(self) -> tuple[Response, ...]:
        """The responses that were not withdrawn, in the order in which they were first given."""
        return tuple(each for each in self.responses.values() if each.withdrawn_on is None)

    def response_of(self, respondent: str) -> Response | None:
        """Return the response of somebody that was not withdrawn, if there is one."""
        return next((each for each in self.standing if each.respondent == respondent), None)


def person_of(state: object, event: Event) -> str:
    """Return the respondent whom an event of a consultation is about, empty for all other events."""
    if isinstance(event, ResponseGiven):
        return event.respondent
    if isinstance(event, ResponseReplaced | ResponseWithdrawn | ConsentWithdrawn) and isinstance(state, Consultation):
        return state.responses[event.of].respondent
    return ""


def _opened(consultation: Consultation, event: ConsultationOpened) -> None:
    consultation.opened = event


def changed(opened: ConsultationOpened, event: ConsultationChanged) -> ConsultationOpened:
    """Return what was asked as it reads with the change."""
    given = {name: value for name in opened.__struct_fields__ if (value := getattr(event, name)) is not None}
    return msgspec.structs.replace(opened, **given)


def _changed(consultation: Consultation, event: ConsultationChanged) -> None:
    consultation.opened = changed(consultation.asking, event)


def _given(consultation: Consultation, event: ResponseGiven) -> None:
    consultation.responses[event.ref] = Response(
        ref=event.ref,
        event=consultation.event_id,
        respondent=event.respondent,
        given_on=event.given_on,
        choices=event.choices,
        numbers=event.numbers,
        may_publish=event.may_publish,
        private=event.private,
    )


def _replaced(consultation: Consultation, event: ResponseReplaced) -> None:
    consultation.responses[event.of] = msgspec.structs.replace(
        consultation.responses[event.of],
        event=consultation.event_id,
        given_on=event.replaced_on,
        choices=event.choices,
        numbers=event.numbers,
        may_publish=event.may_publish,
        private=event.private,
    )


def _withdrawn(consultation: Consultation, event: ResponseWithdrawn) -> None:
    response = consultation.responses[event.of]
    consultation.responses[event.of] = msgspec.structs.replace(response, withdrawn_on=event.withdrawn_on)


def _no_longer(consultation: Consultation, event: ConsentWithdrawn) -> None:
    response = consultation.responses[event.of]
    left = tuple(each for each in response.may_publish if each not in event.no_longer)
    consultation.responses[event.of] = msgspec.structs.replace(response, may_publish=left)


def _closed(consultation: Consultation, event: ConsultationClosed) -> None:
    consultation.closed = event


def _published(consultation: Consultation, event: ResultsPublished) -> None:
    consultation.published = event
    consultation.counted = consultation.standing


EVOLVE: dict[type[Event], Callable[[Consultation, Any], None]] = {
    ConsultationOpened: _opened,
    ConsultationChanged: _changed,
    ResponseGiven: _given,
    ResponseReplaced: _replaced,
    ResponseWithdrawn: _withdrawn,
    ConsentWithdrawn: _no_longer,
    ConsultationClosed: _closed,
    ResultsPublished: _published,
}


FOLDING = Folding(Consultation, EVOLVE)
evolve = FOLDING.evolve
fold = FOLDING.fold
