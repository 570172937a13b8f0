"""The desk at which staff take tables with them."""

from application.access import Access, Caller
from application.assessing import Coordinates, Instant
from application.tables import KINDS, Table, Tables, WriteWorkbook


class ExportDesk:
    """Serves those who may read everything; `workbook` writes tables for spreadsheets."""

    def __init__(self, access: Access, tables: Tables, workbook: WriteWorkbook) -> None:
        self._access = access
        self._tables = tables
        self.workbook = workbook

    def evidence(self, caller: Caller, table: str, known: Instant | None) -> Table:
        """Return a table of evidence, one of `KINDS`. Raises NotPermitted and what `Tables.evidence` raises."""
        self._access.permit(caller, "exports.read")
        return self._tables.evidence(KINDS[table], known)

    def standings(self, caller: Caller, at: Coordinates) -> Table:
        """Return where everybody stands. Raises NotPermitted and what `Tables.standings` raises."""
        self._access.permit(caller, "exports.read")
        return self._tables.standings(at)
