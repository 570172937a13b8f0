"""Restoring: a history is checked line by line against the log that it follows; then all is recorded, or nothing."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

import msgspec

from application.exporting import FORMAT, KEYS, Archive, Closing, Envelope
from application.instants import in_utc
from application.recording import Standings, Submission
from application.refusals import FileEmpty, FileRefused, RowRefused
from application.revealing import shown_name
from application.sealing import Told, sealed, told_of_pathway
from application.store import EventStore, StandingRow
from application.vault import Vault
from domain.event import Event
from domain.refusal import Refusal
from domain.sealed import is_sealed
from domain.topics import EVENTS

BATCH = 5_000
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
FORM = "an instant such as 2021-01-01T12:00:00.000000Z"


def is_history(content: bytes) -> bool:
    """Tell whether a file begins like a history."""
    first = content.lstrip().partition(b"\n")[0]
    try:
        line = msgspec.json.decode(first)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return isinstance(line, dict) and (line.keys() >= KEYS or line.get("format") == FORMAT)


class LogNotOlder(Refusal):
    """The log has events that were recorded after the first of the history."""

    sentence = "the history begins at {0}, and the log already reaches {1}: restore it into a store that is older"


class HistoryCut(Refusal):
    """The history does not close."""

    sentence = (
        'the last line of a history counts its events, as {{"format":"milepost.history/v1","events":…}}: '
        "without it the file may have been cut, after {0} events"
    )


class HistoryMiscounted(Refusal):
    """The history closes with another count than it has events."""

    sentence = "the history closes with a count of {0} events, and has {1}: it is not as it was written"


class HistoryGoesOn(Refusal):
    """There are lines after the one that closes the history."""

    sentence = "the history is closed in the line before line {0}, and goes on: two files may have been joined"


class Restoring:
    """Brings histories back, with the instants at which they were recorded."""

    def __init__(
        self,
        store: EventStore,
        archive: Archive,
        standings: Standings,
        vault: Vault | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._archive = archive
        self._standings = standings
        self._vault = vault
        self._clock = clock

    def read(self, lines: Iterable[tuple[int, bytes]], now: datetime) -> "History":
        """Return a history of numbered lines, checked.

        Raises FileRefused with all that is wrong, LogNotOlder, and what `require_whole` raises.
        """
        head = self._store.head()
        reading = _Reading(Submission(self._store), head, now)
        refused = [fault for number, line in lines for fault in reading.take(number, line)]
        last = self._store.recorded_at(head) if head else None
        if last is not None and reading.first is not None and reading.first < last:
            raise LogNotOlder(in_utc(reading.first), in_utc(last))
        if refused:
            raise FileRefused(refused)
        reading.require_whole()
        return History(reading.submission, tuple(reading.envelopes), head)

    def fill(self, envelopes: Iterable[Envelope]) -> int:
        """Record a whole log, which the domain let through as it was made, into an empty store; return its head.

        No standing row is made. Texts about persons on pathways are sealed. Raises LogMoved and VaultUnusable.
        """
        return self._archive.fill(self._filling(envelopes))

    def _filling(self, envelopes: Iterable[Envelope]) -> Iterator[Envelope]:
        ahead = iter(envelopes)
        while batch := list(islice(ahead, BATCH)):
            yield from self._sealed([told_of_pathway(each) for each in batch])

    def restore(self, history: "History") -> int:
        """Record the history and return the new head. Texts about persons that it has open are sealed.

        Raises LogMoved, Forgotten and VaultUnusable.
        """
        submission = history.submission
        rows = self._standings.standing_rows(submission.states, submission.known, submission.shared)
        events = zip(submission.appends, history.envelopes, strict=True)
        told = [
            Told("" if append.events[0].reason_stays_open else append.person, append.events[0], envelope)
            for append, envelope in events
        ]
        return self._archive.restore(self._sealed(told), history.head, [self._named(row) for row in rows])

    def _named(self, row: StandingRow) -> StandingRow:
        """Return a row with the name that it shows, which no other row has yet."""
        name = row.entry.name
        if self._vault is None or not is_sealed(name):
            return row
        shown = shown_name(self._vault, row.pathway, name)
        return msgspec.structs.replace(row, entry=msgspec.structs.replace(row.entry, name=shown))

    def _sealed(self, told: Sequence[Told]) -> Sequence[Envelope]:
        if self._vault is None:
            return [each.envelope for each in told]
        persons = sorted({each.person for each in told if each.person and each.is_open})
        return sealed(told, self._vault.sealers(persons, self._clock()) if persons else {})


class History(msgspec.Struct, frozen=True):
    """A history that may follow the log after the position `head`."""

    submission: Submission
    envelopes: tuple[Envelope, ...]
    head: int


class _Unfit(Exception):
    """A line does not hold what its place in the history needs."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def _require(holds: object, column: str, reason: str) -> None:
    if not holds:
        raise _Unfit(column, reason)


