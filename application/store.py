"""The store as the use cases see it: streams of events in one log, and the standing rows kept with them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from domain.event import Event
from domain.pathway.entry import Entry


class Command(msgspec.Struct, frozen=True):
    """Who asked for what is recorded, and why; `cause` is the id of the event or text that led to it."""

    actor: str
    command_id: str
    cause: str | None = None
    reason: str | None = None


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """An event in its envelope; `position` is its place in the log, `version` its place in the stream, both from 1."""

    position: int
    stream: str
    version: int
    recorded_at: datetime
    actor: str
    command_id: str
    cause: str | None
    reason: str | None
    event: Event

    @property
    def event_id(self) -> str:
        """The id by which other events cite this one."""
        return f"{self.stream}@{self.version}"


class Append(msgspec.Struct, frozen=True):
    """Events to add to a stream that is at `expected_version`; a stream without events is at 0.

    `of` is the person whom they are about, by the stream that stands for them, if the stream itself does not.
    """

    stream: str
    expected_version: int
    events: Sequence[Event]
    of: str = ""

    @property
    def person(self) -> str:
        """The person whom the events are about, empty if they are about nobody."""
        return self.of or (self.stream if self.stream.startswith("pathway/") else "")


class Idempotency(msgspec.Struct, frozen=True):
    """The key a caller gave to a request that it may send again, and the digest of that request."""

    key: str
    digest: str


class StandingRow(msgspec.Struct, frozen=True):
    """The tracks of the pathway with this id (without ``pathway/``), and the other streams they rely on.

    `known` is the position up to which the log had been read when the first of those streams was read: the head
    before reading. The store raises it to the last position of its own transaction when nothing that pathways share
    was recorded in between; otherwise the row is kept, and never answered from. So the log need not be locked while
    rows are made.

    `entry` is what the pathway is found by in the public register: it follows from its own events alone, and so it is
    right in a row that is not true any more. It is looked for, and not read back with the row. A name lies in no other
    place than beside the rows; a sealed one is not opened for it, but was put there when it was given.
    """

    pathway: str
    known: int
    tracks: bytes
    relies_on: tuple[str, ...] = ()
    entry: Entry = Entry()


class Freshness(msgspec.Struct, frozen=True):
    """How far the log has come, and how far it was known when the row of one pathway was made.

    `recorded_at` is when the last event was recorded, empty in an empty log. `known` is None if there is no row, or
    none that is true of the whole log.
    """

    head: int
    recorded_at: str
    known: int | None


class Loaded(msgspec.Struct, frozen=True):
    """A stream's events, and how far the log had come at the latest when they were read.

    `head` is its last position; no event after the position `shared` is one of a stream that pathways share: a
    program's, a register's or a policy's.
    """

    events: Sequence[Recorded]
    head: int
    shared: int


Guard = Callable[[int], None]
"""Raises what speaks against recording, given the last position before; the log is locked while it runs."""


class StreamConflict(Exception):
    """The stream is not at the version that the decision was made on: load it and decide again."""

    def __init__(self, stream: str, expected: int, found: int) -> None:
        super().__init__(f"{stream} is at version {found}, not at {expected}: load it again and decide again")
        self.stream = stream
        self.expected = expected
        self.found = found


class IdempotencyKeyReused(Exception):
    """The idempotency key was given before, with another request."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"idempotency key {key!r} was given before with another request: use a key of its own for each"
        )
        self.key = key


class PositionUnknown(Exception):
    """The log does not reach the position."""

    def __init__(self, position: int, head: int) -> None:
        super().__init__(f"the log has no position {position}: it ends at {head}")
        self.position = position
        self.head = head


class UnreadableEvent(Exception):
    """A recorded event has a topic that is not known here, or a payload that is not of its topic."""

    def __init__(self, position: int, stream: str, version: int, topic: str, because: str) -> None:
        super().__init__(position, stream, version, topic, because)
        self.position = position
        self.stream = stream
        self.version = version
        self.topic = topic
        self.because = because

    def __str__(self) -> str:
        """Return the sentence; the arguments stay apart, so that the error can be handed from process to process."""
        event = f"event {self.stream}@{self.version} at position {self.position}"
        return f"{event} cannot be read as {self.topic}: {self.because}"


class PlaceTaken(Exception):
    """Something is where a store or a copy of one is to be made; nothing was changed."""

    def __init__(self, place: object) -> None:
        super().__init__(
            f"something is at {place} already, and nothing is written over it: name another place, or move it away"
        )


class StoreUnusable(Exception):
    """The store cannot do what was asked; nothing was recorded. The message says what to do."""


class StoreNotInitialised(StoreUnusable):
    """There is no store yet where the setting points."""


class StoreReplaced(StoreUnusable):
    """Another file is where the store was that was opened."""


class StoreOutdated(StoreUnusable):
    """The store was made by an earlier release and has not been migrated."""


class StoreNewer(StoreUnusable):
    """The store was migrated by a later release than this one."""


