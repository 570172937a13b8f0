"""What every event holds, and what fact it gives: the tables by which events are read.

A field is written ``name``, or ``name:what it holds`` where that is no text; ``=`` gives what its absence stands for,
and ``>`` the name under which it becomes a fact.
"""

from functools import cache
from typing import NamedTuple

EVIDENCE = {
    "pathway.course-started.v1": (
        "begun course",
        "program, program_version=1, format, begun_on:day, provider, site, country",
    ),
    "pathway.course-completed.v1": (
        "course",
        (
            "program, program_version=1, format, begun_on:day, ended_on:day, hours:number, result, roleplay, "
            "roleplay_share:number, hours_in_room:number, hours_online:number, hours_by_topic:numbers, "
            "attendance_checked:flag, provider, site, country, certificate, certificate_issued_on:day, "
            "carries_logo:flag"
        ),
    ),
    "pathway.course-component-completed.v1": (
        "component",
        "program, program_version, course, component, held_on:day, format, hours:number, result, provider, site",
    ),
    "pathway.refresher-completed.v1": (
        "refresher",
        "program, program_version, held_on:day, format, hours:number, provider",
    ),
    "pathway.assessment-recorded.v1": (
        "assessment",
        "program, program_version, skill, held_on:day, result_on:day, result, valid_until:day, assessors:texts",
    ),
    "pathway.logbook-hours-added.v1": ("mediation", "held_on:day, hours:number, role, online:flag"),
    "pathway.logbook-hours-added.v2": (
        "mediation",
        (
            "started_on:day, ended_on:day, hours:number, role, medium, area, country, full_scale:flag, fee_paid:flag, "
            "outcome, parties_count:number, supervised_by, co_mediators:texts, anonymised_case"
        ),
    ),
    "pathway.supervision-recorded.v1": (
        "supervision",
        "held_on:day, setting, hours:number, supervisor, mediation, confirmed_on:day",
    ),
    "pathway.learning-recorded.v1": (
        "learning",
        (
            "held_on:day, category, hours:number, unit_minutes:number=60, live:flag, provider, approved_by, process, "
            "topics:texts, points:number"
        ),
    ),
    "pathway.education-evidenced.v1": ("education", "degree, awarded_on:day, field, institution, country"),
    "pathway.registration-evidenced.v1": (
        "registration",
        "register, jurisdiction, level, since:day, until:day, proof, checked_on:day",
    ),
    "pathway.resigned-from-register.v1": ("resignation", "resigned_on:day"),
    "pathway.feedback-received.v1": ("feedback", "received_on:day, mediation, reviewer, reviewer_relation"),
    "pathway.feedback-digest-published.v1": (
        "digest",
        "published_on:day, reviewer, reviewer_relation, based_on_count:number",
    ),
    "pathway.peer-review-completed.v1": ("peer review", "completed_on:day, reviewer, result"),
    "pathway.code-accepted.v1": ("code acceptance", "code, accepted_on:day"),
    "pathway.insurance-evidenced.v1": ("insurance", "sum:number, currency, from:day, until:day, insurer"),
    "pathway.good-conduct-evidenced.v1": ("good conduct", "issued_on:day, until:day, issuer"),
    "pathway.profile-completed.v1": ("profile", "completed_on:day, until:day"),
    "pathway.listing-requested.v1": ("listing request", "requested_on:day, by"),
    "pathway.fee-paid.v1": (
        "fee",
        "purpose, paid_on:day, amount:number, currency, covers_from:day, covers_until:day",
    ),
    "pathway.fee-waived.v1": (
        "fee",
        "purpose, waived_on>paid_on:day, covers_from:day, covers_until:day, reason",
    ),
    "pathway.application-submitted.v1": ("application", "level, route, purpose, submitted_on:day"),
    "pathway.decision-recorded.v1": (
        "decision",
        "outcome, subject, decided_on:day, decided_by, policy_version, policy_hash, reasons:texts",
    ),
    "pathway.recognition-granted.v1": (
        "recognition",
        "level, granted_on:day, route, policy_version, policy_hash, label, evidence:texts, reasons:texts",
    ),
    "pathway.condition-imposed.v1": ("condition", "condition, imposed_on:day, by_when:day, subject"),
    "pathway.obstacle-declared.v1": ("obstacle", "from:day, until:day, ground, fault:flag"),
    "pathway.extension-requested.v1": ("extension", "requested_on:day, requirement, ground"),
    "pathway.waiver-granted.v1": ("waiver", "requirement, granted_on:day, granted_by, reason, until:day"),
    "pathway.leave-started.v1": ("leave", "from:day, until:day, requested_on:day, ground"),
    "pathway.complaint-raised.v1": ("complaint", "aware_on:day, raised_on:day, code"),
    "pathway.complaint-step-completed.v1": ("complaint step", "complaint, step, completed_on:day, outcome"),
    "pathway.suspension-imposed.v1": (
        "suspension",
        "complaint, imposed_on:day, from:day, months:number, until:day",
    ),
    "pathway.appeal-lodged.v1": ("appeal", "complaint, suspension, decision, lodged_on:day, suspensive:flag"),
    "pathway.evidence-recorded.v1": ("", "kind, days:days, numbers:numbers, texts:named, flags:flags"),
}
"""Events that state a fact, under a ``ref``: the kind of fact, and its fields."""

