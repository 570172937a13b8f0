"""Reads: how each is described."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Response
from marshmallow import RAISE, Schema

from web.bodies import Resources
from web.problem import MEDIA_TYPE, Problem
from web.problems import READING
from web.problems_of_policies import TEXT_UNKNOWN
from web.problems_of_programs import PROGRAM_UNKNOWN, REGISTER_UNKNOWN
from web.problems_of_recording import EVENT_UNKNOWN, EVIDENCE_UNKNOWN
from web.problems_of_requests import QUERY_INVALID, RESOURCE_UNKNOWN, UNFORESEEN

TAGGED = {
    "ETag": {"description": "Strong entity tag of what is given.", "schema": {"type": "string"}},
    "Cache-Control": {"schema": {"type": "string"}},
}
HAD = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "Entity tags that the caller has; 304 if one of them is still right.",
    "schema": {"type": "string"},
}

NOT_THERE = (EVIDENCE_UNKNOWN, EVENT_UNKNOWN, PROGRAM_UNKNOWN, REGISTER_UNKNOWN, TEXT_UNKNOWN)
View = Callable[..., Response]


def reads(
    resources: Resources,
    rule: str,
    schema: str,
    *further: Problem,
    **document: Any,  # noqa: ANN401  (of OpenAPI)
) -> Callable[[View], View]:
    """Make a view of what answers a question without a query; `further` are problems of its own."""

    def made(view: View) -> View:
        described = resources.doc(**document)(answering(resources, schema, *further)(view))
        resources.route(rule)(described)
        return view

    return made


def asks(
    resources: Resources,
    rule: str,
    query: type[Schema],
    schema: str,
    *further: Problem,
    **document: Any,  # noqa: ANN401  (of OpenAPI)
) -> Callable[[View], View]:
    """Make a view of what answers a question with a query, which it takes first."""

    def made(view: View) -> View:
        read = resources.arguments(query, location="query", unknown=RAISE, error_status_code=QUERY_INVALID.status)
        described = resources.doc(**document)(answering(resources, schema, *further)(view))
        resources.route(rule)(read(described))
        return view

    return made


def answering(resources: Resources, schema: str, *further: Problem) -> Callable[[View], View]:
    """Document what an operation may answer with: the schema, nothing new to whoever has it, or a problem."""

    def document(view: View) -> View:
        problems = (
            *READING.values(),
            EVIDENCE_UNKNOWN,
            EVENT_UNKNOWN,
            *further,
            QUERY_INVALID,
            RESOURCE_UNKNOWN,
            UNFORESEEN,
        )
        view = telling(resources, problems)(view)
        view = resources.alt_response(304, description="What the caller has is still right.", headers=TAGGED)(view)
        documented: View = resources.takes(HAD)(resources.response(200, schema, headers=TAGGED)(view))
        return documented

    return document


def telling(resources: Resources, problems: Iterable[Problem]) -> Callable[[View], View]:
    """Document the problems that an operation may answer with, each once under its status."""
    titles: dict[int, list[str]] = {}
    for problem in dict.fromkeys(problems):
        titles.setdefault(problem.status, []).append(f"`{problem.type}`: {problem.title}.")

    document: Callable[[View], View] = resources.doc(
        responses={
            str(status): {"description": " ".join(described), "content": {MEDIA_TYPE: {"schema": "Problem"}}}
            for status, described in sorted(titles.items())
        }
    )
    return document