class StoreReadOnly(StoreUnusable):
    """The store can be read but not written."""


class StoreFull(StoreUnusable):
    """There is no room left for the store."""


class StoreUnreadable(StoreUnusable):
    """The file is not a store, or it is damaged."""


class StoreUnreachable(StoreUnusable):
    """The database cannot be opened or does not answer."""


class StoreBusy(StoreUnusable):
    """Another writer held the store for longer than the time allowed."""


class EventStore(Protocol):
    """Where events are recorded and read; a position or instant is always of the whole log."""

    def append(
        self,
        appends: Iterable[Append],
        command: Command,
        recorded_at: datetime,
        *,
        idempotency: Idempotency | None = None,
        standing: Sequence[StandingRow] = (),
        guard: Guard | None = None,
        live: int | None = None,
    ) -> tuple[Recorded, ...]:
        """Record the events of all streams, and the rows that follow from them, or nothing.

        `recorded_at` is raised to that of the last event before. A request recorded before under the same idempotency
        key is answered with what was recorded then. Where `live` is given, answers come from that generation of rows
        from the same moment on. Raises StreamConflict, IdempotencyKeyReused, NotKept, and what the guard raises.
        """

    def repeated(self, idempotency: Idempotency) -> tuple[Recorded, ...] | None:
        """Return what was recorded under the key before, or None. Raises IdempotencyKeyReused."""

    def stream(self, name: str, until: int | None = None) -> list[Recorded]:
        """Return the events of the stream up to and including the position `until`, in order."""

    def load(self, name: str) -> Loaded:
        """Return the events of the stream, in order, and how far the log had come."""

    def versions(self, streams: Iterable[str]) -> dict[str, int]:
        """Return the version each stream is at, 0 for one without events."""

    def streams(self, prefix: str = "", after: str = "", until: int | None = None) -> Iterator[str]:
        """Yield the names of the streams that begin with the prefix, in order of their code points.

        Those after a name and begun up to a position, where these are given.
        """

    def log(self, after: int = 0, until: int | None = None) -> Iterator[Recorded]:
        """Yield the events after one position, up to and including another (the head at the start, if not given)."""

    def head(self) -> int:
        """Return the last position of the log, 0 if it is empty."""

    def position_at(self, instant: datetime) -> int:
        """Return the last position recorded at or before the instant, 0 if there is none."""

    def recorded_at(self, position: int) -> datetime:
        """Return when the event at the position was recorded. Raises PositionUnknown."""

    def standing(self, pathway: str) -> StandingRow | None:
        """Return the row of the pathway if it is true of the whole log, else None.

        It is not, from the moment an event is recorded in the pathway's stream without a row for it, in a stream that
        the row relies on, or in any policy stream.
        """

    def relying_on(self, stream: str) -> Iterator[str]:
        """Yield the names of the pathways' streams whose facts name a program or register, by that stream's name.

        Its cost grows with all pathways: it is for what is recorded seldom.
        """


class Listed(msgspec.Struct, frozen=True):
    """The entry of a pathway in the public register, and what the name in it is found by."""

    entry: Entry
    sought: str | None


class StandingRows(Protocol):
    """The standing rows beside the log: read many at a time, and made again where what they rely on has moved."""

    def freshness(self, pathway: str) -> Freshness:
        """Return how far the log has come, and whether the row of the pathway is true of all of it."""

    def true(self, pathways: Iterable[str]) -> dict[str, StandingRow]:
        """Return the rows of those of the pathways whose row is true of the whole log."""

    def knowing_own(self, pathways: Iterable[str]) -> dict[str, StandingRow]:
        """Return the rows of those of the pathways whose row knows all events of its pathway."""

    def pathways(self, after: str, limit: int) -> list[str]:
        """Return at most so many pathways that have a row, in order of their code points, after the one given."""

    def entries(self, part: str, country: str | None, after: str, limit: int) -> list[tuple[str, Entry]]:
        """Return at most so many pathways with their entries, in that order, after the one given.

        `part` is of the name, as `sought_as` gives it; without one all are meant, whether they show a name or not.
        """

    def entry(self, pathway: str) -> Entry:
        """Return the entry of a pathway, an empty one if it has no row."""

    def listed(self, pathways: Iterable[str]) -> dict[str, Listed]:
        """Return how those of the pathways that have a row stand in the public register."""

    def shown_of_nobody(self) -> list[str]:
        """Return the ids under which the public register has a name, and of which nothing is recorded."""

    def shown(self, pathway: str, name: str) -> str | None:
        """Return a name that the pathway shows, given as it is sealed; none of whoever was forgotten."""

    def stale(self, after: str, limit: int) -> list[str]:
        """Return at most so many pathways whose row is not true of the whole log, in that order, after the one given.

        Its cost grows with the pathways passed over.
        """

    def keep(self, rows: Sequence[StandingRow]) -> None:
        """Keep rows made of what was recorded up to the position they know; none replaces one that knows as much."""
