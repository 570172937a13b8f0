"""Why something is not recorded of a consultation or an announcement, or is not there."""

from domain.announcement import AnnouncementAlreadyPublished, AnnouncementAlreadyWithdrawn, AnnouncementUnknown
from domain.consultation.decisions import (
    AlreadyAnswered,
    ConsentNotGiven,
    ConsultationAlreadyClosed,
    ConsultationAlreadyOpened,
    ConsultationNotClosed,
    ConsultationUnderWay,
    NotAsked,
    ResponseAlreadyWithdrawn,
    ResponseNameTaken,
    ResponsesNotTaken,
    ResponseUnknown,
    ResultsAlreadyPublished,
)
from domain.consultation.state import ConsultationUnknown
from domain.happening import NotOnTheDay
from web.problem import Problem

CONSULTATION_UNKNOWN = Problem(
    name="consultation-unknown",
    status=404,
    title="The consultation is unknown",
    text="No consultation of this id was opened.",
)
RESPONSE_UNKNOWN = Problem(
    name="response-unknown",
    status=404,
    title="The response is unknown",
    text="The consultation has no response of this name.",
)
ANNOUNCEMENT_UNKNOWN = Problem(
    name="announcement-unknown",
    status=404,
    title="The announcement is unknown",
    text="No announcement of this id was published.",
)

CONSULTATIONS: dict[type[Exception], Problem] = {
    ConsultationUnknown: CONSULTATION_UNKNOWN,
    ResponseUnknown: RESPONSE_UNKNOWN,
    ConsultationAlreadyOpened: Problem(
        name="consultation-already-opened",
        status=409,
        title="The consultation was opened before",
        text="A consultation of this id was opened before. Change that one, or choose another id.",
    ),
    ConsultationUnderWay: Problem(
        name="consultation-under-way",
        status=409,
        title="What is asked cannot be changed any more",
        text="Since the consultation opened, people may have answered it: only its last day can be moved, to a later "
        "one. Close it and open another to ask something else.",
    ),
    ResponsesNotTaken: Problem(
        name="responses-not-taken",
        status=409,
        title="The consultation takes no responses",
        text="It has not opened yet, or its last day is over, or it was closed. The detail says which.",
    ),
    AlreadyAnswered: Problem(
        name="already-answered",
        status=409,
        title="The respondent has answered already",
        text="There is one response for each respondent. Replace it, or withdraw it and answer again. The detail names "
        "it.",
    ),
    ResponseNameTaken: Problem(
        name="response-name-taken",
        status=409,
        title="Another response has this name",
        text="The `ref` of a response is used once in a consultation. Choose another.",
    ),
    ResponseAlreadyWithdrawn: Problem(
        name="response-already-withdrawn",
        status=409,
        title="The response was withdrawn",
        text="What was withdrawn is not spoken of any more. The respondent may answer again, under another `ref`.",
    ),
    ConsentNotGiven: Problem(
        name="consent-not-given",
        status=409,
        title="There is no such consent to withdraw",
        text="The response does not allow this to be published, so that nothing of it is.",
    ),
    ConsultationAlreadyClosed: Problem(
        name="consultation-already-closed",
        status=409,
        title="The consultation is closed",
        text="It was closed before, and stays closed.",
    ),
    ConsultationNotClosed: Problem(
        name="consultation-not-closed",
        status=409,
        title="The consultation is not closed yet",
        text="Results are published of what nobody can add to. Close the consultation first, or wait until its last "
        "day is over.",
    ),
    ResultsAlreadyPublished: Problem(
        name="results-already-published",
        status=409,
        title="The results were published before",
        text="Results are published once; the figures stay as they were then.",
    ),
    NotAsked: Problem(
        name="not-asked",
        status=422,
        title="The respondent is not asked",
        text="The consultation is put to mediators, to organisations, or to both. The detail says to whom.",
    ),
    NotOnTheDay: Problem(
        name="not-on-the-day",
        status=422,
        title="This is recorded on the day on which it is said",
        text="`field` is another day than that of recording. Give today's.",
        members=("field",),
    ),
}

ANNOUNCEMENTS: dict[type[Exception], Problem] = {
    AnnouncementUnknown: ANNOUNCEMENT_UNKNOWN,
    AnnouncementAlreadyPublished: Problem(
        name="announcement-already-published",
        status=409,
        title="The announcement was published before",
        text="An announcement of this id was published before. Correct that one, or choose another id.",
    ),
    AnnouncementAlreadyWithdrawn: Problem(
        name="announcement-already-withdrawn",
        status=409,
        title="The announcement was withdrawn",
        text="What was withdrawn is not corrected any more. Publish another.",
    ),
}
