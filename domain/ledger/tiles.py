"""The tree as it is kept: tiles of up to 256 hashes, eight levels of the tree apart (C2SP tlog-tiles)."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from domain.ledger.tree import EMPTY, LENGTH, Subtrees, joined, over, paired

HEIGHT = 8
WIDTH = 1 << HEIGHT


class Tile(msgspec.Struct, frozen=True):
    """Hashes of one level of tiles, one after the other; each is that of a full tile of the level below, or a leaf."""

    level: int
    number: int
    hashes: bytes


class TileTooShort(Exception):
    """A tile has fewer hashes than a tree of the size that was asked about has there."""

    def __init__(self, level: int, number: int) -> None:
        super().__init__(f"tile {number} of level {level} of the ledger is missing or too short")
        self.level = level
        self.number = number


Tiles = Callable[[int, int], bytes]
"""Gives the hashes of the tile at a level with a number, as many as there are."""


def subtrees_in(tiles: Tiles) -> Subtrees:
    """Return the subtrees that tiles hold; each tile is asked for, and hashed, once. Raises TileTooShort."""
    kept: dict[tuple[int, int], list[list[bytes]]] = {}

    def subtree(level: int, index: int) -> bytes:
        tile_level, above = divmod(level, HEIGHT)
        number, first = divmod(index << above, WIDTH)
        place = (tile_level, number)
        if place not in kept:
            kept[place] = [hashes_of(tiles(tile_level, number))]
        levels = kept[place]
        while len(levels) <= above:
            levels.append(paired(levels[-1]))
        within = first >> above
        if within >= len(levels[above]):
            raise TileTooShort(tile_level, number)
        return levels[above][within]

    return subtree


def hashes_of(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile."""
    return [tile[place : place + LENGTH] for place in range(0, len(tile), LENGTH)]


class Edge(msgspec.Struct, frozen=True):
    """The right edge of a tree: of each level the tile that is not full, the lowest first. All else follows from it."""

    size: int = 0
    tiles: tuple[bytes, ...] = ()

    def root(self) -> bytes:
        """Return the root of the tree."""
        peaks = [peak for tile in reversed(self.tiles) for peak in _peaks(hashes_of(tile))]
        return joined(peaks) if peaks else EMPTY

    def grown(self, leaves: Sequence[bytes]) -> tuple["Edge", list[Tile]]:
        """Return the edge after more leaves, and every tile that is new or longer than it was."""
        tiles: list[Tile] = []
        edge: list[bytes] = []
        level, begin, added = 0, self.size, leaves
        while added or level < len(self.tiles):
            kept = self.tiles[level] if level < len(self.tiles) else b""
            cut = [kept + b"".join(added)[: WIDTH * LENGTH - len(kept)]] if added else []
            rest = added[WIDTH - len(kept) // LENGTH :]
            cut += [b"".join(rest[place : place + WIDTH]) for place in range(0, len(rest), WIDTH)]
            tiles += [Tile(level, begin // WIDTH + offset, hashes) for offset, hashes in enumerate(cut)]
            full = [each for each in cut if len(each) == WIDTH * LENGTH]
            edge.append((cut[-1] if cut[-1:] != full[-1:] else b"") if cut else kept)
            level, begin, added = level + 1, begin // WIDTH, [over(hashes_of(each)) for each in full]
        return Edge(self.size + len(leaves), tuple(edge)), tiles


def edge_of(size: int, tiles: Tiles) -> Edge:
    """Return the right edge of a tree of the size whose tiles are kept. Raises TileTooShort."""
    edge = []
    level, begin = 0, size
    while begin:
        number, width = divmod(begin, WIDTH)
        hashes = tiles(level, number)[: width * LENGTH] if width else b""
        if len(hashes) < width * LENGTH:
            raise TileTooShort(level, number)
        edge.append(hashes)
        level, begin = level + 1, number
    return Edge(size, tuple(edge))


def address(tile: Tile) -> str:
    """Return where C2SP tlog-tiles puts a tile, after the prefix of the log."""
    width = len(tile.hashes) // LENGTH
    return f"tile/{tile.level}/{'/'.join(_elements(tile.number))}{'' if width == WIDTH else f'.p/{width}'}"


def _elements(number: int) -> Iterable[str]:
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *before, last = [digits[place : place + 3] for place in range(0, len(digits), 3)]
    return *(f"x{each}" for each in before), last


def _peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """Return the roots of the complete subtrees over hashes that stand side by side, the larger ones first."""
    peaks, begin = [], 0
    while begin < len(hashes):
        width = 1 << (len(hashes) - begin).bit_length() - 1
        peaks.append(over(hashes[begin : begin + width]))
        begin += width
    return peaks
