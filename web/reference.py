"""What a reader looks up while the service runs: its description, what a problem means, and the schema of an answer."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Blueprint, Response, abort

from web.given import given
from web.problems import PROBLEMS
from web.schemas import answer_schema


def reference(described: Callable[[], dict[str, Any]]) -> Blueprint:
    """Return the description, the pages at the addresses of the problems' types, and the schema of the answer.

    What is `described` is asked for once, when all of it is there.
    """
    pages = Blueprint("reference", __name__)
    description = cache(described)

    @pages.get("/openapi.json")
    def openapi() -> Response:
        return given(description())

    @pages.get("/problems/<name>")
    def problem(name: str) -> Response:
        if name not in PROBLEMS:
            abort(404)
        return given(PROBLEMS[name].page, "text/plain")

    @pages.get("/schemas/milepost.answer.v1.json")
    def answer() -> Response:
        return given(answer_schema(), "application/schema+json")

    return pages
