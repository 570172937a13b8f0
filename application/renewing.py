"""Standing rows made again where they are no longer true, and made where there are none yet."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Protocol

import msgspec

from application.assessing import Assessor
from application.generations import Generations
from application.making_rows import RowsAsOf
from application.store import StandingRow, StandingRows

BATCH = 200


class Renewals(Protocol):
    """Remembers up to where all live rows were true, and which streams they rely on, so that few are looked at."""

    def reached(self) -> int | None:
        """Return a position of which all live rows were true once; None if there is none, or the rulebook moved since.

        A row may not be true of the whole log only by what was recorded after that.
        """

    def moved(self, since: int, until: int) -> list[str]:
        """Return the pathways that events after one position, up to another, may have moved, in order."""

    def reach(self, since: int | None, until: int) -> None:
        """Remember that all live rows were true of a position, given the one `reached` before."""


class Renewing:
    """Makes the rows that are not true of the whole log, or not there. Answers are right meanwhile, only slower."""

    def __init__(self, assessor: Assessor, rows: StandingRows, generations: Generations, renewals: Renewals) -> None:
        self._assessor = assessor
        self._rows = rows
        self._generations = generations
        self._renewals = renewals

    def renew(self) -> Iterator[int]:
        """Make all stale rows again, and yield how many were made in each batch; each batch is kept at once.

        After the first time its cost grows with the pathways that were moved since, as long as no text is adopted.
        It can be broken off and begun again at any time, and run beside any number of writers and of its like.
        """
        until, since = self._assessor.position(None), self._renewals.reached()
        for names in self._stale() if since is None else self._moved(since, until):
            position = self._assessor.position(None)
            making, known = self._assessor.rows(position), self._rows.knowing_own(names)
            self._rows.keep([self._made(name, known.get(name), making) for name in names])
            yield len(names)
        self._renewals.reach(since, until)

    def _made(self, pathway: str, row: StandingRow | None, making: RowsAsOf) -> StandingRow:
        """Return the row of a pathway made again: of one that knows its events, else, or where damaged, of these."""
        if row is not None:
            with suppress(msgspec.DecodeError):
                return making.again(row)
        return self._assessor.row(pathway, making.position)

    def _stale(self) -> Iterator[Sequence[str]]:
        names = self._rows.stale("", BATCH)
        while names:
            yield names
            names = self._rows.stale(names[-1], BATCH)

    def _moved(self, since: int, until: int) -> Iterator[Sequence[str]]:
        moved = self._renewals.moved(since, until)
        for start in range(0, len(moved), BATCH):
            several = moved[start : start + BATCH]
            true = self._rows.true(several)
            names = [name for name in several if name not in true]
            if names:
                yield names

    def make(self, after: str, until: str) -> Iterator[int]:
        """Make the rows of all pathways after a name, up to and including another, from events; yield as `renew` does.

        Raises UnreadableEvent.
        """
        position, materials = self._generations.histories(after, until, BATCH)
        while materials:
            rows = self._assessor.rows(position)
            self._rows.keep([rows.of(each.pathway, each.events or ()) for each in materials])
            yield len(materials)
            position, materials = self._generations.histories(materials[-1].pathway, until, BATCH)
