"""Reads: how each is described."""

from collections.abc import Callable, Iterable
from functools import lru_cache, reduce, wraps
from typing import Any

from flask import Response, request
from marshmallow import RAISE, ValidationError, missing
from werkzeug.datastructures import MultiDict

from web.bodies import Resources
from web.coordinates import Query, no_texts
from web.exceeded import ADDRESS_TOO_LONG, HEADERS_TOO_LARGE, REQUEST_TOO_SLOW, TOO_MANY_REQUESTS
from web.problem import MEDIA_TYPE, Problem
from web.problems import READING
from web.problems_of_policies import TEXT_UNKNOWN
from web.problems_of_programs import PROGRAM_UNKNOWN, REGISTER_UNKNOWN
from web.problems_of_recording import EVENT_UNKNOWN, EVIDENCE_UNKNOWN
from web.problems_of_requests import QUERY_INVALID, RESOURCE_UNKNOWN, UNFORESEEN

TAGGED = {
    "ETag": {
        "description": "Entity tag of what is given; a weak one is of all but how much was known.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {"schema": {"type": "string"}},
}
FOUND_AGAIN = {
    "Content-Location": {
        "description": "Where this very answer is given again, whatever is recorded later.",
        "schema": {"type": "string", "format": "uri-reference"},
    }
}
GIVEN_FOR_EVER = frozenset({"Answer", "History", "TimelineShown", "Walk", "WhyShown"})
"""What is of coordinates."""

FOLLOWED = {"Link": {"description": 'The next page, if there is one: `rel="next"`.', "schema": {"type": "string"}}}
LATER = {
    "Retry-After": {
        "description": "The seconds after which asking again makes sense, if it does.",
        "schema": {"type": "string"},
    }
}
CHALLENGED = {"WWW-Authenticate": {"description": "How to say who one is.", "schema": {"type": "string"}}}
HAD = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "Entity tags that the caller has; 304 if one of them is still right.",
    "schema": {"type": "string"},
}

OF_ANY_REQUEST = (REQUEST_TOO_SLOW, ADDRESS_TOO_LONG, TOO_MANY_REQUESTS, HEADERS_TOO_LARGE)
"""What is told under statuses of their own, whatever is asked."""

NOT_THERE = (EVIDENCE_UNKNOWN, EVENT_UNKNOWN, PROGRAM_UNKNOWN, REGISTER_UNKNOWN, TEXT_UNKNOWN)
View = Callable[..., Response]

_QUERIES = 256
"""How many queries of an operation are kept as they were read."""


def reads(
    resources: Resources,
    rule: str,
    schema: str,
    *further: Problem,
    whole: bool = False,
    **document: Any,  # noqa: ANN401  (of OpenAPI)
) -> Callable[[View], View]:
    """Make a view of what answers a question without a query; `further` are problems of its own.

    What is given ``whole`` is given to those who have it already as well.
    """

    def made(view: View) -> View:
        said_of(answering(resources, schema, *further, whole=whole)(view), resources.doc(**document))
        resources.route(rule)(view)
        return view

    return made


def asks(
    resources: Resources,
    rule: str,
    query: type[Query],
    schema: str,
    *further: Problem,
    **document: Any,  # noqa: ANN401  (of OpenAPI)
) -> Callable[[View], View]:
    """Make a view of what answers a question with a query, which it takes first.

    The same query always says the same, so those that came lately are not read again.
    """
    asking = query()
    plainly = _plainly(asking)
    reading: dict[str, Any] = {"location": "query", "unknown": RAISE, "error_status_code": QUERY_INVALID.status}

    @lru_cache(_QUERIES)
    def read(query: bytes) -> dict[str, Any]:
        found = None if no_texts(query) else plainly(request.args)
        return resources.ARGUMENTS_PARSER.parse(asking, **reading) if found is None else found

    def made(view: View) -> View:
        paged = "cursor" in asking.fields

        @wraps(answering(resources, schema, *further, paged=paged)(view))
        def asked(**named: Any) -> Response:  # noqa: ANN401  (of the address)
            return view(dict(read(request.query_string)), **named)

        said_of(asked, resources.doc(**document), resources.arguments(query, **reading))
        resources.route(rule)(asked)
        return view

    return made


