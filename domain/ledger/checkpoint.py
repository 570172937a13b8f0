"""Checkpoints (C2SP tlog-checkpoint): how many leaves a log had, and the root over them, in the text of a note."""

from collections.abc import Iterable

import msgspec

from domain.ledger.note import Note, Verified, VerifierKey, decoded, encoded, read_note, require_signed
from domain.ledger.tree import LENGTH

LARGEST = 2**63 - 1
_LINES = 3


class CheckpointMalformed(Exception):
    """The text of a note is no checkpoint."""


class OfAnotherLog(Exception):
    """The checkpoint is one of another log."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"the checkpoint is one of the log {found}, not of {expected}")
        self.found = found
        self.expected = expected


class Checkpoint(msgspec.Struct, frozen=True):
    """The head of a log: its origin, which is its name everywhere, its size, and the root over its leaves."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, encoded(self.root), *self.extensions))


def read_checkpoint(note: Note) -> Checkpoint:
    """Return the checkpoint in the text of a note. Raises CheckpointMalformed."""
    lines = note.text[:-1].split("\n")
    if len(lines) < _LINES or not all(lines):
        message = "a checkpoint has three lines or more: origin, size, root"
        raise CheckpointMalformed(message)
    origin, size, root, *extensions = lines
    hashed = decoded(root)
    if hashed is None or len(hashed) != LENGTH:
        message = "the root of a checkpoint is a SHA-256 hash in base64"
        raise CheckpointMalformed(message)
    return Checkpoint(origin, read_size(size), hashed, tuple(extensions))


def read_size(text: str) -> int:
    """Return a decimal number without leading zeros. Raises CheckpointMalformed."""
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST)) or text != str(int(text)):
        message = "a size is a decimal number without leading zeros"
        raise CheckpointMalformed(message)
    return int(text)


def opened(text: str, origin: str, keys: Iterable[VerifierKey], verified: Verified) -> tuple[Checkpoint, Note]:
    """Return the checkpoint of a log in a signed note, once it is found signed by a key of that log.

    Raises NoteMalformed, CheckpointMalformed, OfAnotherLog and NotSigned.
    """
    note = read_note(text)
    checkpoint = read_checkpoint(note)
    if checkpoint.origin != origin:
        raise OfAnotherLog(checkpoint.origin, origin)
    require_signed(note, (key for key in keys if key.name == origin), verified)
    return checkpoint, note
