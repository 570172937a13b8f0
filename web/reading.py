"""Reads: how each is described."""

from collections.abc import Callable, Iterable
from functools import lru_cache, reduce, wraps
from typing import Any

from flask import Response, request
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

_QUERIES = 256
"""How many queries of an operation are kept as they were read."""


def reads(
    resources: Resources,
    rule: str,
    schema: str,
    *further: Problem,
    **document: Any,  # noqa: ANN401  (of OpenAPI)
) -> Callable[[View], View]:
    """Make a view of what answers a question without a query; `further` are problems of its own."""

    def made(view: View) -> View:
        said_of(answering(resources, schema, *further)(view), resources.doc(**document))
        resources.route(rule)(view)
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
    """Make a view of what answers a question with a query, which it takes first.

    The same query always says the same, so those that came lately are not read again.
    """
    asking = query()
    reading: dict[str, Any] = {"location": "query", "unknown": RAISE, "error_status_code": QUERY_INVALID.status}

    @lru_cache(_QUERIES)
    def read(_: bytes) -> dict[str, Any]:
        found: dict[str, Any] = resources.ARGUMENTS_PARSER.parse(asking, **reading)
        return found

    def made(view: View) -> View:
        @wraps(answering(resources, schema, *further)(view))
        def asked(**named: Any) -> Response:  # noqa: ANN401  (of the address)
            return view(dict(read(request.query_string)), **named)

        said_of(asked, resources.doc(**document), resources.arguments(query, **reading))
        resources.route(rule)(asked)
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
        had = resources.alt_response(304, description="What the caller has is still right.", headers=TAGGED)
        found = resources.response(200, schema, headers=TAGGED)
        return said_of(view, telling(resources, problems), had, found, resources.takes(HAD))

    return document


def said_of(view: View, *decorators: Callable[[View], View]) -> View:
    """Return the view with what flask-smorest's decorators document of it.

    The view stays as it is: each would call the next, to find in the end a response that there is nothing to do with.
    """
    documented = reduce(lambda made, decorator: decorator(made), decorators, view)
    view._apidoc = documented._apidoc  # type: ignore[attr-defined]  # noqa: SLF001  (where flask-smorest reads it)
    return view


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
    return lambda view: said_of(view, document)
