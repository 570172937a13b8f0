"""Complaints, suspensions and appeals."""

from datetime import date
from typing import ClassVar, Literal

from domain.evidence import Evidence, Private, Remark


class ComplaintRaised(Evidence, tag="pathway.complaint-raised.v1"):
    """Somebody who became aware of the matter on `aware_on` raised it on `raised_on`."""

    gives: ClassVar = "complaint"
    order: ClassVar = (("aware_on", "raised_on"), ("raised_on", "closed_on"))

    aware_on: date
    raised_on: date
    code: str | None = None
    private: Private | None = None


class ComplaintStepCompleted(Evidence, tag="pathway.complaint-step-completed.v1"):
    """One step of the procedure of a complaint ended on `completed_on`."""

    gives: ClassVar = "complaint step"

    complaint: str
    step: str
    completed_on: date
    outcome: str | None = None
    private: Private | None = None


class ComplaintClosed(Remark, tag="pathway.complaint-closed.v1"):
    """The complaint was closed on `closed_on`."""

    upon: ClassVar = (ComplaintRaised,)

    closed_on: date
    outcome: str | None = None
    reason: str | None = None


class SuspensionImposed(Evidence, tag="pathway.suspension-imposed.v1"):
    """The body suspended the mediator by a decision of `imposed_on`, from `from` if that is another day.

    It lasts `months`, or up to before `until`, or until it is lifted.
    """

    gives: ClassVar = "suspension"
    order: ClassVar = (("imposed_on", "until"), ("from", "until"), ("imposed_on", "lifted_on"))
    positive: ClassVar = frozenset({"months"})

    complaint: str | None = None
    imposed_on: date
    from_: date | None = None
    months: int | None = None
    until: date | None = None


class SuspensionLifted(Remark, tag="pathway.suspension-lifted.v1"):
    """The suspension no longer holds from `lifted_on`."""

    upon: ClassVar = (SuspensionImposed,)
    ahead: ClassVar = frozenset({"lifted_on"})

    lifted_on: date
    reason: str | None = None


class AppealLodged(Evidence, tag="pathway.appeal-lodged.v1"):
    """The mediator appealed on `lodged_on`; a suspensive appeal holds the sanction off until it is decided."""

    gives: ClassVar = "appeal"
    order: ClassVar = (("lodged_on", "decided_on"),)

    complaint: str | None = None
    suspension: str | None = None
    decision: str | None = None
    lodged_on: date
    suspensive: bool
    private: Private | None = None


class AppealDecided(Remark, tag="pathway.appeal-decided.v1"):
    """The appeal was decided on `decided_on`: dismissed, so that the sanction stands, or upheld, so that it falls."""

    upon: ClassVar = (AppealLodged,)

    decided_on: date
    outcome: Literal["dismissed", "upheld"]
    reason: str | None = None
