"""Proofs of what is in the ledger, each a text that can be checked without it."""

from application.ledger.ledger import Ledger, Signed, signed_at
from domain.ledger.proof_text import Consistency, Inclusion
from domain.ledger.proofs import consistency, inclusion
from domain.ledger.tiles import subtrees_in


class NotUnderCheckpoint(Exception):
    """The event was recorded after the checkpoint, or after the last one there is."""

    def __init__(self, event_id: str, position: int, size: int) -> None:
        super().__init__(f"{event_id} is at position {position}, the checkpoint is of size {size}: ask for a later one")
        self.position = position
        self.size = size


class Proofs:
    """Makes proofs."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of_event(self, event_id: str, size: int | None = None) -> Inclusion:
        """Return the proof that an event is under the checkpoint of a size, or the last one.

        Raises EventNotInLog, CheckpointUnknown, NotUnderCheckpoint, and TileTooShort for tiles that somebody changed.
        """
        position, _ = self._ledger.leaf(event_id)
        signed = signed_at(self._ledger, size)
        if position > signed.checkpoint.size:
            raise NotUnderCheckpoint(event_id, position, signed.checkpoint.size)
        return self.of_position(position, signed)

    def of_position(self, position: int, signed: Signed) -> Inclusion:
        """Return the proof that whatever is at a position is under a checkpoint. Raises NotInTree and TileTooShort."""
        path = inclusion(position - 1, signed.checkpoint.size, subtrees_in(self._ledger.tile))
        return Inclusion(position - 1, tuple(path), signed.note)

    def of_checkpoint(self, old: int, size: int | None = None) -> Consistency:
        """Return the proof that the log of an older size is the beginning of that of a checkpoint, or the last one.

        Raises CheckpointUnknown, NotInTree and TileTooShort.
        """
        signed = signed_at(self._ledger, size)
        path = consistency(old, signed.checkpoint.size, subtrees_in(self._ledger.tile))
        return Consistency(old, tuple(path), signed.note)
