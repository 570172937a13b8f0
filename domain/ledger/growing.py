"""A tree that grows leaf by leaf, of which only what is needed to go on is kept; tiles are given up as they fill."""

from collections.abc import Iterator
from hashlib import sha256

from domain.ledger.tiles import HEIGHT, WIDTH, Tile
from domain.ledger.tree import EMPTY, LENGTH, joined


class Growing:
    """The roots of the complete subtrees of a tree, the larger ones first, and the tiles that are not full."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []
        self._tiles: list[bytearray] = []

    def add(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        self.size += 1
        peaks, found, level, rest = self._peaks, leaf, 0, self.size
        self._keep(0, leaf)
        while not rest & 1:
            found = sha256(b"\x01" + peaks.pop() + found).digest()
            level, rest = level + 1, rest >> 1
            if not level % HEIGHT:
                self._keep(level // HEIGHT, found)
        peaks.append(found)

    def root(self) -> bytes:
        """Return the root of the tree as it is."""
        return joined(self._peaks) if self._peaks else EMPTY

    def full(self) -> Iterator[Tile]:
        """Yield the tiles that became full with the last leaf, and give them up."""
        for level, tile in enumerate(self._tiles):
            if len(tile) == WIDTH * LENGTH:
                yield self._tile(level)
                tile.clear()

    def partial(self) -> Iterator[Tile]:
        """Yield the tiles that are not full."""
        yield from (self._tile(level) for level, tile in enumerate(self._tiles) if tile)

    def _keep(self, level: int, found: bytes) -> None:
        if level == len(self._tiles):
            self._tiles.append(bytearray())
        self._tiles[level] += found

    def _tile(self, level: int) -> Tile:
        number = ((self.size >> level * HEIGHT) - 1) // WIDTH
        return Tile(level, number, bytes(self._tiles[level]))
