"""Pages of collections: each begins where the one before ended, of what was known when the first was asked for.

A cursor is signed, so that it is one that this service gave, for this collection and these filters.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import urlencode

import msgspec
from flask import Response, request
from itsdangerous import BadData, URLSafeSerializer
from marshmallow import fields, validate

from domain.refusal import Refusal
from web.addresses import path_asked
from web.coordinates import KnownQuery, Query, Whole
from web.given import given

MOST, USUAL = 500, 100

Key = TypeVar("Key", int, str)


class CursorRefused(Refusal):
    """A cursor is not one that was given for this collection."""

    sentence = "the cursor was not given for this collection with these parameters; begin without one"


class Pages(Query):
    """What any collection is asked with."""

    limit = Whole(
        load_default=USUAL,
        validate=validate.Range(1, MOST),
        metadata={"description": f"How many items a page has at most; {USUAL}, if left out."},
    )
    cursor = fields.String(
        validate=validate.Length(1, 2000),
        metadata={"description": "The member `next` of the page before; the first page, if left out."},
    )


class HistoryPages(KnownQuery):
    """What a history is asked with: all of it at once, unless a limit or a cursor is given."""

    limit = Whole(
        validate=validate.Range(1, MOST),
        metadata={"description": "How many events a page has at most; all come at once, if left out."},
    )
    cursor = fields.String(
        validate=validate.Length(1, 2000),
        metadata={"description": "The member `next` of the page before; the first page, if left out."},
    )


class Page(msgspec.Struct, Generic[Key], frozen=True):
    """Where a page begins: after an item, of what was known up to a position; `until` is None on the first page."""

    after: Key
    until: int | None
    limit: int


class Cursors:
    """Reads and writes cursors; `key` is asked for when the first one is."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key

    def page(self, query: dict[str, Any], first: Key) -> "Page[Key]":
        """Return the page that a query asks for; its `limit` and `cursor` are taken out. Raises CursorRefused.

        Base64 says the same signature in several ways: a cursor is taken in the one in which it was given.
        """
        limit, text = query.pop("limit"), query.pop("cursor", None)
        if text is None:
            return Page(first, None, limit)
        signing = self._signing()
        try:
            until, after = signing.loads(text)
        except BadData:
            raise CursorRefused from None
        if signing.make_signer().sign(text.rpartition(".")[0]).decode() != text:
            raise CursorRefused
        return Page(after, until, limit)

    def next_after(self, key: int | str, until: int) -> str:
        """Return the cursor of the page after the item of a key."""
        return str(self._signing().dumps([until, key]))

    def _signing(self) -> URLSafeSerializer:
        """Return what signs cursors of the collection that is asked for, with its filters."""
        filters = sorted((name, value) for name, value in request.args.items() if name not in {"limit", "cursor"})
        return URLSafeSerializer(self._key(), salt=json.dumps([request.path, filters]))


def page_given(what: object, following: str | None) -> Response:
    """Return the response that gives a page, with a link to the next one if there is one."""
    response = given(what)
    if following is not None:
        query = urlencode({**_filters(request.args), "cursor": following})
        response.headers["Link"] = f'<{request.script_root}{path_asked()}?{query}>; rel="next"'
    return response


def _filters(arguments: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in arguments.items() if name != "cursor"}


class Listed(msgspec.Struct, frozen=True):
    """A page of ids in the order of their code points, of what had begun up to the position `known`."""

    format: Literal["milepost.ids/v1"]
    known: int
    ids: tuple[str, ...]
    next: str | None


def listed_page(
    cursors: Cursors, query: dict[str, Any], listed: Callable[[str, int | None, int], tuple[Sequence[str], int]]
) -> Response:
    """Return the response that gives a page of ids; `listed` gives so many after one, and the position known."""
    page = cursors.page(query, "")
    found, until = listed(page.after, page.until, page.limit + 1)
    ids = tuple(found[: page.limit])
    following = cursors.next_after(ids[-1], until) if len(found) > page.limit else None
    return page_given(Listed("milepost.ids/v1", until, ids, following), following)
