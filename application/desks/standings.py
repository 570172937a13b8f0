"""The desk at which standings are asked for, and what moved them."""

from collections.abc import Sequence

from application.access import Access, Caller
from application.assessing import Assessor, Coordinates, Instant
from application.store import Recorded
from domain.answer import Answer


class StandingDesk:
    """Serves callers who ask of one pathway, by its id."""

    def __init__(self, access: Access, assessor: Assessor) -> None:
        self._access = access
        self._assessor = assessor

    def answer(self, caller: Caller, pathway: str, at: Coordinates) -> Answer:
        """Return where the pathway stands. Raises NotPermitted and what `Assessor.answer` raises."""
        self._access.permit(caller, "pathways.standing", pathway=pathway)
        return self._assessor.answer(pathway, at)

    def history(self, caller: Caller, pathway: str, known: Instant | None) -> tuple[int, Sequence[Recorded]]:
        """Return what moved the pathway, and the position up to which that was asked.

        Raises NotPermitted and what `Assessor.history` raises.
        """
        self._access.permit(caller, "pathways.history", pathway=pathway)
        position = self._assessor.position(known)
        return position, self._assessor.history(pathway, position)
