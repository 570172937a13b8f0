"""The hash by which a stored text is known."""

from hashlib import sha256


def content_hash(document: bytes) -> str:
    """Return ``sha256:`` and the 64 hexadecimal digits of a document's hash."""
    return "sha256:" + sha256(document).hexdigest()
