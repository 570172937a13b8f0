"""Receipts over HTTP: given for answers, and explained to whoever brings one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response
from marshmallow import RAISE, Schema, fields, validate

from application.answer_ids import read_answer_id
from application.desks.desks import Desks
from web.authentication import FOR_ANYONE, caller
from web.bodies import Resources
from web.given import given
from web.ledger_shown import ReceiptShown
from web.problems import READING
from web.problems_of_ledger import OF_LEDGER, OF_RECEIPTS
from web.problems_of_register import ENTRY_UNKNOWN
from web.problems_of_requests import BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN
from web.public_register import DayQuery
from web.reading import asks, reads, telling

LONGEST_RECEIPT = 20_000
_PROBLEMS = (
    *READING.values(),
    *OF_LEDGER,
    *OF_RECEIPTS,
    *(BODY_INVALID, BODY_TOO_LARGE, MEDIA_TYPE_UNKNOWN, RESOURCE_UNKNOWN, UNFORESEEN),
)


class ReceiptBody(Schema):
    """A receipt that was given once."""

    error_messages = {"unknown": "There is no such member here."}  # noqa: RUF012  (as marshmallow has it)

    receipt = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_RECEIPT),
        metadata={"description": "The receipt, a signed note, as it was given."},
    )


def receipts(desks: Callable[[], Desks], today: Callable[[], date]) -> Resources:
    """Return the resources of receipts; `today` gives the day asked about where a query names none."""
    resources = Resources("receipts", __name__, url_prefix="/v1", description="Receipts for what was answered.")

    @reads(resources, "/answers/<answer:answer>/receipt", "ReceiptShown", *OF_LEDGER)
    def receipt(answer: str) -> Response:
        """A receipt for an answer, a signed note with its coordinates, the SHA-256 of its bytes, and a checkpoint."""
        return given(
            ReceiptShown("milepost.receipt-given/v1", desks().ledger.receipt(caller(), read_answer_id(answer)))
        )

    @asks(
        resources,
        "/register/<pathway:pathway>/receipt",
        DayQuery,
        "ReceiptShown",
        *(ENTRY_UNKNOWN, *OF_LEDGER),
        security=FOR_ANYONE,
    )
    def receipt_of_entry(query: dict[str, Any], pathway: str) -> Response:
        """A receipt for an entry of the public register, as it is given now."""
        on = query.get("on") or today()
        return given(ReceiptShown("milepost.receipt-given/v1", desks().ledger.receipt_of_entry(caller(), pathway, on)))

    @resources.route("/receipts/explanations", methods=["POST"])
    @resources.arguments(ReceiptBody, location="body", unknown=RAISE, error_status_code=400)
    @telling(resources, _PROBLEMS)
    @resources.response(200, "ReceiptExplained")
    @resources.doc(security=FOR_ANYONE)
    def explanation(body: dict[str, Any]) -> Response:
        """What became of the answer that a receipt is for: what was told then, what is told now, why they differ.

        It changes nothing, and is asked with POST for the size of its question. The steps from the one to the other are
        told to whoever may ask for them without a receipt. Who is not known here is told of entries of the register.
        """
        response = given(desks().ledger.explained(caller(), body["receipt"]))
        response.headers["Cache-Control"] = "no-store"
        return response

    return resources
