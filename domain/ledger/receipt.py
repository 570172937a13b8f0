"""Receipts: what was answered, about what was known of whom, in a note that the log's key signs."""

from datetime import date
from typing import Literal, TypeAlias, cast, get_args

import msgspec

from domain.ledger.checkpoint import Checkpoint, CheckpointMalformed, read_checkpoint, read_size
from domain.ledger.note import Note, decoded, encoded
from domain.ledger.tree import LENGTH

FORMAT = "milepost.receipt/v1"
ORIGIN = "/receipts"
"""What stands behind the origin of the log in the first line of a receipt, so that it is taken for no checkpoint."""

Kind: TypeAlias = Literal["standing", "register entry"]
"""What was answered: where a pathway stands, or the entry of the public register."""

_NAMES = ("answer", "pathway", "on", "known", "under", "hindsight", "language", "sha256", "checkpoint")
_YES = "yes"


class ReceiptMalformed(Exception):
    """The text is no receipt."""

    def __init__(self) -> None:
        super().__init__(f"a receipt begins with the log's origin and {FORMAT}, and has the lines {', '.join(_NAMES)}")


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """That an answer was given, whose bytes have the hash, when the log had got as far as the checkpoint at least.

    `under` and `language` are empty where none was asked for.
    """

    kind: Kind
    pathway: str
    on: date
    known: int
    under: str
    hindsight: bool
    language: str
    hash: bytes
    checkpoint: Checkpoint

    def text(self) -> str:
        """Return the text that is signed."""
        upto = f"{self.checkpoint.size} {encoded(self.checkpoint.root)}"
        asked = (self.pathway, self.on, self.known, self.under, _YES if self.hindsight else "", self.language)
        told = zip(_NAMES, (self.kind, *asked, encoded(self.hash), upto), strict=True)
        lines = [f"{name} {value}".rstrip(" ") for name, value in told]
        return "".join(f"{line}\n" for line in (f"{self.checkpoint.origin}{ORIGIN}", FORMAT, *lines))


def read_receipt(note: Note) -> Receipt:
    """Return the receipt in a note, whose signatures are not verified. Raises ReceiptMalformed."""
    origin, *lines = note.text[:-1].split("\n")
    told = [line.partition(" ") for line in lines[1:]]
    if lines[:1] != [FORMAT] or tuple(name for name, _, _ in told) != _NAMES or not origin.endswith(ORIGIN):
        raise ReceiptMalformed
    kind, pathway, on, known, under, hindsight, language, answered, upto = (value for _, _, value in told)
    size, _, root = upto.partition(" ")
    digest = decoded(answered) or b""
    try:
        receipt = Receipt(
            kind=cast("Kind", kind),
            pathway=pathway,
            on=date.fromisoformat(on),
            known=read_size(known),
            under=under,
            hindsight=hindsight == _YES,
            language=language,
            hash=digest,
            checkpoint=read_checkpoint(Note(f"{origin.removesuffix(ORIGIN)}\n{size}\n{root}\n", ())),
        )
    except (ValueError, CheckpointMalformed):
        raise ReceiptMalformed from None
    if kind not in get_args(Kind) or len(digest) != LENGTH or receipt.text() != note.text:
        raise ReceiptMalformed
    return receipt
