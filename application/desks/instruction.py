"""What a caller says with a write, beside what is to be recorded."""

from collections.abc import Set as AbstractSet

import msgspec


class Instruction(msgspec.Struct, frozen=True, kw_only=True):
    """Why something is to be recorded and what led to it, and by which request.

    `key` is the caller's own for this write, and `digest` that of all that was sent with it. `seen` are the versions of
    the stream that the caller has decided upon; any, if it is not given.
    """

    reason: str
    cause: str | None = None
    request: str
    key: str
    digest: str
    seen: AbstractSet[int] | None = None
