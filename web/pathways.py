"""Where a pathway stands, and what moved it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from msgspec.structs import replace

from application.answer_ids import AnswerId
from application.assessing import Coordinates
from application.desks.desks import Desks
from web.authentication import caller
from web.bodies import Resources
from web.coordinates import StandingQuery
from web.given import given, pinned, told
from web.history import history
from web.pages import USUAL, Cursors, HistoryPages, page_given
from web.reading import asks


def pathways(desks: Callable[[], Desks], today: Callable[[], date], cursors: Cursors) -> Resources:
    """Return the resources of pathways; `today` gives the day asked about where a query names none."""
    resources = Resources("pathways", __name__, url_prefix="/v1/pathways", description="Mediators on their way.")

    @asks(resources, "/<pathway:pathway>/standing", StandingQuery, "Answer")
    def standing(query: dict[str, Any], pathway: str) -> Response:
        """Where the pathway stands on a day, by a policy, as far as was known, and why.

        docs/answer.md describes every member.
        """
        language = query.pop("language", None)
        at = Coordinates(query.pop("on", None) or today(), **query)
        telling = desks().standings.tell(caller(), pathway, at, language)
        position, digest = telling.known.position, telling.digest
        return told(telling, AnswerId(pathway, at.on, position, at.under, at.hindsight, language, digest))

    @asks(resources, "/<pathway:pathway>/history", HistoryPages, "History")
    def moved(query: dict[str, Any], pathway: str) -> Response:
        """The events that moved the pathway, in the order of the log.

        Its own, those of the programs and registers it relies on, and the policy events that changed its timeline.
        """
        paged = "limit" in query or "cursor" in query
        page = cursors.page({"limit": USUAL, **query}, 0)
        known, events = desks().standings.history(caller(), pathway, page.until or query.get("known"))
        if not paged:
            return pinned(given(history(pathway, known, events)), known)
        found = [each for each in events if each.position > page.after]
        shown, more = found[: page.limit], len(found) > page.limit
        following = cursors.next_after(shown[-1].position, known) if more else None
        return page_given(replace(history(pathway, known, shown), next=following), following)

    return resources
