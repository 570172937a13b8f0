"""A program as its events leave it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import msgspec

from domain.event import Event
from domain.evidence import Format
from domain.folding import Folding
from domain.program.events import (
    AdaptationDocumentAccepted,
    AdaptationDocumentFiled,
    AdaptationDocumentRejected,
    ApprovalEffectiveDateCorrected,
    ApprovalWithdrawn,
    AuditDue,
    AuditFailed,
    AuditPassed,
    FaceToFaceComponentOffered,
    ListingLapsed,
    ListingRestored,
    ProgramApproved,
    ProgramReinstated,
    ProgramRenamed,
    ProgramSubmitted,
    ProgramSuspended,
    ScopeAmended,
)
from domain.program.stated import Adaptation, Approval, ApprovedSite, Audit, FaceToFaceOffer, LapsedListing


@dataclass(slots=True)
class Program:
    """Everything known of the program; dictionaries are by the id that the fact will have.

    While it is suspended, `suspended` has its approvals with the day on which each would end without that.
    """

    stream: str
    version: int = 0
    submitted: bool = False
    kind: str | None = None
    title: str | None = None
    established_on: date | None = None
    suspended: dict[str, date | None] | None = None
    suspended_on: date | None = None
    approvals: dict[str, Approval] = field(default_factory=dict)
    sites: dict[str, ApprovedSite] = field(default_factory=dict)
    adaptations: dict[str, Adaptation] = field(default_factory=dict)
    offers: dict[str, FaceToFaceOffer] = field(default_factory=dict)
    audits: dict[str, Audit] = field(default_factory=dict)
    lapses: dict[str, LapsedListing] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.stream.partition("/")[2]

    @property
    def event_id(self) -> str:
        """The id of the event taken in last."""
        return f"{self.stream}@{self.version}"

    def named(self, *parts: object) -> str:
        """Return an id for a fact of this program."""
        return "/".join((self.id, *map(str, parts)))

    def approvals_of(self, version: str, format_: Format | None = None) -> Iterator[tuple[str, Approval]]:
        """Yield the approvals of a version, of one of its formats if given, oldest first."""
        for name, approval in list(self.approvals.items()):
            if approval.version == version and format_ in {None, approval.format}:
                yield name, approval

    def first_days(self, version: str, format_: Format | None) -> dict[Format, tuple[str, Approval]]:
        """Return for each format the latest approval that was given, and not merely resumed."""
        return {
            approval.format: (name, approval)
            for name, approval in self.approvals_of(version, format_)
            if not approval.resumed
        }

    def holds_on(self, name: str, day: date) -> bool:
        """Tell whether an approval is open, or is held up by a suspension and would go on to that day or beyond."""
        suspended = self.suspended or {}
        return self.approvals[name].open or (name in suspended and _goes_on(suspended[name], day))

    def approve(self, approval: Approval) -> None:
        count = sum(1 for _ in self.approvals_of(approval.version, approval.format))
        name = self.named(approval.version, approval.format)
        self.approvals[f"{name}/{count + 1}" if count else name] = approval

    def add_sites(self, version: str, sites: Iterable[str], from_: date) -> None:
        for site in sites:
            name = self.named(version, "site", site, from_)
            self.sites[name] = ApprovedSite(
                event=self.event_id, program=self.id, version=version, site=site, from_=from_
            )


def _submitted(program: Program, event: ProgramSubmitted) -> None:
    program.submitted = True
    program.kind = event.kind
    program.title = event.title
    program.established_on = event.established_on


def _approved(program: Program, event: ProgramApproved) -> None:
    for format_ in event.formats:
        program.approve(
            Approval(
                event=program.event_id,
                program=program.id,
                version=event.version,
                format=format_,
                from_=event.effective_on,
                min_hours=event.min_hours,
                retrospective=event.retrospective,
                retro_months=event.retro_window_months,
            )
        )
    program.add_sites(event.version, event.sites, event.effective_on)


def _corrected(program: Program, event: ApprovalEffectiveDateCorrected) -> None:
    suspended = program.suspended or {}
    for name, approval in program.first_days(event.version, event.format).values():
        until, ended = approval.until, approval.withdrawn_on or (program.suspended_on if name in suspended else None)
        if until == approval.from_ and ended:
            until = max(ended, event.effective_on)
        program.approvals[name] = msgspec.structs.replace(approval, from_=event.effective_on, until=until)


def _amended(program: Program, event: ScopeAmended) -> None:
    *_, (_, model) = program.approvals_of(event.version)
    for format_ in event.remove_formats:
        for name, approval in program.approvals_of(event.version, format_):
            if approval.open:
                program.approvals[name] = msgspec.structs.replace(approval, until=event.effective_on)
    for format_ in event.add_formats:
        program.approve(
            Approval(
                event=program.event_id,
                program=program.id,
                version=event.version,
                format=format_,
                from_=event.effective_on,
                min_hours=model.min_hours if event.min_hours is None else event.min_hours,
                retrospective=model.retrospective if event.retrospective is None else event.retrospective,
                retro_months=model.retro_months if event.retro_window_months is None else event.retro_window_months,
            )
        )
    for name, site in program.sites.items():
        if site.version == event.version and site.site in event.remove_sites and site.until is None:
            program.sites[name] = msgspec.structs.replace(site, until=event.effective_on)
    program.add_sites(event.version, event.add_sites, event.effective_on)


def _withdrawn(program: Program, event: ApprovalWithdrawn) -> None:
    suspended = program.suspended or {}
    for name, approval in program.approvals_of(event.version):
        if event.mode == "ab initio":
            program.approvals[name] = msgspec.structs.replace(
                approval, withdrawn_on=event.effective_on, mode=event.mode, voided_on=event.effective_on
            )
        elif not approval.voided_on and _goes_on(suspended.get(name, approval.until), event.effective_on):
            days, last = event.teach_out_days, max(event.effective_on, approval.from_)
            program.approvals[name] = msgspec.structs.replace(
                approval,
                until=min(last, approval.until or last),
                withdrawn_on=event.effective_on,
                mode=event.mode,
                teach_out_until=None if days is None else event.effective_on + timedelta(days),
            )
            if name in suspended:
                suspended[name] = last


def _goes_on(until: date | None, day: date) -> bool:
    """Tell whether an approval that ends so is one on the day or later."""
    return until is None or until > day


def _suspended(program: Program, event: ProgramSuspended) -> None:
    program.suspended_on = event.effective_on
    program.suspended = {
        name: approval.until
        for name, approval in program.approvals.items()
        if not approval.voided_on and _goes_on(approval.until, event.effective_on)
    }
    for name in program.suspended:
        approval = program.approvals[name]
        program.approvals[name] = msgspec.structs.replace(approval, until=max(event.effective_on, approval.from_))


def _reinstated(program: Program, event: ProgramReinstated) -> None:
    for name, until in (program.suspended or {}).items():
        approval = program.approvals[name]
        if event.effective_on <= approval.from_:
            program.approvals[name] = msgspec.structs.replace(approval, until=until)
        elif not approval.voided_on and _goes_on(until, event.effective_on):
            program.approve(
                msgspec.structs.replace(
                    approval,
                    event=program.event_id,
                    from_=event.effective_on,
                    until=until,
                    retrospective=False,
                    retro_months=None,
                    resumed=True,
                )
            )
    program.suspended = program.suspended_on = None


def _renamed(program: Program, event: ProgramRenamed) -> None:
    program.title = event.title


def _filed(program: Program, event: AdaptationDocumentFiled) -> None:
    program.adaptations[program.named("adaptation", event.document)] = Adaptation(
        event=program.event_id,
        program=program.id,
        document=event.document,
        version=event.version,
        filed_on=event.filed_on,
    )


def _accepted(program: Program, event: AdaptationDocumentAccepted) -> None:
    name = program.named("adaptation", event.document)
    filed = program.adaptations.get(name)
    program.adaptations[name] = Adaptation(
        event=program.event_id,
        program=program.id,
        document=event.document,
        version=event.version or (filed.version if filed else None),
        filed_on=event.filed_on or (filed.filed_on if filed else None),
        accepted_on=event.accepted_on,
        cohorts=event.cohorts,
        from_=event.from_,
        until=event.until,
    )


def _rejected(program: Program, event: AdaptationDocumentRejected) -> None:
    name = program.named("adaptation", event.document)
    program.adaptations[name] = msgspec.structs.replace(
        program.adaptations[name], accepted_on=None, rejected_on=event.rejected_on
    )


def _offered(program: Program, event: FaceToFaceComponentOffered) -> None:
    program.offers[program.named("face-to-face", len(program.offers) + 1)] = FaceToFaceOffer(
        event=program.event_id,
        program=program.id,
        offered_on=event.offered_on,
        held_on=event.held_on,
        place=event.place,
        version=event.version,
    )


def _audit(program: Program, audit: Audit) -> None:
    program.audits[program.named("audit", len(program.audits) + 1)] = audit


def _audit_due(program: Program, event: AuditDue) -> None:
    _audit(program, Audit(event=program.event_id, program=program.id, due_on=event.due_on))


def _audit_passed(program: Program, event: AuditPassed) -> None:
    _audit(program, Audit(event=program.event_id, program=program.id, audited_on=event.audited_on, result="passed"))


def _audit_failed(program: Program, event: AuditFailed) -> None:
    _audit(program, Audit(event=program.event_id, program=program.id, audited_on=event.audited_on, result="failed"))


def _lapsed(program: Program, event: ListingLapsed) -> None:
    program.lapses[program.named("lapsed listing", len(program.lapses) + 1)] = LapsedListing(
        event=program.event_id, program=program.id, from_=event.effective_on
    )


def _restored(program: Program, event: ListingRestored) -> None:
    for name, lapse in program.lapses.items():
        if lapse.until is None:
            program.lapses[name] = msgspec.structs.replace(lapse, until=event.effective_on)


EVOLVE: dict[type[Event], Callable[[Program, Any], None]] = {
    ProgramSubmitted: _submitted,
    ProgramApproved: _approved,
    ApprovalEffectiveDateCorrected: _corrected,
    ScopeAmended: _amended,
    ApprovalWithdrawn: _withdrawn,
    ProgramSuspended: _suspended,
    ProgramReinstated: _reinstated,
    ProgramRenamed: _renamed,
    AdaptationDocumentFiled: _filed,
    AdaptationDocumentAccepted: _accepted,
    AdaptationDocumentRejected: _rejected,
    FaceToFaceComponentOffered: _offered,
    AuditDue: _audit_due,
    AuditPassed: _audit_passed,
    AuditFailed: _audit_failed,
    ListingLapsed: _lapsed,
    ListingRestored: _restored,
}


FOLDING = Folding(Program, EVOLVE)
evolve = FOLDING.evolve
fold = FOLDING.fold
