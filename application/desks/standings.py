"""The desk at which standings are asked for, one with its reasons or many in brief, and what moved them."""

from collections.abc import Iterator, Sequence

from application.access import Access, Caller
from application.answering import Answering
from application.assessing import Assessor, Coordinates, Instant
from application.many_standings import Chosen, Line, ManyStandings
from application.revealing import Revealing
from application.store import Recorded
from application.telling import Telling


class StandingDesk:
    """Serves callers who ask where mediators stand."""

    def __init__(
        self, access: Access, assessor: Assessor, answering: Answering, many: ManyStandings, revealing: Revealing
    ) -> None:
        self._access = access
        self._assessor = assessor
        self._answering = answering
        self._many = many
        self._revealing = revealing

    def tell(self, caller: Caller, pathway: str, at: Coordinates, language: str | None = None) -> Telling:
        """Return the answer. Raises NotPermitted, LanguageUnknown and what `Assessor.answer` raises."""
        self._access.permit(caller, "pathways.standing", pathway=pathway)
        return self._answering.tell(pathway, at, language)

    def of(self, caller: Caller, pathways: Sequence[str], at: Coordinates) -> Iterator[Line]:
        """Return the lines of pathways that are named. Raises NotPermitted, and what `ManyStandings.of` raises."""
        self._access.permit(caller, "standings.read")
        return self._many.of(pathways, at)

    def chosen(self, caller: Caller, chosen: Chosen, at: Coordinates) -> Iterator[Line]:
        """Return the lines of pathways that are chosen. Raises NotPermitted, and what `ManyStandings.of` raises."""
        self._access.permit(caller, "standings.read")
        return self._many.chosen(chosen, at)

    def history(self, caller: Caller, pathway: str, known: Instant | None) -> tuple[int, Sequence[Recorded]]:
        """Return what moved the pathway, and the position up to which that was asked.

        Raises NotPermitted and what `Assessor.history` raises.
        """
        self._access.permit(caller, "pathways.history", pathway=pathway)
        position = self._assessor.position(known)
        return position, self._revealing.events(self._assessor.history(pathway, position), caller.name, "history")
