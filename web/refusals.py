"""Errors on their way to the caller: each becomes a problem document."""

from collections.abc import Iterator
from typing import Any

import msgspec
from flask import Flask, Response, current_app, request
from flask_smorest import Api
from werkzeug.exceptions import HTTPException, TooManyRequests

from application.store import StoreUnusable
from web.addresses import address_asked
from web.bodies import BodyInvalid, pointed
from web.exceeded import UNREAD
from web.operation import Operation
from web.problem import FAULTS, MEDIA_TYPE, Problem
from web.problems import OF_ERROR
from web.problems_of_requests import BODY_INVALID, OF_STATUS, QUERY_INVALID
from web.request_id import request_id
from web.request_log import log_fault

WHOLE = "_schema"
"""Where marshmallow says what is wrong with the whole and not with a member."""


class RefusingApi(Api):
    """flask-smorest's API, which answers errors of HTTP with problem documents."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    """Each operation names the problems that it may answer with; there is no other."""

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer an error of HTTP, of the query, or one that nothing else answers."""
        refused = getattr(error, "data", {}).get("messages")
        if refused:
            return _unreadable(refused)
        problem = OF_STATUS.get(error.code or FAULTS)
        if problem is None:
            response = _problem("about:blank", error.name, error.code or FAULTS, error.description or error.name, {})
        else:
            response = _document(problem, problem.detail or problem.text, {})
        if isinstance(error, TooManyRequests):
            response.retry_after = error.retry_after
        if error.code == 405:  # noqa: PLR2004  (RFC 9110: a 405 carries Allow)
            response.allow.update(getattr(error, "valid_methods", None) or ())
        return response


def answer_errors(app: Flask) -> None:
    """Answer every error of the table with its problem document."""
    app.register_error_handler(BodyInvalid, _answering(BODY_INVALID))
    for kind, problem in OF_ERROR.items():
        app.register_error_handler(kind, _answering(problem))


def answer_unread(app: Flask) -> None:
    """Tell who sent a body that could not be read, before anything else is looked at."""

    @app.before_request
    def tell() -> Response | None:
        problem: Problem | None = request.environ.get(UNREAD)
        return None if problem is None else _document(problem, problem.detail or problem.text, {})


def _answering(problem: Problem) -> Any:  # noqa: ANN401  (Flask's type of a handler is of one error alone)
    def answer(error: Exception) -> Response:
        if problem.status >= FAULTS:
            _log(problem, error)
        members = {name: _placed(getattr(error, name)) for name in problem.members}
        return _document(problem, problem.detail or str(error), members)

    return answer


def _log(problem: Problem, error: Exception) -> None:
    """Log a fault: in the store's words or by the event's position, where these tell nothing of a person."""
    said = str(error) if isinstance(error, StoreUnusable) else None
    log_fault(problem.name, error, said=said, position=getattr(error, "position", None))
    operation: Operation | None = current_app.extensions.get("operation")
    if said is not None and operation is not None and operation.metrics is not None:
        operation.metrics.fault(problem.name)


def _document(problem: Problem, detail: str, members: dict[str, Any]) -> Response:
    response = _problem(problem.type, problem.title, problem.status, detail, members)
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    if problem.challenge:
        response.headers["WWW-Authenticate"] = problem.challenge
    return response


def _problem(kind: str, title: str, status: int, detail: str, members: dict[str, Any]) -> Response:
    told = {
        "type": kind,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": address_asked(),
        "request_id": request_id(),
    }
    body = told | members
    response = Response(msgspec.json.encode(body), status, mimetype=MEDIA_TYPE)
    response.cache_control.no_store = True
    return response


def _placed(member: Any) -> Any:  # noqa: ANN401  (JSON, but for faults of documents)
    if not isinstance(member, tuple):
        return member
    return [{"line": each.place.line, "column": each.place.column, "detail": each.message} for each in member]


def _unreadable(refused: dict[str, Any]) -> Response:
    """Answer what marshmallow refuses: parameters of the query, or members of the body."""
    if "query" in refused:
        return _document(QUERY_INVALID, "The query cannot be read.", {"errors": _parameters(refused["query"])})
    errors = [{"pointer": pointer, "detail": detail} for pointer, detail in _members(refused["body"], "")]
    return _document(BODY_INVALID, "The body cannot be read.", {"errors": errors})


def _parameters(refused: dict[str, list[str]]) -> list[dict[str, str]]:
    return [
        {"parameter": parameter, "detail": detail}
        for parameter, details in sorted(refused.items())
        for detail in details
    ]


def _members(refused: Any, pointer: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  (as marshmallow nests it)
    if isinstance(refused, dict):
        for name, nested in sorted(refused.items(), key=lambda each: str(each[0])):
            yield from _members(nested, pointer if name == WHOLE else pointed(pointer, name))
    else:
        for detail in refused:
            yield pointer, detail
