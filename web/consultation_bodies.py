"""The bodies of writes to consultations and announcements: which event each resource takes."""

from domain.announcement import AnnouncementCorrected, AnnouncementPublished, AnnouncementWithdrawn
from domain.consultation.events import (
    ConsentWithdrawn,
    ConsultationChanged,
    ConsultationClosed,
    ConsultationOpened,
    ResponseGiven,
    ResponseReplaced,
    ResponseWithdrawn,
    ResultsPublished,
)
from web.events import EventField
from web.nouns import Noun
from web.pathway_bodies import OF_ADDRESS, id_of
from web.writing import Body

RESPONSE = "/responses/<ref:ref>"
OPENED = EventField("NewConsultation", (ConsultationOpened,), only=True)
PUBLISHED = EventField("NewAnnouncement", (AnnouncementPublished,), only=True)


class Asking(Body):
    """How a consultation is opened."""

    id = id_of("consultation")
    consultation = OPENED


class Announcing(Body):
    """How an announcement is published."""

    id = id_of("announcement")
    announcement = PUBLISHED


KEPT = (
    Noun(
        rule="/changes",
        member="change",
        component="ChangedConsultation",
        kinds=(ConsultationChanged,),
        says="Change a consultation before it opens, or move its last day to a later one.",
    ),
    Noun(
        rule="/closings",
        member="closing",
        component="ClosedConsultation",
        kinds=(ConsultationClosed,),
        says="Close a consultation: no response is taken any more.",
    ),
    Noun(
        rule="/results",
        member="results",
        component="PublishedResults",
        kinds=(ResultsPublished,),
        says="Publish the results of a consultation. Anybody may read them from then on.",
    ),
)

ANSWERED = (
    Noun(
        rule="/responses",
        member="response",
        component="NewResponse",
        kinds=(ResponseGiven,),
        says="Respond to a consultation.\n\nA mediator responds as `pathway/<id>`, an organisation as `program/<id>`. "
        "Others respond meanwhile: `If-Match: *` says that this does not matter.",
    ),
    Noun(
        rule=f"{RESPONSE}/replacements",
        member="replacement",
        component="ReplacedResponse",
        kinds=(ResponseReplaced,),
        named=OF_ADDRESS,
        says="Replace a response with all that was answered and allowed in it.",
    ),
    Noun(
        rule=f"{RESPONSE}/withdrawals",
        member="withdrawal",
        component="WithdrawnResponse",
        kinds=(ResponseWithdrawn,),
        named=OF_ADDRESS,
        says="Withdraw a response. It counts no more, save in figures that were published before.",
    ),
    Noun(
        rule=f"{RESPONSE}/consent-withdrawals",
        member="withdrawal",
        component="WithdrawnConsent",
        kinds=(ConsentWithdrawn,),
        named=OF_ADDRESS,
        says="Withdraw consent to publish own words or the name; the response counts as before.",
    ),
)

ANNOUNCED = (
    Noun(
        rule="/corrections",
        member="correction",
        component="CorrectedAnnouncement",
        kinds=(AnnouncementCorrected,),
        says="Correct an announcement. What is given replaces what was published.",
    ),
    Noun(
        rule="/withdrawals",
        member="withdrawal",
        component="WithdrawnAnnouncement",
        kinds=(AnnouncementWithdrawn,),
        says="Withdraw an announcement. It can still be read, as withdrawn.",
    ),
)
