"""Which checkpoints can be believed: those of the store, and those that were kept elsewhere."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import msgspec

from domain.ledger.checkpoint import Checkpoint, CheckpointMalformed, OfAnotherLog, opened
from domain.ledger.finding import Fault, Finding
from domain.ledger.note import (
    KeyMalformed,
    Note,
    NoteMalformed,
    NotSigned,
    Verified,
    VerifierKey,
    read_signature,
    read_verifier_key,
)

Cosigned: TypeAlias = tuple[int, object, object]
"""What is kept as the signature of a witness: below the checkpoint of which size, whose, and its line."""


class Outside(msgspec.Struct, frozen=True):
    """A checkpoint that was kept elsewhere, and where."""

    where: str
    note: str


class Trust(msgspec.Struct, frozen=True):
    """By which keys signatures are judged, and the checkpoints that were kept elsewhere.

    Keys that are `given` came by another way than the store. Without any, those that the store keeps are believed.
    `witnesses` are the keys of those that are known; of the signatures of others only the form is judged.
    """

    given: tuple[VerifierKey, ...] = ()
    outside: tuple[Outside, ...] = ()
    witnesses: tuple[VerifierKey, ...] = ()


class Believed(msgspec.Struct, frozen=True):
    """Checkpoints in the order of their sizes, each with what it is called, and what was found about others.

    `largest` is the size of the greatest one that is in the store itself.
    """

    checkpoints: tuple[tuple[Checkpoint, str], ...]
    largest: int
    findings: tuple[Finding, ...]


class Believing:
    """Judges checkpoints of one log."""

    def __init__(self, trust: Trust, origin: str, kept: Sequence[object], verified: Verified) -> None:
        """Take what is trusted, the name of the log as its store says, and the keys that it keeps."""
        self._trust = trust
        self.origin = trust.given[0].name if trust.given else origin
        self._kept = tuple(_keys(kept))
        self._verified = verified

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """Return the keys that are believed."""
        return self._trust.given or self._kept

    def judged(self, notes: Sequence[tuple[int, object]], last: int) -> Believed:
        """Judge the checkpoints of the store, and those from outside, given where the log ends.

        Where keys are given, those that the store keeps besides may have signed as well, as long as a later checkpoint
        has the signature of one that is given: so keys that were taken out of use need not be handed out for ever.
        """
        findings: list[Finding] = []
        found, former = self._of_store(notes, findings)
        largest = max(found, default=0)
        for size, checkpoint in former.items():
            if size < largest:
                found[size] = checkpoint
            else:
                says = f"the checkpoint of size {size} was signed by none of the keys that were given"
                findings.append(Finding(Fault.CHECKPOINT_FORGED, says))
        named = [(checkpoint, f"the checkpoint of size {size}") for size, checkpoint in found.items()]
        for checkpoint, where in self._from_outside(findings):
            if checkpoint.size > last:
                says = f"{where} is of size {checkpoint.size}, and the log ends at position {last}: this store is older"
                findings.append(Finding(Fault.STORE_OLDER, says))
            elif checkpoint.size:
                named.append((checkpoint, where))
        named.sort(key=lambda each: each[0].size)
        return Believed(tuple(named), max(found, default=0), tuple(findings))

    def cosigned(self, cosignatures: Sequence[Cosigned], notes: Sequence[tuple[int, object]]) -> Iterator[Finding]:
        """Yield what is wrong with signatures that witnesses gave to checkpoints of the store."""
        texts = {size: note.rpartition("\n\n")[0] + "\n" for size, note in notes if isinstance(note, str)}
        for size, name, line in cosignatures:
            if not self._is_cosigned(texts.get(size), name, line):
                says = (
                    f"what is kept as the signature of the witness {name} below the checkpoint of size {size} is none"
                )
                yield Finding(Fault.CHECKPOINT_FORGED, says)

    def _is_cosigned(self, text: str | None, name: object, line: object) -> bool:
        try:
            signature = read_signature(line.removesuffix("\n") if isinstance(line, str) else "")
        except NoteMalformed:
            return False
        if text is None or (signature.name, signature.line()) != (name, line):
            return False
        known = (each for each in self._trust.witnesses if (each.name, each.key_id) == (name, signature.key_id))
        return all(key.signed(Note(text, ()), signature, self._verified) for key in known)

    def _of_store(
        self, notes: Sequence[tuple[int, object]], findings: list[Finding]
    ) -> tuple[dict[int, Checkpoint], dict[int, Checkpoint]]:
        """Return those that keys that are believed signed, and those that other keys of the store did."""
        found: dict[int, Checkpoint] = {}
        former: dict[int, Checkpoint] = {}
        for size, note in notes:
            try:
                checkpoint, is_believed = self._opened(size, note)
            except (NoteMalformed, CheckpointMalformed, OfAnotherLog, NotSigned) as refused:
                findings.append(Finding(Fault.CHECKPOINT_FORGED, f"the checkpoint of size {size}: {refused}"))
            else:
                (found if is_believed else former)[size] = checkpoint
        return found, former

    def _opened(self, size: int, note: object) -> tuple[Checkpoint, bool]:
        """Return the checkpoint of a note, and whether a key that is believed signed it, or another of the store's."""
        if not isinstance(note, str):
            says = "it is no text"
            raise NoteMalformed(says)
        try:
            checkpoint, is_believed = opened(note, self.origin, self.keys, self._verified)[0], True
        except NotSigned:
            checkpoint, is_believed = opened(note, self.origin, self._kept, self._verified)[0], False
        if checkpoint.size != size:
            says = f"it is kept as one of size {size}, and says {checkpoint.size}"
            raise CheckpointMalformed(says)
        return checkpoint, is_believed

    def _from_outside(self, findings: list[Finding]) -> Iterator[tuple[Checkpoint, str]]:
        for each in self._trust.outside:
            try:
                yield opened(each.note, self.origin, {*self.keys, *self._kept}, self._verified)[0], each.where
            except (NoteMalformed, CheckpointMalformed, OfAnotherLog, NotSigned) as refused:
                findings.append(Finding(Fault.CHECKPOINT_FORGED, f"{each.where}: {refused}"))


def _keys(kept: Sequence[object]) -> Iterator[VerifierKey]:
    """Yield what can be read among the keys that are kept; signatures of the others are those of nobody known."""
    for each in kept:
        try:
            yield read_verifier_key(each if isinstance(each, str) else "")
        except KeyMalformed:
            continue
