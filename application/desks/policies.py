"""The desk at which texts of the rulebook are proposed, checked, tried, adopted, and looked up."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from application.access import Access, Caller
from application.adopting import Adopting
from application.contradictions import Sayings
from application.desks.clerk import command_of, key_of
from application.desks.instruction import Instruction
from application.desks.pathways import EventUnknown
from application.measures import Measures
from application.policy_remarks import Noted, noted
from application.rulebooks import Rulebooks, Told, tried
from application.scenario_reading import read_scenarios
from application.scenarios import Difference, Document
from application.store import Recorded
from domain.measures import MeasureDrafted, Terms
from domain.policy.typed import Typed
from domain.refusal import Refusal
from domain.rulebook import PolicyRefused


class TextUnknown(Refusal):
    """The rulebook never had a text of this hash."""

    sentence = "no text of the rulebook has the hash {0}"


class Shelf(msgspec.Struct, frozen=True):
    """The versions, open proposals and measures of the rulebook, and the version of its stream."""

    rulebook: str
    version: int
    versions: tuple[Told, ...]
    proposals: tuple[Told, ...]
    measures: tuple[MeasureDrafted, ...]


class Tried(msgspec.Struct, frozen=True):
    """A scenario that was played, and what came out otherwise than it says."""

    name: str
    differences: tuple[Difference, ...]


ReadYaml = Callable[[str, str], Typed]
"""Reads a document in YAML, under the name that its faults show. Raises DocumentRefused."""

NAME = "body"
"""What faults call a document that has no file."""


class PolicyDesk:
    """Serves callers who speak of the rulebook that judges."""

    def __init__(
        self,
        access: Access,
        rulebooks: Rulebooks,
        adopting: Adopting,
        read_yaml: ReadYaml,
        measures: Measures,
        clock: Callable[[], datetime],
    ) -> None:
        self._access = access
        self._adopting = adopting
        self._rulebooks = rulebooks
        self._read_yaml = read_yaml
        self._measures = measures
        self._clock = clock

    def list(self, caller: Caller) -> Shelf:
        """Return the versions and proposals. Raises NotPermitted."""
        self._access.permit(caller, "policies.list")
        versions, proposals = self._rulebooks.told()
        rulebook = self._rulebooks.rulebook()
        return Shelf(rulebook.id, rulebook.version, tuple(versions), tuple(proposals), self._rulebooks.measures())

    def text(self, caller: Caller, content_hash: str) -> str:
        """Return the canonical JSON of a text, whatever became of it. Raises NotPermitted and TextUnknown."""
        self._access.permit(caller, "policies.read")
        for recorded in self._rulebooks.events():
            if getattr(recorded.event, "content_hash", None) == content_hash:
                return str(getattr(recorded.event, "document", ""))
        raise TextUnknown(content_hash)

    def event(self, caller: Caller, version: int) -> Recorded:
        """Return one event of the rulebook. Raises NotPermitted and EventUnknown."""
        self._access.permit(caller, "policies.read")
        events = self._rulebooks.events()
        if not 1 <= version <= len(events):
            raise EventUnknown(self._rulebooks.stream, version)
        return events[version - 1]

    def check(self, caller: Caller, document: str) -> tuple[Document, tuple[Noted, ...]]:
        """Return the text that a document states upon those adopted, and the remarks of a careful reader.

        Raises NotPermitted and what `Rulebooks.read` raises.
        """
        self._access.permit(caller, "policies.check")
        typed = self._read_yaml(document, NAME)
        read, before, chain = self._rulebooks.read(typed)
        return read, tuple(noted(typed, read.policy, before, [*chain, read.policy]))

    def attempt(self, caller: Caller, scenarios: str) -> tuple[Tried, ...]:
        """Return what comes of scenarios played upon the versions and proposals.

        Raises NotPermitted and DocumentRefused.
        """
        self._access.permit(caller, "policies.try")
        typed, documents = self._read_yaml(scenarios, NAME), self._rulebooks.documents()
        return tuple(
            Tried(scenario.name, tuple(differences))
            for scenario, differences in tried(read_scenarios(typed, documents), documents, Sayings())
        )

    def draft(self, caller: Caller, document: str, instruction: Instruction, *, corrects: bool = False) -> Recorded:
        """Return how a document is proposed, as a version or as a correction of one.

        Raises NotPermitted and what `Rulebooks.propose` raises.
        """
        self._access.permit(caller, "policies.draft")
        command, key = command_of(caller, instruction), key_of(caller, "policies.draft", instruction)
        typed = self._read_yaml(document, NAME)
        return self._rulebooks.propose(typed, command, self._clock(), key, instruction.seen, corrects=corrects)

    def adopt(self, caller: Caller, document: str, instruction: Instruction) -> Recorded:
        """Return how a document is adopted; who drafted it may not. Raises what `Adopting.adopt` raises."""
        self._access.permit(caller, "policies.adopt")
        command, key = command_of(caller, instruction), key_of(caller, "policies.adopt", instruction)
        typed = self._read_yaml(document, NAME)
        return self._adopting.adopt(typed, command, self._clock(), key, instruction.seen)

    def attach(self, caller: Caller, version: str, scenarios: str, instruction: Instruction) -> Recorded:
        """Return how scenarios are attached to a proposal. Raises NotPermitted and what `Adopting.attach` raises."""
        self._access.permit(caller, "policies.draft")
        command, key = command_of(caller, instruction), key_of(caller, "policies.draft", instruction)
        return self._adopting.attach(version, [scenarios], command, self._clock(), key, instruction.seen)

    def refuse(self, caller: Caller, refused: PolicyRefused, instruction: Instruction) -> Recorded:
        """Return how a proposal is refused. Raises NotPermitted and what `Adopting.refuse` raises."""
        self._access.permit(caller, "policies.refuse")
        command, key = command_of(caller, instruction), key_of(caller, "policies.refuse", instruction)
        return self._adopting.refuse(refused, command, self._clock(), key, instruction.seen)

    def propose_measure(self, caller: Caller, terms: Terms, instruction: Instruction) -> Recorded:
        """Return how a measure is proposed. Raises NotPermitted and what `Measures.propose` raises."""
        self._access.permit(caller, "policies.draft")
        command, key = command_of(caller, instruction), key_of(caller, "policies.draft", instruction)
        return self._measures.propose(terms, command, self._clock(), key, instruction.seen)

    def adopt_measure(self, caller: Caller, content_hash: str, instruction: Instruction) -> Recorded:
        """Return how a measure is adopted; who proposed it may not. Raises NotPermitted and as `Measures.adopt`."""
        self._access.permit(caller, "policies.adopt")
        command, key = command_of(caller, instruction), key_of(caller, "policies.adopt", instruction)
        return self._measures.adopt(content_hash, command, self._clock(), key, instruction.seen)