class _Reading:
    """One pass over the lines, which goes on after a fault so that all are named at once."""

    def __init__(self, submission: Submission, head: int, now: datetime) -> None:
        self.submission = submission
        self.envelopes: list[Envelope] = []
        self._head = head
        self._now = now
        self._position = 0
        self.first: datetime | None = None
        self._instant = datetime.min.replace(tzinfo=UTC)
        self._closing: Closing | None = None
        self._goes_on = 0

    def take(self, number: int, line: bytes) -> Iterator[RowRefused]:
        """Yield what is wrong with the line, or nothing once it is submitted."""
        if self._closing is not None:
            self._goes_on = self._goes_on or number
            return
        self._closing = _closing(line)
        if self._closing is None:
            yield from self._submit(number, line)

    def require_whole(self) -> None:
        """Raise HistoryCut, HistoryGoesOn or HistoryMiscounted unless it ends with its count, FileEmpty at 0."""
        if self._closing is None:
            raise HistoryCut(len(self.envelopes))
        if self._goes_on:
            raise HistoryGoesOn(self._goes_on)
        if self._closing.events != len(self.envelopes):
            raise HistoryMiscounted(self._closing.events, len(self.envelopes))
        if not self.envelopes:
            raise FileEmpty

    def _submit(self, number: int, line: bytes) -> Iterator[RowRefused]:
        try:
            envelope = msgspec.json.decode(line, type=Envelope)
            event, instant = self._event(envelope), self._recorded_at(envelope)
            self._in_order(envelope)
            self.submission.add(envelope.stream, event, instant.date())
        except msgspec.DecodeError as error:
            yield RowRefused(number, "", f"this is no line of a history, or was cut: {error}")
        except _Unfit as unfit:
            yield RowRefused(number, unfit.column, str(unfit))
        except Refusal as refusal:
            yield RowRefused(number, "payload", str(refusal))
        else:
            self.envelopes.append(envelope)

    def _event(self, envelope: Envelope) -> Event:
        _require(envelope.topic in EVENTS, "topic", f"the topic '{envelope.topic}' is not known here")
        payload = bytes(envelope.payload)
        try:
            event = msgspec.json.decode(payload, type=EVENTS[envelope.topic])
        except msgspec.DecodeError as error:
            raise _Unfit(column="payload", reason=str(error)) from None
        _require(
            msgspec.json.encode(event) == payload, "payload", "these are not the bytes of the event as it was recorded"
        )
        return event

    def _recorded_at(self, envelope: Envelope) -> datetime:
        text = envelope.recorded_at
        _require(INSTANT.fullmatch(text), "recorded_at", f"expected {FORM}, found '{text}'")
        try:
            instant = datetime.fromisoformat(text)
        except ValueError as error:
            raise _Unfit(column="recorded_at", reason=str(error)) from None
        _require(instant >= self._instant, "recorded_at", f"{text} is before the line above")
        _require(instant <= self._now, "recorded_at", f"{text} is in the future")
        self._instant = instant
        self.first = self.first or instant
        return instant

    def _in_order(self, envelope: Envelope) -> None:
        own = f"{envelope.stream}@{envelope.version}"
        _require(envelope.event_id == own, "event_id", f"expected {own}, found {envelope.event_id}")
        _require(envelope.position > self._position, "position", f"{envelope.position} is not after {self._position}")
        self._position = envelope.position
        at = self.submission.stream(envelope.stream)
        continues = len(at.before) + at.added + 1
        _require(
            envelope.version == continues, "version", f"{at.name} goes on with {continues}, not {envelope.version}"
        )


def _closing(line: bytes) -> Closing | None:
    try:
        return msgspec.json.decode(line, type=Closing)
    except msgspec.DecodeError:
        return None