REMARKS = {
    "pathway.logbook-hours-verified.v1": ("mediation", "verified_by, verified_on:day"),
    "pathway.logbook-hours-disputed.v1": ("mediation", "disputed_by, disputed_on:day"),
    "pathway.registration-ended.v1": ("registration", "ended_on>until:day"),
    "pathway.re-registered.v1": ("resignation", "re_registered_on>until:day"),
    "pathway.listing-ended.v1": ("listing request", "ended_on>until:day"),
    "pathway.fee-refunded.v1": ("fee", "refunded_on:day"),
    "pathway.application-withdrawn.v1": ("application", "withdrawn_on:day"),
    "pathway.application-decided.v1": ("application", "decided_on:day, outcome, policy_version, reasons:texts"),
    "pathway.status-revoked.v1": ("recognition", "revoked_on>until:day"),
    "pathway.condition-satisfied.v1": ("condition", "satisfied_on:day, by>satisfied_by"),
    "pathway.condition-discharged.v1": ("condition", "discharged_on:day"),
    "pathway.obstacle-accepted.v1": ("obstacle", "accepted_on:day, accepted_by"),
    "pathway.extension-granted.v1": ("extension", "granted_on:day, granted_by, until:day, months:number"),
    "pathway.extension-refused.v1": ("extension", "refused_on:day"),
    "pathway.leave-ended.v1": ("leave", "ended_on>until:day"),
    "pathway.complaint-closed.v1": ("complaint", "closed_on:day, outcome"),
    "pathway.suspension-lifted.v1": ("suspension", "lifted_on:day"),
    "pathway.appeal-decided.v1": ("appeal", "decided_on:day, outcome"),
}
"""Events that say something more of evidence recorded before, named by ``of``: of which kind, and what."""

CORRECTIONS = {"pathway.logbook-hours-amended.v1", "pathway.evidence-corrected.v1"}
"""Events that put ``fields`` in the place of what evidence said; null takes one away."""
RETRACTIONS = {"pathway.logbook-hours-retracted.v1", "pathway.evidence-retracted.v1"}
"""Events that take evidence back: as if never recorded, or from ``effective_on``."""
DETAILS = "pathway.evidence-detailed.v1"
"""The event that adds further fields to evidence of any kind."""
WITHOUT_FACTS = {
    "pathway.pathway-opened.v1": "opened_on:day, country",
    "pathway.personal-data-erased.v1": "kept_fields:texts, erased_on:day",
    "pathway.legal-hold-placed.v1": "placed_on:day, reason",
    "pathway.legal-hold-lifted.v1": "lifted_on:day, reason",
    "pathway.person-forgotten.v1": "forgotten_on:day, asked_by",
}
"""Events of a pathway that change no fact, and their fields."""

