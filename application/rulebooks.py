"""Rulebooks: documents read upon one another, tried, and recorded as proposed or adopted."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from difflib import get_close_matches

import msgspec

from application.chains import Chains, stated, undecided
from application.contradictions import Sayings
from application.declared_evidence import declared_kinds
from application.levels import Levels, levels_of
from application.naming import faults_of_programs
from application.recording import Registrar
from application.scenarios import Difference, Document, Documents, Scenario, play
from application.store import Command, EventStore, Idempotency, Recorded
from application.texts import PolicyFrom, Shelf, Texts
from domain import rulebook as stream
from domain.drafts import CorrectionDrafted, ScenariosAttached, scenarios_hash
from domain.event import Event
from domain.measures import InterpretationChosen, Measure, MeasureDrafted, PolicySuperseded
from domain.policy.chain import Version, in_force
from domain.policy.rules import Rules
from domain.policy.text import Policy
from domain.policy.typed import DocumentRefused, Typed
from domain.policy.vocabulary import Vocabulary
from domain.possible import possible
from domain.refusal import Refusal
from domain.rulebook import PolicyDrafted, PolicyPublished, Rulebook, VersionUnknown

PROGRAM = "program/"


class PublishedInTheFuture(Refusal):
    """A version is adopted before the day on which it says that it is published."""

    sentence = "version {0} is published on {1}, and today is {2}: adopt it then, or propose it now"


class AdoptedWithOtherText(Refusal):
    """A version of this name was adopted with another text."""

    sentence = "version {0} was adopted with another text ({1}, and not {2}): give this text a name of its own"


class NothingToAdopt(Refusal):
    """Every version that was given was adopted before, with this text."""

    sentence = "there is nothing to adopt: {0} adopted already"


class OfAnotherRulebook(Refusal):
    """A document belongs to another rulebook than the one that judges here."""

    sentence = "version {0} is of the rulebook '{1}'; the one that judges here is '{2}'"


class ParameterUnknown(Refusal):
    """No version has a parameter of this name, or the one version that is spoken of has not."""

    sentence = "{0} a parameter '{1}'; {2}"


class ReadingUnknown(Refusal):
    """The parameter has no such reading."""

    sentence = "'{0}' cannot be read as '{1}'; {2}"


class MeasureHasNoScenarios(Refusal):
    """Scenarios are to be attached to a measure, which brings no text that they could be tried on."""

    sentence = "{0} is a measure, which has no text of its own to be tried: what it does is told by its impact"


class ScenariosFail(Refusal):
    """Scenarios of the rulebook come out otherwise than they say; what several have in common stands once."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        self.differences = tuple(differences)
        super().__init__("\n".join(dict.fromkeys(str(difference) for difference in self.differences)))


class Told(msgspec.Struct, frozen=True):
    """A version or proposal as the store has it: the event that brought it, and its text as known now."""

    recorded: Recorded
    policy: Policy
    content_hash: str


