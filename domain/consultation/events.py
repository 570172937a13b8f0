"""The events of a consultation."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

import msgspec

from domain.consultation.question import OwnWords, Question
from domain.event import Event

Asked: TypeAlias = Literal["mediators", "organisations"]
Published: TypeAlias = Literal["own words", "name"]


class ConsultationOpened(Event, tag="consultation.consultation-opened.v1"):
    """Mediators or organisations are asked, from `opens_on` to `closes_on`, both included; without that it stays open.

    `who` says in words which of them are meant, `informs` names the version or proposal that the responses inform.
    """

    ahead: ClassVar = frozenset({"opens_on", "closes_on"})

    title: str
    about: str | None = None
    asked: tuple[Asked, ...]
    who: str | None = None
    informs: str | None = None
    questions: tuple[Question, ...]
    opens_on: date
    closes_on: date | None = None
    sources: tuple[str, ...] = ()


class ConsultationChanged(Event, tag="consultation.consultation-changed.v1"):
    """What is given replaces what was asked before, on `changed_on`, a day before the consultation opens.

    Once it is open, only `closes_on` can be given, and only a later day.
    """

    ahead: ClassVar = frozenset({"opens_on", "closes_on"})

    changed_on: date
    title: str | None = None
    about: str | None = None
    asked: tuple[Asked, ...] | None = None
    who: str | None = None
    informs: str | None = None
    questions: tuple[Question, ...] | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    sources: tuple[str, ...] | None = None
    reason: str | None = None


class ResponseGiven(Event, tag="consultation.response-given.v1"):
    """A respondent, `pathway/<id>` or `program/<id>`, answered: choices and numbers by question.

    What was written in own words is private. `may_publish` is what may be published of it beside figures, in which
    every response is counted; nothing, if absent.
    """

    on_the_day: ClassVar = frozenset({"given_on"})

    ref: str
    respondent: str
    given_on: date
    choices: dict[str, str] = msgspec.field(default_factory=dict)
    numbers: dict[str, Decimal] = msgspec.field(default_factory=dict)
    may_publish: tuple[Published, ...] = ()
    private: OwnWords | None = None


class ResponseReplaced(Event, tag="consultation.response-replaced.v1"):
    """The respondent answered again, and wants all that was answered and allowed before replaced by this."""

    on_the_day: ClassVar = frozenset({"replaced_on"})

    of: str
    replaced_on: date
    choices: dict[str, str] = msgspec.field(default_factory=dict)
    numbers: dict[str, Decimal] = msgspec.field(default_factory=dict)
    may_publish: tuple[Published, ...] = ()
    private: OwnWords | None = None


class ResponseWithdrawn(Event, tag="consultation.response-withdrawn.v1"):
    """The response is taken back. It counts no more, save in figures that were published before."""

    on_the_day: ClassVar = frozenset({"withdrawn_on"})

    of: str
    withdrawn_on: date
    reason: str | None = None


class ConsentWithdrawn(Event, tag="consultation.consent-withdrawn.v1"):
    """What is named in `no_longer` may not be published any more; the response counts as before."""

    on_the_day: ClassVar = frozenset({"withdrawn_on"})

    of: str
    withdrawn_on: date
    no_longer: tuple[Published, ...]


class ConsultationClosed(Event, tag="consultation.consultation-closed.v1"):
    """No response is taken any more, whatever the closing day was."""

    closed_on: date
    reason: str | None = None


class ResultsPublished(Event, tag="consultation.results-published.v1"):
    """The figures of so many `responses` are published, with what is made of them in `summary`.

    What may be published of own words is not kept here, but shown as long as those who wrote it allow it.
    """

    published_on: date
    responses: int
    summary: str | None = None