PROGRAMS = {
    "program.program-submitted.v1": "title, kind, provider, country, established_on:day, submitted_on:day",
    "program.program-approved.v1": (
        "version=1, formats:texts, sites:texts, min_hours:number, effective_on:day, retrospective:flag, "
        "retro_window_months:number"
    ),
    "program.approval-effective-date-corrected.v1": "version=1, format, effective_on:day, reason",
    "program.scope-amended.v1": (
        "version=1, effective_on:day, add_formats:texts, remove_formats:texts, add_sites:texts, remove_sites:texts, "
        "min_hours:number, retrospective:flag, retro_window_months:number"
    ),
    "program.adaptation-document-filed.v1": "document, version, filed_on:day",
    "program.adaptation-document-accepted.v1": (
        "document, version, filed_on:day, accepted_on:day, cohorts, from:day, until:day"
    ),
    "program.adaptation-document-rejected.v1": "document, rejected_on:day, reason",
    "program.face-to-face-component-offered.v1": "offered_on:day, held_on:day, place, version",
    "program.audit-due.v1": "due_on:day",
    "program.audit-passed.v1": "audited_on:day",
    "program.audit-failed.v1": "audited_on:day, reason",
    "program.program-suspended.v1": "effective_on:day, reason",
    "program.program-reinstated.v1": "effective_on:day",
    "program.approval-withdrawn.v1": "version=1, effective_on:day, mode, teach_out_days:number, reason",
    "program.program-renamed.v1": "title, renamed_on:day",
    "program.listing-lapsed.v1": "effective_on:day, reason",
    "program.listing-restored.v1": "effective_on:day",
}
REGISTERS = {
    "register.register-opened.v1": "name, keeper, opened_on:day",
    "register.jurisdiction-listed.v1": "jurisdiction, from:day, until:day",
    "register.jurisdiction-listing-ended.v1": "jurisdiction, ended_on:day, reason",
    "register.jurisdiction-listing-corrected.v1": "jurisdiction, from:day, until:day, reason",
}
POLICIES = {
    "policy.policy-drafted.v1": "version, document, content_hash, drafted_on:day, drafted_by",
    "policy.policy-published.v1": (
        "version, document, content_hash, published_on:day, effective_from:day, effective_to:day, retroactive:flag, "
        "applies_to, adopted_by, impact_hash"
    ),
    "policy.policy-corrected.v1": "version, document, content_hash, corrected_on:day, reason",
    "policy.policy-suspended.v1": "version, from:day, until:day, announced_on:day, reason",
    "policy.policy-suspension-lifted.v1": "version, lifted_on:day, announced_on:day, reason",
    "policy.policy-superseded.v1": "version, by, effective_on:day, announced_on:day",
    "policy.policy-refused.v1": "version, reasons:texts, refused_on:day, refused_by",
    "policy.interpretation-chosen.v1": "parameter, value, version, chosen_by, chosen_on:day, reason",
    "policy.correction-drafted.v1": "version, document, content_hash, drafted_on:day, drafted_by",
    "policy.measure-drafted.v1": "measure, document, content_hash, drafted_on:day, drafted_by",
    "policy.scenarios-attached.v1": "version, content_hash, scenarios:texts, scenarios_hash",
    "policy.draft-tried.v1": "version, content_hash, scenarios_hash, played:number, tried_on:day",
    "policy.impact-reported.v1": (
        "version, content_hash, impact_hash, known:number, on:day, pathways:number, touched:number, gains:number, "
        "loses:number, prejudiced:number, earlier:number, unanswered:number, reaching_back:number, reported_by"
    ),
    "policy.reprojection-requested.v1": "reprojection, known:number, requested_by, reason",
    "policy.reprojection-completed.v1": "reprojection, known:number, pathways:number, changed:number, changes_hash",
    "policy.reprojection-rolled-back.v1": "generation:number",
}
SHARED = {**PROGRAMS, **REGISTERS, **POLICIES}


class Field(NamedTuple):
    """A field of an event: its name, the name of its fact, what it holds, and what its absence stands for."""

    name: str
    fact: str
    holds: str
    default: str | None = None


@cache
def fields(written: str) -> tuple[Field, ...]:
    """Return the fields of a line of these tables."""
    return tuple(_field(each) for each in written.split(", "))


def _field(written: str) -> Field:
    written, _, default = written.partition("=")
    named, _, holds = written.partition(":")
    name, _, fact = named.partition(">")
    return Field(name, fact or name, holds or "text", default or None)
