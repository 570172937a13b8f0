"""What is given back: bytes under an entity tag, or nothing to a caller who has them already."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from urllib.parse import urlencode
from wsgiref.types import StartResponse, WSGIEnvironment

import msgspec
from flask import Response, request
from werkzeug.http import quote_etag
from werkzeug.urls import iri_to_uri
from werkzeug.utils import get_content_type

from application.answer_ids import AnswerId
from application.telling import Telling
from web.addresses import path_asked

_ENCODER = msgspec.json.Encoder()


class Given(Response):
    """A response that is whole: werkzeug need not look through it for what to mend, to encode or to leave out."""

    default_mimetype = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Give it as it is."""
        start_response(self.status, self.headers.to_wsgi_list())
        return () if environ["REQUEST_METHOD"] == "HEAD" else self.iter_encoded()


def given(what: object, mimetype: str = "application/json") -> Response:
    """Return the response that gives this, or 304 to a caller who has it already."""
    body = what.encode() if isinstance(what, str) else _ENCODER.encode(what)
    return _unless_had(sha256(body).hexdigest()[:32], lambda: body, mimetype=mimetype)


def told(telling: Telling, given_as: AnswerId) -> Response:
    """Return the response that tells an answer, with the address at which it is found again.

    Its entity tag is weak, because it is of all but how much was known: what a caller has already is right for as long
    as everything recorded since leaves the answer as it is.
    """
    found_at = ("Content-Location", f"{_root()}/v1/answers/{given_as.text}")
    return _unless_had(telling.tag, telling.body, found_at, weak=True)


def pinned(response: Response, known: int, **coordinates: object) -> Response:
    """Return a response with the address at which it is given again, whatever is recorded later."""
    return found_again(response, **coordinates, known=known)


def found_again(response: Response, **coordinates: object) -> Response:
    """Return a response with the address at which it is given again, by these coordinates."""
    query = urlencode({**request.args, **coordinates})
    response.content_location = f"{_root()}{path_asked()}?{query}"
    return response


def versioned(what: object, version: int, *, whole: bool = False) -> Response:
    """Return the response that gives what a stream holds at this version, which is its entity tag.

    It is given ``whole`` to callers who have it already, where more than the stream stands in it.
    """
    return _unless_had(str(version), lambda: _ENCODER.encode(what), whole=whole)


def _root() -> str:
    return request.script_root and iri_to_uri(request.script_root)


def _unless_had(
    tag: str,
    body: Callable[[], bytes],
    *further: tuple[str, str],
    mimetype: str = "application/json",
    weak: bool = False,
    whole: bool = False,
) -> Response:
    quoted = quote_etag(tag, weak)
    headers = [("ETag", quoted), ("Cache-Control", "private, no-cache"), *further]
    had = request.environ.get("HTTP_IF_NONE_MATCH")
    if had and not whole and (had == quoted or request.if_none_match.contains_weak(tag)):
        return Given(status=304, headers=headers)
    told = body()
    headers += [("Content-Type", get_content_type(mimetype, "utf-8")), ("Content-Length", str(len(told)))]
    return Given([told], headers=headers)
