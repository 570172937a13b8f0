"""Whether the service lives, and whether it can do its work: asked by whatever watches it, answered without secrets."""

from collections.abc import Callable

import msgspec
from flask import Blueprint, Response, abort, request

from application.readiness import Readiness

PROBES = ("/livez", "/readyz")
_PURPOSES = (None, "reads", "writes")


def health(readiness: Callable[[], Readiness]) -> Blueprint:
    """Return the two probes. ``/readyz?for=reads`` asks whether questions can be answered, whatever can be recorded."""
    probes = Blueprint("health", __name__)

    @probes.get("/livez")
    def lives() -> Response:
        return _told({"alive": True}, 200)

    @probes.get("/readyz")
    def ready() -> Response:
        purpose = request.args.get("for")
        if purpose not in _PURPOSES:
            abort(400, "`for` is reads or writes.")
        found = readiness()
        is_ready = found.ready(reads_alone=purpose == "reads")
        return _told({"ready": is_ready, "checks": found.checks, "lag": found.lag}, 200 if is_ready else 503)

    return probes


def _told(what: object, status: int) -> Response:
    return Response(msgspec.json.encode(what), status, mimetype="application/json")
