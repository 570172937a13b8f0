"""What outsiders check the log by, over HTTP: checkpoints, keys, proofs and samples."""

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import fields, validate

from application.desks.desks import Desks
from web.authentication import FOR_ANYONE, caller
from web.bodies import Resources
from web.coordinates import LARGEST, LONGEST, Query, Whole
from web.given import given
from web.ledger_shown import (
    CheckpointsShown,
    ConsistencyShown,
    DrawnFrom,
    EventProved,
    KeysShown,
    checkpoint_shown,
)
from web.pages import Cursors, Pages, page_given
from web.problems_of_ledger import OF_LEDGER
from web.reading import asks, reads

MOST_DRAWN = 10_000


def _size(says: str, least: int = 1, **options: Any) -> Whole:  # noqa: ANN401  (of marshmallow)
    return Whole(strict=False, validate=validate.Range(least, LARGEST), metadata={"description": says}, **options)


class UnderQuery(Query):
    """Which checkpoint is meant."""

    size = _size("The size of a checkpoint; the last one, if left out.")


class ProofQuery(UnderQuery):
    """Which event is to be proved."""

    event = fields.String(
        required=True,
        validate=validate.Length(1, 2 * LONGEST),
        metadata={"description": "The id of an event, such as pathway/ada@1."},
    )


class ConsistencyQuery(Query):
    """Which two checkpoints are compared."""

    from_ = _size("The size of the log that is the beginning of the other.", 0, data_key="from", required=True)
    to = _size("The size of a later checkpoint; the last one, if left out.")


class SampleQuery(UnderQuery):
    """How large a sample is wanted."""

    count = Whole(
        required=True,
        validate=validate.Range(1, MOST_DRAWN),
        metadata={"description": "How many pathways are drawn."},
    )


def ledger(desks: Callable[[], Desks], cursors: Cursors) -> Resources:
    """Return the resources of the ledger."""
    resources = Resources("ledger", __name__, url_prefix="/v1", description="What outsiders check the log by.")

    @asks(resources, "/ledger/checkpoints", Pages, "CheckpointsShown", security=FOR_ANYONE)
    def checkpoints(query: dict[str, Any]) -> Response:
        """The checkpoints, signed notes (C2SP tlog-checkpoint), the latest first, a page at a time."""
        page = cursors.page(query, LARGEST)
        found = desks().ledger.checkpoints(caller(), page.after, page.limit + 1)
        told = tuple(map(checkpoint_shown, found[: page.limit]))
        following = cursors.next_after(told[-1].size, 0) if len(found) > page.limit else None
        return page_given(CheckpointsShown("milepost.checkpoints/v1", told, following), following)

    @reads(resources, "/ledger/checkpoints/latest", "CheckpointShown", *OF_LEDGER, security=FOR_ANYONE)
    def latest() -> Response:
        """The last checkpoint that was signed."""
        return given(checkpoint_shown(desks().ledger.checkpoint(caller(), None)))

    @reads(resources, "/ledger/checkpoints/<int:size>", "CheckpointShown", *OF_LEDGER, security=FOR_ANYONE)
    def checkpoint(size: int) -> Response:
        """The checkpoint of a size, with what witnesses signed since."""
        return given(checkpoint_shown(desks().ledger.checkpoint(caller(), size)))

    @reads(resources, "/ledger/keys", "KeysShown", security=FOR_ANYONE)
    def keys() -> Response:
        """The public keys that signed checkpoints (C2SP signed-note), from when and until when.

        Whoever checks anything with them has them on another way as well.
        """
        return given(KeysShown("milepost.keys/v1", tuple(desks().ledger.keys(caller()))))

    @asks(resources, "/ledger/consistency", ConsistencyQuery, "ConsistencyShown", *OF_LEDGER, security=FOR_ANYONE)
    def consistency(query: dict[str, Any]) -> Response:
        """The proof that the log of one size is the beginning of that of another (RFC 6962, C2SP tlog-witness)."""
        old = query["from_"]
        proof = desks().ledger.consistency(caller(), old, query.get("to"))
        return given(ConsistencyShown("milepost.consistency/v1", old, proof.written()))

    @asks(resources, "/ledger/proof", ProofQuery, "EventProved", *OF_LEDGER)
    def proof(query: dict[str, Any]) -> Response:
        """The proof that an event is in the log (RFC 6962, C2SP tlog-proof), and the bytes that are hashed for it."""
        event = query["event"]
        leaf, proof = desks().ledger.proof(caller(), event, query.get("size"))
        return given(EventProved("milepost.proof/v1", event, leaf.decode(), proof.written()))

    @asks(resources, "/ledger/sample", SampleQuery, "Drawn", *OF_LEDGER)
    def sample(query: dict[str, Any]) -> Response:
        """A sample of pathways that a checkpoint draws: neither staff nor auditor chooses them."""
        return given(desks().ledger.sample(caller(), query["count"], query.get("size")))

    @asks(resources, "/ledger/pathways", UnderQuery, "DrawnFrom", *OF_LEDGER)
    def pathways(query: dict[str, Any]) -> Response:
        """All pathways that were open under a checkpoint, out of which samples are drawn: who has them draws again."""
        return given(DrawnFrom("milepost.drawn-from/v1", tuple(desks().ledger.pathways(caller(), query.get("size")))))

    return resources
