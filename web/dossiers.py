"""Dossiers over HTTP: one file with an answer and all that it leans on, to be checked offline."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response

from application.assessing import Coordinates
from application.desks.desks import Desks
from web.authentication import caller
from web.bodies import Resources
from web.coordinates import DossierQuery
from web.given import given
from web.problems_of_ledger import OF_LEDGER
from web.reading import asks


def dossiers(desks: Callable[[], Desks], today: Callable[[], date]) -> Resources:
    """Return the resource of dossiers; `today` gives the day asked about where a query names none."""
    resources = Resources("dossiers", __name__, url_prefix="/v1", description="Answers to be checked offline.")

    @asks(resources, "/pathways/<pathway:pathway>/dossier", DossierQuery, "DossierShown", *OF_LEDGER)
    def dossier(query: dict[str, Any], pathway: str) -> Response:
        """Where the pathway stands, with the events, texts and proofs that this leans on, in one file.

        It is checked offline by the program that `milepost verifier` hands out, which works the answer out again.
        """
        since = query.pop("since", None)
        at = Coordinates(query.pop("on", None) or today(), **query)
        return given(desks().ledger.dossier(caller(), pathway, at, since).decode())

    return resources
