"""Why something is not recorded: how it was asked for, what stands against it, or that it cannot be so."""

from application.declaring import FieldNotDeclared, KindNotDeclared
from application.desks.pathways import EventUnknown
from application.levels import LevelUnknown
from application.recording import StreamImpossible
from application.store import IdempotencyKeyReused, StreamConflict
from domain.happening import NotYetHappened
from domain.pathway.decisions import (
    AlreadyRecorded,
    AlreadyRetracted,
    CorrectionOfACorrection,
    CourseBeforeProgram,
    DecidedBefore,
    EvidenceUnknown,
    FieldOfItsOwn,
    FieldTakenAway,
    FieldUnknown,
    PathwayAlreadyOpen,
    SameEvidenceTwice,
)
from domain.pathway.four_eyes import AnotherPersonNeeded
from domain.possible import ImpossibleEvidence
from web.preconditions import IfMatchMissing, IfMatchUnreadable, KeyMissing
from web.problem import Problem

EVIDENCE_UNKNOWN = Problem(
    name="evidence-unknown",
    status=404,
    title="The evidence is unknown",
    text="Nothing is recorded on the pathway under this `ref`, as far as was known.",
)
EVENT_UNKNOWN = Problem(
    name="event-unknown",
    status=404,
    title="The event is unknown",
    text="What the address names has no event of this version, as far as was known.",
)

LEVEL_UNKNOWN = Problem(
    name="level-unknown",
    status=422,
    title="No rulebook has this level",
    text="An application, or a recognition, is for a level that a version or a proposal of the rulebook states, "
    "announces, or looks for in what it reads; no rule would ever read any other. Adopt or propose the text that has "
    "it first. Who is looked for by a level is looked for by one that a text which judges states or announces. The "
    "detail gives the nearest.",
)

ASKED: dict[type[Exception], Problem] = {
    KeyMissing: Problem(
        name="idempotency-key-missing",
        status=400,
        title="A write needs a key",
        text="Every write has a header `Idempotency-Key` of 1 to 128 visible ASCII characters, chosen by the caller "
        "and new for each thing to record. A write that is sent again with its key is answered as it was the first "
        "time, and recorded once.",
    ),
    IdempotencyKeyReused: Problem(
        name="idempotency-key-reused",
        status=422,
        title="The key belongs to another request",
        text="A write with this `Idempotency-Key` and another body, or at another address, was recorded before. "
        "Nothing was recorded now. Choose a key of its own for each thing to record.",
        detail="This key was given before with another request: choose a key of its own for each thing to record.",
    ),
    IfMatchMissing: Problem(
        name="precondition-missing",
        status=428,
        title="The version that you know is missing",
        text="A write to what exists has a header `If-Match` with the entity tag that its resource last gave, such as "
        '`"7"`, so that nothing recorded meanwhile is overlooked. `*` stands for whatever is there.',
    ),
    IfMatchUnreadable: Problem(
        name="precondition-unreadable",
        status=400,
        title="If-Match cannot be read",
        text='`If-Match` is `*`, or entity tags in quotation marks, such as `"7"` or `"7", "8"`.',
    ),
    StreamConflict: Problem(
        name="precondition-failed",
        status=412,
        title="Something was recorded meanwhile",
        text="The resource is at another version than `If-Match` names, or moved on while this was being decided. "
        "Nothing was recorded. Get it again, and decide again.",
        members=("found",),
    ),
}

OF_A_KEY = (ASKED[KeyMissing], ASKED[IdempotencyKeyReused])
"""The problems of a request that has a key and no version."""

