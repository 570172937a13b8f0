"""Checkpoints are made by whoever follows the log: what was recorded is read again, hashed, and signed for."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from application.ledger.ledger import Growth, Ledger, LedgerUnusable, Signed
from domain.ledger.checkpoint import Checkpoint, CheckpointMalformed, OfAnotherLog, opened
from domain.ledger.note import Note, NoteMalformed, NotSigned, Signature, Verified, VerifierKey, read_verifier_key
from domain.ledger.tiles import Edge, TileTooShort, edge_of

BATCH = 8192
"""Leaves that are added at once: a checkpoint each, until the head of the log is reached."""


class LedgerBroken(LedgerUnusable):
    """What is kept of the tree is not that for which the last checkpoint was signed."""


class LogShorter(LedgerUnusable):
    """The log lacks events for which a checkpoint was signed."""


class KeysStrange(LedgerUnusable):
    """None of the keys that are given signed the last checkpoint."""


class Signer(Protocol):
    """A secret key."""

    verifier: VerifierKey

    def sign(self, text: str) -> Signature:
        """Return the signature of a text."""


class Sink(Protocol):
    """A place outside of the store where the last checkpoint is kept."""

    name: str

    def last(self) -> str | None:
        """Return what is kept there, if anything is. Raises LedgerUnusable."""

    def put(self, note: str) -> None:
        """Keep a checkpoint there in place of the one before. Raises LedgerUnusable."""


class Checkpointing:
    """Makes checkpoints of a ledger. Any number of processes may do so at once: of each size there is one."""

    def __init__(
        self,
        ledger: Ledger,
        signers: Sequence[Signer],
        verified: Verified,
        clock: Callable[[], datetime],
        sinks: Sequence[Sink] = (),
    ) -> None:
        self._ledger = ledger
        self._signers = signers
        self._verified = verified
        self._clock = clock
        self._sinks = sinks
        self.origin = signers[0].verifier.name

    def advance(self, *, keys_lost: bool = False) -> Iterator[Signed]:
        """Yield a checkpoint after each part of the log that was recorded since the last one, up to its head.

        What is there is looked at before anything is signed for it: the tiles lead to the root of the last checkpoint,
        one of these keys signed that, and no sink holds one that the log does not go on from. Where all of the former
        keys are lost, those that the store knows may have signed it. Raises LedgerUnusable.
        """
        while True:
            shown, last = self._shown(), self._ledger.last()
            edge = self._edge(last, keys_lost=keys_lost)
            for where, note in shown:
                self._require_before(where, note, edge.size)
            growth = self._growth(edge)
            if growth is None:
                if last is not None:
                    self._put(last)
                return
            at = self._clock()
            if self._ledger.grow(growth, at):
                signed = self._ledger.checkpoint(growth.checkpoint.size)
                self._put(signed)
                yield signed

    def signatures(self, text: str) -> tuple[Signature, ...]:
        """Return the signatures of the log's keys under a text, unless a sink shows that the log was set back.

        Raises LedgerUnusable.
        """
        shown, last = self._shown(), self._ledger.last()
        for where, note in shown:
            if last is None or note != last.note:
                self._require_before(where, note, last.checkpoint.size if last else 0)
        return self._signed(text)

    def _edge(self, last: Signed | None, *, keys_lost: bool) -> Edge:
        if last is None:
            return Edge()
        keys = [signer.verifier for signer in self._signers]
        if keys_lost:
            keys += [read_verifier_key(each.verifier) for each in self._ledger.known_keys()]
        self._opened(last.note, keys)
        edge = self._edge_of(last.checkpoint.size)
        if edge.root() != last.checkpoint.root:
            message = (
                f"the tiles of the ledger do not lead to the root of the checkpoint of size {edge.size}: somebody "
                "changed them; `milepost verify` tells what else"
            )
            raise LedgerBroken(message)
        return edge

    def _edge_of(self, size: int) -> Edge:
        try:
            return edge_of(size, self._ledger.tile)
        except TileTooShort as short:
            message = f"{short}: somebody changed it; `milepost verify` tells what else"
            raise LedgerBroken(message) from None

    def _opened(self, note: str, keys: Sequence[VerifierKey]) -> Checkpoint:
        try:
            return opened(note, self.origin, keys, self._verified)[0]
        except NotSigned as unsigned:
            message = (
                f"the last checkpoint was not signed by a key that is given ({unsigned}): a new key signs beside the "
                "old one for a while; where the old one is lost, say so with `milepost checkpoint --keys-lost`"
            )
            raise KeysStrange(message) from None
        except (NoteMalformed, CheckpointMalformed, OfAnotherLog) as strange:
            message = f"the last checkpoint cannot be read: {strange}"
            raise LedgerBroken(message) from None

    def _shown(self) -> list[tuple[str, str]]:
        """Return the checkpoints of the sinks by name. Looked at before the ledger, they are not ahead of it."""
        return [(sink.name, note) for sink in self._sinks if (note := sink.last()) is not None]

    def _require_before(self, where: str, note: str, size: int) -> None:
        keys = [*(signer.verifier for signer in self._signers)]
        keys += [read_verifier_key(each.verifier) for each in self._ledger.known_keys()]
        found = self._opened(note, keys)
        if found.size > size:
            message = (
                f"{where} has a checkpoint of size {found.size}, the store ends at size {size}: it was restored "
                "from an older copy, or cut. Restore a newer one; nothing is signed until then"
            )
            raise LogShorter(message)
        if self._edge_of(found.size).root() != found.root:
            message = (
                f"{where} has another root for size {found.size} than the store: the log was changed; "
                "`milepost verify` tells where"
            )
            raise LedgerBroken(message)

    def _growth(self, edge: Edge) -> Growth | None:
        leaves = self._ledger.leaves(edge.size, BATCH)
        if not leaves:
            head = self._ledger.head()
            if head < edge.size:
                message = (
                    f"the log ends at position {head}, and a checkpoint of size {edge.size} was signed: events are "
                    "missing at its end; restore a newer copy"
                )
                raise LogShorter(message)
            return None
        for expected, (position, _) in enumerate(leaves, edge.size + 1):
            if position != expected:
                message = f"the log has no position {expected}: an event is missing; `milepost verify` tells more"
                raise LogShorter(message)
        grown, tiles = edge.grown([leaf for _, leaf in leaves])
        checkpoint = Checkpoint(self.origin, grown.size, grown.root())
        text = checkpoint.text()
        note = Note(text, self._signed(text))
        return Growth(edge.size, tiles, checkpoint, note.written(), [signer.verifier for signer in self._signers])

    def _signed(self, text: str) -> tuple[Signature, ...]:
        return tuple(signer.sign(text) for signer in self._signers)

    def _put(self, signed: Signed) -> None:
        for sink in self._sinks:
            if sink.last() != signed.note:
                sink.put(signed.note)
