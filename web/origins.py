"""Which pages may read the answers from within a browser (CORS): those of the origins that are listed, and no other."""

from collections.abc import Collection

from flask import Flask, Response, request
from werkzeug.datastructures import HeaderSet

READABLE = (
    "Content-Location",
    "ETag",
    "Link",
    "Location",
    "Preference-Applied",
    "Retry-After",
    "X-Request-Id",
)
SENDABLE = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Prefer",
    "X-Request-Id",
)
_REMEMBERED = 600
"""Seconds for which a browser need not ask again."""


def admit_origins(app: Flask, origins: Collection[str]) -> None:
    """Let pages of these origins read answers; no cookie is ever sent or needed."""

    @app.after_request
    def admit(response: Response) -> Response:
        response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if origin in origins:
            response.access_control_allow_origin = origin
            response.access_control_expose_headers = HeaderSet(READABLE)
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                response.access_control_allow_methods = response.allow
                response.access_control_allow_headers = HeaderSet(SENDABLE)
                response.access_control_max_age = _REMEMBERED
        return response
