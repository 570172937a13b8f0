"""Receipts for answers, and what becomes of them: what was told then, what would be told now, and why they differ."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Final, Literal

import msgspec

from application.answer_ids import AnswerId
from application.answering import Answering
from application.assessing import Assessor, Coordinates
from application.ledger.following import Checkpointing
from application.ledger.ledger import Ledger, signed_at
from application.public_register import NotListed, PublicRegister
from application.walking import Walk, Walks
from domain.ledger.checkpoint import OfAnotherLog
from domain.ledger.note import Note, Verified, VerifierKey, read_note, read_verifier_key, require_signed
from domain.ledger.receipt import Kind, Receipt, read_receipt
from domain.ledger.tiles import edge_of

FORMAT: Final = "milepost.receipt-explained/v1"


class LogContradicted(Exception):
    """The log has not what a receipt was signed for: it was cut or changed since, or restored from an older copy."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"the receipt was signed for {what}: the log was changed, or restored from an older copy; keep the "
            "receipt, which is evidence; `milepost verify` tells more"
        )


class ReceiptExplained(msgspec.Struct, frozen=True):
    """What a receipt was for. ``signed_by`` are the verifier keys that signed it.

    ``then`` is the answer as it comes out again from the log as it was known, and ``as_told`` whether it is, to the
    byte, what the receipt was given for. ``now`` is what the same question is answered today. Either is null if nobody
    is listed. ``changes`` are the steps from the one to the other, where they are asked for of a standing.
    """

    format: Literal["milepost.receipt-explained/v1"]
    receipt: Receipt
    signed_by: tuple[str, ...]
    as_told: bool
    then: msgspec.Raw | None
    now: msgspec.Raw | None
    changes: Walk | None

    @property
    def is_alike(self) -> bool:
        """Whether what is told now is what was told then, however much further the log is known."""
        return bool(self.then and self.now and _without_known(self.then) == _without_known(self.now))


class Receipts:
    """Signs for answers that the log gives, and holds receipts against it."""

    def __init__(
        self,
        ledger: Ledger,
        checkpointing: Callable[[], Checkpointing],
        verified: Verified,
        assessor: Assessor,
        answering: Answering,
        register: PublicRegister,
    ) -> None:
        """Take the ledger, and what signs, which may be asked for each time."""
        self._ledger = ledger
        self._checkpointing = checkpointing
        self._verified = verified
        self._assessor = assessor
        self._answering = answering
        self._register = register

    def of_answer(self, given: AnswerId) -> str:
        """Return the receipt for an answer, a signed note.

        Raises LedgerUnusable, CheckpointUnknown, and what `Answering.tell` raises.
        """
        body = self._answering.tell(given.pathway, given.coordinates, given.language).body()
        return self._signed("standing", given.pathway, given.coordinates, given.known, given.language or "", body)

    def of_entry(self, pathway: str, on: date) -> str:
        """Return the receipt for an entry of the public register as it is now.

        Raises NotListed, LedgerUnusable, and CheckpointUnknown.
        """
        known = self._assessor.position(None)
        body = self._entry(pathway, on, known)
        return self._signed("register entry", pathway, Coordinates(on), known, "", body)

    def read(self, text: str) -> tuple[Receipt, Note]:
        """Return the receipt that a text is, once it is found signed, and of the log as it is.

        Raises NoteMalformed, ReceiptMalformed, CheckpointUnknown, OfAnotherLog, NotSigned and LogContradicted.
        """
        note = read_note(text)
        receipt, last = read_receipt(note), signed_at(self._ledger, None).checkpoint
        if receipt.checkpoint.origin != last.origin:
            raise OfAnotherLog(receipt.checkpoint.origin, last.origin)
        require_signed(note, self._keys(), self._verified)
        size = receipt.checkpoint.size
        if last.size < size or self._root(size) != receipt.checkpoint.root:
            what = f"a log of size {size} with another root than this one has"
            raise LogContradicted(what)
        reached, head = max(size, receipt.known), self._ledger.head()
        if reached > head:
            what = f"a log that had reached position {reached}, and this one ends at {head}"
            raise LogContradicted(what)
        return receipt, note

    def explained(self, receipt: Receipt, note: Note, *, changes: bool) -> ReceiptExplained:
        """Return what became of the answer of a receipt that was read; `changes` asks for the steps of a standing."""
        then, now = self._told(receipt, receipt.known), self._told(receipt, None)
        walk = self._walk(receipt) if changes and receipt.kind == "standing" else None
        signed_by = tuple(key.written() for key in require_signed(note, self._keys(), self._verified))
        as_told = then is not None and sha256(then).digest() == receipt.hash
        return ReceiptExplained(FORMAT, receipt, signed_by, as_told, _raw(then), _raw(now), walk)

    def _signed(self, kind: Kind, pathway: str, at: Coordinates, known: int, language: str, body: bytes) -> str:
        receipt = Receipt(
            kind=kind,
            pathway=pathway,
            on=at.on,
            known=known,
            under=at.under or "",
            hindsight=at.hindsight,
            language=language,
            hash=sha256(body).digest(),
            checkpoint=signed_at(self._ledger, None).checkpoint,
        )
        text = receipt.text()
        return Note(text, self._checkpointing().signatures(text)).written()

    def _told(self, receipt: Receipt, known: int | None) -> bytes | None:
        if receipt.kind == "register entry":
            try:
                return self._entry(receipt.pathway, receipt.on, known)
            except NotListed:
                return None
        return self._answering.tell(receipt.pathway, _asked(receipt, known), receipt.language or None).body()

    def _entry(self, pathway: str, on: date, known: int | None) -> bytes:
        return msgspec.json.encode(self._register.entry(pathway, on, known))

    def _walk(self, receipt: Receipt) -> Walk:
        then, now = _asked(receipt, receipt.known), _asked(receipt, None)
        return Walks(self._assessor).walk(receipt.pathway, then, now)

    def _keys(self) -> list[VerifierKey]:
        return [read_verifier_key(each.verifier) for each in self._ledger.known_keys()]

    def _root(self, size: int) -> bytes:
        return edge_of(size, self._ledger.tile).root()


def _asked(receipt: Receipt, known: int | None) -> Coordinates:
    return Coordinates(receipt.on, known, receipt.under or None, receipt.hindsight)


def _without_known(told: msgspec.Raw) -> dict[str, object]:
    members = msgspec.json.decode(told, type=dict[str, object])
    return {name: value for name, value in members.items() if name != "known"}


def _raw(body: bytes | None) -> msgspec.Raw | None:
    return None if body is None else msgspec.Raw(body)
