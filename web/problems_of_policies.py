"""Why a text of the rulebook is not recorded."""

from application.desks.impacts import ImpactUnknown
from application.desks.policies import TextUnknown
from application.rulebooks import (
    AdoptedWithOtherText,
    MeasureHasNoScenarios,
    NothingToAdopt,
    OfAnotherRulebook,
    ParameterUnknown,
    PublishedInTheFuture,
    ReadingUnknown,
    ScenariosFail,
)
from domain.adoption import (
    ImpactChanged,
    ImpactNotReported,
    ImpactOutdated,
    LosersUnanswered,
    MeasureNotOpen,
    NotProposed,
    RetroactiveUnsaid,
    ScenariosMissing,
)
from domain.measures import NothingToLift, ReadingUnchanged
from domain.policy.reading import AmendsAnother
from domain.policy.rules import LevelsTurnInACircle
from domain.policy.typed import DocumentRefused
from domain.rulebook import (
    AlreadyPublished,
    AlreadyRefused,
    AlreadySuperseded,
    DraftChanged,
    SecondPersonNeeded,
)
from web.problem import Problem

TEXT_UNKNOWN = Problem(
    name="text-unknown",
    status=404,
    title="The text is unknown",
    text="The rulebook never had a text of this hash. `/v1/policies` lists those that judge and those proposed.",
)

IMPACT_UNKNOWN = Problem(
    name="impact-unknown",
    status=404,
    title="The report is unknown",
    text="No report on the impact of a change is kept under this hash. `/v1/impacts/of/{hash}` lists those on a text.",
)

OF_POLICIES: dict[type[Exception], Problem] = {
    TextUnknown: TEXT_UNKNOWN,
    ImpactUnknown: IMPACT_UNKNOWN,
    DocumentRefused: Problem(
        name="document-refused",
        status=422,
        title="The document cannot be read",
        text="The document is no YAML, or not as documents of the rulebook or of scenarios are written. `faults` names "
        "each place by `line` and `column`, counted from one, and what is expected there.",
        members=("faults",),
        detail="The document has faults.",
    ),
    AmendsAnother: Problem(
        name="amends-another",
        status=422,
        title="The document amends another text",
        text="The text that the document amends is not the last that was adopted, or was not adopted at all.",
    ),
    OfAnotherRulebook: Problem(
        name="of-another-rulebook",
        status=422,
        title="The document is of another rulebook",
        text="One rulebook judges here. The detail names it.",
    ),
    LevelsTurnInACircle: Problem(
        name="levels-turn-in-a-circle",
        status=422,
        title="Levels lean on each other",
        text="Levels of the texts in force would lean on each other, so that none could be worked out first.",
    ),
    PublishedInTheFuture: Problem(
        name="published-in-the-future",
        status=422,
        title="The version is published later",
        text="A version is adopted on the day on which it is published, or later. Propose it until then.",
    ),
    ParameterUnknown: Problem(
        name="parameter-unknown",
        status=422,
        title="There is no such parameter",
        text="No version that is spoken of leaves a parameter of this name open.",
    ),
    ReadingUnknown: Problem(
        name="reading-unknown",
        status=422,
        title="The parameter has no such reading",
        text="The text names the readings of each parameter that it leaves open.",
    ),
    AdoptedWithOtherText: Problem(
        name="adopted-with-other-text",
        status=409,
        title="The version was adopted with another text",
        text="A name stands for one text. Give this one a name of its own.",
    ),
    NothingToAdopt: Problem(
        name="nothing-to-adopt",
        status=409,
        title="The version was adopted before",
        text="The version was adopted before, with this very text.",
    ),
    AlreadyPublished: Problem(
        name="already-published",
        status=409,
        title="The version was published before",
        text="A version that was published is neither proposed nor refused any more. Another text needs another name.",
    ),
    NothingToLift: Problem(
        name="nothing-to-lift",
        status=409,
        title="The version is not suspended",
        text="No suspension of the version lasts up to the day on which it is to be lifted, nor begins later.",
    ),
    AlreadySuperseded: Problem(
        name="already-superseded",
        status=409,
        title="The version was superseded before",
        text="The force of a version ends once.",
    ),
    AlreadyRefused: Problem(
        name="already-refused",
        status=409,
        title="The proposal was refused before",
        text="A proposal that was refused can be proposed again, and then be refused again.",
    ),
    ReadingUnchanged: Problem(
        name="reading-unchanged",
        status=409,
        title="The parameter is read so already",
        text="The reading chosen last is this one.",
    ),
    NotProposed: Problem(
        name="not-proposed",
        status=409,
        title="The version was never proposed",
        text="A version is proposed by one person and adopted by another: send it to `/v1/policies/drafts` first.",
    ),
    DraftChanged: Problem(
        name="draft-changed",
        status=409,
        title="The text is not the one that was proposed",
        text="The text has another hash than the one that was proposed last under this name. What was tried and "
        "reported was of that one. Propose this one, with its scenarios, and have its impact reported.",
    ),
    ScenariosMissing: Problem(
        name="scenarios-missing",
        status=409,
        title="The proposal has no scenarios",
        text="A proposal is adopted with scenarios of its own: send them to `/v1/policies/scenarios`.",
    ),
    ScenariosFail: Problem(
        name="scenarios-fail",
        status=409,
        title="Scenarios of the proposal do not hold",
        text="With the text among the versions, something comes out otherwise than its scenarios say. The detail says "
        "what, at which line.",
    ),
    ImpactNotReported: Problem(
        name="impact-not-reported",
        status=409,
        title="The impact of the proposal is not known",
        text="No report is kept on what this text or measure would do, and to whom. `/v1/impacts/of/{hash}` lists the "
        "reports on one, by its hash.",
    ),
    ImpactChanged: Problem(
        name="impact-changed",
        status=409,
        title="The report on the impact was changed",
        text="What is kept as the report on this text or measure is not what was reported: nobody signs upon it. Ask "
        "for the impact again, of another day or with another number of `twins`, and tell whoever runs the service.",
    ),
    ImpactOutdated: Problem(
        name="impact-outdated",
        status=409,
        title="The log has moved on since the impact was reported",
        text="Something was recorded since that may have moved somebody: evidence, a program, a register, a text or a "
        "reading of one. Ask for the impact again. What is done with drafts alone does not count.",
    ),
    LosersUnanswered: Problem(
        name="losers-unanswered",
        status=409,
        title="The proposal does not answer for everyone who loses",
        text="Somebody loses days of a level, and what is proposed neither keeps them theirs nor says, under "
        "`takes away`, that it takes them, from when and for which reasons.",
    ),
    RetroactiveUnsaid: Problem(
        name="retroactive-unsaid",
        status=409,
        title="The proposal does not say that it is retroactive",
        text="Something is otherwise for somebody on days before the day of effect. A text or a measure has to say so, "
        "and why, under `retroactive`.",
    ),
    MeasureNotOpen: Problem(
        name="measure-not-open",
        status=409,
        title="No measure that is proposed has this hash",
        text="It was never proposed so, was proposed again with other words, or was adopted. `/v1/policies` lists "
        "those that are proposed.",
    ),
    MeasureHasNoScenarios: Problem(
        name="measure-has-no-scenarios",
        status=422,
        title="A measure has no scenarios",
        text="A measure brings no text that scenarios could be tried on. What it does is told by its impact.",
    ),
    SecondPersonNeeded: Problem(
        name="second-person-needed",
        status=409,
        title="Another person has to adopt it",
        text="Who proposed a version or a measure may not be the one who adopts it.",
    ),
}
