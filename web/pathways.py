"""Where a pathway stands, and what moved it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from flask_smorest import Blueprint
from marshmallow import RAISE
from msgspec.structs import replace

from application.assessing import Assessor, Coordinates
from application.translations import Translations
from domain.worded import words_for
from web.coordinates import HistoryQuery, StandingQuery
from web.given import given
from web.history import history
from web.problems_of_requests import QUERY_INVALID
from web.reading import HAD, answering


def pathways(assessor: Callable[[], Assessor], today: Callable[[], date], translations: Translations) -> Blueprint:
    """Return the resources of pathways; `today` gives the day asked about where a query names none."""
    resources = Blueprint("pathways", __name__, url_prefix="/v1/pathways", description="Mediators on their way.")

    @resources.route("/<pathway:pathway>/standing", parameters=[HAD])
    @resources.arguments(StandingQuery, location="query", unknown=RAISE, error_status_code=QUERY_INVALID.status)
    @answering(resources, "Answer")
    def standing(query: dict[str, Any], pathway: str) -> Response:
        """Where the pathway stands on a day, by a policy, as far as was known, and why.

        docs/answer.md describes every member.
        """
        language = query.pop("language", None)
        answer = assessor().answer(pathway, Coordinates(query.pop("on", None) or today(), **query))
        if language:
            answer = replace(answer, words=words_for(answer, translations.of(answer.under.rulebook, language)))
        return given(answer)

    @resources.route("/<pathway:pathway>/history", parameters=[HAD])
    @resources.arguments(HistoryQuery, location="query", unknown=RAISE, error_status_code=QUERY_INVALID.status)
    @answering(resources, "History")
    def moved(query: dict[str, Any], pathway: str) -> Response:
        """The events that moved the pathway, in the order of the log.

        Its own, those of the programs and registers it relies on, and the policy events that changed its timeline.
        """
        asked = assessor()
        known = asked.position(query.get("known"))
        return given(history(pathway, known, asked.history(pathway, known)))

    return resources
