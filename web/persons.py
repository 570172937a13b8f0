"""Persons: who is forgotten, who read the texts about somebody, and all that is held about them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

import msgspec
from flask import Response, url_for

from application.desks.desks import Desks
from application.desks.instruction import Instruction
from application.store import Recorded
from application.vault import Reading
from domain.pathway.forgetting import PersonForgotten
from web.authentication import caller
from web.bodies import Resources
from web.given import given
from web.nouns import Noun
from web.pages import Cursors, Pages, page_given
from web.problems import WRITING
from web.problems_of_persons import NOT_FORGOTTEN, OF_PERSONS
from web.reading import asks, reads
from web.writing import writes_of

ONE = "/<pathway:pathway>"
FORGETTING = Noun(
    rule="/forgetting",
    member="forgetting",
    component="NewForgetting",
    kinds=(PersonForgotten,),
    says="Forget a person.\n\nThe key of all texts about them is destroyed, and the log says so; every fact stays as "
    "it was. The reason stays legible and names nobody. A legal hold refuses it. Sent again, it completes what "
    "was broken off, and changes nothing.",
)


class Read(msgspec.Struct, frozen=True):
    """That texts about a person were read: when, by whom, for what, and which, if not all."""

    number: int
    at: datetime
    by: str
    purpose: str
    of: str


class ReadingsShown(msgspec.Struct, frozen=True):
    """A page of the readings of texts about a person, in their order; `next` is a cursor."""

    format: Literal["milepost.readings/v1"]
    pathway: str
    readings: tuple[Read, ...]
    next: str | None


def persons(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resources of what is held about persons."""
    resources = Resources("persons", __name__, url_prefix="/v1/pathways", description="What is held about persons.")

    def forget(instruction: Instruction, event: Any, pathway: str) -> tuple[Recorded, str]:  # noqa: ANN401
        recorded = desks().persons.forget(caller(), pathway, event, instruction)
        return recorded, url_for("persons.receipt", pathway=pathway)

    writes_of(resources, ONE, FORGETTING, forget, WRITING | OF_PERSONS)

    @reads(resources, f"{ONE}/personal-data", "AllHeld")
    def held(pathway: str) -> Response:
        """All that is held about the person, with every text opened; it is itself a reading, and logged."""
        response = given(desks().persons.held(caller(), pathway))
        response.headers["Cache-Control"] = "no-store"
        return response

    @reads(resources, f"{ONE}/forgetting", "ForgettingReceipt", NOT_FORGOTTEN)
    def receipt(pathway: str) -> Response:
        """That the person was forgotten: the event that says so, and when and by whom their key was destroyed."""
        return given(desks().persons.receipt(caller(), pathway))

    @asks(resources, f"{ONE}/readings", Pages, "ReadingsShown")
    def readings(query: dict[str, Any], pathway: str) -> Response:
        """Who read texts about the person, when and for what, in the order of reading, a page at a time."""
        page = cursors.page(query, 0)
        found = desks().persons.readings(caller(), pathway, page.after, page.limit + 1)
        shown = found[: page.limit]
        following = cursors.next_after(shown[-1][0], 0) if len(found) > page.limit else None
        return page_given(readings_shown(pathway, shown, following), following)

    return resources


def readings_shown(pathway: str, found: Any, following: str | None) -> ReadingsShown:  # noqa: ANN401
    told = tuple(_read(number, reading) for number, reading in found)
    return ReadingsShown("milepost.readings/v1", pathway, told, following)


def _read(number: int, reading: Reading) -> Read:
    return Read(number, reading.at, reading.by, reading.purpose, reading.of)
