"""Sealing: AES-256-GCM under the key of a person, bound to the place where the text stands."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from hmac import digest
from typing import TYPE_CHECKING

from application.vault import SealBroken
from domain.sealed import SEALED

if TYPE_CHECKING:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = 32
"""Bytes of a key."""

NONCE = 12
_OF_NONCES = b"milepost nonce v1"


@cache
def _ciphers() -> tuple[type["AESGCM"], type["InvalidTag"]]:
    """Return the cipher, and what it raises; loading them takes a tenth of a command's start."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM, InvalidTag


class PersonKey:
    """Seals and opens the texts of one person.

    The nonce follows from the text, its place and the key, so that the same text at the same place is sealed alike: it
    is seen from sealed texts that something was said before, and no two different ones ever share a nonce.
    """

    def __init__(self, person: str, key: bytes) -> None:
        self._person = person
        self._cipher, self._invalid = _ciphers()[0](key), _ciphers()[1]
        self._of_nonces = digest(key, _OF_NONCES, "sha256")

    def seal(self, place: str, text: str) -> str:
        """Return a text sealed for its place."""
        bound, plain = self._bound(place), text.encode()
        nonce = digest(self._of_nonces, sha256(bound).digest() + plain, "sha256")[:NONCE]
        return SEALED + urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, plain, bound)).decode()

    def open(self, places: Sequence[str], text: str) -> str:
        """Return what was sealed at one of the places. Raises SealBroken."""
        try:
            sealed = urlsafe_b64decode(text.removeprefix(SEALED))
        except NoBase64:
            raise SealBroken(self._person, places[0]) from None
        for place in places:
            try:
                return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], self._bound(place)).decode()
            except (self._invalid, ValueError):
                continue
        raise SealBroken(self._person, places[0])

    def _bound(self, place: str) -> bytes:
        return f"{self._person}\n{place}".encode()


class Master:
    """The master keys, the one that wraps first; those after it only unwrap what they wrapped before."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {id_of(key): _ciphers()[0](key) for key in keys}
        self.id = id_of(keys[0])

    def knows(self, master: str) -> bool:
        return master in self._ciphers

    def wrap(self, person: str, key: bytes, nonce: bytes) -> bytes:
        """Return the key of a person wrapped by the first master key."""
        return nonce + self._ciphers[self.id].encrypt(nonce, key, _of(person))

    def unwrap(self, person: str, wrapped: bytes, master: str) -> bytes:
        """Return the key of a person that a master key wrapped. Raises SealBroken."""
        try:
            return self._ciphers[master].decrypt(wrapped[:NONCE], wrapped[NONCE:], _of(person))
        except _ciphers()[1]:
            raise SealBroken(person, "the vault") from None


def id_of(master: bytes) -> str:
    """Return the id by which a master key is known."""
    return sha256(b"milepost master key\n" + master).hexdigest()[:16]


def _of(person: str) -> bytes:
    return f"key of {person}".encode()
