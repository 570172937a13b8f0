"""What a recorded event is in the ledger: the bytes that are hashed, made of nothing but what is stored."""

from collections.abc import Sequence
from typing import Any

import msgspec

from domain.ledger.tree import leaf_hash

FORMAT = "milepost.event/v1"


class Leaf(msgspec.Struct, frozen=True, gc=False):
    """The envelope of an event as its columns hold it; the order of the fields is that of their names."""

    actor: str
    cause: str | None
    command_id: str
    event_id: str
    position: int
    reason: str | None
    recorded_at: str
    stream: str
    topic: str
    version: int


COLUMNS = (*Leaf.__struct_fields__, "payload")
"""The columns of an event in the order in which `leaf_data` takes them."""

_encode = msgspec.json.Encoder().encode


def leaf_data(columns: Sequence[Any]) -> bytes:
    """Return the envelope as canonical JSON (RFC 8785), a line feed, and the payload, of columns as `COLUMNS` names."""
    *envelope, payload = columns
    return b"%b\n%b" % (_encode(Leaf(*envelope)), payload)


def hash_of(columns: Sequence[Any]) -> bytes:
    """Return the hash of the leaf that an event is, of columns as `COLUMNS` names them."""
    return leaf_hash(leaf_data(columns))
