"""The bodies of writes to programs and registers: which events each resource takes."""

from marshmallow import fields

from domain import register
from domain.program import events as program
from web.events import EventField
from web.nouns import Noun
from web.pathway_bodies import id_of
from web.writing import Body

SUBMITTED = EventField("NewProgram", (program.ProgramSubmitted,), only=True)
REGISTERED = EventField("NewRegister", (register.RegisterOpened,), only=True)


class Submission(Body):
    """How a program is submitted."""

    id = id_of("program")
    program = SUBMITTED


class RegisterOpening(Body):
    """How a register is opened."""

    id: fields.String = id_of("register")
    register = REGISTERED


PROGRAM_NOUNS = (
    Noun(
        rule="/approvals",
        member="approval",
        component="NewApproval",
        kinds=(program.ProgramApproved,),
        says="Approve a version of the program for formats, from a day on, with or without a retrospective window.",
    ),
    Noun(
        rule="/amendments",
        member="amendment",
        component="NewAmendment",
        kinds=(program.ScopeAmended, program.ApprovalEffectiveDateCorrected),
        says="Amend the scope of an approval, or correct the day on which it took effect.",
    ),
    Noun(
        rule="/adaptations",
        member="adaptation",
        component="NewAdaptation",
        kinds=(
            program.AdaptationDocumentFiled,
            program.AdaptationDocumentAccepted,
            program.AdaptationDocumentRejected,
        ),
        says="File a document on how a version is adapted to another way of delivery, such as online; accept or "
        "reject it.",
    ),
    Noun(
        rule="/offers",
        member="offer",
        component="NewOffer",
        kinds=(program.FaceToFaceComponentOffered,),
        says="Offer a face-to-face part.",
    ),
    Noun(
        rule="/audits",
        member="audit",
        component="NewAudit",
        kinds=(program.AuditDue, program.AuditPassed, program.AuditFailed),
        says="Record that an audit is due, was passed or was failed.",
    ),
    Noun(
        rule="/suspensions",
        member="suspension",
        component="NewSuspension",
        kinds=(program.ProgramSuspended,),
        says="Suspend the program: no approval of it holds until it is reinstated.",
    ),
    Noun(
        rule="/reinstatements",
        member="reinstatement",
        component="NewReinstatement",
        kinds=(program.ProgramReinstated,),
        says="Reinstate a program that is suspended.",
    ),
    Noun(
        rule="/withdrawals",
        member="withdrawal",
        component="NewWithdrawal",
        kinds=(program.ApprovalWithdrawn,),
        says="Withdraw the approval of a version: prospectively, with a teach-out, or ab initio.",
    ),
    Noun(
        rule="/listings",
        member="listing",
        component="NewListing",
        kinds=(program.ListingLapsed, program.ListingRestored),
        says="Record that the program is no longer listed, or again.",
    ),
    Noun(
        rule="/renamings",
        member="renaming",
        component="NewRenaming",
        kinds=(program.ProgramRenamed,),
        says="Give the program another title; it is the same program.",
    ),
)
REGISTER_NOUNS = (
    Noun(
        rule="/jurisdictions",
        member="jurisdiction",
        component="NewJurisdiction",
        kinds=(
            register.JurisdictionListed,
            register.JurisdictionListingEnded,
            register.JurisdictionListingCorrected,
        ),
        says="Rely on the register for a jurisdiction, end that, or correct its days.",
    ),
)
