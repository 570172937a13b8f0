"""The desk at which outsiders check what the body says: checkpoints, proofs, samples and receipts."""

from collections.abc import Sequence
from datetime import date

import msgspec

from application.access import Access, Caller, NotPermitted
from application.answer_ids import AnswerId
from application.assessing import Coordinates
from application.ledger.dossier import Dossiers
from application.ledger.drawing import Drawing, Drawn
from application.ledger.ledger import KeyKept, Ledger, Signed, signed_at
from application.ledger.proofs import Proofs
from application.ledger.receipts import ReceiptExplained, Receipts
from domain.ledger.proof_text import Consistency, Inclusion

_PATHWAY = "pathway/"


class Vouched(msgspec.Struct, frozen=True):
    """What vouches for the log."""

    ledger: Ledger
    proofs: Proofs
    drawing: Drawing
    receipts: Receipts
    dossiers: Dossiers


class LedgerDesk:
    """Serves those who need not trust the body, nor its database."""

    def __init__(self, access: Access, vouched: Vouched) -> None:
        self._access = access
        self._vouched = vouched

    def checkpoints(self, caller: Caller, below: int, limit: int) -> Sequence[Signed]:
        """Return so many checkpoints at most that are smaller than a size, the greatest first."""
        self._access.permit(caller, "ledger.read")
        return self._vouched.ledger.checkpoints(below, limit)

    def checkpoint(self, caller: Caller, size: int | None) -> Signed:
        """Return the checkpoint of a size, or the last one. Raises CheckpointUnknown."""
        self._access.permit(caller, "ledger.read")
        return signed_at(self._vouched.ledger, size)

    def keys(self, caller: Caller) -> Sequence[KeyKept]:
        """Return the public keys that signed checkpoints, in the order in which they first did."""
        self._access.permit(caller, "ledger.read")
        return self._vouched.ledger.known_keys()

    def consistency(self, caller: Caller, old: int, size: int | None) -> Consistency:
        """Return the proof that one log is the beginning of another. Raises what `Proofs.of_checkpoint` raises."""
        self._access.permit(caller, "ledger.read")
        return self._vouched.proofs.of_checkpoint(old, size)

    def proof(self, caller: Caller, event_id: str, size: int | None) -> tuple[bytes, Inclusion]:
        """Return the bytes of an event's leaf and the proof of it. Raises NotPermitted, and what `Proofs` raises.

        An event of a pathway is proved to whoever may read the history of that pathway, any other one to staff.
        """
        stream = event_id.rpartition("@")[0]
        pathway = stream.removeprefix(_PATHWAY) if stream.startswith(_PATHWAY) else None
        self._access.permit(caller, "ledger.prove", pathway=pathway)
        proof = self._vouched.proofs.of_event(event_id, size)
        return self._vouched.ledger.leaf(event_id)[1], proof

    def sample(self, caller: Caller, count: int, size: int | None) -> Drawn:
        """Return the pathways that a checkpoint draws. Raises NotPermitted and CheckpointUnknown."""
        self._access.permit(caller, "ledger.sample")
        return self._vouched.drawing.draw(count, size)

    def pathways(self, caller: Caller, size: int | None) -> Sequence[str]:
        """Return all pathways out of which they are drawn. Raises NotPermitted and CheckpointUnknown."""
        self._access.permit(caller, "ledger.sample")
        return self._vouched.drawing.all(size)

    def dossier(self, caller: Caller, pathway: str, at: Coordinates, since: int | None) -> bytes:
        """Return the dossier of an answer. Raises NotPermitted, and what `Dossiers.of` raises."""
        self._access.permit(caller, "pathways.dossier", pathway=pathway)
        return self._vouched.dossiers.of(pathway, at, since)

    def receipt(self, caller: Caller, given: AnswerId) -> str:
        """Return the receipt for an answer. Raises NotPermitted, and what `Receipts.of_answer` raises."""
        self._access.permit(caller, "answers.receipt", pathway=given.pathway)
        return self._vouched.receipts.of_answer(given)

    def receipt_of_entry(self, caller: Caller, pathway: str, on: date) -> str:
        """Return the receipt for an entry of the public register. Raises what `Receipts.of_entry` raises."""
        self._access.permit(caller, "register.receipt")
        return self._vouched.receipts.of_entry(pathway, on)

    def explained(self, caller: Caller, text: str) -> ReceiptExplained:
        """Return what became of the answer of a receipt, and to whom the steps may be told, also those.

        Raises NotPermitted to whoever may not be given that answer, and what `Receipts.read` raises.
        """
        self._access.permit(caller, "receipts.explain")
        receipt, note = self._vouched.receipts.read(text)
        if receipt.kind == "standing":
            self._access.permit(caller, "answers.receipt", pathway=receipt.pathway)
        return self._vouched.receipts.explained(receipt, note, changes=self._may_follow(caller, receipt.pathway))

    def _may_follow(self, caller: Caller, pathway: str) -> bool:
        try:
            self._access.permit(caller, "pathways.changes", pathway=pathway)
        except NotPermitted:
            return False
        return True
