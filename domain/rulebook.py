"""A rulebook and its versions: drafted, published, corrected, suspended, superseded or refused, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from domain.content import content_hash
from domain.drafts import CorrectionDrafted, DraftTried, ImpactReported, ScenariosAttached, unaltered_scenarios
from domain.event import Event
from domain.folding import Folding
from domain.measures import (
    InterpretationChosen,
    Measure,
    MeasureDrafted,
    PolicySuperseded,
    PolicySuspended,
    PolicySuspensionLifted,
    cut_short,
    name_of,
    something_to_change,
    something_to_lift,
    terms_of,
)
from domain.possible import ImpossibleEvidence, possible
from domain.refusal import Refusal
from domain.reprojections import (
    ReprojectionCompleted,
    ReprojectionRequested,
    ReprojectionRolledBack,
    completed,
    requested,
    rolled_back,
)


class PolicyDrafted(Event, tag="policy.policy-drafted.v1"):
    """A version was proposed on `drafted_on`; `document` is its canonical JSON text, under its hash."""

    version: str
    document: str
    content_hash: str
    drafted_on: date
    drafted_by: str | None = None


class PolicyPublished(Event, tag="policy.policy-published.v1"):
    """A version was announced on `published_on` and is in force from `effective_from` to before `effective_to`.

    The day of effect may be before the day of publication. `retroactive` says that it reaches acts from before it.
    """

    version: str
    document: str
    content_hash: str
    published_on: date
    effective_from: date
    effective_to: date | None = None
    retroactive: bool = False
    applies_to: str | None = None
    adopted_by: str | None = None
    impact_hash: str | None = None


class PolicyCorrected(Event, tag="policy.policy-corrected.v1"):
    """The text of a published version was wrong; since `corrected_on` it is known to be `document`."""

    version: str
    document: str
    content_hash: str
    corrected_on: date
    reason: str


class PolicyRefused(Event, tag="policy.policy-refused.v1"):
    """A draft was refused on `refused_on`, for reasons; it is kept."""

    version: str
    reasons: tuple[str, ...]
    refused_on: date
    refused_by: str | None = None


TOLD_ONLY = (
    *(ReprojectionRequested, ReprojectionCompleted, ReprojectionRolledBack),
    *(ScenariosAttached, DraftTried, ImpactReported, MeasureDrafted),
)
"""Events that change no answer: they tell what was done with what is kept to answer fast, or with a draft."""
MOVES_NOBODY = (*TOLD_ONLY, PolicyDrafted, CorrectionDrafted, PolicyRefused)
"""Events that leave everybody where they stand by the texts in force."""


@dataclass(slots=True)
class Rulebook:
    """What was drafted and published, by version, and every choice of reading and change of force in its order."""

    stream: str
    version: int = 0
    drafts: dict[str, PolicyDrafted] = field(default_factory=dict)
    corrections: dict[str, CorrectionDrafted] = field(default_factory=dict)
    measures: dict[str, MeasureDrafted] = field(default_factory=dict)
    attached: dict[str, ScenariosAttached] = field(default_factory=dict)
    tried: dict[str, DraftTried] = field(default_factory=dict)
    reported: dict[str, ImpactReported] = field(default_factory=dict)
    refused: dict[str, PolicyRefused] = field(default_factory=dict)
    published: dict[str, PolicyPublished] = field(default_factory=dict)
    corrected: dict[str, list[PolicyCorrected]] = field(default_factory=dict)
    suspended: dict[str, list[PolicySuspended]] = field(default_factory=dict)
    superseded: dict[str, PolicySuperseded] = field(default_factory=dict)
    readings: list[InterpretationChosen] = field(default_factory=list)
    reprojections: dict[str, ReprojectionCompleted | None] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.stream.partition("/")[2]


def _drafted(rulebook: Rulebook, event: PolicyDrafted | CorrectionDrafted) -> None:
    drafts: dict[str, Any] = rulebook.drafts if isinstance(event, PolicyDrafted) else rulebook.corrections
    drafts[event.version] = event
    _begun_anew(rulebook, event.version)


def _measure_drafted(rulebook: Rulebook, event: MeasureDrafted) -> None:
    rulebook.measures[event.measure] = event
    _begun_anew(rulebook, event.measure)


def _begun_anew(rulebook: Rulebook, name: str) -> None:
    for said in (rulebook.refused, rulebook.attached, rulebook.tried, rulebook.reported):
        said.pop(name, None)


def _attached(rulebook: Rulebook, event: ScenariosAttached) -> None:
    rulebook.attached[event.version] = event


def _tried(rulebook: Rulebook, event: DraftTried) -> None:
    rulebook.tried[event.version] = event


def _reported(rulebook: Rulebook, event: ImpactReported) -> None:
    rulebook.reported[event.version] = event


def _published(rulebook: Rulebook, event: PolicyPublished) -> None:
    rulebook.published[event.version] = event


def _corrected(rulebook: Rulebook, event: PolicyCorrected) -> None:
    rulebook.corrected.setdefault(event.version, []).append(event)
    rulebook.corrections.pop(event.version, None)


def _suspended(rulebook: Rulebook, event: PolicySuspended) -> None:
    rulebook.suspended.setdefault(event.version, []).append(event)
    _taken(rulebook, event)


def _lifted(rulebook: Rulebook, event: PolicySuspensionLifted) -> None:
    rulebook.suspended[event.version] = cut_short(rulebook.suspended.get(event.version, ()), event.lifted_on)
    _taken(rulebook, event)


def _superseded(rulebook: Rulebook, event: PolicySuperseded) -> None:
    rulebook.superseded[event.version] = event
    _taken(rulebook, event)


def _refused(rulebook: Rulebook, event: PolicyRefused) -> None:
    if rulebook.corrections.pop(event.version, None) is None:
        rulebook.refused[event.version] = event


def _chosen(rulebook: Rulebook, event: InterpretationChosen) -> None:
    rulebook.readings.append(event)
    _taken(rulebook, event)


def _taken(rulebook: Rulebook, measure: Measure) -> None:
    """Take a measure off what is proposed."""
    rulebook.measures.pop(name_of(measure), None)


def _requested(rulebook: Rulebook, event: ReprojectionRequested) -> None:
    rulebook.reprojections[event.reprojection] = None


def _completed(rulebook: Rulebook, event: ReprojectionCompleted) -> None:
    rulebook.reprojections[event.reprojection] = event


def _rolled_back(_: Rulebook, __: ReprojectionRolledBack) -> None:
    """Leave the rulebook as it is: what is answered from is no part of it."""


EVOLVE: dict[type[Event], Callable[[Rulebook, Any], None]] = {
    PolicyDrafted: _drafted,
    CorrectionDrafted: _drafted,
    MeasureDrafted: _measure_drafted,
    ScenariosAttached: _attached,
    DraftTried: _tried,
    ImpactReported: _reported,
    PolicyPublished: _published,
    PolicyCorrected: _corrected,
    PolicySuspended: _suspended,
    PolicySuspensionLifted: _lifted,
    PolicySuperseded: _superseded,
    PolicyRefused: _refused,
    InterpretationChosen: _chosen,
    ReprojectionRequested: _requested,
    ReprojectionCompleted: _completed,
    ReprojectionRolledBack: _rolled_back,
}


FOLDING = Folding(Rulebook, EVOLVE)
evolve = FOLDING.evolve
fold = FOLDING.fold


class TextAltered(Refusal):
    """A text is not the one that its hash names."""

    sentence = "the text of {0} is not the one of its hash, {1}: it was altered; take it from where it was kept"


class VersionUnknown(Refusal):
    """No version of this name was published, or for what is said of a draft drafted."""


class DraftChanged(Refusal):
    """What is said is of another text than the one that was proposed last under this name."""

    sentence = "the text of version {0} is not the one that was proposed ({1}, and not {2}): propose this one first"


class AlreadyPublished(Refusal):
    """A version of this name was published; another text needs another name, or a correction."""

    sentence = "version {0} was published before; another text needs another name, or a correction"


class AlreadySuperseded(Refusal):
    """The version was superseded before."""

    sentence = "version {0} was superseded before"


class AlreadyRefused(Refusal):
    """The draft was refused before, and not drafted again."""

    sentence = "the draft {0} was refused; whoever wants it all the same proposes it again"


class SecondPersonNeeded(Refusal):
    """Who drafted a version may not be the one who adopts it."""

    sentence = "{0} was drafted by {1}, so another person has to adopt it"


Recorded = TypeVar("Recorded", bound=Event)


def record(rulebook: Rulebook, event: Recorded) -> Recorded:
    """Return the event if it may be recorded next."""
    possible(event)
    if isinstance(event, PolicyDrafted | CorrectionDrafted | MeasureDrafted | PolicyPublished | PolicyCorrected):
        unaltered(event)
    DECIDE[type(event)](rulebook, event)
    return event


def unaltered(
    stated: PolicyDrafted | CorrectionDrafted | MeasureDrafted | PolicyPublished | PolicyCorrected,
) -> str:
    """Return the text that an event states, if it is the one of its hash."""
    if content_hash(stated.document.encode()) != stated.content_hash:
        name = stated.measure if isinstance(stated, MeasureDrafted) else f"version {stated.version}"
        raise TextAltered(name, stated.content_hash)
    return stated.document


def draft_policy(rulebook: Rulebook, event: PolicyDrafted) -> None:
    """A draft may be replaced by another of its name until it is published."""
    if event.version in rulebook.published:
        raise AlreadyPublished(event.version)


def attach_scenarios(rulebook: Rulebook, event: ScenariosAttached) -> None:
    say_of_draft(rulebook, event)
    unaltered_scenarios(event)


OfADraft = ScenariosAttached | DraftTried | ImpactReported | PolicyPublished | PolicyCorrected
"""What is said of a text that is proposed, or done with it, by its version and its hash."""


def say_of_draft(rulebook: Rulebook, event: OfADraft) -> None:
    """Let something be said of the text that is proposed under a name, and of no other."""
    drafted = open_draft(rulebook, event.version)
    if drafted.content_hash != event.content_hash:
        raise DraftChanged(event.version, drafted.content_hash, event.content_hash)


def open_draft(rulebook: Rulebook, version: str) -> PolicyDrafted | CorrectionDrafted | MeasureDrafted:
    """Return a proposal, a correction or a measure that is proposed, that was neither adopted nor refused.

    Raises what else it is.
    """
    if version in rulebook.corrections:
        return rulebook.corrections[version]
    if version in rulebook.published:
        raise AlreadyPublished(version)
    draft = rulebook.measures.get(version) or rulebook.drafts.get(version)
    if draft is None:
        raise VersionUnknown(_absent(rulebook, version))
    if version in rulebook.refused:
        raise AlreadyRefused(version)
    return draft


def publish_policy(rulebook: Rulebook, event: PolicyPublished) -> None:
    if event.version in rulebook.published:
        raise AlreadyPublished(event.version)
    if event.version in rulebook.refused:
        raise AlreadyRefused(event.version)
    if event.effective_to and event.effective_to < event.effective_from:
        raise ImpossibleEvidence(event.effective_to, "effective_to", f"{event.effective_from} or later")
    draft = rulebook.drafts.get(event.version)
    if draft and draft.drafted_by and draft.drafted_by == event.adopted_by:
        raise SecondPersonNeeded(event.version, event.adopted_by)


def propose_measure(rulebook: Rulebook, event: MeasureDrafted) -> None:
    """A measure may be proposed if it could be recorded now; proposed again, it begins anew."""
    terms = terms_of(event)
    for each in (terms.measure, *terms.takes_away):
        possible(each)
    DECIDE[type(terms.measure)](rulebook, terms.measure)


def suspend_policy(rulebook: Rulebook, event: PolicySuspended) -> None:
    _known(rulebook, event.version)
    if event.until and event.until < event.from_:
        raise ImpossibleEvidence(event.until, "until", f"{event.from_} or later")


def lift_suspension(rulebook: Rulebook, event: PolicySuspensionLifted) -> None:
    _known(rulebook, event.version)
    something_to_lift(event, rulebook.suspended.get(event.version, ()))


def supersede_policy(rulebook: Rulebook, event: PolicySuperseded) -> None:
    _known(rulebook, event.version)
    if event.by:
        _known(rulebook, event.by)
    if event.version in rulebook.superseded:
        raise AlreadySuperseded(event.version)


def refuse_policy(rulebook: Rulebook, event: PolicyRefused) -> None:
    open_draft(rulebook, event.version)
    if not event.reasons:
        raise ImpossibleEvidence(event.reasons, "reasons", "at least one reason")


def choose_interpretation(rulebook: Rulebook, event: InterpretationChosen) -> None:
    if event.version:
        _known(rulebook, event.version)
    something_to_change(event, rulebook.readings)


def _known(rulebook: Rulebook, version: str) -> None:
    if version not in rulebook.published:
        raise VersionUnknown(_absent(rulebook, version))


def _absent(rulebook: Rulebook, version: str) -> str:
    return f"{rulebook.stream} has no version {version}"


DECIDE: dict[type[Event], Callable[[Rulebook, Any], None]] = {
    PolicyDrafted: draft_policy,
    CorrectionDrafted: lambda rulebook, event: _known(rulebook, event.version),
    MeasureDrafted: propose_measure,
    ScenariosAttached: attach_scenarios,
    DraftTried: say_of_draft,
    ImpactReported: say_of_draft,
    PolicyPublished: publish_policy,
    PolicyCorrected: lambda rulebook, event: _known(rulebook, event.version),
    PolicySuspended: suspend_policy,
    PolicySuspensionLifted: lift_suspension,
    PolicySuperseded: supersede_policy,
    PolicyRefused: refuse_policy,
    InterpretationChosen: choose_interpretation,
    ReprojectionRequested: lambda rulebook, event: requested(rulebook.reprojections, event),
    ReprojectionCompleted: lambda rulebook, event: completed(rulebook.reprojections, event),
    ReprojectionRolledBack: lambda _, event: rolled_back(event),
}
