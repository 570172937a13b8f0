"""Errors on their way to the caller: each becomes a problem document."""

from typing import Any

import msgspec
from flask import Flask, Response, current_app, request
from flask_smorest import Api
from werkzeug.exceptions import HTTPException
from werkzeug.urls import iri_to_uri

from web.problems import MEDIA_TYPE, OF_ERROR, OF_STATUS, QUERY_INVALID, Problem

_FAULTS = 500
"""From this status on the fault is the service's own, and whoever runs it reads of it in the log."""


class RefusingApi(Api):
    """flask-smorest's API, which answers errors of HTTP with problem documents."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    """Each operation names the problems that it may answer with; there is no other."""

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer an error of HTTP, of the query, or one that nothing else answers."""
        refused = getattr(error, "data", {}).get("messages")
        if refused:
            return _document(QUERY_INVALID, "The query cannot be read.", {"errors": _errors(refused["query"])})
        problem = OF_STATUS.get(error.code or _FAULTS)
        if problem is None:
            response = _problem("about:blank", error.name, error.code or _FAULTS, error.description or error.name, {})
        else:
            response = _document(problem, problem.detail or problem.text, {})
        if error.code == 405:  # noqa: PLR2004  (RFC 9110: a 405 carries Allow)
            response.allow.update(getattr(error, "valid_methods", None) or ())
        return response


def answer_errors(app: Flask) -> None:
    """Answer every error of the table with its problem document."""
    for kind, problem in OF_ERROR.items():
        app.register_error_handler(kind, _answering(problem))


def _answering(problem: Problem) -> Any:  # noqa: ANN401  (Flask's type of a handler is of one error alone)
    def answer(error: Exception) -> Response:
        if problem.status >= _FAULTS:
            current_app.logger.error("%s at %s: %s", problem.name, request.path, error)
        members = {name: getattr(error, name) for name in problem.members}
        return _document(problem, problem.detail or str(error), members)

    return answer


def _document(problem: Problem, detail: str, members: dict[str, Any]) -> Response:
    response = _problem(problem.type, problem.title, problem.status, detail, members)
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _problem(kind: str, title: str, status: int, detail: str, members: dict[str, Any]) -> Response:
    instance = iri_to_uri(request.full_path.removesuffix("?"))
    body = {"type": kind, "title": title, "status": status, "detail": detail, "instance": instance, **members}
    response = Response(msgspec.json.encode(body), status, mimetype=MEDIA_TYPE)
    response.cache_control.no_store = True
    return response


def _errors(refused: dict[str, list[str]]) -> list[dict[str, str]]:
    return [
        {"parameter": parameter, "detail": detail}
        for parameter, details in sorted(refused.items())
        for detail in details
    ]
