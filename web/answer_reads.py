"""Why a pathway stands where it does, since when and until when, and answers that were given before."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response

from application.answer_ids import read_answer_id
from application.assessing import IN_FORCE, Coordinates
from application.desks.desks import Desks
from web.answers import TimelineShown, why_shown
from web.authentication import caller
from web.bodies import Resources
from web.coordinates import ChangesQuery, StandingQuery, TimelineQuery
from web.given import found_again, given, pinned, told
from web.problems_of_changes import GOES_BACK
from web.reading import asks, reads


def answer_reads(desks: Callable[[], Desks], today: Callable[[], date]) -> Resources:
    """Return the resources at which answers are explained and found again; `today` is the day where none is named."""
    resources = Resources("answers", __name__, url_prefix="/v1", description="Answers, explained and found again.")

    @asks(resources, "/pathways/<pathway:pathway>/timeline", TimelineQuery, "TimelineShown")
    def timeline(query: dict[str, Any], pathway: str) -> Response:
        """Every change of level, standing and listing, past and to come if nothing more happens.

        Days are from the first up to, and without, the last.
        """
        at = Coordinates(today(), **query)
        segments, known = desks().answers.timeline(caller(), pathway, at)
        shown = TimelineShown("milepost.timeline/v1", pathway, known, at.under or IN_FORCE, segments)
        return pinned(given(shown), known.position)

    @asks(resources, "/pathways/<pathway:pathway>/why", StandingQuery, "WhyShown")
    def why(query: dict[str, Any], pathway: str) -> Response:
        """Why the pathway stands where it does: every route, standing, listing need and condition, clause by clause.

        Each line says what was looked for, what was found, the event that says so, and what is short.
        """
        language = query.pop("language", None)
        at = Coordinates(query.pop("on", None) or today(), **query)
        answer, explained = desks().answers.why(caller(), pathway, at, language)
        return pinned(given(why_shown(answer, explained)), answer.known.position, on=at.on)

    @asks(resources, "/pathways/<pathway:pathway>/changes", ChangesQuery, "Walk", GOES_BACK)
    def changes(query: dict[str, Any], pathway: str) -> Response:
        """What changed from one answer to another, in days, in what is known, or in the policy that judges.

        It is told in steps that account for the whole: each is put down to evidence, late evidence, a correction, an
        event of a program or register, a policy, an interpretation, the passage of time, or another text asked for.
        """
        hindsight = query.get("hindsight", False)
        from_, to = (
            Coordinates(
                query.get(f"{end}_on") or today(), query.get(f"{end}_known"), query.get(f"{end}_under"), hindsight
            )
            for end in ("from", "to")
        )
        every, language = query.get("every", False), query.get("language")
        walk = desks().answers.changes(caller(), pathway, (from_, to), language, every=every)
        days = {"from": walk.from_.on, "to": walk.to.on}
        known = {"from_known": walk.from_.known.position, "to_known": walk.to.known.position}
        return found_again(given(walk), **days, **known)

    @reads(resources, "/answers/<answer:answer>", "Answer")
    def again(answer: str) -> Response:
        """An answer that was given before, worked out anew from its coordinates; to the byte the same.

        Its id is in the header `Content-Location` of the answer.
        """
        given_as = read_answer_id(answer)
        return told(desks().answers.again(caller(), given_as), given_as)

    return resources
