"""Signed notes (C2SP signed-note): a text, and below it a line for each key that signed it."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256

import msgspec

ED25519 = 0x01
"""The type of a signature over the text itself."""

COSIGNATURE = 0x04
"""The type of a witness's signature, which carries its time (C2SP tlog-cosignature)."""

_PUBLIC = 32
_SIGNATURE = 64
_KEY_ID = 4
_TIME = 8
_MOST_SIGNATURES = 64
_LONGEST = 2**20
_DASH = "\N{EM DASH} "


class NoteMalformed(Exception):
    """The text is no signed note."""


class KeyMalformed(Exception):
    """The text is no key of a signed note. It is not repeated, because it may be the secret one."""


class NotSigned(Exception):
    """No key that is known here signed the note, or one of them did not sign this text."""


Verified = Callable[[bytes, bytes, bytes], bool]
"""Tells whether an Ed25519 signature was made with the key of a public key: public key, signature, message."""


class Signature(msgspec.Struct, frozen=True):
    """A signature of a note; `made` is what the key's algorithm gave, whose form depends on the type of the key."""

    name: str
    key_id: bytes
    made: bytes

    def line(self) -> str:
        """Return the line that stands below the text."""
        return f"{_DASH}{self.name} {encoded(self.key_id + self.made)}\n"


class Note(msgspec.Struct, frozen=True):
    """A text, which ends in a line feed, and those who signed it."""

    text: str
    signatures: tuple[Signature, ...]

    def written(self) -> str:
        """Return the note as it is kept and sent."""
        return f"{self.text}\n{''.join(each.line() for each in self.signatures)}"


class VerifierKey(msgspec.Struct, frozen=True):
    """The public half of a key, with the name under which it signs."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """Return the four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_KEY_ID]

    def written(self) -> str:
        """Return the verifier key as a text, to be handed out."""
        return f"{self.name}+{self.key_id.hex()}+{encoded(bytes([self.kind]) + self.public)}"

    def signed(self, note: Note, signature: Signature, verified: Verified) -> bool:
        """Tell whether the key made a signature of the text of a note."""
        message, made = note.text.encode(), signature.made
        if self.kind == COSIGNATURE:
            time = int.from_bytes(made[:_TIME], "big")
            message, made = f"cosignature/v1\ntime {time}\n".encode() + message, made[_TIME:]
        return len(made) == _SIGNATURE and verified(self.public, made, message)


def encoded(data: bytes) -> str:
    """Return bytes in the standard base64 of all these formats."""
    return b64encode(data).decode()


def decoded(text: str) -> bytes | None:
    """Return the bytes of a text in standard base64, or None: there is one text for the same bytes."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    return data if encoded(data) == text else None


def is_name(text: str) -> bool:
    """Tell whether a text may be the name of a key."""
    return bool(text) and text.isprintable() and "+" not in text and not any(each.isspace() for each in text)


def read_note(text: str) -> Note:
    """Return the note that a text is, whose signatures are not verified. Raises NoteMalformed."""
    body, blank, below = text.rpartition("\n\n")
    if len(text) > _LONGEST or not blank or not below.endswith("\n"):
        message = "a signed note is a text, an empty line, and lines of signatures"
        raise NoteMalformed(message)
    if any(each < " " and each != "\n" for each in text):
        message = "a signed note has no control characters"
        raise NoteMalformed(message)
    lines = below[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        message = f"a signed note of more than {_MOST_SIGNATURES} signatures is not read"
        raise NoteMalformed(message)
    return Note(f"{body}\n", tuple(map(read_signature, lines)))


def read_signature(line: str) -> Signature:
    """Return the signature of a line. Raises NoteMalformed."""
    name, _, made = line.removeprefix(_DASH).partition(" ")
    data = decoded(made)
    if not line.startswith(_DASH) or not is_name(name) or data is None or len(data) <= _KEY_ID:
        message = "a line of a signature is a dash, the name of its key, and the signature in base64"
        raise NoteMalformed(message)
    return Signature(name, data[:_KEY_ID], data[_KEY_ID:])


def read_verifier_key(text: str) -> VerifierKey:
    """Return the verifier key of a text, ``NAME+ID+KEY``. Raises KeyMalformed."""
    name, _, rest = text.partition("+")
    key_id, _, key = rest.partition("+")
    data = decoded(key) or b""
    if is_name(name) and len(data) == 1 + _PUBLIC and data[0] in {ED25519, COSIGNATURE}:
        found = VerifierKey(name, data[1:], data[0])
        if found.key_id.hex() == key_id:
            return found
    message = "a verifier key is NAME+ID+KEY, of an Ed25519 key, with the id that follows from the other two"
    raise KeyMalformed(message)


def require_signed(note: Note, keys: Iterable[VerifierKey], verified: Verified) -> tuple[VerifierKey, ...]:
    """Return which of the keys signed the note. Raises NotSigned.

    As the specification says: signatures of keys that are not known are ignored, and one of a known key that is wrong
    spoils the note.
    """
    known = {(key.name, key.key_id): key for key in keys}
    signers: dict[VerifierKey, None] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        if not key.signed(note, signature, verified):
            message = f"the signature of {key.name} is not one of this text"
            raise NotSigned(message)
        signers[key] = None
    if not signers:
        message = (
            f"none of the known keys signed it: {', '.join(sorted({key.name for key in known.values()})) or 'none'}"
        )
        raise NotSigned(message)
    return tuple(signers)
