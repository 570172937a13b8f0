"""Conditions imposed, and what eases a requirement: obstacles, extensions, waivers, leave."""

from datetime import date
from typing import ClassVar

from domain.evidence import Evidence, Private, Remark


class ConditionImposed(Evidence, tag="pathway.condition-imposed.v1"):
    """The body asks for something from `imposed_on`, to be met up to `by_when`, that day included."""

    gives: ClassVar = "condition"
    order: ClassVar = (("imposed_on", "by_when"), ("imposed_on", "satisfied_on"), ("imposed_on", "discharged_on"))

    condition: str
    imposed_on: date
    by_when: date | None = None
    subject: str | None = None


class ConditionSatisfied(Remark, tag="pathway.condition-satisfied.v1"):
    """The mediator met the condition on `satisfied_on`; `by` names the evidence."""

    upon: ClassVar = (ConditionImposed,)
    shown_as: ClassVar = {"by": "satisfied_by"}

    satisfied_on: date
    by: str | None = None


class ConditionDischarged(Remark, tag="pathway.condition-discharged.v1"):
    """The body no longer asks for it from `discharged_on`, met or not."""

    upon: ClassVar = (ConditionImposed,)
    ahead: ClassVar = frozenset({"discharged_on"})

    discharged_on: date
    reason: str | None = None


class ObstacleDeclared(Evidence, tag="pathway.obstacle-declared.v1"):
    """From `from` on something keeps the mediator from meeting requirements; `fault` says whether it is their doing."""

    gives: ClassVar = "obstacle"
    order: ClassVar = (("from", "until"),)

    from_: date
    until: date | None = None
    ground: str
    fault: bool | None = None
    private: Private | None = None


class ObstacleAccepted(Remark, tag="pathway.obstacle-accepted.v1"):
    """The body accepted the obstacle on `accepted_on`."""

    upon: ClassVar = (ObstacleDeclared,)

    accepted_on: date
    accepted_by: str | None = None


class ExtensionRequested(Evidence, tag="pathway.extension-requested.v1"):
    """The mediator asked on `requested_on` for more time, for one requirement if it is named."""

    gives: ClassVar = "extension"
    order: ClassVar = (("requested_on", "granted_on"), ("requested_on", "refused_on"), ("requested_on", "until"))
    positive: ClassVar = frozenset({"months"})

    requested_on: date
    requirement: str | None = None
    ground: str | None = None
    private: Private | None = None


class ExtensionGranted(Remark, tag="pathway.extension-granted.v1"):
    """The body granted the extension on `granted_on`: up to before `until`, or by a number of `months`."""

    upon: ClassVar = (ExtensionRequested,)

    granted_on: date
    granted_by: str | None = None
    until: date | None = None
    months: int | None = None


class ExtensionRefused(Remark, tag="pathway.extension-refused.v1"):
    """The body refused the extension on `refused_on`."""

    upon: ClassVar = (ExtensionRequested,)

    refused_on: date
    reason: str | None = None


class WaiverGranted(Evidence, tag="pathway.waiver-granted.v1"):
    """The body lets one requirement go from `granted_on`. Without `until` it does so for good."""

    gives: ClassVar = "waiver"
    order: ClassVar = (("granted_on", "until"),)

    requirement: str
    granted_on: date
    granted_by: str | None = None
    reason: str
    until: date | None = None


class LeaveStarted(Evidence, tag="pathway.leave-started.v1"):
    """The mediator is on leave from `from`; it was asked for on `requested_on`."""

    gives: ClassVar = "leave"
    order: ClassVar = (("from", "until"),)

    from_: date
    until: date | None = None
    requested_on: date | None = None
    ground: str | None = None
    private: Private | None = None


class LeaveEnded(Remark, tag="pathway.leave-ended.v1"):
    """The mediator is back from `ended_on`, which becomes the `until` of the leave."""

    upon: ClassVar = (LeaveStarted,)
    shown_as: ClassVar = {"ended_on": "until"}

    ended_on: date
