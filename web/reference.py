"""What a reader looks up while the service runs: what a problem's type means, and the schema of an answer."""

from flask import Blueprint, Response, abort

from web.given import given
from web.problems import PROBLEMS
from web.schemas import answer_schema


def reference() -> Blueprint:
    """Return the pages at the addresses of the problems' types, and the schema of the answer."""
    pages = Blueprint("reference", __name__)

    @pages.get("/problems/<name>")
    def problem(name: str) -> Response:
        if name not in PROBLEMS:
            abort(404)
        return given(PROBLEMS[name].page, "text/plain")

    @pages.get("/schemas/milepost.answer.v1.json")
    def answer() -> Response:
        return given(answer_schema(), "application/schema+json")

    return pages
