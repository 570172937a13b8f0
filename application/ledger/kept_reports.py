"""Reports on the impact of changes, hashed once more and compared with what stands beside them."""

from collections.abc import Iterator

import msgspec

from application.impact_reports import Impacts, ReportChanged
from application.ledger.derived_rows import UNREADABLE
from application.ledger.verifying import Derived
from domain.ledger.finding import Fault, Finding

TOGETHER = 500


class Report(msgspec.Struct, frozen=True):
    """A report, by the hash under which it is kept."""

    hash: str


class KeptReports:
    """Compares reports with their hashes."""

    def __init__(self, impacts: Impacts) -> None:
        self._impacts = impacts

    def pieces(self) -> Iterator[Report]:
        """Yield every report that is kept. Raises StoreUnreadable for a hash that is no text."""
        after = ""
        while found := self._impacts.hashes(after, TOGETHER):
            yield from map(Report, found)
            after = found[-1]

    def of(self, report: Report) -> Derived:
        """Compare a report, which is not held in memory."""
        try:
            self._impacts.find(report.hash)
        except ReportChanged as changed:
            return Derived(reports=1, findings=[Finding(Fault.REPORT_CHANGED, str(changed))])
        except UNREADABLE as error:
            return Derived(
                reports=1, findings=[Finding(Fault.REPORT_CHANGED, f"{report.hash} cannot be read: {error}")]
            )
        return Derived(reports=1)
