"""A witness is shown each last checkpoint, and signs it only if it goes on from the last one that it saw."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from application.ledger.ledger import Ledger, LedgerUnusable
from application.ledger.proofs import Proofs
from domain.ledger.note import NoteMalformed, NotSigned, Verified, VerifierKey, read_note, require_signed


class WitnessFailed(Exception):
    """The witness was not reached, or did not do what a witness does; it is shown the checkpoint again later."""


class WitnessKnowsMore(LedgerUnusable):
    """The witness saw a greater checkpoint of this log than the store has."""


class Witness(Protocol):
    """Somebody else's service."""

    key: VerifierKey

    def add(self, proof: str) -> str | int:
        """Show a checkpoint with the proof that it goes on from an older one.

        Return the lines of signatures, or the size of the last checkpoint that the witness saw, if it is another than
        that older one. Raises WitnessFailed.
        """


class Witnessing:
    """Has the last checkpoint signed by a witness."""

    def __init__(self, ledger: Ledger, witness: Witness, verified: Verified, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._witness = witness
        self._verified = verified
        self._clock = clock

    def show(self) -> int:
        """Return up to which size the witness signed, once it was shown the last checkpoint.

        Raises WitnessFailed and WitnessKnowsMore.
        """
        last, key = self._ledger.last(), self._witness.key
        old = self._ledger.cosigned(key.name)
        if last is None or old >= last.checkpoint.size:
            return old
        proofs, size = Proofs(self._ledger), last.checkpoint.size
        answer = self._witness.add(proofs.of_checkpoint(old, size).written())
        if isinstance(answer, int):
            if answer > size:
                message = (
                    f"the witness {key.name} saw a checkpoint of size {answer}, the last one here is of size {size}: "
                    "the store was restored from an older copy, or cut. Restore a newer one"
                )
                raise WitnessKnowsMore(message)
            answer = self._witness.add(proofs.of_checkpoint(answer, size).written())
        self._keep(size, last.checkpoint.text(), answer)
        return size

    def _keep(self, size: int, text: str, answer: str | int) -> None:
        """Keep the witness's signature, once it is found to be one of this checkpoint; other lines are passed over."""
        key = self._witness.key
        if isinstance(answer, int):
            message = f"the witness {key.name} names another size of the last checkpoint each time: {answer}"
            raise WitnessFailed(message)
        try:
            note = read_note(f"{text}\n{answer}")
            require_signed(note, [key], self._verified)
        except (NoteMalformed, NotSigned) as wrong:
            message = f"what the witness {key.name} answered is not its signature of the checkpoint: {wrong}"
            raise WitnessFailed(message) from None
        if note.text != text:
            message = f"the witness {key.name} answered with another text"
            raise WitnessFailed(message)
        given = next(each for each in note.signatures if (each.name, each.key_id) == (key.name, key.key_id))
        self._ledger.cosign(size, given, self._clock())
