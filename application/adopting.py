"""Adoption: what is laid before the second person is gathered, the gate decides, and all of it is recorded together."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime

import msgspec

from application.chains import stated
from application.contradictions import Sayings
from application.gate import Gate
from application.impact_reports import Impacts
from application.recording import Registrar
from application.rulebooks import Rulebooks, ScenariosFail, attached, drafted, published, tried
from application.scenario_reading import read_scenarios
from application.scenarios import Difference, Document, Documents, Scenario
from application.store import Command, EventStore, Idempotency, Recorded
from domain.adoption import Laid, adopt
from domain.drafts import CorrectionDrafted, DraftTried, ScenariosAttached
from domain.event import Event
from domain.policy.typed import Typed
from domain.refusal import Refusal
from domain.rulebook import (
    PolicyCorrected,
    PolicyDrafted,
    PolicyPublished,
    PolicyRefused,
    Rulebook,
    SecondPersonNeeded,
    open_draft,
)


class SomebodyStands(Refusal):
    """Texts are to be adopted without a report on their impact, and somebody may lose by it."""

    sentence = (
        "people stand here by texts that are in force: version {0} has to be proposed, and then adopted by itself "
        "(milepost policy propose FILE)"
    )


class Suite(msgspec.Struct, frozen=True):
    """The scenarios of a rulebook as they are written, and how many of them were played and held."""

    texts: tuple[str, ...]
    played: int


class Proposed(msgspec.Struct, frozen=True):
    """A proposal as it is recorded, how many scenarios it has, and what comes out otherwise than they say."""

    recorded: Recorded
    played: int
    differences: tuple[Difference, ...]


class Adopting:
    """Lets versions of the rulebook be proposed with their scenarios, and be adopted."""

    def __init__(
        self,
        store: EventStore,
        registrar: Registrar,
        rulebooks: Rulebooks,
        impacts: Impacts,
        read_yaml: Callable[[str, str], Typed],
    ) -> None:
        self._registrar = registrar
        self._rulebooks = rulebooks
        self._gate = Gate(store, registrar, impacts)
        self._read_yaml = read_yaml

    def propose(
        self,
        typed: Typed,
        scenarios: Sequence[str],
        command: Command,
        recorded_at: datetime,
        *,
        corrects: bool = False,
    ) -> Proposed:
        """Record a document as drafted, with its scenarios, whether or not they hold.

        Raises what `Rulebooks.propose` raises.
        """
        document, _, _ = self._rulebooks.read(typed)
        played, differences = self._differences(scenarios, document)
        recorded = self._rulebooks.propose(typed, command, recorded_at, scenarios=scenarios, corrects=corrects)
        return Proposed(recorded, played, differences)

    def attach(
        self,
        version: str,
        scenarios: Sequence[str],
        command: Command,
        recorded_at: datetime,
        idempotency: Idempotency | None = None,
        seen: AbstractSet[int] | None = None,
    ) -> Recorded:
        """Record the scenarios on which a proposal is to be tried, in place of those before.

        Raises DocumentRefused, and what `Rulebooks.draft` raises.
        """

        def decide(_: Rulebook) -> tuple[Command, Sequence[Event]]:
            draft = self._rulebooks.draft(version)
            self._read(scenarios, draft)
            return command, [attached(version, draft.content_hash, scenarios)]

        return self._registrar.decided(self._rulebooks.stream, decide, recorded_at, idempotency, seen)[0]

    def adopt(
        self,
        typed: Typed,
        command: Command,
        recorded_at: datetime,
        idempotency: Idempotency | None = None,
        seen: AbstractSet[int] | None = None,
    ) -> Recorded:
        """Record a document that somebody else proposed as published, or as correcting the version of its name.

        With it is recorded what was laid before whoever adopts it.
        Or return what was recorded under the same idempotency key before. The versions `seen` are as for
        `Registrar.record`. Raises ScenariosFail, and what `Rulebooks.following` and `domain.adoption.adopt` raise.
        """
        on = recorded_at.date()

        def decide(rulebook: Rulebook) -> tuple[Command, Sequence[Event]]:
            document, version = self._version(typed, rulebook, command, on)
            laid = self._laid(document, rulebook, command.actor, on)
            return command, adopt(rulebook, version, laid, anybody=self._gate.anybody(rulebook))

        return self._gate.adopted(self._rulebooks.stream, decide, recorded_at, idempotency, seen)

    def establish(
        self, documents: Sequence[Typed], suite: Suite, proposed_by: str, command: Command, recorded_at: datetime
    ) -> tuple[tuple[Recorded, ...], tuple[str, ...]]:
        """Record documents as published while nobody can lose by it, and return which were adopted before.

        One person proposes each of them and another adopts it; the last has the scenarios of all. Raises
        SomebodyStands, SecondPersonNeeded, and what `Rulebooks.following` raises.
        """
        on, stream = recorded_at.date(), self._rulebooks.stream
        found, before = self._rulebooks.following(documents, on)
        submission = self._registrar.submission()
        rulebook: Rulebook = submission.stream(stream).state
        if self._gate.anybody(rulebook):
            raise SomebodyStands(found[0].policy.version)
        for document in found:
            own = rulebook.drafts.get(document.policy.version)
            if own is not None and own.drafted_by == command.actor:
                raise SecondPersonNeeded(document.policy.version, command.actor)
            submission.add(stream, drafted(document, proposed_by, on))
            if document is found[-1]:
                scenarios = attached(document.policy.version, document.content_hash, suite.texts)
                submission.add(stream, scenarios)
                submission.add(stream, _tried(scenarios, suite.played, on))
            submission.add(stream, published(document, command.actor))
        recorded = self._registrar.keep(
            submission, command, recorded_at, guard=self._gate.unmoved_since(submission.known)
        )
        return tuple(each for each in recorded if isinstance(each.event, PolicyPublished)), before

    def refuse(
        self,
        refused: PolicyRefused,
        command: Command,
        recorded_at: datetime,
        idempotency: Idempotency | None = None,
        seen: AbstractSet[int] | None = None,
    ) -> Recorded:
        """Record that a proposal is refused, with the report on it that knew most, if anybody asked for one.

        Raises what `domain.rulebook.refuse_policy` raises.
        """

        def decide(rulebook: Rulebook) -> tuple[Command, Sequence[Event]]:
            draft = open_draft(rulebook, refused.version)
            reported = self._gate.reported(refused.version, draft.content_hash)
            return command, [refused] if reported is None else [reported, refused]

        return self._registrar.decided(self._rulebooks.stream, decide, recorded_at, idempotency, seen)[-1]

    def _version(
        self, typed: Typed, rulebook: Rulebook, command: Command, on: date
    ) -> tuple[Document, PolicyPublished | PolicyCorrected]:
        """Return the text of a document, and how it is published, or corrects a version where that was proposed."""
        if stated(typed).version not in rulebook.corrections:
            ((document,), _) = self._rulebooks.following([typed], on)
            return document, published(document, command.actor)
        document, _, _ = self._rulebooks.read(typed)
        return document, PolicyCorrected(
            version=document.policy.version,
            document=document.text,
            content_hash=document.content_hash,
            corrected_on=on,
            reason=command.reason or "",
        )

    def _laid(self, document: Document, rulebook: Rulebook, signed_by: str, on: date) -> Laid:
        """Return what can be laid before whoever adopts a document."""
        version = document.policy.version
        reported = self._gate.reported(version, document.content_hash)
        scenarios = rulebook.attached.get(version)
        return Laid(
            proposed_by=self._proposed_by(version),
            signed_by=signed_by,
            effect=on if version in rulebook.corrections else document.policy.in_force_from,
            retroactive=bool(document.policy.retroactive),
            tried=self._played(document, scenarios, on) if scenarios else None,
            reported=reported,
            since=self._gate.since(reported),
        )

    def _proposed_by(self, version: str) -> str:
        """Return who proposed a version last, empty if nobody did."""
        drafts = ((each, each.event) for each in reversed(self._rulebooks.events()))
        return next(
            (
                event.drafted_by or each.actor
                for each, event in drafts
                if isinstance(event, PolicyDrafted | CorrectionDrafted) and event.version == version
            ),
            "",
        )

    def _played(self, document: Document, scenarios: ScenariosAttached, on: date) -> DraftTried | None:
        """Return that the scenarios of a draft hold, if there are any. Raises ScenariosFail."""
        played, differences = self._differences(scenarios.scenarios, document)
        if differences:
            raise ScenariosFail(differences)
        return _tried(scenarios, played, on) if played else None

    def _differences(self, texts: Sequence[str], draft: Document) -> tuple[int, tuple[Difference, ...]]:
        """Return how many scenarios there are, and what comes out otherwise than they say, as though a draft judged."""
        found, documents = self._read(texts, draft)
        played = tried(found, documents, Sayings())
        return len(found), tuple(each for _, differences in played for each in differences)

    def _read(self, texts: Sequence[str], draft: Document) -> tuple[tuple[Scenario, ...], Documents]:
        """Return the scenarios of texts, and the documents to try them on. Raises DocumentRefused."""
        documents, version = self._rulebooks.documents(draft), draft.policy.version
        typed = (self._read_yaml(text, f"scenarios {number} of {version}") for number, text in enumerate(texts, 1))
        return tuple(scenario for each in typed for scenario in read_scenarios(each, documents)), documents


def _tried(scenarios: ScenariosAttached, played: int, on: date) -> DraftTried:
    return DraftTried(
        version=scenarios.version,
        content_hash=scenarios.content_hash,
        scenarios_hash=scenarios.scenarios_hash,
        played=played,
        tried_on=on,
    )
