"""The desk at which staff read what a change of policy would do: the reports that are kept."""

from collections.abc import Iterator, Sequence

from application.access import Access, Caller
from application.impact_reports import Impacts, KeptImpact
from domain.refusal import Refusal


class ImpactUnknown(Refusal):
    """No report of this hash is kept."""

    sentence = "no report on the impact of a change has the hash {0}"


class ImpactDesk:
    """Serves those who may read what would become of everybody."""

    def __init__(self, access: Access, impacts: Impacts) -> None:
        self._access = access
        self._impacts = impacts

    def of_text(self, caller: Caller, content_hash: str) -> Sequence[KeptImpact]:
        """Return the reports on a draft, by the hash of its text; the one that knew most first. Raises NotPermitted."""
        self._access.permit(caller, "impacts.read")
        return self._impacts.of_draft(content_hash)

    def report(self, caller: Caller, content_hash: str) -> Iterator[bytes]:
        """Return the bytes of a report, in pieces. Raises NotPermitted, ImpactUnknown and ReportChanged."""
        self._access.permit(caller, "impacts.read")
        if self._impacts.find(content_hash) is None:
            raise ImpactUnknown(content_hash)
        return self._impacts.content(content_hash)
