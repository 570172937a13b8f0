"""Every problem that the service tells a caller about (RFC 9457), and which error or HTTP status each stands for."""

from application.answer_ids import AnswerUnknown
from application.assessing import KnownInTheFuture
from application.desks.answers import AnswerDiffers
from application.store import (
    PositionUnknown,
    StoreBusy,
    StoreFull,
    StoreNewer,
    StoreNotInitialised,
    StoreOutdated,
    StoreReadOnly,
    StoreReplaced,
    StoreUnreachable,
    StoreUnreadable,
    UnreadableEvent,
)
from application.translations import LanguageUnknown
from application.vault import VaultUnusable
from domain.case import NoPolicyInForce
from domain.pathway.decisions import PathwayUnknown
from domain.policy.hand import TooManySteps
from domain.policy.unfolding import PeriodTurnsInACircle
from domain.rulebook import VersionUnknown
from web.exceeded import EXCEEDED
from web.pages import CursorRefused
from web.problem import FAULTS, Problem
from web.problems_of_access import ACCESS
from web.problems_of_changes import OF_CHANGES
from web.problems_of_consultations import ANNOUNCEMENTS, CONSULTATIONS
from web.problems_of_jobs import OF_JOBS
from web.problems_of_ledger import LEDGER
from web.problems_of_persons import OF_HOLDS, OF_PERSONS
from web.problems_of_policies import OF_POLICIES
from web.problems_of_programs import OF_PROGRAMS
from web.problems_of_recording import RECORDING
from web.problems_of_register import OF_REGISTER
from web.problems_of_requests import BODY_INVALID, CURSOR_REFUSED, OF_STATUS, QUERY_INVALID
from web.problems_of_subscriptions import OF_SUBSCRIPTIONS
from web.problems_of_uploads import REFUSED


def _store(name: str, title: str, do: str, retry_after: int | None = None) -> Problem:
    return Problem(
        name=name,
        status=503,
        title=title,
        text=f"Nothing is wrong with the request. {do} The service's log says more.",
        detail=do,
        retry_after=retry_after,
    )


