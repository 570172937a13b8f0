"""What may be recorded of a consultation next."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from domain.consultation.answering import possible_answers
from domain.consultation.events import (
    Asked,
    ConsentWithdrawn,
    ConsultationChanged,
    ConsultationClosed,
    ConsultationOpened,
    ResponseGiven,
    ResponseReplaced,
    ResponseWithdrawn,
    ResultsPublished,
)
from domain.consultation.question import possible_questions
from domain.consultation.state import Consultation, Response, changed
from domain.event import Event
from domain.possible import ImpossibleEvidence, possible
from domain.refusal import Refusal

RESPONDENTS: dict[str, Asked] = {"pathway": "mediators", "program": "organisations"}
"""As what somebody answers, by the stream that stands for the respondent."""


class ConsultationAlreadyOpened(Refusal):
    """A consultation of this name was opened before."""

    sentence = "{0} was opened before"


class ConsultationUnderWay(Refusal):
    """What is asked cannot be changed any more, because people may have answered it."""

    sentence = "{0} opened on {1}: since then only its closing day can be moved, to a later one"


class ResponsesNotTaken(Refusal):
    """The consultation takes no responses on this day."""

    sentence = "{0} takes no responses on {1}: {2}"


class NotAsked(Refusal):
    """The respondent is not among those who are asked."""

    sentence = "{1} is not asked: {0} is put to {2}"


class AlreadyAnswered(Refusal):
    """The respondent has a response that stands; it can be replaced or withdrawn."""

    sentence = "{0} has answered already, with {1}: replace that, or withdraw it"


class ResponseNameTaken(Refusal):
    """Another response bears this name."""

    sentence = "{0} has a response of the name {1} already"


class ResponseUnknown(Refusal):
    """There is no response of this name."""

    sentence = "{0} has no response of the name {1}"


class ResponseAlreadyWithdrawn(Refusal):
    """The response was withdrawn before."""

    sentence = "{0} was withdrawn on {1}"


class ConsentNotGiven(Refusal):
    """What may no longer be published was not allowed to be."""

    sentence = "{0} does not allow its {1} to be published, so there is no consent to withdraw"


class ConsultationAlreadyClosed(Refusal):
    """The consultation was closed before."""

    sentence = "{0} was closed on {1}"


class ConsultationNotClosed(Refusal):
    """The consultation may still be answered, so that it has no results yet."""

    sentence = "{0} is not closed yet: results are published of what nobody can add to"


class ResultsAlreadyPublished(Refusal):
    """The results were published before."""

    sentence = "the results of {0} were published on {1}"


Recorded = TypeVar("Recorded", bound=Event)


def record(consultation: Consultation, event: Recorded) -> Recorded:
    """Return the event if it may be recorded next."""
    if isinstance(event, ConsultationOpened):
        open_consultation(consultation, event)
        return event
    asking = consultation.asking
    possible(event)
    DECIDE[type(event)](consultation, asking, event)
    return event


def open_consultation(consultation: Consultation, event: ConsultationOpened) -> None:
    if consultation.opened is not None:
        raise ConsultationAlreadyOpened(consultation.stream)
    possible(event)
    _possible_asking(event)


def change_consultation(consultation: Consultation, opened: ConsultationOpened, event: ConsultationChanged) -> None:
    _not_closed(consultation)
    _not_published(consultation)
    if event.changed_on >= opened.opens_on:
        later = event.closes_on is not None and event.closes_on > (opened.closes_on or date.max)
        if not later or any(getattr(event, name) is not None for name in _asked_for(event)):
            raise ConsultationUnderWay(consultation.stream, opened.opens_on)
    _possible_asking(changed(opened, event))


def give_response(consultation: Consultation, opened: ConsultationOpened, event: ResponseGiven) -> None:
    kind, _, own = event.respondent.partition("/")
    if kind not in RESPONDENTS or not own:
        raise ImpossibleEvidence(event.respondent, "respondent", "pathway/<id> or program/<id>")
    if RESPONDENTS[kind] not in opened.asked:
        raise NotAsked(consultation.stream, event.respondent, " and ".join(opened.asked))
    if event.ref in consultation.responses:
        raise ResponseNameTaken(consultation.stream, event.ref)
    before = consultation.response_of(event.respondent)
    if before is not None:
        raise AlreadyAnswered(event.respondent, before.ref)
    _taken_on(consultation, opened, event.given_on)
    possible_answers(opened.questions, event)


def replace_response(consultation: Consultation, opened: ConsultationOpened, event: ResponseReplaced) -> None:
    _standing(consultation, event.of)
    _taken_on(consultation, opened, event.replaced_on)
    possible_answers(opened.questions, event)


def withdraw_response(consultation: Consultation, _: ConsultationOpened, event: ResponseWithdrawn) -> None:
    _standing(consultation, event.of)


def withdraw_consent(consultation: Consultation, _: ConsultationOpened, event: ConsentWithdrawn) -> None:
    response = _standing(consultation, event.of)
    if not event.no_longer:
        raise ImpossibleEvidence(event.no_longer, "no_longer", "what may not be published any more")
    for each in event.no_longer:
        if each not in response.may_publish:
            raise ConsentNotGiven(event.of, each)


def close_consultation(consultation: Consultation, _: ConsultationOpened, __: ConsultationClosed) -> None:
    _not_closed(consultation)


def publish_results(consultation: Consultation, opened: ConsultationOpened, event: ResultsPublished) -> None:
    _not_published(consultation)
    over = opened.closes_on is not None and opened.closes_on < event.published_on
    if consultation.closed is None and not over:
        raise ConsultationNotClosed(consultation.stream)
    if event.responses != len(consultation.standing):
        raise ImpossibleEvidence(event.responses, "responses", f"{len(consultation.standing)}, as many as there are")


def _asked_for(event: ConsultationChanged) -> set[str]:
    """Return the fields of a change that people who answered may have relied on."""
    return set(event.__struct_fields__) - {"changed_on", "closes_on", "reason"}


def _possible_asking(opened: ConsultationOpened) -> None:
    if not opened.asked:
        raise ImpossibleEvidence(opened.asked, "asked", "mediators, organisations, or both")
    possible_questions(opened.questions)
    if opened.closes_on and opened.closes_on < opened.opens_on:
        raise ImpossibleEvidence(opened.closes_on, "closes_on", f"opens_on ({opened.opens_on}) or later")


def _taken_on(consultation: Consultation, opened: ConsultationOpened, day: date) -> None:
    why = ""
    if day < opened.opens_on:
        why = f"it opens on {opened.opens_on}"
    elif opened.closes_on and day > opened.closes_on:
        why = f"its last day was {opened.closes_on}"
    elif consultation.closed:
        why = f"it was closed on {consultation.closed.closed_on}"
    elif consultation.published:
        why = f"its results were published on {consultation.published.published_on}"
    if why:
        raise ResponsesNotTaken(consultation.stream, day, why)


def _not_closed(consultation: Consultation) -> None:
    if consultation.closed is not None:
        raise ConsultationAlreadyClosed(consultation.stream, consultation.closed.closed_on)


def _not_published(consultation: Consultation) -> None:
    if consultation.published is not None:
        raise ResultsAlreadyPublished(consultation.stream, consultation.published.published_on)


def _standing(consultation: Consultation, ref: str) -> Response:
    if ref not in consultation.responses:
        raise ResponseUnknown(consultation.stream, ref)
    response = consultation.responses[ref]
    if response.withdrawn_on is not None:
        raise ResponseAlreadyWithdrawn(ref, response.withdrawn_on)
    return response


DECIDE: dict[type[Event], Callable[[Consultation, ConsultationOpened, Any], None]] = {
    ConsultationChanged: change_consultation,
    ResponseGiven: give_response,
    ResponseReplaced: replace_response,
    ResponseWithdrawn: withdraw_response,
    ConsentWithdrawn: withdraw_consent,
    ConsultationClosed: close_consultation,
    ResultsPublished: publish_results,
}
