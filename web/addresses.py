"""What stands in addresses: ids of pathways, programs and registers, names of evidence, ids of answers."""

import re
from typing import Any
from urllib.parse import quote

from flask import Flask, request
from flask_smorest import Api
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter, IntegerConverter
from werkzeug.urls import iri_to_uri

_ORIGIN_FORM = re.compile(
    r"/(?!/)(?:[A-Za-z0-9/._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*(?:\?(?:[A-Za-z0-9/?._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)?"
)
"""A path and a query (RFC 3986) that together are a reference to what is there, and not to another host."""

DOCUMENTS = "documents"
"""Where documents are sent, beside ids of what they open; so none of these is this word."""


class Text(BaseConverter):
    """Any text. Of bytes that are no UTF-8 werkzeug makes replacement characters: they are nobody's."""

    def to_python(self, value: str) -> str:
        """Return the text as it is. Raises NotFound: for werkzeug's own error another method would be asked for."""
        if "\N{REPLACEMENT CHARACTER}" in value and not _is_text(request.environ["PATH_INFO"]):
            raise NotFound
        return value


class PathwayId(Text):
    """The id of a pathway: up to 200 characters, none of them a slash or a control character.

    It is a whole part of an address, which werkzeug would not see: to look at parts it need not try one rule after
    another.
    """

    regex = r"[^/\x00-\x1f\x7f]{1,200}"
    part_isolating = True


class Own(PathwayId):
    """The id of a program or a register."""


class OfPublic(Text):
    """The id of a consultation or an announcement: their documents have an address beside these."""

    regex = rf"(?!{DOCUMENTS}(?:/|$)){PathwayId.regex}"
    part_isolating = True


class Ref(PathwayId):
    """The name of evidence within its pathway."""


class AnswerText(BaseConverter):
    """The id of an answer."""

    regex = r"[A-Za-z0-9_-]{1,2000}"


class ContentHash(BaseConverter):
    """The hash of a text."""

    regex = "sha256:[0-9a-f]{64}"


class Number(IntegerConverter):
    """A number of an event, a job or a checkpoint, in plain digits: werkzeug takes those of every script."""

    regex = "[0-9]+"


CONVERTERS: dict[str, type[BaseConverter]] = {
    "pathway": PathwayId,
    "own": Own,
    "public": OfPublic,
    "ref": Ref,
    "answer": AnswerText,
    "hash": ContentHash,
}


def path_asked() -> str:
    """Return the path that is asked for as it can be asked again, and stand in a header; it comes decoded."""
    return quote(request.path.encode(), safe="/!$&'()*+,;=:@~")


def address_asked() -> str:
    """Return what is asked for, with its query: as it was written, where that is a reference."""
    written: str = request.environ.get("RAW_URI", "")
    if _ORIGIN_FORM.fullmatch(written):
        return written
    query, path = request.query_string.decode("latin-1"), path_asked()
    return iri_to_uri(f"{path}?{query}") if query else path


def _is_text(path: str) -> bool:
    """Tell whether a path, as WSGI has it, is UTF-8."""
    try:
        path.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return True


def _id(_: BaseConverter) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": 200}


def _pattern(converter: BaseConverter) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{converter.regex}$"}


def read_addresses(app: Flask) -> None:
    """Let the app read what stands in addresses; made before its API is."""
    app.url_map.merge_slashes = False
    app.url_map.converters |= {**CONVERTERS, "int": Number}


def describe_addresses(api: Api) -> None:
    """Let the API describe what stands in addresses."""
    for converter in CONVERTERS.values():
        api.register_converter(converter, _id if converter.regex.endswith(PathwayId.regex) else _pattern)