READING: dict[type[Exception], Problem] = {
    PathwayUnknown: Problem(
        name="pathway-unknown",
        status=404,
        title="The pathway is unknown",
        text="No pathway of this id was opened, as far as was known. Check the id, and `known` if it was given: "
        "a pathway that was opened later is unknown before.",
    ),
    KnownInTheFuture: Problem(
        name="known-in-the-future",
        status=422,
        title="Not known yet",
        text="`known` names a position that the log has not reached, or an instant that has not come. Ask for an "
        "earlier one, or leave it out to use everything recorded.",
    ),
    VersionUnknown: Problem(
        name="version-unknown",
        status=422,
        title="The policy version is unknown",
        text="`under`, the `version` of determinations, or what a consultation informs or an announcement makes known, "
        "names no version of the rulebook that was published or proposed. Leave `under` out to be judged by the "
        "version in force.",
    ),
    LanguageUnknown: Problem(
        name="language-unknown",
        status=422,
        title="The language is unknown",
        text="`language` names a language in which nobody has written words for the rulebook. The detail names those "
        "that there are. Leave it out to have the answer without words.",
    ),
    AnswerUnknown: Problem(
        name="answer-unknown",
        status=404,
        title="The answer is unknown",
        text="No answer has such an id. Ids of answers are in the header `Content-Location` of these.",
    ),
    AnswerDiffers: Problem(
        name="answer-differs",
        status=409,
        title="The answer comes out otherwise now",
        text="An answer is worked out anew from its coordinates, and this one is not, to the byte, what was given "
        "under the id: the id was changed, or a release tells answers in another shape. Ask by the coordinates "
        "instead.",
    ),
    NoPolicyInForce: Problem(
        name="no-policy-in-force",
        status=422,
        title="No policy in force",
        text="On the day `on`, as far as was known, no version of the rulebook was in force, so there is no standing. "
        "Ask for a later day, for more knowledge, or name a version in `under`.",
        members=("on",),
    ),
    **dict.fromkeys(
        (TooManySteps, PeriodTurnsInACircle),
        Problem(
            name="rulebook-unworkable",
            status=500,
            title="The rulebook cannot be worked out",
            text="Nothing is wrong with the request. The rulebook asks for more combinations of this pathway's "
            "evidence than can be worked out, or for a period that only itself can begin. The detail says which. "
            "Whoever keeps the rulebook has to amend it.",
        ),
    ),
    CursorRefused: CURSOR_REFUSED,
    PositionUnknown: Problem(
        name="position-unknown",
        status=422,
        title="The log does not reach the position",
        text="The log ends before the position. Ask for an earlier one.",
        members=("position", "head"),
    ),
    UnreadableEvent: Problem(
        name="unreadable-event",
        status=500,
        title="A recorded event cannot be read",
        text="This release cannot read an event that the answer depends on: its topic is unknown, or its bytes are not "
        "of its topic. It is never skipped. Whoever runs the service has to look at the event at `position`.",
        members=("position", "stream", "version", "topic"),
        detail="A recorded event cannot be read by this release; no answer is given without it.",
    ),
    StoreNotInitialised: _store(
        "store-not-initialised",
        "There is no store",
        "Whoever runs the service has to put the store back; if there never was one, `milepost init` makes it.",
    ),
    StoreReplaced: _store(
        "store-replaced",
        "Another file is where the store was",
        "Nothing is read or recorded until whoever runs the service has put the store back, or started the service "
        "again on the file that is to be the store.",
    ),
    StoreOutdated: _store(
        "store-outdated",
        "The store is of an earlier release",
        "Whoever runs the service has to run `milepost init`, which brings the store to this release.",
    ),
    StoreNewer: _store(
        "store-newer", "The store is of a later release", "Whoever runs the service has to install a later release."
    ),
    StoreReadOnly: _store(
        "store-read-only",
        "The store cannot be written",
        "Whoever runs the service has to give it the right to write the store.",
    ),
    StoreFull: _store(
        "store-full", "There is no room left for the store", "Whoever runs the service has to make room for the store."
    ),
    StoreUnreadable: _store(
        "store-unreadable",
        "The store is damaged",
        "Whoever runs the service has to restore the store from a backup.",
    ),
    StoreUnreachable: _store(
        "store-unreachable", "The database does not answer", "Ask again in half a minute.", retry_after=30
    ),
    VaultUnusable: _store(
        "vault-unusable",
        "The keys of persons are not at hand",
        "What needs no text about a person works on. Whoever runs the service has to look after the vault.",
        retry_after=30,
    ),
    StoreBusy: _store("store-busy", "The store is busy", "Ask again in a second.", retry_after=1),
    **ACCESS,
}

WRITING: dict[type[Exception], Problem] = {
    error: problem for error, problem in READING.items() if problem.status >= FAULTS or error in ACCESS
} | (RECORDING | OF_PROGRAMS | OF_POLICIES | OF_HOLDS)
"""What a write may come to: also whatever makes the store unusable, and that the caller may not."""

OF_CONSULTATIONS = CONSULTATIONS | ANNOUNCEMENTS
ASKING: dict[type[Exception], Problem] = WRITING | OF_CONSULTATIONS | {VersionUnknown: READING[VersionUnknown]}
"""What a write to a consultation or an announcement may come to."""

OF_ERROR: dict[type[Exception], Problem] = (
    READING
    | OF_CHANGES
    | RECORDING
    | OF_PROGRAMS
    | OF_POLICIES
    | OF_CONSULTATIONS
    | OF_REGISTER
    | LEDGER
    | OF_SUBSCRIPTIONS
    | OF_JOBS
    | OF_HOLDS
    | OF_PERSONS
    | REFUSED
)

PROBLEMS = {
    problem.name: problem
    for problem in (*OF_ERROR.values(), QUERY_INVALID, BODY_INVALID, *OF_STATUS.values(), *EXCEEDED)
}
"""All of them by name, in the order of docs/problems.md."""
