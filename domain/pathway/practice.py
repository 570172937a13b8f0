"""The logbook of mediations, and supervision.

Entries are the mediator's own word. That somebody verified or disputed one is an event of its own.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

from domain.evidence import Correction, Evidence, Medium, Private, Remark, Retraction

Role: TypeAlias = Literal["lead", "sole", "co", "assistant", "observer", "advocate"]


class LogbookHoursAdded(Evidence, tag="pathway.logbook-hours-added.v2"):
    """A mediation from `started_on` to `ended_on`, both included, with the hours spent in it.

    Without `ended_on` it began and ended on one day. Hours and a `medium` that are absent are not known.
    """

    gives: ClassVar = "mediation"
    order: ClassVar = (("started_on", "ended_on"), ("started_on", "verified_on"), ("started_on", "disputed_on"))
    positive: ClassVar = frozenset({"hours", "parties_count"})
    otherwise_as: ClassVar = {"ended_on": "started_on"}
    told_apart_by: ClassVar = "anonymised_case"

    started_on: date
    ended_on: date | None = None
    hours: Decimal | None = None
    role: Role
    medium: Medium | None = None
    area: str | None = None
    country: str | None = None
    full_scale: bool | None = None
    fee_paid: bool | None = None
    outcome: str | None = None
    parties_count: int | None = None
    supervised_by: str | None = None
    co_mediators: tuple[str, ...] = ()
    anonymised_case: str | None = None
    private: Private | None = None


class LogbookHoursAmended(Correction, tag="pathway.logbook-hours-amended.v1"):
    """The mediator corrects an entry; the fields given replace those of the entry."""

    upon: ClassVar = (LogbookHoursAdded,)


class LogbookHoursVerified(Remark, tag="pathway.logbook-hours-verified.v1"):
    """Somebody other than the mediator confirmed the entry on `verified_on`."""

    upon: ClassVar = (LogbookHoursAdded,)

    verified_by: str
    verified_on: date


class LogbookHoursDisputed(Remark, tag="pathway.logbook-hours-disputed.v1"):
    """Somebody contested the entry on `disputed_on`."""

    upon: ClassVar = (LogbookHoursAdded,)

    disputed_by: str | None = None
    disputed_on: date
    reason: str | None = None


class LogbookHoursRetracted(Retraction, tag="pathway.logbook-hours-retracted.v1"):
    """The entry is taken back: as if never recorded, or from `effective_on` when that is given."""

    upon: ClassVar = (LogbookHoursAdded,)


class SupervisionRecorded(Evidence, tag="pathway.supervision-recorded.v1"):
    """A session of supervision on `held_on`; `mediation` names the logbook entry that it was about."""

    gives: ClassVar = "supervision"
    order: ClassVar = (("held_on", "confirmed_on"),)
    positive: ClassVar = frozenset({"hours"})

    held_on: date
    setting: Literal["single", "group"] | None = None
    hours: Decimal | None = None
    supervisor: str | None = None
    mediation: str | None = None
    confirmed_on: date | None = None
    private: Private | None = None
