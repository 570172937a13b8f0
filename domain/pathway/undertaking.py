"""What the mediator undertakes and shows: the code, insurance, good conduct, a complete profile."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.evidence import Evidence


class CodeAccepted(Evidence, tag="pathway.code-accepted.v1"):
    """The mediator accepted a code of conduct on `accepted_on`."""

    gives: ClassVar = "code acceptance"

    code: str
    accepted_on: date


class InsuranceEvidenced(Evidence, tag="pathway.insurance-evidenced.v1"):
    """The mediator is covered up to `sum` from `from` on. Without `until` the cover is open."""

    gives: ClassVar = "insurance"
    order: ClassVar = (("from", "until"),)
    positive: ClassVar = frozenset({"sum"})

    sum: Decimal | None = None
    currency: str | None = None
    from_: date
    until: date | None = None
    insurer: str | None = None


class GoodConductEvidenced(Evidence, tag="pathway.good-conduct-evidenced.v1"):
    """A certificate of good conduct was issued on `issued_on`."""

    gives: ClassVar = "good conduct"
    order: ClassVar = (("issued_on", "until"),)

    issued_on: date
    until: date | None = None
    issuer: str | None = None


class ProfileCompleted(Evidence, tag="pathway.profile-completed.v1"):
    """The mediator's public profile is complete from `completed_on`."""

    gives: ClassVar = "profile"
    order: ClassVar = (("completed_on", "until"),)

    completed_on: date
    until: date | None = None
