"""Which operation it is to record an event: every topic belongs to one."""

from collections.abc import Mapping

from domain import announcement, drafts, measures, register, rulebook
from domain.consultation import events as consultation
from domain.event import Event
from domain.pathway import (
    conduct,
    forgetting,
    learning,
    listing,
    practice,
    recognition,
    record,
    registration,
    relief,
    training,
)
from domain.pathway import undertaking as undertakings
from domain.pathway.families import EVIDENCE
from domain.pathway.opening import PathwayOpened
from domain.program import events as program

_MATTERS: Mapping[str, tuple[type[Event], ...]] = {
    "pathways.open": (PathwayOpened,),
    "evidence.record-training": (
        training.CourseStarted,
        training.CourseCompleted,
        training.CourseComponentCompleted,
        training.RefresherCompleted,
        training.AssessmentRecorded,
    ),
    "evidence.record-logbook": (practice.LogbookHoursAdded,),
    "evidence.amend-logbook": (practice.LogbookHoursAmended, practice.LogbookHoursRetracted),
    "evidence.record-learning": (learning.LearningRecorded,),
    "evidence.record-undertaking": (undertakings.ProfileCompleted, undertakings.CodeAccepted),
    "evidence.verify": (practice.LogbookHoursVerified,),
    "evidence.dispute": (practice.LogbookHoursDisputed,),
    "evidence.correct": (record.EvidenceCorrected,),
    "evidence.retract": (record.EvidenceRetracted,),
    "evidence.detail": (record.EvidenceDetailed, registration.RegistrationEnded, listing.FeeRefunded),
    "evidence.erase": (record.PersonalDataErased,),
    "holds.keep": (forgetting.LegalHoldPlaced, forgetting.LegalHoldLifted),
    "persons.forget": (forgetting.PersonForgotten,),
    "applications.submit": (recognition.ApplicationSubmitted,),
    "applications.withdraw": (recognition.ApplicationWithdrawn,),
    "applications.decide": (recognition.ApplicationDecided,),
    "listings.request": (
        listing.ListingRequested,
        listing.ListingEnded,
        registration.ResignedFromRegister,
        registration.ReRegistered,
    ),
    "reliefs.request": (relief.ObstacleDeclared, relief.ExtensionRequested, relief.LeaveStarted, relief.LeaveEnded),
    "reliefs.decide": (relief.ObstacleAccepted, relief.ExtensionGranted, relief.ExtensionRefused, relief.WaiverGranted),
    "conditions.decide": (relief.ConditionImposed, relief.ConditionSatisfied, relief.ConditionDischarged),
    "recognitions.decide": (recognition.DecisionRecorded, recognition.RecognitionGranted, recognition.StatusRevoked),
    "conduct.decide": (
        conduct.ComplaintRaised,
        conduct.ComplaintStepCompleted,
        conduct.ComplaintClosed,
        conduct.SuspensionImposed,
        conduct.SuspensionLifted,
    ),
    "appeals.lodge": (conduct.AppealLodged,),
    "appeals.decide": (conduct.AppealDecided,),
    "programs.submit": (program.ProgramSubmitted,),
    "programs.describe": (
        program.ProgramRenamed,
        program.AdaptationDocumentFiled,
        program.FaceToFaceComponentOffered,
    ),
    "programs.approve": (program.ProgramApproved, program.ScopeAmended, program.ApprovalEffectiveDateCorrected),
    "programs.adapt": (program.AdaptationDocumentAccepted, program.AdaptationDocumentRejected),
    "programs.audit": (program.AuditDue, program.AuditPassed, program.AuditFailed),
    "programs.suspend": (
        program.ProgramSuspended,
        program.ProgramReinstated,
        program.ListingLapsed,
        program.ListingRestored,
    ),
    "programs.withdraw": (program.ApprovalWithdrawn,),
    "registers.keep": (
        register.RegisterOpened,
        register.JurisdictionListed,
        register.JurisdictionListingEnded,
        register.JurisdictionListingCorrected,
    ),
    "policies.draft": (
        rulebook.PolicyDrafted,
        drafts.CorrectionDrafted,
        measures.MeasureDrafted,
        drafts.ScenariosAttached,
    ),
    "policies.adopt": (
        rulebook.PolicyPublished,
        rulebook.PolicyCorrected,
        measures.PolicySuspended,
        measures.PolicySuspensionLifted,
        measures.PolicySuperseded,
        measures.InterpretationChosen,
        drafts.DraftTried,
        drafts.ImpactReported,
    ),
    "policies.refuse": (rulebook.PolicyRefused,),
    "consultations.keep": (
        consultation.ConsultationOpened,
        consultation.ConsultationChanged,
        consultation.ConsultationClosed,
        consultation.ResultsPublished,
    ),
    "consultations.respond": (
        consultation.ResponseGiven,
        consultation.ResponseReplaced,
        consultation.ResponseWithdrawn,
        consultation.ConsentWithdrawn,
    ),
    "announcements.publish": (
        announcement.AnnouncementPublished,
        announcement.AnnouncementCorrected,
        announcement.AnnouncementWithdrawn,
    ),
}
_OPERATION: Mapping[type[Event], str] = dict.fromkeys(EVIDENCE, "evidence.record") | {
    kind: operation for operation, kinds in _MATTERS.items() for kind in kinds
}


def operation_of(kind: type[Event]) -> str:
    """Return the name of the operation that it is to record such an event; evidence not named above is any evidence.

    Raises KeyError for what nobody records on behalf of a caller, such as a re-projection or a topic of former days.
    """
    return _OPERATION[kind]


def program_of(event: Event) -> str | None:
    """Return the id of the program that the event names, if it names one."""
    return getattr(event, "program", None)
