"""What is given back: bytes under a strong entity tag of those very bytes."""

from hashlib import sha256

import msgspec
from flask import Response, request

_ENCODER = msgspec.json.Encoder()


def given(what: object, mimetype: str = "application/json") -> Response:
    """Return the response that gives this, or 304 to a caller who has it already."""
    return given_bytes(what.encode() if isinstance(what, str) else _ENCODER.encode(what), mimetype)


def given_bytes(body: bytes, mimetype: str = "application/json") -> Response:
    """Return the response that gives these bytes, or 304 to a caller who has them already."""
    tag = sha256(body).hexdigest()[:32]
    had = request.if_none_match.contains_weak(tag)
    response = Response(status=304) if had else Response(body, mimetype=mimetype)
    response.set_etag(tag)
    response.cache_control.private = True
    response.cache_control.no_cache = True
    return response


def versioned(what: object, version: int) -> Response:
    """Return the response that gives what a stream holds at this version, which is its entity tag."""
    had = request.if_none_match.contains_weak(str(version))
    response = Response(status=304) if had else Response(_ENCODER.encode(what), mimetype="application/json")
    response.set_etag(str(version))
    response.cache_control.private = True
    response.cache_control.no_cache = True
    return response
