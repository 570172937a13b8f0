"""The rows of the log looked at one by one: whatever has to hold of their columns, before any hash is compared."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import msgspec

from domain.content import content_hash
from domain.ledger.finding import Fault, Finding
from domain.ledger.leaf import COLUMNS

_OPTIONAL = (str, type(None))
_KINDS = ((str,), _OPTIONAL, (str,), (str,), (int,), _OPTIONAL, (str,), (str,), (str,), (int,), (bytes,))
_SHAPES = frozenset(product(*_KINDS))
"""The types that the columns of an event may have, in the order of `COLUMNS`."""
_INSTANT = len("2026-03-01T12:00:00.000000Z")


class Unread(msgspec.Struct, frozen=True):
    """A value of a column that is said to be text and is none."""

    held: bytes


class _Stated(msgspec.Struct):
    """The part of an event that states a text of a rulebook."""

    document: str
    content_hash: str


class Rows:
    """Looks at rows in the order of the log, and keeps how far that came."""

    def __init__(self, stating: frozenset[str]) -> None:
        """Take the topics of the events that state a text under its hash."""
        self._stating = stating
        self._decode = msgspec.json.Decoder(_Stated).decode
        self._versions: dict[str, int] = {}
        self.count = 0
        self.last = 0
        self.recorded_at = ""
        self.policies = 0

    @property
    def streams(self) -> int:
        """Return how many streams there are."""
        return len(self._versions)

    def look(self, row: Sequence[Any]) -> Sequence[Finding]:
        """Return what is wrong with the row that follows, which is nearly always nothing."""
        _, _, _, event_id, position, _, recorded_at, stream, topic, version, _ = row
        last, self.last = self.last, position
        self.count += 1
        if tuple(map(type, row)) not in _SHAPES:
            return [*_misplaced(position, last), Finding(Fault.EVENT_UNREADABLE, _unreadable(row), position)]
        before, instant = self._versions.get(stream, 0), self.recorded_at
        self._versions[stream], self.recorded_at = version, recorded_at
        stated = self._misstated(row) if topic in self._stating else None
        if (
            position == last + 1
            and version == before + 1
            and event_id == f"{stream}@{version}"
            and instant <= recorded_at
            and len(recorded_at) == _INSTANT
            and stated is None
        ):
            return ()
        faults = [
            (Fault.VERSION_WRONG, f"version {version} of {stream} follows on {before}", version == before + 1),
            (Fault.ID_WRONG, f"version {version} of {stream} has this id", event_id == f"{stream}@{version}"),
            (
                Fault.INSTANT_WRONG,
                f"it is said to be recorded at {recorded_at}, the one before at {instant}",
                instant <= recorded_at and len(recorded_at) == _INSTANT,
            ),
            (Fault.POLICY_CHANGED, stated or "", stated is None),
        ]
        found = [Finding(fault, says, position, event_id) for fault, says, right in faults if not right]
        return [*_misplaced(position, last), *found]

    def _misstated(self, row: Sequence[Any]) -> str | None:
        """Return what is wrong with the text that an event states, if anything is."""
        self.policies += 1
        try:
            stated = self._decode(row[-1])
        except msgspec.DecodeError as error:
            return f"the text of the rulebook in it cannot be read: {error}"
        found = content_hash(stated.document.encode())
        if found == stated.content_hash:
            return None
        return f"the text of the rulebook in it has the hash {found}, and not {stated.content_hash}"


def _misplaced(position: int, last: int) -> list[Finding]:
    if position == last + 1:
        return []
    if position <= last:
        return [Finding(Fault.POSITION_WRONG, f"position {position} stands before the first", position)]
    more = position - last - 2
    says = f"no event is at position {last + 1}" + (f", nor at the {more} after it" if more else "")
    return [Finding(Fault.EVENT_MISSING, says, last + 1)]


def _unreadable(row: Sequence[Any]) -> str:
    wrong = [
        f"{name} ({'no text' if isinstance(value, Unread) else type(value).__name__})"
        for name, value, kind in zip(COLUMNS, row, _KINDS, strict=True)
        if not isinstance(value, kind)
    ]
    return f"its columns are not what they have to be: {', '.join(wrong)}"