CONFLICTS: dict[type[Exception], Problem] = {
    PathwayAlreadyOpen: Problem(
        name="pathway-already-open",
        status=409,
        title="The pathway is open already",
        text="A pathway of this id was opened before. Record on that one, or choose another id.",
    ),
    AlreadyRecorded: Problem(
        name="already-recorded",
        status=409,
        title="This is recorded already",
        text="Something is recorded under this `ref`, or the very same was said of the evidence last. If it is "
        "something else, give it a `ref` of its own.",
    ),
    AnotherPersonNeeded: Problem(
        name="another-person-needed",
        status=403,
        title="Somebody else has to do this",
        text="The caller recorded what this confirms or decides upon, which the detail names: an entry of the logbook "
        "is verified, and then corrected, by another than who entered it, and an appeal is decided by another than "
        "who recorded what it is against. Nothing was recorded.",
    ),
    DecidedBefore: Problem(
        name="application-decided",
        status=409,
        title="The application was decided before",
        text="What was decided is not taken back: the withdrawal is of the day of the decision, or of a later one. If "
        "the day is wrong, send the right one; a recognition that was granted is revoked.",
    ),
    SameEvidenceTwice: Problem(
        name="same-evidence-twice",
        status=409,
        title="The same evidence is recorded under another name",
        text="All fields but `ref` are those of evidence that is recorded and not retracted. The detail names it.",
    ),
    AlreadyRetracted: Problem(
        name="already-retracted",
        status=409,
        title="The evidence was retracted",
        text="What was taken back is not spoken of any more. Record it anew under another `ref` if it is so after all.",
    ),
}

IMPOSSIBLE: dict[type[Exception], Problem] = {
    EvidenceUnknown: EVIDENCE_UNKNOWN,
    EventUnknown: EVENT_UNKNOWN,
    CorrectionOfACorrection: Problem(
        name="not-evidence",
        status=422,
        title="This is itself said of evidence",
        text="The `ref` is that of a correction or another remark. Speak of the evidence itself; what is said last "
        "holds.",
    ),
    FieldUnknown: Problem(
        name="field-unknown",
        status=422,
        title="The evidence has no such field",
        text="A correction names fields that the evidence has. Further ones are given as `details`.",
    ),
    **dict.fromkeys(
        (ImpossibleEvidence, FieldTakenAway),
        Problem(
            name="impossible-value",
            status=422,
            title="A value cannot be",
            text="The value of `field` can be read and cannot be true, whatever a rulebook says: a day before 1900, "
            "an amount below zero, an end before its beginning, a text without letters. The detail says what was "
            "expected.",
            members=("field", "expected"),
        ),
    ),
    KindNotDeclared: Problem(
        name="kind-not-declared",
        status=422,
        title="No rulebook declares evidence of this kind",
        text="`evidence recorded` is of a kind that a version or a proposal of the rulebook declares in its "
        "vocabulary; no rule would ever read any other. The detail gives the nearest kind. Adopt or propose the text "
        "that declares it first; what has an event of its own is recorded by that.",
    ),
    LevelUnknown: LEVEL_UNKNOWN,
    FieldNotDeclared: Problem(
        name="field-not-declared",
        status=422,
        title="No rulebook declares this field",
        text="No version and no proposal of the rulebook gives the kind of this evidence a field of the name, or the "
        "field holds something else, or other words. No rule would ever read it. The detail says what there is.",
    ),
    FieldOfItsOwn: Problem(
        name="field-of-its-own",
        status=422,
        title="The evidence has this field of its own",
        text="`details` add fields that the evidence does not have. Give what it has itself as a correction.",
    ),
    NotYetHappened: Problem(
        name="not-yet-happened",
        status=422,
        title="A day is still to come",
        text="`field` tells of something that has happened, and its day has not come. Record it when it has.",
        members=("field",),
    ),
    CourseBeforeProgram: Problem(
        name="course-before-program",
        status=422,
        title="The course ended before its program existed",
        text="The program was established after the day on which the course would have ended. One of the two is wrong.",
    ),
    StreamImpossible: Problem(
        name="id-impossible",
        status=422,
        title="This cannot be an id",
        text="An id has 1 to 200 printable characters, in UTF-8 at most 600 bytes, none of them `/` or `@`, and no "
        "blank at its ends. No consultation and no announcement is called `documents`.",
    ),
}

RECORDING = ASKED | CONFLICTS | IMPOSSIBLE
