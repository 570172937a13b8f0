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
from web.problems import MEDIA_TYPE, OF_ERROR, QUERY_INVALID, RESOURCE_UNKNOWN, UNFORESEEN

_TAGGED = {
    "ETag": {"description": "Strong entity tag of the very bytes.", "schema": {"type": "string"}},
    "Cache-Control": {"schema": {"type": "string"}},
}
_HAD = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "Entity tags that the caller has; 304 if one of them is still right.",
    "schema": {"type": "string"},
}


def pathways(assessor: Callable[[], Assessor], today: Callable[[], date], translations: Translations) -> Blueprint:
    """Return the resources of pathways; `today` gives the day asked about where a query names none."""
    resources = Blueprint("pathways", __name__, url_prefix="/v1/pathways", description="Mediators on their way.")

    @resources.route("/<pathway:pathway>/standing", parameters=[_HAD])
    @resources.arguments(StandingQuery, location="query", unknown=RAISE, error_status_code=QUERY_INVALID.status)
    @_answering(resources, "Answer")
    def standing(query: dict[str, Any], pathway: str) -> Response:
        """Where the pathway stands on a day, by a policy, as far as was known, and why.

        docs/answer.md describes every member.
        """
        language = query.pop("language", None)
        answer = assessor().answer(pathway, Coordinates(query.pop("on", None) or today(), **query))
        if language:
            answer = replace(answer, words=words_for(answer, translations.of(answer.under.rulebook, language)))
        return given(answer)

    @resources.route("/<pathway:pathway>/history", parameters=[_HAD])
    @resources.arguments(HistoryQuery, location="query", unknown=RAISE, error_status_code=QUERY_INVALID.status)
    @_answering(resources, "History")
    def moved(query: dict[str, Any], pathway: str) -> Response:
        """The events that moved the pathway, in the order of the log.

        Its own, those of the programs and registers it relies on, and the policy events that changed its timeline.
        """
        asked = assessor()
        known = asked.position(query.get("known"))
        return given(history(pathway, known, asked.history(pathway, known)))

    return resources


def _answering(resources: Blueprint, schema: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Document what an operation may answer with: the schema, nothing new, or a problem."""
    titles: dict[int, list[str]] = {}
    for problem in (*OF_ERROR.values(), QUERY_INVALID, RESOURCE_UNKNOWN, UNFORESEEN):
        titles.setdefault(problem.status, []).append(f"`{problem.type}`: {problem.title}.")

    def document(operation: Callable[..., Response]) -> Callable[..., Response]:
        for status, described in sorted(titles.items()):
            describe = resources.alt_response(
                status, schema="Problem", content_type=MEDIA_TYPE, description=" ".join(described)
            )
            operation = describe(operation)
        operation = resources.alt_response(304, description="What the caller has is still right.", headers=_TAGGED)(
            operation
        )
        documented: Callable[..., Response] = resources.response(200, schema, headers=_TAGGED)(operation)
        return documented

    return document
