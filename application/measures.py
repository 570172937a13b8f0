"""Measures: proposed by one person, and adopted by another through the gate of texts."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

import msgspec

from application.gate import Gate
from application.impact_reports import Impacts
from application.levels import require_known
from application.recording import Registrar
from application.rulebooks import Rulebooks
from application.store import Command, EventStore, Idempotency, Recorded
from domain.adoption import Laid, adopt_measure, open_measure
from domain.event import Event
from domain.happening import happened
from domain.measures import MeasureDrafted, Terms, drafted, effect_of, terms_of
from domain.rulebook import Rulebook


class Measures:
    """Lets versions be suspended and superseded, and open questions be read one way."""

    def __init__(self, store: EventStore, registrar: Registrar, rulebooks: Rulebooks, impacts: Impacts) -> None:
        self._store = store
        self._registrar = registrar
        self._rulebooks = rulebooks
        self._gate = Gate(store, registrar, impacts)

    def propose(
        self,
        terms: Terms,
        command: Command,
        recorded_at: datetime,
        idempotency: Idempotency | None = None,
        seen: AbstractSet[int] | None = None,
    ) -> Recorded:
        """Record that a measure is proposed, or return what was recorded under the same idempotency key before.

        Proposed again, it begins anew. Raises what `Rulebooks.may_be_taken` and `domain.rulebook.propose_measure`
        raise, NotYetHappened, and LevelUnknown for what it takes away.
        """
        on = recorded_at.date()

        def possible_now() -> None:
            self._rulebooks.may_be_taken(terms.measure)
            happened(terms.measure, on)
            for each in terms.takes_away:
                require_known(each.level, self._rulebooks.levels)

        event = drafted(terms, command.actor, on)
        stream = self._rulebooks.stream
        return self._registrar.record(stream, [event], command, recorded_at, idempotency, seen, possible_now)[0]

    def adopt(
        self,
        content_hash: str,
        command: Command,
        recorded_at: datetime,
        idempotency: Idempotency | None = None,
        seen: AbstractSet[int] | None = None,
    ) -> Recorded:
        """Record a measure that somebody else proposed, by the hash of what it says, with the report on its impact.

        What led to it is its proposal, unless something else is named. Or return what was recorded under the same
        idempotency key before. Raises what `domain.adoption.open_measure` and `adopt_measure` raise, and what speaks by
        now against the measure itself.
        """
        on = recorded_at.date()

        def decide(rulebook: Rulebook) -> tuple[Command, Sequence[Event]]:
            proposed = open_measure(rulebook, content_hash)
            laid = self._laid(proposed, command.actor)
            events = adopt_measure(proposed, laid, on, anybody=self._gate.anybody(rulebook))
            return msgspec.structs.replace(command, cause=command.cause or self._proposal(content_hash)), events

        return self._gate.adopted(self._rulebooks.stream, decide, recorded_at, idempotency, seen)

    def _laid(self, proposed: MeasureDrafted, signed_by: str) -> Laid:
        """Return what can be laid before whoever adopts a measure."""
        terms, reported = terms_of(proposed), self._gate.reported(proposed.measure, proposed.content_hash)
        announced = proposed.drafted_on if reported is None else self._store.recorded_at(reported.known).date()
        return Laid(
            proposed_by=proposed.drafted_by,
            signed_by=signed_by,
            effect=effect_of(terms.measure, announced),
            retroactive=bool(terms.retroactive),
            tried=None,
            reported=reported,
            since=self._gate.since(reported),
        )

    def _proposal(self, content_hash: str) -> str:
        """Return the id of the event by which a measure was proposed last."""
        return next(
            each.event_id
            for each in reversed(self._rulebooks.events())
            if isinstance(each.event, MeasureDrafted) and each.event.content_hash == content_hash
        )
