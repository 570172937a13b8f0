"""Proofs as they are handed out: of inclusion as C2SP tlog-proof, of consistency as what C2SP tlog-witness is sent."""

from collections.abc import Sequence

import msgspec

from domain.ledger.checkpoint import CheckpointMalformed, read_size
from domain.ledger.note import decoded, encoded
from domain.ledger.tree import LENGTH

FORMAT = "c2sp.org/tlog-proof@v1"
_LONGEST_PATH = 63


class ProofMalformed(Exception):
    """The text is no proof."""


class Inclusion(msgspec.Struct, frozen=True):
    """That a leaf is in the tree of the checkpoint in the signed note. `extra` is not proved by anything."""

    index: int
    path: tuple[bytes, ...]
    note: str
    extra: bytes = b""

    def written(self) -> str:
        """Return the proof as a text."""
        extra = [f"extra {encoded(self.extra)}"] if self.extra else []
        return _written([FORMAT, *extra, f"index {self.index}"], self.path, self.note)


class Consistency(msgspec.Struct, frozen=True):
    """That the tree of the old size is the beginning of that of the checkpoint in the signed note."""

    old: int
    path: tuple[bytes, ...]
    note: str

    def written(self) -> str:
        """Return the proof as a text."""
        return _written([f"old {self.old}"], self.path, self.note)


def read_inclusion(text: str) -> Inclusion:
    """Return the proof that a text is; nothing of it is verified. Raises ProofMalformed."""
    lines, note = _parts(text)
    if not lines or lines.pop(0) != FORMAT:
        message = f"a proof of inclusion begins with {FORMAT}"
        raise ProofMalformed(message)
    extra: bytes | None = b""
    if lines and lines[0].startswith("extra "):
        extra = decoded(lines.pop(0).removeprefix("extra "))
    if extra is None:
        message = "what is extra in a proof is in base64"
        raise ProofMalformed(message)
    index = _number(lines, "index")
    return Inclusion(index, _path(lines), note, extra)


def read_consistency(text: str) -> Consistency:
    """Return the proof that a text is; nothing of it is verified. Raises ProofMalformed."""
    lines, note = _parts(text)
    old = _number(lines, "old")
    return Consistency(old, _path(lines), note)


def _written(lines: Sequence[str], path: Sequence[bytes], note: str) -> str:
    return "".join(f"{line}\n" for line in (*lines, *map(encoded, path))) + f"\n{note}"


def _parts(text: str) -> tuple[list[str], str]:
    above, blank, note = text.partition("\n\n")
    if not blank:
        message = "a proof is lines, an empty line, and a checkpoint"
        raise ProofMalformed(message)
    return above.split("\n"), note


def _number(lines: list[str], name: str) -> int:
    """Return the number of the first line, which is taken away."""
    try:
        return read_size((lines.pop(0) if lines else "").removeprefix(f"{name} "))
    except CheckpointMalformed:
        message = f"a proof has a line of the word {name} and a number"
        raise ProofMalformed(message) from None


def _path(lines: Sequence[str]) -> tuple[bytes, ...]:
    path = [decoded(line) or b"" for line in lines]
    if len(path) > _LONGEST_PATH or any(len(each) != LENGTH for each in path):
        message = f"the path of a proof is up to {_LONGEST_PATH} lines, each a SHA-256 hash in base64"
        raise ProofMalformed(message)
    return tuple(path)
