"""Signed notes (C2SP signed-note, tlog-checkpoint): a text, and a line for each key that signed it, by Ed25519."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = 1
DASH = "\N{EM DASH} "
HASH_LENGTH, ID_LENGTH, KEY_LENGTH = 32, 4, 33
LONGEST_SIZE = 19
"""Digits of a number that a column of a database may hold."""
STREAMS, ANSWER = "/streams", "/answer"
"""What statements of heads, and of an answer, add to the name of their log."""


class KeyMalformed(Exception):
    """The text is no verifier key."""


class NoteMalformed(Exception):
    """The text is no signed note, or not of the kind that it has to be."""


class NotSigned(Exception):
    """None of the given keys signed the note, or one of them did not sign this text."""


class OfAnotherLog(Exception):
    """The note speaks of another log than the one whose key was given."""


class Key(NamedTuple):
    """The public half of a key, with the name of the log for which it signs."""

    name: str
    id: bytes
    public: bytes


class Checkpoint(NamedTuple):
    """How many events a log had, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes


def read_keys(written: str) -> list[Key]:
    """Return the keys in a text, one on each line. Raises `KeyMalformed`."""
    lines = [line.strip() for line in written.splitlines()]
    keys = [_read_key(line) for line in lines if line and not line.startswith("#")]
    if not keys:
        raise KeyMalformed("there is no verifier key in it: one is written NAME+ID+KEY")
    if len({key.name for key in keys}) > 1:
        raise KeyMalformed("the keys are of several logs")
    return keys


def _read_key(line: str) -> Key:
    name, _, rest = line.partition("+")
    id_, _, encoded = rest.partition("+")
    data = bytes_of(encoded)
    if not name or data is None or len(data) != KEY_LENGTH or data[0] != ED25519:
        raise KeyMalformed(f"{line!r} is no verifier key of Ed25519, written NAME+ID+KEY")
    expected = sha256(name.encode() + b"\n" + data).digest()[:ID_LENGTH]
    if expected.hex() != id_:
        raise KeyMalformed(f"the key {name!r} was changed: its id does not follow from it")
    return Key(name, expected, data[1:])


def bytes_of(text: str) -> bytes | None:
    """Return the bytes that a text gives in base64, or None if it does not."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    return data if b64encode(data).decode() == text else None


def signed_text(note: str, keys: Sequence[Key]) -> str:
    """Return the text of a note, once one of the keys is found to have signed it, and none to have signed another.

    Signatures of other keys are ignored. Raises `NoteMalformed` and `NotSigned`.
    """
    above, blank, below = note.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise NoteMalformed("a signed note is a text, an empty line, and lines of signatures")
    text, found = above + "\n", False
    for line in below[:-1].split("\n"):
        name, made = _signature(line)
        for key in keys:
            if (key.name, key.id) == (name, made[:ID_LENGTH]):
                if not _signed(key, made[ID_LENGTH:], text):
                    raise NotSigned(f"the signature of {key.name} is not one of this text: the text was changed")
                found = True
    if not found:
        ids = ", ".join(f"{key.name} ({key.id.hex()})" for key in keys)
        raise NotSigned(f"none of the keys that were given signed it: {ids}")
    return text


def _signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line[len(DASH) :].partition(" ")
    data = bytes_of(encoded)
    if not line.startswith(DASH) or not name or data is None or len(data) <= ID_LENGTH:
        raise NoteMalformed("a line of a signature is a dash, a name, and the signature in base64")
    return name, data


def _signed(key: Key, signature: bytes, text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def opened(note: str, keys: Sequence[Key], beside: str = "") -> tuple[Checkpoint, list[str]]:
    """Return the checkpoint in a signed note, and the lines below it; ``beside`` is what is added to the log's name."""
    above = note.partition("\n")[0]
    origin = keys[0].name + beside
    if above != origin:
        raise OfAnotherLog(f"it speaks of {above!r}, and the key is of {origin!r}")
    lines = signed_text(note, keys).split("\n")[:-1]
    _, size, encoded, *below = [*lines, "", ""]
    root = bytes_of(encoded)
    if root is None or len(root) != HASH_LENGTH or not is_size(size):
        raise NoteMalformed("a checkpoint has three lines or more: the name of the log, a size, a root")
    return Checkpoint(origin, int(size), root), [line for line in below if line]


def hashes_of(lines: Iterable[str]) -> list[bytes]:
    """Return hashes written in base64. Raises `NoteMalformed`."""
    found = [bytes_of(line) for line in lines]
    if any(each is None or len(each) != HASH_LENGTH for each in found):
        raise NoteMalformed("a proof is a list of SHA-256 hashes in base64")
    return [each for each in found if each is not None]


def is_size(text: str) -> bool:
    """Tell whether a text is a number as sizes are written: in plain digits, without zeros before it."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_SIZE and text == str(int(text))