class Rulebooks:
    """The rulebook that judges, in a store."""

    def __init__(
        self, store: EventStore, registrar: Registrar, chains: Chains, policy_from: PolicyFrom, rulebook: str
    ) -> None:
        self._store = store
        self._registrar = registrar
        self._chains = chains
        self._shelf = Shelf(policy_from)
        self._rulebook = rulebook
        self.stream = f"policy/{rulebook}"

    def rulebook(self, known: int | None = None) -> Rulebook:
        """Return the rulebook as its events leave it, all of them or those up to a position."""
        return stream.fold(self.stream, [each.event for each in self._store.stream(self.stream, known)])

    def events(self) -> Sequence[Recorded]:
        """Return every event of the rulebook."""
        return self._store.stream(self.stream)

    def documents(self, draft: Document | None = None) -> Documents:
        """Return its versions and proposals as scenarios are tried on them; a draft as though it were adopted."""
        found = self.texts()
        versions, proposals = (
            tuple(
                self._chains.written(each.policy)
                for name, each in named.items()
                if draft is None or name != draft.policy.version
            )
            for named in (found.published, found.proposed)
        )
        own = () if draft is None else (draft,)
        return Documents(rulebook=self._rulebook, versions=(*versions, *own), proposals=proposals)

    def read(self, typed: Typed) -> tuple[Document, Policy | None, tuple[Policy, ...]]:
        """Return the text that a document states, the one that it amends, and all that are adopted.

        Raises DocumentRefused, AmendsAnother and OfAnotherRulebook.
        """
        known = self.texts().published
        amended = known.get(stated(typed).amends or "")
        before = amended.policy if amended else None
        return self._read(typed, before), before, tuple(each.policy for each in known.values())

    def texts(self, known: int | None = None) -> Texts:
        """Return its versions and proposals, in the order in which they were recorded."""
        return self._shelf.texts(self.rulebook(known))

    def texts_after(self, measure: Measure, known: int) -> Texts:
        """Return them as they would be after a measure, as known at a position."""
        rulebook = self.rulebook(known)
        stream.evolve(rulebook, measure)
        return self._shelf.texts(rulebook)

    def measure(self, named: str, known: int | None = None) -> MeasureDrafted | None:
        """Return a measure that is proposed, by its name or its hash, if there is one."""
        return next((each for each in self.measures(known) if named in {each.measure, each.content_hash}), None)

    def measures(self, known: int | None = None) -> tuple[MeasureDrafted, ...]:
        """Return the measures that are proposed, and were neither adopted nor refused."""
        rulebook = self.rulebook(known)
        return tuple(each for name, each in rulebook.measures.items() if name not in rulebook.refused)

    def declared(self) -> Vocabulary:
        """Return the kinds of evidence that its versions and proposals declare beside those of events."""
        return declared_kinds(each.vocabulary for each in self._policies())

    def levels(self) -> Levels:
        """Return the levels that its versions and proposals state, announce or look for."""
        return levels_of(self._policies())

    def told(self, known: int | None = None) -> tuple[list[Told], list[Told]]:
        """Return its versions and its open proposals, each with the event that brought it."""
        found = self.texts(known)
        brought: dict[tuple[type, str], Recorded] = {}
        for each in self._store.stream(self.stream, known):
            if isinstance(each.event, PolicyPublished | PolicyDrafted):
                brought[type(each.event), each.event.version] = each
        versions, proposals = (
            [Told(brought[kind, name], text.policy, text.content_hash) for name, text in named.items()]
            for kind, named in ((PolicyPublished, found.published), (PolicyDrafted, found.proposed))
        )
        return versions, proposals

    def following(self, documents: Sequence[Typed], on: date) -> tuple[tuple[Document, ...], tuple[str, ...]]:
        """Return documents as they can be adopted on a day, one after another, and which versions were adopted before.

        Each is read on the last text before it. Raises DocumentRefused, AmendsAnother, AdoptedWithOtherText,
        NothingToAdopt, PublishedInTheFuture and OfAnotherRulebook.
        """
        known, found, before = self.texts().published, list[Document](), list[str]()
        last = next(reversed(known.values())).policy if known else None
        earlier = {name: text.policy for name, text in known.items()}
        for typed in self._chains.in_order(documents):
            name = stated(typed).version
            if name in known:
                self._same_text(self._read(typed, earlier.get(stated(typed).amends or "")), known[name].content_hash)
                before.append(name)
                continue
            document = self._read(typed, last)
            if faults := list(undecided(document.policy, typed, earlier.values())):
                raise DocumentRefused(faults)
            if document.policy.published > on:
                raise PublishedInTheFuture(name, document.policy.published, on)
            earlier[name] = last = document.policy
            found.append(document)
        if not found:
            raise NothingToAdopt(" and ".join(before) or "no document was given; none is")
        return tuple(found), tuple(before)

    def propose(
        self,
        typed: Typed,
        command: Command,
        recorded_at: datetime,
        idempotency: Idempotency | None = None,
        seen: AbstractSet[int] | None = None,
        scenarios: Sequence[str] = (),
        *,
        corrects: bool = False,
    ) -> Recorded:
        """Record a document as drafted, with scenarios of its own; it may amend any version that was adopted.

        One that `corrects` is to stand in place of the version of its name. Raises VersionUnknown and NothingToAdopt of
        such, DocumentRefused, AmendsAnother, ImpossibleEvidence for days on which nothing could be adopted, and
        LevelsTurnInACircle if it cannot stand among the versions in force.
        """

        def decide(_: Rulebook) -> tuple[Command, Sequence[Event]]:
            document, event = self._proposed(typed, command.actor, recorded_at.date(), corrects=corrects)
            own = [attached(document.policy.version, document.content_hash, scenarios)] if scenarios else []
            return command, [event, *own]

        return self._registrar.decided(self.stream, decide, recorded_at, idempotency, seen)[0]

    def _proposed(
        self, typed: Typed, drafted_by: str, on: date, *, corrects: bool
    ) -> tuple[Document, PolicyDrafted | CorrectionDrafted]:
        """Return the text of a document, and how it is proposed. Raises as `propose`."""
        known = self.texts().published
        document, _, _ = self.read(typed)
        possible(published(document, drafted_by))
        others = [each for name, each in known.items() if not (corrects and name == document.policy.version)]
        Rules(in_force([*others, Version(policy=document.policy, content_hash=document.content_hash)]))
        made = drafted(document, drafted_by, on)
        return document, self._correction(made, document, typed) if corrects else made

    def _correction(self, made: PolicyDrafted, document: Document, typed: Typed) -> CorrectionDrafted:
        """Return how a correction is proposed. Raises VersionUnknown, DocumentRefused and NothingToAdopt."""
        known, name = self.texts().published, made.version
        self._require_adopted([name])
        if known[name].content_hash == made.content_hash:
            raise NothingToAdopt(name)
        others = (text.policy for other, text in known.items() if other != name)
        if faults := list(undecided(document.policy, typed, others)):
            raise DocumentRefused(faults)
        return CorrectionDrafted(**msgspec.structs.asdict(made))

    def draft(self, version: str) -> Document:
        """Return a text that is proposed, and was neither adopted nor refused. Raises what else it is."""
        found = stream.open_draft(self.rulebook(), version)
        if isinstance(found, MeasureDrafted):
            raise MeasureHasNoScenarios(version)
        return Document(self._shelf.policy(found), found.document, found.content_hash)

    def may_be_taken(self, measure: Measure) -> None:
        """Raise VersionUnknown, ParameterUnknown or ReadingUnknown if a measure is about what there is not."""
        if isinstance(measure, InterpretationChosen):
            self.may_be_chosen(measure.parameter, measure.value, measure.version)
        else:
            named = (measure.version, *([measure.by] if isinstance(measure, PolicySuperseded) and measure.by else ()))
            self._require_adopted(named)

    def may_be_chosen(self, parameter: str, value: str, version: str | None) -> None:
        """Raise VersionUnknown, ParameterUnknown or ReadingUnknown unless a parameter can be read so."""
        self._require_adopted(() if version is None else (version,))
        found = [each.policy for name, each in self.texts().published.items() if version in {None, name}]
        parameters = {each.name: each for policy in found for each in policy.parameters}
        if parameter not in parameters:
            spoken_of = f"version {version} does not have" if version else "no adopted version has"
            raise ParameterUnknown(spoken_of, parameter, _nearest(parameter, parameters))
        if value not in parameters[parameter].values:
            raise ReadingUnknown(parameter, value, _nearest(value, parameters[parameter].values))

    def require_stated(self, version: str) -> None:
        """Raise VersionUnknown unless a version was adopted or drafted."""
        rulebook = self.rulebook()
        if version not in rulebook.published and version not in rulebook.drafts:
            unknown = f"no version or proposal '{version}' is recorded in {self.stream}"
            raise VersionUnknown(unknown)

    def _require_adopted(self, versions: Iterable[str]) -> None:
        published = self.texts().published
        for version in versions:
            if version not in published:
                unknown = f"no version '{version}' is adopted; {_nearest(version, published)}"
                raise VersionUnknown(unknown)

    def _policies(self) -> tuple[Policy, ...]:
        found = self.texts()
        return tuple(each.policy for each in (*found.published.values(), *found.proposed.values()))

    def _read(self, typed: Typed, before: Policy | None) -> Document:
        document = self._chains.read(typed, before)
        if document.policy.rulebook != self._rulebook:
            raise OfAnotherRulebook(document.policy.version, document.policy.rulebook, self._rulebook)
        programs = {name.removeprefix(PROGRAM) for name in self._store.streams(PROGRAM)}
        faults = list(faults_of_programs(document.policy, before, typed, programs))
        if faults:
            raise DocumentRefused(faults)
        return document

    def _same_text(self, document: Document, content_hash: str) -> None:
        if document.content_hash != content_hash:
            raise AdoptedWithOtherText(document.policy.version, content_hash, document.content_hash)


