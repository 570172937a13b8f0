"""What is given of the ledger. The notes and proofs in it are texts of published forms, to be checked as they are."""

from datetime import date
from typing import Literal

import msgspec

from application.ledger.drawing import Drawn
from application.ledger.ledger import KeyKept, Signed
from application.ledger.receipts import ReceiptExplained
from application.proving import Proved
from domain.answer import Answer, Segment
from domain.ledger.leaf import Leaf
from domain.ledger.note import encoded


class CheckpointShown(msgspec.Struct, frozen=True):
    """A checkpoint: the name of the log, its size, the root over its leaves in base64, and the note that says so."""

    format: Literal["milepost.checkpoint/v1"]
    origin: str
    size: int
    root: str
    made_at: str
    note: str


class CheckpointsShown(msgspec.Struct, frozen=True):
    """A page of checkpoints, the latest first."""

    format: Literal["milepost.checkpoints/v1"]
    checkpoints: tuple[CheckpointShown, ...]
    next: str | None


class KeysShown(msgspec.Struct, frozen=True):
    """The keys that signed checkpoints, in the order in which they first did."""

    format: Literal["milepost.keys/v1"]
    keys: tuple[KeyKept, ...]


class ConsistencyShown(msgspec.Struct, frozen=True):
    """The proof that the log of the size ``from`` is the beginning of that of the checkpoint in it."""

    format: Literal["milepost.consistency/v1"]
    from_: int = msgspec.field(name="from")
    proof: str


class EventProved(msgspec.Struct, frozen=True):
    """The proof that an event is in the log, and the bytes of its leaf, as UTF-8."""

    format: Literal["milepost.proof/v1"]
    event: str
    leaf: str
    proof: str


class DrawnFrom(msgspec.Struct, frozen=True):
    """Everybody out of whom a sample is drawn, by id."""

    format: Literal["milepost.drawn-from/v1"]
    pathways: tuple[str, ...]


class ReceiptShown(msgspec.Struct, frozen=True):
    """A receipt, a signed note."""

    format: Literal["milepost.receipt-given/v1"]
    receipt: str


class DossierEvent(msgspec.Struct, frozen=True):
    """An event: its envelope and its payload as stored, and the path from its leaf to the root in base64."""

    envelope: Leaf
    payload: str
    proof: tuple[str, ...]


class DossierShown(msgspec.Struct, frozen=True, kw_only=True):
    """The question as it was resolved, what the log's key signed, the answer with its proofs, and the events."""

    format: Literal["milepost.dossier/v1"]
    pathway: str
    on: date
    known: int
    under: str | None
    hindsight: bool
    rulebook: str
    checkpoint: str
    since: str | None
    heads: str
    told: str
    answer: Answer
    timeline: tuple[Segment, ...]
    proofs: tuple[Proved, ...]
    events: tuple[DossierEvent, ...]


GIVEN = (
    CheckpointShown,
    CheckpointsShown,
    KeysShown,
    ConsistencyShown,
    EventProved,
    DossierShown,
    Drawn,
    DrawnFrom,
    ReceiptShown,
    ReceiptExplained,
)


def checkpoint_shown(signed: Signed) -> CheckpointShown:
    checkpoint = signed.checkpoint
    return CheckpointShown(
        "milepost.checkpoint/v1",
        checkpoint.origin,
        checkpoint.size,
        encoded(checkpoint.root),
        signed.made_at,
        signed.note,
    )