def _plainly(asking: Query) -> Callable[[MultiDict[str, str]], dict[str, Any] | None]:
    """Return what reads a query field by field, in a fifth of the time in which the schema does.

    It gives None where the schema has more to say: of what is wrong, or left out and has a value all the same.
    """
    fields = {field.data_key or name: (name, field) for name, field in asking.fields.items()}
    filled_in = any(field.required or field.load_default is not missing for field in asking.fields.values())

    def read(query: MultiDict[str, str]) -> dict[str, Any] | None:
        found: dict[str, Any] = {}
        for key, values in query.lists():
            if filled_in or key not in fields or len(values) > 1:
                return None
            name, field = fields[key]
            try:
                found[name] = field.deserialize(values[0], key, query)
            except ValidationError:
                return None
        return None if filled_in else found

    return read


def answering(
    resources: Resources, schema: str, *further: Problem, paged: bool = False, whole: bool = False
) -> Callable[[View], View]:
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
        found_again = FOUND_AGAIN if schema in GIVEN_FOR_EVER else {}
        headers = TAGGED | found_again | (FOLLOWED if paged else {})
        told = (telling(resources, problems), resources.response(200, schema, headers=headers))
        if whole:
            return said_of(view, *told)
        had = resources.alt_response(304, description="What the caller has is still right.", headers=TAGGED)
        return said_of(view, *told, had, resources.takes(HAD))

    return document


def said_of(view: View, *decorators: Callable[[View], View]) -> View:
    """Return the view with what flask-smorest's decorators document of it.

    The view stays as it is: each would call the next, to find in the end a response that there is nothing to do with.
    """
    documented = reduce(lambda made, decorator: decorator(made), decorators, view)
    view._apidoc = documented._apidoc  # type: ignore[attr-defined]  # noqa: SLF001  (where flask-smorest reads it)
    return view


def telling(resources: Resources, problems: Iterable[Problem]) -> Callable[[View], View]:
    """Document the problems that an operation may answer with, each once under its status, and those of any request."""
    of_status: dict[int, list[Problem]] = {}
    for problem in dict.fromkeys((*problems, QUERY_INVALID)):
        of_status.setdefault(problem.status, []).append(problem)
    responses = {str(status): _told(of_status[status]) for status in sorted(of_status)}
    refused = {
        str(problem.status): {"$ref": f"#/components/responses/{name_of(problem)}"} for problem in OF_ANY_REQUEST
    }
    document: Callable[[View], View] = resources.doc(responses=refused | responses)
    return lambda view: said_of(view, document)


def name_of(problem: Problem) -> str:
    """Return the name under which the response with the problem is described once for all operations."""
    return "".join(word.capitalize() for word in problem.name.split("-"))


def refusals_of_any_request() -> dict[str, dict[str, Any]]:
    """Return the responses that any operation may give, whatever it is asked, by their names."""
    return {name_of(problem): _told([problem]) for problem in OF_ANY_REQUEST}


def _told(problems: Iterable[Problem]) -> dict[str, Any]:
    """Return how the problems of a status are described."""
    told = tuple(problems)
    later = LATER if any(problem.retry_after or problem is TOO_MANY_REQUESTS for problem in told) else {}
    challenged = CHALLENGED if any(problem.challenge for problem in told) else {}
    described = {
        "description": " ".join(f"`{problem.type}`: {problem.title}." for problem in told),
        "content": {MEDIA_TYPE: {"schema": "Problem"}},
    }
    return described | ({"headers": later | challenged} if later or challenged else {})