def tried(
    scenarios: Iterable[Scenario], documents: Documents, sayings: Sayings
) -> Iterator[tuple[Scenario, list[Difference]]]:
    """Yield each scenario with where it contradicts one before it, and what comes out otherwise than it says."""
    for scenario in scenarios:
        yield scenario, [*sayings.contradicted_by(scenario), *play(scenario, documents)]


def drafted(document: Document, drafted_by: str, on: date) -> PolicyDrafted:
    """Return the event by which a document is proposed."""
    return PolicyDrafted(
        version=document.policy.version,
        document=document.text,
        content_hash=document.content_hash,
        drafted_on=on,
        drafted_by=drafted_by,
    )


def attached(version: str, content_hash: str, scenarios: Sequence[str]) -> ScenariosAttached:
    """Return the event by which a proposal has scenarios of its own."""
    texts = tuple(scenarios)
    return ScenariosAttached(
        version=version, content_hash=content_hash, scenarios=texts, scenarios_hash=scenarios_hash(texts)
    )


def published(document: Document, adopted_by: str) -> PolicyPublished:
    """Return the event by which a document is adopted."""
    policy = document.policy
    return PolicyPublished(
        version=policy.version,
        document=document.text,
        content_hash=document.content_hash,
        published_on=policy.published,
        effective_from=policy.in_force_from,
        effective_to=policy.in_force_until,
        retroactive=bool(policy.retroactive),
        adopted_by=adopted_by,
    )


def _nearest(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = get_close_matches(word, names, n=1)
    return f"did you mean '{near[0]}'?" if near else f"known are: {', '.join(names) or 'none'}"
