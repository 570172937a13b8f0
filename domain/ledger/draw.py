"""A sample of pathways that nobody chooses: it follows from a checkpoint, and whoever has that draws it again."""

from collections.abc import Iterable
from hashlib import sha256
from heapq import nsmallest

from domain.ledger.checkpoint import Checkpoint

_PURPOSE = b"milepost.sample/v1\n"


def seed_of(checkpoint: Checkpoint) -> bytes:
    """Return what decides a draw: the SHA-256 of ``milepost.sample/v1``, a line feed, and the checkpoint's text."""
    return sha256(_PURPOSE + checkpoint.text().encode()).digest()


def ticket(seed: bytes, pathway: str) -> bytes:
    """Return the number of a pathway in a draw: the SHA-256 of the seed and, directly after it, its id in UTF-8."""
    return sha256(seed + pathway.encode()).digest()


def drawn(seed: bytes, pathways: Iterable[str], count: int) -> list[str]:
    """Return those with the lowest tickets, the lowest first; all of them, if there are no more."""
    return nsmallest(count, pathways, key=lambda pathway: ticket(seed, pathway))
