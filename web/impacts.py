"""What a change of policy would do to everybody: the reports that are kept, and those on a text."""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from flask import Response

from application.desks.desks import Desks
from application.impact_reports import KeptImpact
from web.authentication import caller
from web.bodies import Resources
from web.given import given
from web.problems import READING
from web.problems_of_policies import IMPACT_UNKNOWN
from web.problems_of_requests import RESOURCE_UNKNOWN, UNFORESEEN
from web.reading import reads, telling
from web.standings import JSON_LINES

_PROBLEMS = (*READING.values(), IMPACT_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN)


class ImpactsShown(msgspec.Struct, frozen=True):
    """The reports on a text that was proposed, by its hash; the one that knew most comes first."""

    format: Literal["milepost.impacts/v1"]
    text: str
    impacts: Sequence[KeptImpact]


def impacts(desks: Callable[[], Desks]) -> Resources:
    """Return the resources of reports."""
    resources = Resources("impacts", __name__, url_prefix="/v1/impacts", description="What a change would do.")

    @reads(resources, "/of/<hash:content_hash>", "ImpactsShown")
    def of_text(content_hash: str) -> Response:
        """The reports on a text, by its hash: each with its first line, its last, and who made it first."""
        return given(ImpactsShown("milepost.impacts/v1", content_hash, desks().impacts.of_text(caller(), content_hash)))

    @resources.route("/<hash:content_hash>")
    @telling(resources, _PROBLEMS)
    @resources.response(200, "ImpactLine", content_type=JSON_LINES)
    def report(content_hash: str) -> Response:
        """A report by its hash: as JSON Lines, each a value of this schema; it never changes.

        The first line says by which coordinates; the last, how much there is before it. What ends without it was cut
        short.
        """
        content = desks().impacts.report(caller(), content_hash)
        return Response(content, mimetype=JSON_LINES, headers={"Cache-Control": "no-store"})

    return resources
