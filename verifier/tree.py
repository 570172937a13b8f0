"""The Merkle tree over the log (RFC 6962), as far as proofs of it are checked (RFC 9162, 2.1.3.2 and 2.1.4.2)."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

MEMBERS = (
    "actor",
    "cause",
    "command_id",
    "event_id",
    "position",
    "reason",
    "recorded_at",
    "stream",
    "topic",
    "version",
)
"""What the envelope of an event holds, in the order in which it is written."""


def leaf_data(envelope: Mapping[str, Any], payload: str) -> bytes:
    """Return the bytes that stand for an event: its envelope as canonical JSON (RFC 8785), a line feed, its payload."""
    return canonical(envelope) + b"\n" + payload.encode()


def canonical(members: Mapping[str, Any]) -> bytes:
    """Return canonical JSON (RFC 8785) of texts, whole numbers, and what holds them."""
    return json.dumps(members, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a path leads from the leaf of a hash to the root of a tree of so many leaves."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(step, found)
            place, last = _risen(place, last)
        else:
            found = node_hash(found, step)
        place, last = place // 2, last // 2
    return last == 0 and found == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that the tree of the old size is the beginning of the new one."""
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path
    if not 0 < old < new:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place // 2, last // 2
    found_old = found_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            place, last = _risen(place, last)
        else:
            found_new = node_hash(found_new, step)
        place, last = place // 2, last // 2
    return last == 0 and (found_old, found_new) == (old_root, new_root)


def _risen(place: int, last: int) -> tuple[int, int]:
    """Return both places where the first is the right one of two, or the only one."""
    while place and place % 2 == 0:
        place, last = place // 2, last // 2
    return place, last
