"""What changed where anybody stands, and by what, a page at a time."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec
from flask import Response
from marshmallow import fields, validate

from application.desks.desks import Desks
from application.determinations import Sought
from domain.attribution import Category
from domain.determination import Determination
from web.authentication import caller
from web.bodies import Resources
from web.coordinates import LONGEST, Day
from web.pages import Cursors, Pages, page_given
from web.problems_of_programs import PROGRAM_UNKNOWN
from web.reading import asks


class DeterminationsQuery(Pages):
    """Which determinations are asked for; what is left out chooses none away."""

    pathway = fields.String(validate=validate.Length(1, LONGEST), metadata={"description": "Those of one person."})
    version = fields.String(
        validate=validate.Length(1, LONGEST), metadata={"description": "What a version of the rulebook brought."}
    )
    program = fields.String(
        validate=validate.Length(1, LONGEST), metadata={"description": "Those of people with a course of a program."}
    )
    from_ = Day(data_key="from", metadata={"description": "From this day on."})
    to = Day(metadata={"description": "Up to and including this day."})
    because = fields.String(
        validate=validate.OneOf([str(each) for each in Category]),
        metadata={"description": "What they are put down to."},
    )


class DeterminationsShown(msgspec.Struct, frozen=True):
    """A page of determinations, in the order of the log.

    The log is ``followed`` up to a position of it; what it has done from there up to its ``head`` is not told yet.
    """

    format: Literal["milepost.determinations/v1"]
    followed: int
    head: int
    determinations: tuple[Determination, ...]
    next: str | None


def determinations(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resource of determinations."""
    resources = Resources("determinations", __name__, url_prefix="/v1", description="What changed for whom, and why.")

    @asks(resources, "/determinations", DeterminationsQuery, "DeterminationsShown", PROGRAM_UNKNOWN)
    def sought(query: dict[str, Any]) -> Response:
        """What commands did to where anybody stands, a page at a time, as followed when the first was asked for."""
        page = cursors.page(query, "")
        position, _, pathway = page.after.partition(" ")
        because = query.pop("because", None)
        wanted = Sought(**query, category=Category(because) if because else None)
        after = (int(position) if position else 0, pathway)
        found = desks().determinations.sought(caller(), wanted, after, page.until, page.limit + 1)
        told = found.determinations[: page.limit]
        more = len(found.determinations) > page.limit
        following = cursors.next_after(f"{told[-1].position} {told[-1].pathway}", found.followed) if more else None
        shown = DeterminationsShown("milepost.determinations/v1", found.followed, found.head, told, following)
        return page_given(shown, following)

    return resources
