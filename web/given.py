"""What is given back: bytes under an entity tag, or nothing to a caller who has them already."""

from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlencode

import msgspec
from flask import Response, request

from application.answer_ids import AnswerId
from application.answering import Telling
from web.addresses import path_asked

_ENCODER = msgspec.json.Encoder()


def given(what: object, mimetype: str = "application/json") -> Response:
    """Return the response that gives this, or 304 to a caller who has it already."""
    body = what.encode() if isinstance(what, str) else _ENCODER.encode(what)
    return _unless_had(sha256(body).hexdigest()[:32], lambda: body, mimetype)


def told(telling: Telling, given_as: AnswerId) -> Response:
    """Return the response that tells an answer, with the address at which it is found again.

    Its entity tag is weak, because it is of all but how much was known: what a caller has already is right for as long
    as everything recorded since leaves the answer as it is.
    """
    response = _unless_had(telling.tag, telling.body, weak=True)
    response.content_location = f"{request.script_root}/v1/answers/{given_as.text}"
    return response


def pinned(response: Response, known: int, **coordinates: object) -> Response:
    """Return a response with the address at which it is given again, whatever is recorded later."""
    query = urlencode({**request.args, **coordinates, "known": known})
    response.content_location = f"{request.script_root}{path_asked()}?{query}"
    return response


def versioned(what: object, version: int, *, whole: bool = False) -> Response:
    """Return the response that gives what a stream holds at this version, which is its entity tag.

    It is given ``whole`` to callers who have it already, where more than the stream stands in it.
    """
    return _unless_had(str(version), lambda: _ENCODER.encode(what), whole=whole)


def _unless_had(
    tag: str,
    body: Callable[[], bytes],
    mimetype: str = "application/json",
    *,
    weak: bool = False,
    whole: bool = False,
) -> Response:
    had = not whole and request.if_none_match.contains_weak(tag)
    response = Response(status=304) if had else Response(body(), mimetype=mimetype)
    response.set_etag(tag, weak=weak)
    response.cache_control.private = True
    response.cache_control.no_cache = True
    return response
