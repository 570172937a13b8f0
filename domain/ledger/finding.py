"""What a verification can find: each fault by name, and where it is."""

from enum import StrEnum

import msgspec


class Fault(StrEnum):
    """What is not as it was signed for, or not as it follows from the log."""

    EVENT_CHANGED = "event changed"
    EVENT_UNREADABLE = "event unreadable"
    EVENT_MISSING = "event missing"
    POSITION_WRONG = "position wrong"
    ID_WRONG = "event id wrong"
    VERSION_WRONG = "version wrong"
    INSTANT_WRONG = "instant wrong"
    POLICY_CHANGED = "policy changed"
    HEAD_WRONG = "head wrong"
    TILE_CHANGED = "tile changed"
    ROOT_WRONG = "root wrong"
    CHECKPOINT_FORGED = "checkpoint forged"
    CHECKPOINT_MISSING = "checkpoint missing"
    STORE_OLDER = "store older"
    STORE_DAMAGED = "store damaged"
    STANDING_CHANGED = "standing row changed"
    DETERMINATION_CHANGED = "determination changed"
    REPORT_CHANGED = "kept report changed"


class Finding(msgspec.Struct, frozen=True):
    """A fault. `position` is that of the event it is found at, if it is at one."""

    fault: Fault
    says: str
    position: int | None = None
    event_id: str | None = None
