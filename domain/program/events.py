"""What happens to a program. As everywhere, a day named ``until`` is the first on which the thing no longer holds."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

from domain.event import Event
from domain.evidence import Format

Mode: TypeAlias = Literal["prospective", "teach-out", "ab initio"]


class ProgramSubmitted(Event, tag="program.program-submitted.v1"):
    """A program of a kind, such as CMTP or QAP, asks for approval. It exists since `established_on`, where known."""

    title: str | None = None
    kind: str
    provider: str | None = None
    country: str | None = None
    established_on: date | None = None
    submitted_on: date | None = None


class ProgramApproved(Event, tag="program.program-approved.v1"):
    """A version is approved for formats from `effective_on`.

    `retrospective` says whether graduates from before that day may be recognised, `retro_window_months` how far back.
    """

    version: str = "1"
    formats: tuple[Format, ...]
    sites: tuple[str, ...] = ()
    min_hours: Decimal | None = None
    effective_on: date
    retrospective: bool
    retro_window_months: int | None = None


class ApprovalEffectiveDateCorrected(Event, tag="program.approval-effective-date-corrected.v1"):
    """The approval of a version took effect on `effective_on`, and not on the day given before.

    Without `format` it speaks of all formats of the version, which then have to share one day.
    """

    version: str = "1"
    format: Format | None = None
    effective_on: date
    reason: str | None = None


class ScopeAmended(Event, tag="program.scope-amended.v1"):
    """From `effective_on` an approved version is approved for more or fewer formats and sites.

    A format that is added has this day as its day of approval; what is not said here is as for the version's
    latest approval.
    """

    version: str = "1"
    effective_on: date
    add_formats: tuple[Format, ...] = ()
    remove_formats: tuple[Format, ...] = ()
    add_sites: tuple[str, ...] = ()
    remove_sites: tuple[str, ...] = ()
    min_hours: Decimal | None = None
    retrospective: bool | None = None
    retro_window_months: int | None = None


class AdaptationDocumentFiled(Event, tag="program.adaptation-document-filed.v1"):
    """The program described on `filed_on` how it adapts a version to another way of delivery."""

    document: str
    version: str | None = None
    filed_on: date


class AdaptationDocumentAccepted(Event, rename={"from_": "from"}, tag="program.adaptation-document-accepted.v1"):
    """The body accepted the document on `accepted_on`, for courses from `from` to before `until` if these are given."""

    document: str
    version: str | None = None
    filed_on: date | None = None
    accepted_on: date
    cohorts: str | None = None
    from_: date | None = None
    until: date | None = None


class AdaptationDocumentRejected(Event, tag="program.adaptation-document-rejected.v1"):
    """The body rejected the document on `rejected_on`; one that was accepted before no longer counts as accepted."""

    document: str
    rejected_on: date
    reason: str | None = None


class FaceToFaceComponentOffered(Event, tag="program.face-to-face-component-offered.v1"):
    """The program offers a face-to-face part from `offered_on`, to be held on `held_on` if that is set."""

    ahead: ClassVar = frozenset({"offered_on", "held_on"})

    offered_on: date
    held_on: date | None = None
    place: str | None = None
    version: str | None = None


class AuditDue(Event, tag="program.audit-due.v1"):
    """An audit has to take place up to `due_on`, that day included."""

    due_on: date


class AuditPassed(Event, tag="program.audit-passed.v1"):
    """The program passed its audit on `audited_on`."""

    audited_on: date


class AuditFailed(Event, tag="program.audit-failed.v1"):
    """The program failed its audit on `audited_on`; what follows is an event of its own."""

    audited_on: date
    reason: str | None = None


class ProgramSuspended(Event, tag="program.program-suspended.v1"):
    """No approval of the program holds from `effective_on`, until it is reinstated."""

    effective_on: date
    reason: str | None = None


class ProgramReinstated(Event, tag="program.program-reinstated.v1"):
    """The approvals that the suspension held up go on from `effective_on`; this opens no new retrospective window.

    That is no day before the suspension. Each goes on up to the day on which it would end without it.
    """

    effective_on: date


class ApprovalWithdrawn(Event, tag="program.approval-withdrawn.v1"):
    """The body no longer approves a version from `effective_on`.

    ``prospective`` ends it that day. ``teach-out`` lets courses begun before end up to `teach_out_days` after that
    day, the last of them included. ``ab initio`` says that it should never have been.
    """

    version: str = "1"
    effective_on: date
    mode: Mode
    teach_out_days: int | None = None
    reason: str


class ProgramRenamed(Event, tag="program.program-renamed.v1"):
    """The program has another title from `renamed_on`; it is the same program."""

    ahead: ClassVar = frozenset({"renamed_on"})

    title: str
    renamed_on: date


class ListingLapsed(Event, tag="program.listing-lapsed.v1"):
    """The program is no longer listed from `effective_on`; its approvals stand."""

    effective_on: date
    reason: str | None = None


class ListingRestored(Event, tag="program.listing-restored.v1"):
    """The program is listed again from `effective_on`."""

    effective_on: date
