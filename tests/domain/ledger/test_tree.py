"""The tree against the published vectors of Certificate Transparency, and against the definitions of RFC 6962."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger.proofs import NotInTree, NotProved, consistency, inclusion, require_consistent, require_included
from domain.ledger.tiles import WIDTH, Edge, Tile, Tiles, TileTooShort, address, edge_of, subtrees_in
from domain.ledger.tree import EMPTY, LENGTH, leaf_hash, root_of

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
FOURTH_PAIR = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
INCLUSIONS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", FOURTH_PAIR, ROOTS[4]],
    (2, 3): [ROOTS[2]],
    (1, 5): [
        ROOTS[1],
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCIES = {
    (1, 1): [],
    (1, 8): INCLUSIONS[0, 8],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", FOURTH_PAIR, ROOTS[4]],
    (2, 5): INCLUSIONS[1, 5][1:],
}


def hashes(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(count)]


@cache
def by_definition(begin: int, end: int) -> bytes:
    """MTH(D[begin:end]) of RFC 6962, section 2.1, word for word, over `hashes`."""
    if end - begin == 1:
        return sha256(b"\x00%d" % begin).digest()
    middle = begin + max(2**power for power in range(20) if 2**power < end - begin)
    return sha256(b"\x01" + by_definition(begin, middle) + by_definition(middle, end)).digest()


def tiles_of(*parts: list[bytes]) -> tuple[Edge, dict[tuple[int, int], bytes]]:
    edge, kept = Edge(), {}
    for part in parts:
        edge, tiles = edge.grown(part)
        kept.update({(tile.level, tile.number): tile.hashes for tile in tiles})
    return edge, kept


def reading(kept: dict[tuple[int, int], bytes]) -> Tiles:
    return lambda level, number: kept.get((level, number), b"")


VECTORS = subtrees_in(reading(tiles_of([leaf_hash(leaf) for leaf in LEAVES])[1]))


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_published(size: int) -> None:
    edge, _ = tiles_of([leaf_hash(leaf) for leaf in LEAVES[:size]])
    assert (edge.root().hex(), root_of(0, size, VECTORS).hex()) == (ROOTS[size], ROOTS[size])


@pytest.mark.parametrize("place", INCLUSIONS)
def test_the_proofs_of_inclusion_are_those_published(place: tuple[int, int]) -> None:
    path = inclusion(*place, VECTORS)
    assert [each.hex() for each in path] == INCLUSIONS[place]
    require_included(leaf_hash(LEAVES[place[0]]), *place, path, bytes.fromhex(ROOTS[place[1]]))


@pytest.mark.parametrize("sizes", CONSISTENCIES)
def test_the_proofs_of_consistency_are_those_published(sizes: tuple[int, int]) -> None:
    path = consistency(*sizes, VECTORS)
    assert [each.hex() for each in path] == CONSISTENCIES[sizes]
    require_consistent(*sizes, path, *(bytes.fromhex(ROOTS[size]) for size in sizes))


def test_every_tree_of_up_to_forty_leaves_is_as_defined_and_proves_all_that_it_holds_and_nothing_else() -> None:
    subtrees, all_hashes = subtrees_in(reading(tiles_of(hashes(40))[1])), hashes(40)
    for size in range(1, 41):
        root = by_definition(0, size)
        assert root_of(0, size, subtrees) == root
        for index in range(size):
            path = inclusion(index, size, subtrees)
            require_included(all_hashes[index], index, size, path, root)
            for wrong in ((index - 1, size, path), (index, size, [*path, root]), (index, size, path[1:] or [root])):
                with pytest.raises(NotProved):
                    require_included(all_hashes[index], *wrong, root)
        for old in range(1, size):
            path = consistency(old, size, subtrees)
            require_consistent(old, size, path, by_definition(0, old), root)
            for roots in ((root, root), (by_definition(0, old), by_definition(0, old))):
                with pytest.raises(NotProved):
                    require_consistent(old, size, path, *roots)
            for longer in ([*path, root], path[:-1]):
                with pytest.raises(NotProved):
                    require_consistent(old, size, longer, by_definition(0, old), root)


@given(st.lists(st.integers(0, 700), max_size=6), st.data())
def test_a_tree_that_grows_piece_by_piece_is_the_tree_at_once(pieces: list[int], data: st.DataObject) -> None:
    leaves, size = hashes(sum(pieces)), sum(pieces)
    begins = [sum(pieces[:place]) for place in range(len(pieces))]
    edge, kept = tiles_of(*(leaves[begin : begin + piece] for begin, piece in zip(begins, pieces, strict=True)))
    subtrees = subtrees_in(reading(kept))
    assert edge == edge_of(size, reading(kept)) == tiles_of(leaves)[0]
    assert edge.root() == (by_definition(0, size) if size else EMPTY)
    if size:
        old = data.draw(st.integers(1, size))
        earlier = by_definition(0, old)
        assert edge_of(old, reading(kept)).root() == earlier
        require_consistent(old, size, consistency(old, size, subtrees), earlier, edge.root())
        require_included(leaves[old - 1], old - 1, size, inclusion(old - 1, size, subtrees), edge.root())


def test_from_an_empty_tree_and_to_the_same_tree_there_is_nothing_to_prove() -> None:
    root = bytes.fromhex(ROOTS[8])
    assert consistency(0, 8, VECTORS) == consistency(8, 8, VECTORS) == []
    require_consistent(0, 8, [], EMPTY, root)
    require_consistent(8, 8, [], root, root)
    for old, path in ((8, []), (0, [root]), (9, [])):
        with pytest.raises(NotProved):
            require_consistent(old, 8, path, EMPTY, root)
    with pytest.raises(NotProved):
        require_consistent(3, 8, [], EMPTY, root)


def test_a_tree_proves_nothing_of_leaves_that_it_does_not_have() -> None:
    with pytest.raises(NotInTree):
        inclusion(8, 8, VECTORS)
    with pytest.raises(NotInTree):
        consistency(9, 8, VECTORS)


def test_a_tile_that_is_missing_is_named() -> None:
    _, kept = tiles_of(hashes(700))
    del kept[0, 1]
    with pytest.raises(TileTooShort, match="tile 1 of level 0 of the ledger is missing or too short"):
        inclusion(300, 700, subtrees_in(reading(kept)))
    kept[0, 2] = kept[0, 2][:-LENGTH]
    with pytest.raises(TileTooShort, match="tile 2 of level 0"):
        edge_of(700, reading(kept))


@pytest.mark.parametrize(
    ("tile", "expected"),
    [
        (Tile(0, 5, bytes(WIDTH * LENGTH)), "tile/0/005"),
        (Tile(1, 1_234_067, bytes(LENGTH)), "tile/1/x001/x234/067.p/1"),
        (Tile(2, 1000, bytes(WIDTH * LENGTH)), "tile/2/x001/000"),
    ],
)
def test_a_tile_has_the_address_that_c2sp_gives_it(tile: Tile, expected: str) -> None:
    assert address(tile) == expected
