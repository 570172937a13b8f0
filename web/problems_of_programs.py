"""Why something is not recorded of a program or a register."""

from domain.pathway.graduates import EstablishedAfterCourses
from domain.program.decisions import (
    AlreadyApproved,
    AlreadySuspended,
    AlreadyWithdrawn,
    ApprovalUnknown,
    ApprovedBeforeProgram,
    DocumentUnknown,
    FormatUnclear,
    ListingAlreadyLapsed,
    ListingNotLapsed,
    NotSuspended,
    ProgramAlreadySubmitted,
    ProgramUnknown,
)
from domain.register import AlreadyListed, JurisdictionUnknown, RegisterAlreadyOpen, RegisterUnknown
from web.problem import Problem

PROGRAM_UNKNOWN = Problem(
    name="program-unknown",
    status=404,
    title="The program is unknown",
    text="No program of this id was submitted. Check the id, or submit it first.",
)
REGISTER_UNKNOWN = Problem(
    name="register-unknown",
    status=404,
    title="The register is unknown",
    text="No register of this id was opened. Open it first.",
)

OF_PROGRAMS: dict[type[Exception], Problem] = {
    ProgramUnknown: PROGRAM_UNKNOWN,
    ProgramAlreadySubmitted: Problem(
        name="program-already-submitted",
        status=409,
        title="The program was submitted before",
        text="A program of this id was submitted. Record on that one, or choose another id.",
    ),
    AlreadyApproved: Problem(
        name="already-approved",
        status=409,
        title="The version is approved for this format",
        text="An approval of the version for the format is open. Amend it, correct its day, or withdraw it.",
    ),
    AlreadyWithdrawn: Problem(
        name="already-withdrawn",
        status=409,
        title="Every approval of the version was withdrawn",
        text="What was withdrawn is not withdrawn again. Approve the version anew if it is approved after all.",
    ),
    AlreadySuspended: Problem(
        name="already-suspended",
        status=409,
        title="The program is suspended",
        text="A program that is suspended is reinstated before it is suspended again.",
    ),
    NotSuspended: Problem(
        name="not-suspended",
        status=409,
        title="The program is not suspended",
        text="Only a program that is suspended can be reinstated.",
    ),
    ListingAlreadyLapsed: Problem(
        name="listing-already-lapsed",
        status=409,
        title="The program is not listed now",
        text="The listing of the program has lapsed before, and was not restored.",
    ),
    ListingNotLapsed: Problem(
        name="listing-not-lapsed",
        status=409,
        title="The program is listed now",
        text="Only a listing that has lapsed can be restored.",
    ),
    ApprovalUnknown: Problem(
        name="approval-unknown",
        status=422,
        title="There is no such approval",
        text="The program has no approval of this version, or none of it for this format. The detail names both.",
    ),
    ApprovedBeforeProgram: Problem(
        name="approved-before-program",
        status=422,
        title="The program did not exist yet",
        text="An approval would hold from a day before the program was established. One of the two days is wrong.",
        members=("field",),
    ),
    EstablishedAfterCourses: Problem(
        name="established-after-courses",
        status=422,
        title="Courses of the program ended before it existed",
        text="Courses that are recorded ended before the day on which the program would have been established. Give an "
        "earlier day, or none, or correct or retract the courses that the detail names.",
        members=("field",),
    ),
    FormatUnclear: Problem(
        name="format-unclear",
        status=422,
        title="It has to be said which format is meant",
        text="The formats of the version were approved on different days, so a correction has to name one in `format`.",
    ),
    DocumentUnknown: Problem(
        name="document-unknown",
        status=422,
        title="There is no such adaptation document",
        text="The program filed no document of this name, and none was accepted.",
    ),
    RegisterUnknown: REGISTER_UNKNOWN,
    RegisterAlreadyOpen: Problem(
        name="register-already-open",
        status=409,
        title="The register is open already",
        text="A register of this id was opened before. List jurisdictions in that one, or choose another id.",
    ),
    AlreadyListed: Problem(
        name="already-listed",
        status=409,
        title="The register is listed for the jurisdiction",
        text="The register is relied on for this jurisdiction on some of these days. End that listing, or correct it.",
    ),
    JurisdictionUnknown: Problem(
        name="jurisdiction-unknown",
        status=422,
        title="The register was never listed for the jurisdiction",
        text="Only a listing that there is can be ended or corrected.",
    ),
}
