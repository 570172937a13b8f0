"""Ed25519 (RFC 8032), as it signs notes and verifies them."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.ledger.note import ED25519, KeyMalformed, Signature, VerifierKey, decoded, encoded

_PREFIX = "PRIVATE+KEY+"
_SEED = 32


def verified(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature of a message was made with the key of a public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class SigningKey:
    """A secret key under the name that it signs as."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = VerifierKey(name, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Return the signature of the text of a note."""
        return Signature(self.verifier.name, self.verifier.key_id, self._key.sign(text.encode()))

    def written(self) -> str:
        """Return the secret key as a text: ``PRIVATE+KEY+NAME+ID+KEY``, as Go's package note writes it."""
        key = encoded(bytes([ED25519]) + self._seed)
        return f"{_PREFIX}{self.verifier.name}+{self.verifier.key_id.hex()}+{key}"


def read_signing_key(text: str) -> SigningKey:
    """Return the secret key of a text. Raises KeyMalformed."""
    name, _, rest = text.removeprefix(_PREFIX).partition("+")
    key_id, _, key = rest.partition("+")
    data = decoded(key) or b""
    if text.startswith(_PREFIX) and len(data) == 1 + _SEED and data[0] == ED25519:
        found = SigningKey(name, data[1:])
        if found.verifier.key_id.hex() == key_id:
            return found
    message = "a signing key is PRIVATE+KEY+NAME+ID+KEY, as `milepost ledger key` makes it: the text is none"
    raise KeyMalformed(message)
