"""Histories: the log as lines of JSON, each an event in its whole envelope, and a last one that counts them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, Literal, Protocol

import msgspec

from application.store import StandingRow
from domain.pathway.decisions import PathwayUnknown

KEYS = frozenset({"position", "event_id", "payload"})
"""What every event of a history has, and no row of a sheet."""

FORMAT: Final = "milepost.history/v1"


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a history: an event as it was recorded; `payload` are its bytes, `recorded_at` is in UTC."""

    position: int
    event_id: str
    stream: str
    version: int
    topic: str
    recorded_at: str
    actor: str
    command_id: str
    cause: str | None
    reason: str | None
    payload: msgspec.Raw


class Closing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last line of a history: how many events stand before it; a file without it was cut."""

    format: Literal["milepost.history/v1"] = FORMAT
    events: int


class LogMoved(Exception):
    """Somebody recorded something while a history was being restored; nothing of it was restored."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"the log was at position {expected} and is now at {found}: restore again")


class Archive(Protocol):
    """The log as it is stored."""

    def envelopes(self, streams: Collection[str] | None = None) -> Iterator[Envelope]:
        """Yield the events in log order, a batch at a time: of some streams, or all."""

    def fill(self, envelopes: Iterable[Envelope]) -> int:
        """Record a whole log into an empty store, or nothing, and return its head; no standing row is made.

        Raises LogMoved if there are events, and StreamConflict for a stream whose versions skip one.
        """

    def restore(self, envelopes: Sequence[Envelope], head: int, rows: Sequence[StandingRow]) -> int:
        """Record events after the position `head` as they were recorded, or none, and return the new head.

        Their positions are new, all else is as given. The rows have to follow from all of it. Raises LogMoved.
        """


class Exporting:
    """Writes histories."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def lines(self, pathways: Iterable[str] = ()) -> Iterator[bytes]:
        """Yield the lines of the whole log, or of the streams of some pathways. Raises PathwayUnknown."""
        streams = [f"pathway/{pathway}" for pathway in pathways]
        envelopes: Iterable[Envelope] = self._archive.envelopes(streams or None)
        if streams:
            envelopes = list(envelopes)
            opened = {envelope.stream for envelope in envelopes}
            for stream in streams:
                if stream not in opened:
                    never_opened = f"no pathway '{stream.partition('/')[2]}' was opened"
                    raise PathwayUnknown(never_opened)
        yield from written(envelopes)


def written(envelopes: Iterable[Envelope]) -> Iterator[bytes]:
    """Yield the lines of a history, with the one that closes it."""
    events = 0
    for events, envelope in enumerate(envelopes, 1):  # noqa: B007 - the last one is the count
        yield msgspec.json.encode(envelope) + b"\n"
    yield msgspec.json.encode(Closing(events=events)) + b"\n"
