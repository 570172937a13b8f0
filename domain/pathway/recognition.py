"""Applications, decisions, and the recognitions that a body grants and revokes.

Being eligible is computed. Being recognised is decided, by an event that cites the policy and the evidence.
"""

from datetime import date
from typing import ClassVar

from domain.evidence import Evidence, Private, Remark


class ApplicationSubmitted(Evidence, tag="pathway.application-submitted.v1"):
    """The mediator applied for a level on `submitted_on`, by a route if one is named."""

    gives: ClassVar = "application"
    order: ClassVar = (("submitted_on", "withdrawn_on"), ("submitted_on", "decided_on"))

    level: str
    route: str | None = None
    purpose: str | None = None
    submitted_on: date
    private: Private | None = None


class ApplicationWithdrawn(Remark, tag="pathway.application-withdrawn.v1"):
    """The mediator took the application back on `withdrawn_on`."""

    upon: ClassVar = (ApplicationSubmitted,)

    withdrawn_on: date
    reason: str | None = None


class ApplicationDecided(Remark, tag="pathway.application-decided.v1"):
    """The body decided on the application on `decided_on`, under a version of its policy and for reasons."""

    upon: ClassVar = (ApplicationSubmitted,)

    decided_on: date
    outcome: str
    policy_version: str
    reasons: tuple[str, ...] = ()


class DecisionRecorded(Evidence, tag="pathway.decision-recorded.v1"):
    """The body decided something about the mediator on `decided_on`, under a version of its policy and for reasons."""

    gives: ClassVar = "decision"

    outcome: str
    subject: str | None = None
    decided_on: date
    decided_by: str | None = None
    policy_version: str
    policy_hash: str | None = None
    reasons: tuple[str, ...] = ()


class RecognitionGranted(Evidence, tag="pathway.recognition-granted.v1"):
    """The body recognised the mediator at a level from `granted_on`, under a version of its policy.

    `label` is the level's name at that time; `evidence` names what the decision leaned on, and ``cites_evidence`` says
    whether it named any.
    """

    gives: ClassVar = "recognition"
    order: ClassVar = (("granted_on", "until"),)
    filled: ClassVar = {"cites_evidence": "evidence"}

    level: str
    granted_on: date
    route: str | None = None
    policy_version: str | None = None
    policy_hash: str | None = None
    label: str | None = None
    evidence: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class StatusRevoked(Remark, tag="pathway.status-revoked.v1"):
    """The recognition no longer holds from `revoked_on`, which becomes its `until`."""

    upon: ClassVar = (RecognitionGranted,)
    shown_as: ClassVar = {"revoked_on": "until"}

    revoked_on: date
    reason: str
