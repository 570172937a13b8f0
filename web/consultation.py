"""Consultations and announcements as they are given over HTTP."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

import msgspec

from application.desks.consultations import Summary
from domain.announcement import Announcement, Audience
from domain.consultation.events import Asked
from domain.consultation.question import Question
from domain.consultation.results import Result
from domain.consultation.state import Consultation, Response


class ConsultationShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, of whom, from `opens_on` to `closes_on`, and how many responses stand.

    `version` is that of its stream, and `informs` the version or proposal that the responses inform.
    """

    id: str
    version: int
    title: str
    about: str | None
    asked: tuple[Asked, ...]
    who: str | None
    informs: str | None
    questions: tuple[Question, ...]
    opens_on: date
    closes_on: date | None
    closed_on: date | None
    results_published_on: date | None
    responses: int
    sources: tuple[str, ...]


class ConsultationsShown(msgspec.Struct, frozen=True):
    """A page of consultations in the order of their ids, as known up to the position `known`; `next` is a cursor."""

    format: Literal["milepost.consultations/v1"]
    known: int
    consultations: tuple[ConsultationShown, ...]
    next: str | None


class ResponsesShown(msgspec.Struct, frozen=True):
    """A page of the responses that stand, in the order in which they were first given, own words included.

    They are as known up to the position `known`; `next` is a cursor.
    """

    format: Literal["milepost.responses/v1"]
    consultation: str
    known: int
    responses: tuple[Response, ...]
    next: str | None


class ResultsShown(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered, by question. `responses` is how many were counted; `published_on` is null until then."""

    format: Literal["milepost.results/v1"]
    consultation: str
    informs: str | None
    responses: int
    published_on: date | None
    summary: str | None
    results: tuple[Result, ...]


class AnnouncementShown(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement as it reads now; `announces` is the version of the policy that it makes known."""

    id: str
    version: int
    title: str
    text: str
    published_on: date
    corrected_on: date | None
    withdrawn_on: date | None
    audience: tuple[Audience, ...]
    announces: str | None
    consultations: tuple[str, ...]
    sources: tuple[str, ...]


class AnnouncementsShown(msgspec.Struct, frozen=True):
    """A page of announcements in the order of their ids, as known up to the position `known`; `next` is a cursor."""

    format: Literal["milepost.announcements/v1"]
    known: int
    announcements: tuple[AnnouncementShown, ...]
    next: str | None


GIVEN: tuple[type[msgspec.Struct], ...] = (
    *(ConsultationShown, ConsultationsShown, Response, ResponsesShown, ResultsShown),
    *(AnnouncementShown, AnnouncementsShown),
)


def consultation_shown(consultation: Consultation) -> ConsultationShown:
    asking, closed, published = consultation.asking, consultation.closed, consultation.published
    return ConsultationShown(
        id=consultation.id,
        version=consultation.version,
        title=asking.title,
        about=asking.about,
        asked=asking.asked,
        who=asking.who,
        informs=asking.informs,
        questions=asking.questions,
        opens_on=asking.opens_on,
        closes_on=asking.closes_on,
        closed_on=closed.closed_on if closed else None,
        results_published_on=published.published_on if published else None,
        responses=len(consultation.standing),
        sources=asking.sources,
    )


def consultations_shown(consultations: Iterable[Consultation], known: int, following: str | None) -> ConsultationsShown:
    shown = tuple(map(consultation_shown, consultations))
    return ConsultationsShown("milepost.consultations/v1", known, shown, following)


def responses_shown(
    consultation: str, responses: Sequence[Response], known: int, following: str | None
) -> ResponsesShown:
    return ResponsesShown("milepost.responses/v1", consultation, known, tuple(responses), following)


def results_shown(summary: Summary) -> ResultsShown:
    consultation, published = summary.consultation, summary.consultation.published
    return ResultsShown(
        format="milepost.results/v1",
        consultation=consultation.id,
        informs=consultation.asking.informs,
        responses=published.responses if published else len(consultation.standing),
        published_on=published.published_on if published else None,
        summary=published.summary if published else None,
        results=summary.results,
    )


def announcement_shown(announcement: Announcement) -> AnnouncementShown:
    reading, corrected, withdrawn = announcement.reading, announcement.corrected, announcement.withdrawn
    return AnnouncementShown(
        id=announcement.id,
        version=announcement.version,
        title=reading.title,
        text=reading.text,
        published_on=reading.published_on,
        corrected_on=corrected.corrected_on if corrected else None,
        withdrawn_on=withdrawn.withdrawn_on if withdrawn else None,
        audience=reading.audience,
        announces=reading.version,
        consultations=reading.consultations,
        sources=reading.sources,
    )


def announcements_shown(announcements: Iterable[Announcement], known: int, following: str | None) -> AnnouncementsShown:
    shown = tuple(map(announcement_shown, announcements))
    return AnnouncementsShown("milepost.announcements/v1", known, shown, following)
