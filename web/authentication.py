"""Who asks: told by the one header for it, before anything else is looked at."""

import re
from collections.abc import Callable
from typing import TypeAlias

from flask import Flask, Response, g, request

from application.access import ANYONE, Caller, NotIdentified
from domain.refusal import Refusal

Authenticate: TypeAlias = Callable[[str], Caller]
"""Returns whose a credential is; raises KeyRefused, TokenRefused and KeySetUnreachable."""

SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key (`mp_…`) or an access token of the issuer that is trusted (a JWT). docs/access.md has more.",
}
NEEDED: list[dict[str, list[str]]] = [{"bearer": []}]
"""What an operation needs, in the words of OpenAPI."""

FOR_ANYONE = [{}, *NEEDED]
"""What everybody may ask needs nothing, and takes it too."""

PUBLIC = re.compile(
    r"/v1/(register|announcements|consultations(?!/[^/]*/responses)|ledger/(checkpoints|keys|consistency))(/.*)?",
    re.DOTALL,
)
"""What anyone may read, but for results that are not published yet: these are refused at their desk."""

_BEARER = re.compile(r"bearer +(?P<credential>[A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)
_READ = {"GET", "HEAD"}
_ASKED = {("POST", "/v1/receipts/explanations")}
"""What anyone may ask with a body; a receipt for what is not public is refused at its desk."""


class CredentialsUnreadable(Refusal):
    """The header is not one Bearer credential."""

    sentence = "the header `Authorization` is not `Bearer` and one credential"


def caller() -> Caller:
    """Return who asks the request that is being answered."""
    found: Caller = g.caller
    return found


def identify_callers(app: Flask, authenticate: Authenticate) -> None:
    """Let nobody below ``/v1`` who does not say who they are, but to what is public."""

    @app.before_request
    def identify() -> Response | None:
        if f"{request.path}/".startswith("/v1/"):
            g.caller = _caller(authenticate)
        return None


def _caller(authenticate: Authenticate) -> Caller:
    header = request.environ.get("HTTP_AUTHORIZATION")
    if header is None:
        if request.method != "OPTIONS" and not _public():
            raise NotIdentified
        return ANYONE
    given = _BEARER.fullmatch(header)
    if given is None:
        raise CredentialsUnreadable
    return authenticate(given["credential"])


def _public() -> bool:
    read = request.method in _READ and PUBLIC.fullmatch(request.path) is not None
    return read or (request.method, request.path) in _ASKED
