"""Proofs of RFC 6962: that a leaf is in a tree, and that a tree is the beginning of a later one.

They are made by its definitions (sections 2.1.1 and 2.1.2) and verified by the steps that RFC 9162 gives for the same
proofs (sections 2.1.3.2 and 2.1.4.2).
"""

from collections.abc import Sequence

from domain.ledger.tree import Subtrees, node_hash, root_of, split


class NotInTree(Exception):
    """There is nothing to prove: the tree has no such leaf, or no such beginning."""

    def __init__(self, what: str, size: int) -> None:
        super().__init__(f"a tree of {size} leaves has no {what}")
        self.size = size


class NotProved(Exception):
    """The proof does not prove what it was given for."""


def inclusion(index: int, size: int, subtrees: Subtrees) -> list[bytes]:
    """Return the path from the leaf's sibling up to a child of the root. Raises NotInTree."""
    if not 0 <= index < size:
        leaf = f"leaf {index}"
        raise NotInTree(leaf, size)
    path: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + split(end - begin)
        if index < middle:
            path.append(root_of(middle, end, subtrees))
            end = middle
        else:
            path.append(root_of(begin, middle, subtrees))
            begin = middle
    return path[::-1]


def consistency(old: int, new: int, subtrees: Subtrees) -> list[bytes]:
    """Return the proof that the tree of the old size is the beginning of that of the new one. Raises NotInTree.

    It is empty from an empty tree, and between trees of one size.
    """
    if not 0 <= old <= new:
        beginning = f"beginning of {old} leaves"
        raise NotInTree(beginning, new)
    path: list[bytes] = []
    begin, end = 0, new
    while old not in (0, end):
        middle = begin + split(end - begin)
        if old <= middle:
            path.append(root_of(middle, end, subtrees))
            end = middle
        else:
            path.append(root_of(begin, middle, subtrees))
            begin = middle
    if begin:
        path.append(root_of(begin, end, subtrees))
    return path[::-1]


def require_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise NotProved unless the path leads from the leaf of this hash and index to the root of a tree of the size."""
    place, last, found = index, size - 1, leaf
    climbed = 0 <= index < size
    for sibling in path:
        climbed = climbed and last > 0
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            place, last = _risen(place, last)
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if not climbed or last or found != root:
        message = f"the proof does not lead from leaf {index} to the root of the tree of {size} leaves"
        raise NotProved(message)


def require_consistent(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raise NotProved unless the proof shows that the tree of the old size and root is the beginning of the new one."""
    if old in (0, new):
        proved = not path and (old == 0 or old_root == new_root)
    else:
        proved = 0 < old < new and _leads_to_both(old, new, path, old_root, new_root)
    if not proved:
        message = f"the proof does not show that the tree of {old} leaves is the beginning of that of {new}"
        raise NotProved(message)


def _leads_to_both(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    steps = list(path) if old & (old - 1) else [old_root, *path]
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = steps.pop(0) if steps else b""
    for step in steps:
        if not last:
            return False
        if place & 1 or place == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            place, last = _risen(place, last)
        else:
            found_new = node_hash(found_new, step)
        place, last = place >> 1, last >> 1
    return not last and (found_old, found_new) == (old_root, new_root)


def _risen(place: int, last: int) -> tuple[int, int]:
    """Return both places at the level at which the first is the right one of two, or the only one."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last
