"""The Merkle tree of RFC 6962: its two hashes, and the root over leaves however they are kept."""

from collections.abc import Callable, Sequence
from hashlib import sha256

LENGTH = 32
"""Bytes of a hash."""

EMPTY = sha256().digest()
"""The root of a tree without leaves (section 2.1)."""

Subtrees = Callable[[int, int], bytes]
"""Gives the root of the complete subtree of ``2**level`` leaves that is the one with this index among its like."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node."""
    return sha256(b"\x01" + left + right).digest()


def paired(hashes: Sequence[bytes]) -> list[bytes]:
    """Return the nodes over two hashes each; the last of an odd number has none."""
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=False)]


def over(hashes: Sequence[bytes]) -> bytes:
    """Return the root over the roots of complete subtrees of one size, a power of two of them."""
    while len(hashes) > 1:
        hashes = paired(hashes)
    return hashes[0]


def split(size: int) -> int:
    """Return how many of two leaves or more are on the left: the largest power of two below their number."""
    return 1 << (size - 1).bit_length() - 1


def joined(peaks: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees that stand side by side, the larger ones first."""
    *larger, root = peaks
    for peak in reversed(larger):
        root = node_hash(peak, root)
    return root


def root_of(begin: int, end: int, subtrees: Subtrees) -> bytes:
    """Return the root over the leaves from one to before another, where `begin` is one at which a subtree begins."""
    if begin == end:
        return EMPTY
    peaks = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        peaks.append(subtrees(level, begin >> level))
        begin += 1 << level
    return joined(peaks)
