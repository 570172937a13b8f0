"""The ledger as the use cases see it: tiles of the tree, checkpoints that were signed, and the keys that sign them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from domain.ledger.checkpoint import LARGEST, Checkpoint
from domain.ledger.note import Signature, VerifierKey
from domain.ledger.tiles import Tile


class Signed(msgspec.Struct, frozen=True):
    """A checkpoint as it was signed, with every signature that came to it since; `made_at` is when it was kept."""

    checkpoint: Checkpoint
    note: str
    made_at: str


class KeyKept(msgspec.Struct, frozen=True):
    """A key that signed checkpoints, as a verifier key, from when and until when; it still signs if there is no end."""

    verifier: str
    since: str
    until: str | None


class Growth(msgspec.Struct, frozen=True):
    """What a tree of a size becomes by more leaves: tiles that changed, and the checkpoint that is signed for it."""

    old: int
    tiles: Sequence[Tile]
    checkpoint: Checkpoint
    note: str
    keys: Sequence[VerifierKey]


class LedgerUnusable(Exception):
    """The ledger cannot go on. Nothing was signed; the message says what is the case and what to do."""


class CheckpointDamaged(LedgerUnusable):
    """What is kept as a checkpoint is none."""


class EventDamaged(LedgerUnusable):
    """What is kept as an event is none."""


class CheckpointUnknown(Exception):
    """There is no checkpoint of the size, or none at all yet."""

    def __init__(self, size: int | None) -> None:
        which = "there is no checkpoint yet" if size is None else f"there is no checkpoint of size {size}"
        super().__init__(which)
        self.size = size


class EventNotInLog(Exception):
    """No event of the id is recorded."""

    def __init__(self, event_id: str) -> None:
        super().__init__(f"no event {event_id} is recorded")
        self.event_id = event_id


class Ledger(Protocol):
    """Where the tree is kept. Its size is that of the last checkpoint. What gives one raises CheckpointDamaged."""

    def origin(self) -> str:
        """Return the name of the log, empty as long as it has none."""

    def settle(self, origin: str) -> str:
        """Give the log a name if it has none, and return the one that it has."""

    def head(self) -> int:
        """Return the last position of the log."""

    def last(self) -> Signed | None:
        """Return the checkpoint of the greatest size."""

    def checkpoint(self, size: int) -> Signed:
        """Return the checkpoint of a size. Raises CheckpointUnknown."""

    def covering(self, position: int) -> Signed | None:
        """Return the first checkpoint under which the event at a position is."""

    def checkpoints(self, below: int, limit: int) -> list[Signed]:
        """Return so many checkpoints at most that are smaller than a size, the greatest first."""

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of a tile, as many as there are."""

    def leaves(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Return so many positions at most after one, with the hashes of their leaves, made of the stored rows.

        Raises EventDamaged.
        """

    def leaf(self, event_id: str) -> tuple[int, bytes]:
        """Return the position of an event and its leaf's bytes. Raises EventNotInLog."""

    def pathways(self, size: int) -> list[str]:
        """Return the ids of the pathways that were open in a log of the size, in their order."""

    def number(self, until: int) -> int:
        """Return how many events there are up to a position: as many as that, if none is missing."""

    def leaves_of(self, streams: Sequence[str], until: int) -> dict[str, list[tuple[int, bytes]]]:
        """Return for each stream the positions up to one, in order, with the bytes of their leaves."""

    def grow(self, growth: Growth, at: datetime) -> bool:
        """Keep what a tree became, all or nothing; tell whether it still had its old size, and so was kept."""

    def cosign(self, size: int, signature: Signature, at: datetime) -> None:
        """Keep a signature that a witness gave to the checkpoint of a size."""

    def cosigned(self, name: str) -> int:
        """Return the greatest size of which a witness of the name signed the checkpoint, 0 if there is none."""

    def known_keys(self) -> list[KeyKept]:
        """Return the keys that signed checkpoints, in the order in which they first did."""


def signed_at(ledger: Ledger, size: int | None) -> Signed:
    """Return the checkpoint of a size, or the last one. Raises CheckpointUnknown."""
    if size is not None and size > LARGEST:
        raise CheckpointUnknown(size)
    found = ledger.last() if size is None else ledger.checkpoint(size)
    if found is None:
        raise CheckpointUnknown(None)
    return found
