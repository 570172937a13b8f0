"""Why a text of the rulebook is not recorded."""

from application.desks.impacts import ImpactUnknown
from application.desks.policies import TextUnknown
from application.rulebooks import (
    AdoptedWithOtherText,
    NothingToAdopt,
    OfAnotherRulebook,
    ParameterUnknown,
    PublishedInTheFuture,
    ReadingUnknown,
)
from domain.policy.reading import AmendsAnother
from domain.policy.rules import LevelsTurnInACircle
from domain.policy.typed import DocumentRefused
from domain.rulebook import (
    AlreadyPublished,
    AlreadyRefused,
    AlreadySuperseded,
    ReadingUnchanged,
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
    SecondPersonNeeded: Problem(
        name="second-person-needed",
        status=409,
        title="Another person has to adopt it",
        text="Who drafted a version may not be the one who adopts it.",
    ),
}
