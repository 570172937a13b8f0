"""Whether the service lives, and whether it can do its work: asked by whatever watches it, answered without secrets."""

from collections.abc import Callable

import msgspec
from flask import Blueprint, Response, request
from flask_smorest import abort as abort_telling

from application.readiness import Readiness
from web.bodies import NO_PARAMETER

PROBES = ("/livez", "/readyz")
_PURPOSES: tuple[list[str], ...] = ([], ["reads"], ["writes"])
_A_PURPOSE = "Write reads or writes, once."


def health(readiness: Callable[[], Readiness]) -> Blueprint:
    """Return the two probes. ``/readyz?for=reads`` asks whether questions can be answered, whatever can be recorded.

    Whether the service lives is told however it is asked: a supervisor may end it for a refusal.
    """
    probes = Blueprint("health", __name__)

    @probes.get("/livez")
    def lives() -> Response:
        return _told({"alive": True}, 200)

    @probes.get("/readyz")
    def ready() -> Response:
        purpose = request.args.getlist("for")
        refused = {name: [NO_PARAMETER] for name in request.args if name != "for"}
        if purpose not in _PURPOSES:
            refused["for"] = [_A_PURPOSE]
        if refused:
            abort_telling(400, messages={"query": refused})
        found = readiness()
        is_ready = found.ready(reads_alone=purpose == ["reads"])
        return _told({"ready": is_ready, "checks": found.checks, "lag": found.lag}, 200 if is_ready else 503)

    return probes


def _told(what: object, status: int) -> Response:
    return Response(msgspec.json.encode(what), status, mimetype="application/json")
