"""Verification: everything is worked out again from the raw rows, and compared with what is kept and signed."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import msgspec

from application.ledger.believing import Believed, Believing, Trust
from application.ledger.raw import Extent, RawLog
from domain.ledger.comparing import Comparing
from domain.ledger.finding import Fault, Finding
from domain.ledger.leaf import COLUMNS, hash_of
from domain.ledger.note import Verified
from domain.ledger.rows import Rows
from domain.rulebook import PolicyCorrected, PolicyDrafted, PolicyPublished

FORMAT: Final = "milepost.verification/v1"
BATCH = 1024
MOST = 100
"""Findings that are told; all are counted."""

_STATING = frozenset(kind.topic() for kind in (PolicyDrafted, PolicyPublished, PolicyCorrected))
_EVENT_ID = COLUMNS.index("event_id")


class Progress(msgspec.Struct, frozen=True):
    """How much of a part is done, and of how much."""

    part: str
    done: int
    whole: int


class Derived(msgspec.Struct):
    """What was compared of what follows from the log: standing rows that are true, determinations, and reports.

    `missed` are the events that tell of a report which is not kept.
    """

    standings: int = 0
    standings_outdated: int = 0
    determinations: int = 0
    reports: int = 0
    missed: list[str] = msgspec.field(default_factory=list)
    findings: list[Finding] = msgspec.field(default_factory=list)

    def add(self, other: "Derived") -> None:
        """Add what was compared elsewhere."""
        self.standings += other.standings
        self.standings_outdated += other.standings_outdated
        self.determinations += other.determinations
        self.reports += other.reports
        self.missed += other.missed
        self.findings += other.findings


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What was verified and what was found. `signed` is the position up to which checkpoints were signed.

    `reports_missed` are the events that tell of a report which is not kept.
    """

    format: Literal["milepost.verification/v1"] = FORMAT
    origin: str
    events: int
    streams: int
    policies: int
    signed: int
    checkpoints: int
    outside: int
    keys: tuple[str, ...]
    keys_given: bool
    standings: int
    standings_outdated: int
    determinations: int
    reports: int
    reports_missed: tuple[str, ...]
    found: int
    findings: tuple[Finding, ...]


class Verifying:
    """Verifies the log of one store, once. It reads, and believes nothing that it reads."""

    def __init__(self, raw: RawLog, verified: Verified, trust: Trust) -> None:
        self._raw = raw
        self._trust = trust
        self._cosignatures = raw.cosignatures()
        self._extent, self._notes = _settled(raw)
        self._rows = Rows(_STATING)
        self._believing = Believing(trust, self._extent.origin, raw.keys(), verified)
        self._believed = Believed((), 0, ())
        self._findings: list[Finding] = []

    def log(self) -> Iterator[Progress]:
        """Verify the log and its ledger, and yield how far that has come."""
        extent = self._extent
        self._findings += [Finding(Fault.STORE_DAMAGED, says) for says in self._raw.damage()]
        self._believed = self._believing.judged(self._notes, extent.last)
        self._findings += self._believed.findings
        self._findings += self._believing.cosigned(self._cosignatures, self._notes)
        comparing = Comparing(self._raw.tile, self._believed.largest)
        yield from self._walk(comparing)
        self._findings += self._ends()
        self._findings += [self._named(each) for each in comparing.findings()]

    @property
    def whole(self) -> bool:
        """Return whether nothing was found in the log."""
        return not self._findings

    def verification(self, derived: Derived) -> Verification:
        """Return what was verified and found, of the log and of what follows from it."""
        findings = list(dict.fromkeys((*self._findings, *derived.findings)))
        findings.sort(key=lambda each: (each.position is None, each.position or 0))
        return Verification(
            origin=self._believing.origin,
            events=self._rows.count,
            streams=self._rows.streams,
            policies=self._rows.policies,
            signed=min(self._believed.largest, self._rows.last),
            checkpoints=len({checkpoint for checkpoint, _ in self._believed.checkpoints}),
            outside=len(self._trust.outside),
            keys=tuple(each.written() for each in self._believing.keys),
            keys_given=bool(self._trust.given),
            standings=derived.standings,
            standings_outdated=derived.standings_outdated,
            determinations=derived.determinations,
            reports=derived.reports,
            reports_missed=tuple(derived.missed),
            found=len(findings),
            findings=tuple(findings[:MOST]),
        )

    def _walk(self, comparing: Comparing) -> Iterator[Progress]:
        """Look at every row. The tree is grown for as long as no position is missing."""
        last, rows, after = self._extent.last, self._rows, None
        meetings = iter([*self._believed.checkpoints, None])
        meeting = next(meetings)
        while batch := self._raw.rows(after, last, BATCH):
            for row in batch:
                found = rows.look(row)
                if found:
                    self._findings += found
                if comparing.size != rows.last - 1:
                    continue
                comparing.add(None if found and _is_unreadable(found) else hash_of(row))
                while meeting is not None and meeting[0].size <= comparing.size:
                    comparing.meet(*meeting)
                    meeting = next(meetings)
            after = rows.last
            yield Progress("events", rows.count, last)

    def _ends(self) -> Iterator[Finding]:
        """Yield what does not fit together at the end of the log."""
        extent, last, largest = self._extent, self._rows.last, self._believed.largest
        if last < largest:
            says = f"the log ends at position {last}, and a checkpoint of size {largest} was signed"
            yield Finding(Fault.EVENT_MISSING, says, last + 1)
        if (extent.head, extent.recorded_at) != (last, self._rows.recorded_at):
            says = (
                f"the head of the log says that it ends at position {extent.head}, recorded at {extent.recorded_at}, "
                f"and the last event is at {last}, recorded at {self._rows.recorded_at}"
            )
            yield Finding(Fault.HEAD_WRONG, says)
        if extent.size != largest or (self._trust.given and not largest):
            says = (
                f"{extent.size} events were signed for, says the ledger, and the last checkpoint is of size {largest}"
            )
            yield Finding(Fault.CHECKPOINT_MISSING, says)

    def _named(self, finding: Finding) -> Finding:
        """Return a finding with the id of the event at its position, which is there."""
        if finding.position is None:
            return finding
        rows: Sequence[Sequence[Any]] = self._raw.rows(finding.position - 1, finding.position, 1)
        event_id = rows[0][_EVENT_ID] if rows else None
        return msgspec.structs.replace(finding, event_id=event_id if isinstance(event_id, str) else None)


def _is_unreadable(found: Sequence[Finding]) -> bool:
    return any(each.fault is Fault.EVENT_UNREADABLE for each in found)


def _settled(raw: RawLog) -> tuple[Extent, Sequence[tuple[int, object]]]:
    """Return how far the log goes and every checkpoint, as they were together; somebody may be making more of them."""
    before, notes, after = raw.extent(), raw.notes(), raw.extent()
    while before.size != after.size:
        before, notes, after = after, raw.notes(), raw.extent()
    return after, notes
