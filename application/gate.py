"""The gate over a store: whether anybody can lose, what was reported, and that nothing comes between."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from application.impact_reports import Impacts, KeptImpact, ReportChanged
from application.recording import Decide, Registrar
from application.store import EventStore, Guard, Idempotency, Recorded, StreamConflict
from domain.adoption import ImpactChanged, Since, moves
from domain.change import Effect
from domain.drafts import ImpactReported
from domain.rulebook import Rulebook

PATHWAY = "pathway/"


class Gate:
    """What has to be looked up before anything that is proposed is adopted or refused."""

    def __init__(self, store: EventStore, registrar: Registrar, impacts: Impacts) -> None:
        self._store = store
        self._registrar = registrar
        self._impacts = impacts

    def adopted(
        self,
        stream: str,
        decide: Decide,
        recorded_at: datetime,
        idempotency: Idempotency | None,
        seen: AbstractSet[int] | None,
    ) -> Recorded:
        """Record what is decided, and return its last event, or what was recorded under the same key before.

        It is decided anew where anything that may move somebody came between.
        """
        return self._registrar.decided(stream, decide, recorded_at, idempotency, seen, self.unmoved_since)[-1]

    def anybody(self, rulebook: Rulebook) -> bool:
        """Tell whether anybody could lose by a change: whether there is a pathway, and a text to stand by."""
        return bool(rulebook.published) and next(iter(self._store.streams(PATHWAY)), None) is not None

    def reported(self, name: str, content_hash: str) -> ImpactReported | None:
        """Return the report on what is proposed under a name and hash that knew most, if anybody asked for one.

        Raises ImpactChanged where that is not what was reported.
        """
        try:
            last = next(iter(self._impacts.of_draft(content_hash)), None)
            found = self._impacts.find(last.hash) if last else None
        except ReportChanged:
            raise ImpactChanged(name) from None
        return _reported(name, content_hash, found) if found else None

    def since(self, reported: ImpactReported | None) -> Since:
        """Return how many events may have moved somebody after what a report knew."""
        if reported is None:
            return Since(0, 0)
        moving = sum(moves(each.stream, each.event) for each in self._store.log(reported.known))
        return Since(moving, self._store.head())

    def unmoved_since(self, known: int) -> Guard:
        """Return what lets nothing that may move anybody come between the decision and its recording."""

        def guard(head: int) -> None:
            for each in self._store.log(known, head):
                if moves(each.stream, each.event):
                    raise StreamConflict(each.stream, each.version - 1, each.version)

        return guard


def _reported(version: str, content_hash: str, report: KeptImpact) -> ImpactReported:
    heading, ending = report.heading, report.ending
    return ImpactReported(
        version=version,
        content_hash=content_hash,
        impact_hash=report.hash,
        known=heading.known.position,
        on=heading.on,
        pathways=ending.pathways,
        touched=ending.touched,
        gains=ending.effects.get(Effect.GAINS, 0),
        loses=ending.effects.get(Effect.LOSES, 0),
        prejudiced=ending.prejudiced,
        earlier=ending.earlier,
        unanswered=ending.unanswered,
        reaching_back=ending.reaching_back,
        reported_by=report.made_by,
    )
