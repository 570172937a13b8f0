"""Generations of standing rows as the use cases see them: one is live, others are built or kept beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from application.jobs import Claim
from application.store import StandingRow
from domain.event import Event
from domain.refusal import Refusal

_NO_ROWS = "0" * 64


class Tally(msgspec.Struct, frozen=True):
    """What was counted of the rows of both generations, one by one.

    ``changed`` are those that say something else of a day, by whatever caused it in ``causes``; one row may have
    several causes. ``read_anew`` were made from events, the others from the facts in the row. A digest is the sum of
    the hashes of rows: the same for the same rows, in whatever order and parts they were counted.
    """

    rows: int = 0
    rows_before: int = 0
    changed: int = 0
    read_anew: int = 0
    digest: str = _NO_ROWS
    digest_before: str = _NO_ROWS
    causes: dict[str, int] = {}

    def plus(self, other: "Tally") -> "Tally":
        """Return both counted together."""
        causes = {
            cause: self.causes.get(cause, 0) + other.causes.get(cause, 0) for cause in {*self.causes, *other.causes}
        }
        return Tally(
            self.rows + other.rows,
            self.rows_before + other.rows_before,
            self.changed + other.changed,
            self.read_anew + other.read_anew,
            summed(int(self.digest, 16), int(other.digest, 16)),
            summed(int(self.digest_before, 16), int(other.digest_before, 16)),
            dict(sorted(causes.items())),
        )


def summed(*hashes: int) -> str:
    """Return the digest of rows with these hashes."""
    return f"{sum(hashes) % 2**256:064x}"


class Part(msgspec.Struct, frozen=True):
    """The pathways after a name, up to and including another, of which those up to ``done`` are built."""

    number: int
    until: str
    done: str
    tally: Tally = Tally()


class Material(msgspec.Struct, frozen=True):
    """What a row is built of: the live row, if there is one, and whether its facts are those of the whole log.

    ``events`` are the pathway's own where they were read already.
    """

    pathway: str
    before: StandingRow | None
    facts_true: bool
    events: Sequence[Event] | None = None


class Difference(msgspec.Struct, frozen=True):
    """A pathway whose row says something else than before, and the ids of the events that this is due to.

    There are none where the same events are told otherwise now, by another release.
    """

    pathway: str
    causes: tuple[str, ...]


class Written(msgspec.Struct, frozen=True):
    """What a batch came to by some instant: how far its part has come, how many rows it has, in what they differ."""

    part: Part
    rows: int
    differences: Sequence[Difference]
    at: datetime


class Batch(msgspec.Struct, frozen=True):
    """Rows of a part that follow upon what is built; they are made as they are taken, and `written` after them."""

    part: Part
    rows: Iterator[StandingRow]
    written: Callable[[], Written]


class Generation(msgspec.Struct, frozen=True):
    """A generation. It has the row of each pathway as recorded up to the position `known`, once it is complete."""

    number: int
    known: int
    complete: bool


class Moved(msgspec.Struct, frozen=True):
    """What was recorded since: an event of a policy, an event of any stream that pathways share."""

    policy: bool
    shared: bool


class BuiltOn(Exception):
    """Somebody else has built on at a part, or it is gone: rows that were built from where it was are not kept."""


class RulebookMoved(Exception):
    """The rulebook moved since a generation was built, so that no row of it is true: it has to be built again."""


class NotKept(Refusal):
    """There is no complete generation of this number."""

    sentence = "no generation {0} is kept: `milepost reproject --status` lists those that are"


class Generations(Protocol):
    """The generations of a store. What takes a claim raises ClaimLost where it is lost, and then changes nothing."""

    def live(self) -> int:
        """Return the number of the generation that is answered from."""

    def all(self) -> list[Generation]:
        """Return the generations there are, in order."""

    def moved(self, generation: int) -> Moved:
        """Return what was recorded that a generation does not know."""

    def begin(self, claim: Claim, generation: int, at: datetime, *, from_events: bool) -> None:
        """Begin a generation, empty, in parts of all pathways; one of that number that was begun before is gone.

        No part has the number of one that is gone.
        """

    def parts(self, job: int) -> list[Part]:
        """Return the parts of a job, in order; none if it has not begun."""

    def part(self, job: int, number: int) -> Part | None:
        """Return a part of a job as it is kept, or None if it is gone."""

    def rows(self, after: str, until: str, limit: int) -> tuple[int, Iterable[Material]]:
        """Return so many live rows at most, in order, between two names, and the position they are read at.

        They may be read while they are taken.
        """

    def histories(self, after: str, until: str, limit: int) -> tuple[int, list[Material]]:
        """Return the same of what the log holds, each with its events. Raises UnreadableEvent."""

    def write(self, claim: Claim, generation: int, batch: Batch) -> Written:
        """Keep rows, and how far their part has come, together, and return that. Raises BuiltOn, and keeps nothing.

        Rows may be written while others are made.
        """

    def stale(self, generation: int, after: str, limit: int) -> list[str]:
        """Return so many pathways whose row in a generation is not true of the whole log, in order, after a name."""

    def mend(self, generation: int, rows: Sequence[StandingRow]) -> None:
        """Keep rows in a generation, each in place of one that knew less, or as much."""

    def complete(self, claim: Claim, generation: int, at: datetime) -> None:
        """Copy the live rows of pathways that were recorded on since a generation was begun; it is complete then.

        Raises RulebookMoved.
        """

    def bring_in(self, generation: int, claim: Claim, at: datetime) -> None:
        """Make another complete generation the live one, in one step. Raises NotKept and RulebookMoved.

        What was recorded since it was complete is copied into it in the same step.
        """

    def drop(self, generation: int, limit: int) -> Iterator[int]:
        """Delete a generation that is not live, so many rows at a time, yield how many, and forget it at last.

        From the first of them on it is not complete any more.
        """

    def tally(self, job: int) -> Tally:
        """Return what was counted in all parts of a job."""

    def differences(self, job: int) -> Iterator[Difference]:
        """Yield the differences that a job found, ordered by pathway."""

    def row(self, generation: int, pathway: str) -> StandingRow | None:
        """Return the row of a pathway in a generation, true or not."""
