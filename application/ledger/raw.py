"""The log and the ledger as they are stored, read without taking anything for right."""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec


class Extent(msgspec.Struct, frozen=True):
    """How far the log goes by its rows and by its head, and for how many leaves the ledger says that it was signed."""

    last: int
    head: int
    recorded_at: str
    origin: str
    size: int


class RawLog(Protocol):
    """Where the rows are. Nothing here raises for what somebody wrote into them."""

    def extent(self) -> Extent:
        """Return how far the log goes, at one moment."""

    def rows(self, after: int | None, until: int, limit: int) -> Sequence[Sequence[Any]]:
        """Return rows after a position, up to another, in order: the values of `COLUMNS` as they are stored.

        Text that is none is `Unread`. Without a position the first rows are returned, wherever they begin.
        """

    def notes(self) -> Sequence[tuple[int, object]]:
        """Return every checkpoint as it is kept: its size, and what stands for its note."""

    def cosignatures(self) -> Sequence[tuple[int, object, object]]:
        """Return what is kept as signatures of witnesses: the size of each one's checkpoint, its name and its line."""

    def keys(self) -> Sequence[object]:
        """Return what is kept as the verifier keys that signed."""

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of a tile, or whatever is kept for them."""

    def damage(self) -> Sequence[str]:
        """Return what the database itself finds wrong with its file."""
