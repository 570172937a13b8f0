"""Standing rows made again where they are no longer true, and made where there are none yet."""

from collections.abc import Iterator

from application.assessing import Assessor
from application.generations import Generations
from application.store import StandingRows

BATCH = 200


class Renewing:
    """Makes the rows that are not true of the whole log, or not there. Answers are right meanwhile, only slower."""

    def __init__(self, assessor: Assessor, rows: StandingRows, generations: Generations) -> None:
        self._assessor = assessor
        self._rows = rows
        self._generations = generations

    def renew(self) -> Iterator[int]:
        """Make all stale rows again, and yield how many were made in each batch; each batch is kept at once.

        It can be broken off and begun again at any time, and run beside any number of writers and of its like.
        """
        names = self._rows.stale("", BATCH)
        while names:
            position = self._assessor.position(None)
            self._rows.keep([self._assessor.row(name, position) for name in names])
            yield len(names)
            names = self._rows.stale(names[-1], BATCH)

    def make(self, after: str, until: str) -> Iterator[int]:
        """Make the rows of all pathways after a name, up to and including another, from events; yield as `renew` does.

        Raises UnreadableEvent.
        """
        position, materials = self._generations.histories(after, until, BATCH)
        while materials:
            self._rows.keep([self._assessor.row_of(each.pathway, each.events or (), position) for each in materials])
            yield len(materials)
            position, materials = self._generations.histories(materials[-1].pathway, until, BATCH)
