"""What a program states, each under the names that rules read, with the event that gave it."""

from datetime import date
from decimal import Decimal

import msgspec

from domain.evidence import Format
from domain.program.events import Mode


class Approval(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A version approved for one format, from a day to before another; `event` is what gave it.

    `teach_out_until` is the last day, included, for courses begun before the withdrawal.
    `resumed` marks a period that goes on after a suspension; it has no retrospective window of its own.
    """

    event: str
    program: str
    version: str
    format: Format
    kind: str | None = None
    from_: date
    until: date | None = None
    withdrawn_on: date | None = None
    mode: Mode | None = None
    teach_out_until: date | None = None
    voided_on: date | None = None
    min_hours: Decimal | None = None
    retrospective: bool
    retro_months: int | None = None
    resumed: bool = False

    @property
    def open(self) -> bool:
        return self.until is None and self.withdrawn_on is None


class ApprovedSite(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A version approved for one site."""

    event: str
    program: str
    version: str
    site: str
    from_: date
    until: date | None = None


class Adaptation(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A document on adapted delivery; it counts once `accepted_on` is there."""

    event: str
    program: str
    document: str
    version: str | None = None
    filed_on: date | None = None
    accepted_on: date | None = None
    rejected_on: date | None = None
    cohorts: str | None = None
    from_: date | None = None
    until: date | None = None


class FaceToFaceOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A face-to-face part offered."""

    event: str
    program: str
    offered_on: date
    held_on: date | None = None
    place: str | None = None
    version: str | None = None


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """An audit that is due, or was passed or failed."""

    event: str
    program: str
    due_on: date | None = None
    audited_on: date | None = None
    result: str | None = None


class LapsedListing(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Days on which the program is not listed."""

    event: str
    program: str
    from_: date
    until: date | None = None
