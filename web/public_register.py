"""The public register over HTTP: who is listed on a day. Nobody has to say who they are."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

import msgspec
from flask import Response
from marshmallow import fields, validate

from application.desks.desks import Desks
from application.public_register import PublicEntry, Sought
from web.authentication import FOR_ANYONE, caller
from web.bodies import Resources
from web.coordinates import LONGEST, Day, Query
from web.given import given
from web.pages import Cursors, Pages, page_given
from web.problems_of_recording import LEVEL_UNKNOWN
from web.problems_of_register import ENTRY_UNKNOWN
from web.reading import asks


class DayQuery(Query):
    """What an entry is asked with."""

    on = Day(metadata={"description": "The day asked about; today in UTC, if left out."})


class SearchQuery(Pages):
    """What the register is searched with."""

    name = fields.String(
        validate=validate.Length(1, LONGEST),
        metadata={"description": "A name that is shown, or a part of it; case and accents make no difference."},
    )
    country = fields.String(
        validate=validate.Length(1, LONGEST), metadata={"description": "The country of the mediator, as recorded."}
    )
    jurisdiction = fields.String(
        validate=validate.Length(1, LONGEST),
        metadata={"description": "A jurisdiction in which the mediator is registered on the day."},
    )
    level = fields.String(
        validate=validate.Length(1, LONGEST), metadata={"description": "A level that is held, or a specialisation."}
    )
    on = Day(metadata={"description": "The day asked about; today in UTC, if left out."})


class PublicRegisterShown(msgspec.Struct, frozen=True):
    """A page of those who are listed on the day `on`, by id, of what was known at a position."""

    format: Literal["milepost.public-register/v1"]
    on: date
    known: int
    entries: tuple[PublicEntry, ...]
    next: str | None


def public_register(desks: Callable[[], Desks], today: Callable[[], date], cursors: Cursors) -> Resources:
    """Return the resources of the public register; `today` gives the day asked about where a query names none."""
    resources = Resources("register", __name__, url_prefix="/v1/register", description="Who is listed.")

    @asks(resources, "", SearchQuery, "PublicRegisterShown", LEVEL_UNKNOWN, security=FOR_ANYONE)
    def search(query: dict[str, Any]) -> Response:
        """Those who are listed on a day, a page at a time, as known when the first page was asked for.

        A name is found, and given, only if its mediator wants it shown. A page may hold fewer than `limit`, even
        none: the last one is the one without `next`.
        """
        page = cursors.page(query, "")
        day, _, after = page.after.partition(" ")
        on = date.fromisoformat(day) if day else query.pop("on", None) or today()
        query.pop("on", None)
        found = desks().register.search(caller(), Sought(**query), on, after, page.until, page.limit)
        following = None if found.last is None else cursors.next_after(f"{on} {found.last}", found.position)
        shown = PublicRegisterShown("milepost.public-register/v1", on, found.position, found.entries, following)
        return page_given(shown, following)

    @asks(resources, "/<pathway:pathway>", DayQuery, "PublicEntryShown", ENTRY_UNKNOWN, security=FOR_ANYONE)
    def entry(query: dict[str, Any], pathway: str) -> Response:
        """One who is listed on a day. Whoever is not listed on it is not found."""
        on = query.get("on") or today()
        return given(desks().register.entry(caller(), pathway, on))

    return resources
