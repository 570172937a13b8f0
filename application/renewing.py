"""Standing rows that are no longer true, made again: after a program or a policy moved, or a release came."""

from collections.abc import Iterator

from application.assessing import Assessor
from application.store import StandingRows

BATCH = 200


class Renewing:
    """Makes the rows again that are not true of the whole log. Answers are right meanwhile, only slower."""

    def __init__(self, assessor: Assessor, rows: StandingRows) -> None:
        self._assessor = assessor
        self._rows = rows

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
