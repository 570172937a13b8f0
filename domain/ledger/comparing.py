"""The tree over the rows compared with what is kept of it: tiles, and the checkpoints that were signed."""

from domain.ledger.checkpoint import Checkpoint
from domain.ledger.finding import Fault, Finding
from domain.ledger.growing import Growing
from domain.ledger.tiles import HEIGHT, WIDTH, Tile, Tiles, hashes_of
from domain.ledger.tree import LENGTH

_NONE = bytes(LENGTH)


class Comparing:
    """Grows the tree over the rows, and compares it as it grows.

    `signed_for` is the size of the last checkpoint: up to there tiles are kept, and have to be those of the rows.
    """

    def __init__(self, tiles: Tiles, signed_for: int) -> None:
        self._tiles = tiles
        self._signed_for = signed_for
        self._growing = Growing()
        self._leaves: list[int] = []
        self._above: list[Tile] = []
        self._right = 0
        self._wrong: tuple[int, str] | None = None

    @property
    def size(self) -> int:
        """Return how many leaves were taken."""
        return self._growing.size

    def add(self, leaf: bytes | None) -> None:
        """Take the hash of the next row, or None for one that cannot be hashed."""
        self._growing.add(leaf or _NONE)
        if not self._growing.size % WIDTH:
            for tile in self._growing.full():
                self._compare(tile)

    def meet(self, checkpoint: Checkpoint, where: str) -> None:
        """Compare a checkpoint of the size that the tree has now."""
        if self._growing.root() == checkpoint.root:
            self._right = checkpoint.size
        elif self._wrong is None:
            self._wrong = (checkpoint.size, where)

    def findings(self) -> list[Finding]:
        """Return what is wrong, once all rows were taken.

        Where a checkpoint agrees with the rows, a tile that does not was changed, and no event.
        """
        for tile in self._growing.partial():
            self._compare(tile)
        changed = [position for position in self._leaves if position > self._right]
        tiles = {(0, (position - 1) // WIDTH) for position in self._leaves if position <= self._right}
        found = [Finding(Fault.EVENT_CHANGED, "it is not the event that was signed for", each) for each in changed]
        if self._wrong and not changed:
            size, where = self._wrong
            says = f"the root of {where} is not over the events up to {size}: one after {self._right} was changed"
            found.append(Finding(Fault.ROOT_WRONG, says, self._right + 1))
        elif not changed:
            tiles |= {(tile.level, tile.number) for tile in self._above}
        for level, number in sorted(tiles):
            says = f"tile {number} of level {level} does not follow from the events"
            found.append(Finding(Fault.TILE_CHANGED, says))
        return found

    def _compare(self, tile: Tile) -> None:
        kept = min(WIDTH, max(0, (self._signed_for >> tile.level * HEIGHT) - tile.number * WIDTH)) * LENGTH
        expected = tile.hashes[:kept]
        found = self._tiles(tile.level, tile.number)[: len(expected)]
        if found == expected:
            return
        if tile.level:
            self._above.append(tile)
            return
        hashes, first = hashes_of(expected), tile.number * WIDTH + 1
        others = hashes_of(found)
        others += [b""] * (len(hashes) - len(others))
        differing = [first + place for place, each in enumerate(hashes) if others[place] != each]
        self._leaves += differing or [first]
