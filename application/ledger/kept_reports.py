"""Reports on the impact of changes, hashed once more and compared with what stands beside them and in the log."""

from collections.abc import Iterator

import msgspec

from application.impact_reports import Impacts, ReportChanged
from application.ledger.derived_rows import UNREADABLE
from application.ledger.verifying import Derived
from application.store import EventStore
from domain.drafts import ImpactReported
from domain.ledger.finding import Fault, Finding

TOGETHER = 500
_RULEBOOK = "policy/"


class Report(msgspec.Struct, frozen=True):
    """A report, by the hash under which it is kept, or by which an event of the log, of this id, tells of it."""

    hash: str
    laid_by: str | None = None


class KeptReports:
    """Compares reports with their hashes, and looks for those that somebody decided upon."""

    def __init__(self, store: EventStore, impacts: Impacts) -> None:
        self._store = store
        self._impacts = impacts

    def pieces(self) -> Iterator[Report]:
        """Yield every report that is kept, and those that the log tells of and that were not among them.

        Raises StoreUnreadable for a hash that is no text.
        """
        after, kept = "", set[str]()
        while found := self._impacts.hashes(after, TOGETHER):
            yield from map(Report, found)
            after = found[-1]
            kept.update(found)
        for stream in self._store.streams(_RULEBOOK):
            for each in self._store.stream(stream):
                if isinstance(each.event, ImpactReported) and each.event.impact_hash not in kept:
                    yield Report(each.event.impact_hash, each.event_id)

    def of(self, report: Report) -> Derived:
        """Compare a report, which is not held in memory; one that is told of may have been made meanwhile."""
        try:
            found = self._impacts.find(report.hash)
        except ReportChanged as changed:
            return Derived(reports=1, findings=[Finding(Fault.REPORT_CHANGED, str(changed))])
        except UNREADABLE as error:
            return Derived(
                reports=1, findings=[Finding(Fault.REPORT_CHANGED, f"{report.hash} cannot be read: {error}")]
            )
        return Derived(reports=1) if found or report.laid_by is None else Derived(missed=[report.laid_by])
