"""What may be recorded of a program next, and why not."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from domain.event import Event
from domain.possible import ImpossibleEvidence, possible
from domain.program.events import (
    AdaptationDocumentAccepted,
    AdaptationDocumentRejected,
    ApprovalEffectiveDateCorrected,
    ApprovalWithdrawn,
    ListingLapsed,
    ListingRestored,
    ProgramApproved,
    ProgramReinstated,
    ProgramSubmitted,
    ProgramSuspended,
    ScopeAmended,
)
from domain.program.state import Program
from domain.refusal import Refusal

Recorded = TypeVar("Recorded", bound=Event)

POSITIVE = frozenset({"min_hours", "retro_window_months", "teach_out_days"})


class ProgramUnknown(Refusal):
    """The program was never submitted."""

    sentence = "{0} was never submitted"


class ProgramAlreadySubmitted(Refusal):
    """The program was submitted before."""

    sentence = "{0} was submitted before"


class ApprovalUnknown(Refusal):
    """No approval of this version, or of this format of it, was recorded."""

    sentence = "{0} has no approval of version {1} for {2}"


class ApprovedBeforeProgram(Refusal):
    """An approval would hold from a day on which the program did not exist yet."""

    sentence = "{0} cannot be approved from {1}, because it exists since {2}"
    field = "effective_on"


class AlreadyApproved(Refusal):
    """The version is approved for this format, and that approval is open."""

    sentence = "{0} is approved already, from {1}"


class AlreadyWithdrawn(Refusal):
    """Every approval of the version was withdrawn before."""

    sentence = "every approval of version {1} of {0} was withdrawn before, from {2}"


class FormatUnclear(Refusal):
    """The formats of the version were approved on different days, so a correction has to name one."""

    sentence = "the formats of version {1} of {0} were approved on different days; name one"


class AlreadySuspended(Refusal):
    """The program is suspended."""

    sentence = "{0} is suspended already"


class NotSuspended(Refusal):
    """The program is not suspended, so it cannot be reinstated."""

    sentence = "{0} is not suspended"


class DocumentUnknown(Refusal):
    """No adaptation document of this name was filed or accepted."""

    sentence = "{0} filed no adaptation document {1}"


class ListingAlreadyLapsed(Refusal):
    """The program is not listed now."""

    sentence = "{0} is not listed now"


class ListingNotLapsed(Refusal):
    """The program is listed now."""

    sentence = "{0} is listed now"


def submit_program(program: Program, submitted: ProgramSubmitted) -> ProgramSubmitted:
    if program.submitted:
        raise ProgramAlreadySubmitted(program.stream)
    possible(submitted)
    return submitted


def record(program: Program, event: Recorded) -> Recorded:
    """Return the event if it may be recorded next."""
    if isinstance(event, ProgramSubmitted):
        submit_program(program, event)
        return event
    if not program.submitted:
        raise ProgramUnknown(program.stream)
    possible(event, POSITIVE)
    decide = DECIDE.get(type(event))
    if decide:
        decide(program, event)
    return event


def approve_program(program: Program, event: ProgramApproved) -> ProgramApproved:
    if not event.formats:
        raise ImpossibleEvidence(event.formats, "formats", "at least one format")
    for format_ in event.formats:
        for name, approval in program.approvals_of(event.version, format_):
            if program.holds_on(name, event.effective_on):
                raise AlreadyApproved(name, approval.from_)
    _existed(program, event.effective_on)
    return event


def correct_effective_date(program: Program, event: ApprovalEffectiveDateCorrected) -> ApprovalEffectiveDateCorrected:
    approvals = [approval for _, approval in program.first_days(event.version, event.format).values()]
    if not approvals:
        raise ApprovalUnknown(program.stream, event.version, event.format or "any format")
    if len({approval.from_ for approval in approvals}) > 1:
        raise FormatUnclear(program.stream, event.version)
    for approval in approvals:
        if approval.until and approval.until < event.effective_on:
            raise ImpossibleEvidence(event.effective_on, "effective_on", f"{approval.until} or before")
    _existed(program, event.effective_on)
    return event


def amend_scope(program: Program, event: ScopeAmended) -> ScopeAmended:
    current = {approval.format: name for name, approval in program.approvals_of(event.version) if approval.open}
    if not list(program.approvals_of(event.version)):
        raise ApprovalUnknown(program.stream, event.version, "any format")
    for format_ in event.remove_formats:
        if format_ not in current:
            raise ApprovalUnknown(program.stream, event.version, format_)
        approval = program.approvals[current[format_]]
        if event.effective_on < approval.from_:
            raise ImpossibleEvidence(event.effective_on, "effective_on", f"{approval.from_} or later")
    for format_ in event.add_formats:
        for name, approval in program.approvals_of(event.version, format_):
            if program.holds_on(name, event.effective_on):
                raise AlreadyApproved(name, approval.from_)
    _existed(program, event.effective_on)
    return event


def _existed(program: Program, approved_from: date) -> None:
    if program.established_on and approved_from < program.established_on:
        raise ApprovedBeforeProgram(program.stream, approved_from, program.established_on)


def withdraw_approval(program: Program, event: ApprovalWithdrawn) -> ApprovalWithdrawn:
    approvals = [approval for _, approval in program.approvals_of(event.version)]
    if not approvals:
        raise ApprovalUnknown(program.stream, event.version, "any format")
    if all(approval.voided_on or (approval.withdrawn_on and event.mode != "ab initio") for approval in approvals):
        raise AlreadyWithdrawn(program.stream, event.version, approvals[-1].withdrawn_on)
    if (event.mode == "teach-out") != (event.teach_out_days is not None):
        raise ImpossibleEvidence(event.teach_out_days, "teach_out_days", "days if, and only if, the mode is teach-out")
    return event


def suspend_program(program: Program, event: ProgramSuspended) -> ProgramSuspended:
    if program.suspended is not None:
        raise AlreadySuspended(program.stream)
    return event


def reinstate_program(program: Program, event: ProgramReinstated) -> ProgramReinstated:
    if program.suspended is None:
        raise NotSuspended(program.stream)
    if program.suspended_on and event.effective_on < program.suspended_on:
        raise ImpossibleEvidence(event.effective_on, "effective_on", f"{program.suspended_on} or later")
    return event


def accept_adaptation(_: Program, event: AdaptationDocumentAccepted) -> AdaptationDocumentAccepted:
    if event.from_ and event.until and event.until < event.from_:
        raise ImpossibleEvidence(event.until, "until", f"{event.from_} or later")
    return event


def reject_adaptation(program: Program, event: AdaptationDocumentRejected) -> AdaptationDocumentRejected:
    if program.named("adaptation", event.document) not in program.adaptations:
        raise DocumentUnknown(program.stream, event.document)
    return event


def lapse_listing(program: Program, event: ListingLapsed) -> ListingLapsed:
    if any(lapse.until is None for lapse in program.lapses.values()):
        raise ListingAlreadyLapsed(program.stream)
    return event


def restore_listing(program: Program, event: ListingRestored) -> ListingRestored:
    if all(lapse.until for lapse in program.lapses.values()):
        raise ListingNotLapsed(program.stream)
    return event


DECIDE: dict[type[Event], Callable[[Program, Any], Event]] = {
    ProgramApproved: approve_program,
    ApprovalEffectiveDateCorrected: correct_effective_date,
    ScopeAmended: amend_scope,
    ApprovalWithdrawn: withdraw_approval,
    ProgramSuspended: suspend_program,
    ProgramReinstated: reinstate_program,
    AdaptationDocumentAccepted: accept_adaptation,
    AdaptationDocumentRejected: reject_adaptation,
    ListingLapsed: lapse_listing,
    ListingRestored: restore_listing,
}
