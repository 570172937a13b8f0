"""What is kept beside the log is compared, piece by piece, with what follows from it; reports with their hashes."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, tee
from typing import TypeAlias

from application.assessing import Assessor
from application.impact_reports import Impacts
from application.ledger.derived_determinations import DerivedDeterminations, FollowedBeyond, Kept, Stretch
from application.ledger.derived_rows import UNREADABLE, DerivedRows, Histories, Names
from application.ledger.kept_reports import KeptReports, Report
from application.ledger.verifying import Derived, Progress
from application.store import EventStore, StandingRows
from domain.ledger.finding import Fault, Finding

Piece: TypeAlias = Names | Stretch | Report

Spread: TypeAlias = Callable[[Iterable[Piece]], Iterable[Derived]]
"""Compares pieces, here or elsewhere, and yields what came of each, in their order."""


class Deriving:
    """Derives what is kept beside a log that was found whole."""

    def __init__(
        self,
        store: EventStore,
        assessor: Assessor,
        histories: Histories,
        rows: StandingRows,
        kept: Kept,
        impacts: Impacts,
    ) -> None:
        self._rows = DerivedRows(store, assessor, histories, rows)
        self._determinations = DerivedDeterminations(store, assessor, kept)
        self._reports = KeptReports(store, impacts)
        self.derived = Derived()

    def all(self, spread: Spread) -> Iterator[Progress]:
        """Compare everything, and yield how far that has come."""
        pieces: Iterator[Piece] = chain(self._rows.pieces(), self._stretches(), self._kept_reports())
        spread_out, told = tee(pieces)
        for found, piece in zip(spread(spread_out), told, strict=True):
            self.derived.add(found)
            yield self._progress(piece)

    def here(self, pieces: Iterable[Piece]) -> Iterator[Derived]:
        """Compare pieces in this process."""
        return map(self.of, pieces)

    def of(self, piece: Piece) -> Derived:
        """Compare a piece."""
        if isinstance(piece, Names):
            return self._rows.of(piece)
        if isinstance(piece, Report):
            return self._reports.of(piece)
        try:
            return self._determinations.of(piece)
        except UNREADABLE as error:
            return _otherwise(f"what is kept of determinations cannot be read: {error}")

    def _stretches(self) -> Iterator[Stretch]:
        try:
            yield from self._determinations.pieces()
        except UNREADABLE as error:
            self.derived.add(_otherwise(f"what is kept of determinations cannot be read: {error}"))
        except FollowedBeyond as beyond:
            self.derived.add(_otherwise(str(beyond)))

    def _kept_reports(self) -> Iterator[Report]:
        try:
            yield from self._reports.pieces()
        except UNREADABLE as error:
            says = f"what is kept of reports cannot be read: {error}"
            self.derived.add(Derived(findings=[Finding(Fault.REPORT_CHANGED, says)]))

    def _progress(self, piece: Piece) -> Progress:
        if isinstance(piece, Names):
            return Progress("standing rows", self.derived.standings + self.derived.standings_outdated, 0)
        if isinstance(piece, Report):
            return Progress("reports", self.derived.reports, 0)
        return Progress("events followed", piece.until.position, 0)


def _otherwise(says: str) -> Derived:
    return Derived(findings=[Finding(Fault.DETERMINATION_CHANGED, says)])
