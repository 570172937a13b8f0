"""Re-projection: a new generation of standing rows built beside the live one, compared with it, and brought in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from hashlib import sha256

import msgspec

from application.assessing import Assessor
from application.building import Builder, Building
from application.contention import persistently
from application.crew import Crew, WorkerLost
from application.differing import Differing, Differs
from application.generations import Difference, Generation, Generations, RulebookMoved, Tally
from application.jobs import LEASE, ONE_AT_A_TIME, Claim, ClaimLost, Ended, Job, Jobs, State, Wanted
from application.opened import require_opened
from application.recording import Registrar
from application.store import Command, EventStore, Idempotency, StoreUnusable, UnreadableEvent
from application.tracks import Tracks
from domain.event import Event
from domain.refusal import Refusal
from domain.reprojections import ReprojectionCompleted, ReprojectionRequested, ReprojectionRolledBack

KIND = ONE_AT_A_TIME
ONE_PATHWAY = "re-projection of a pathway"
_AT_ONCE = 1_000
"""How many rows are caught up with, or deleted, in one transaction."""


class AskedOtherwise(Refusal):
    """A re-projection that was asked for otherwise is not finished."""

    sentence = "a re-projection from {0} is not finished: go on with it, or discard it first"


class Unfinished(Refusal):
    """A re-projection is not finished, so nothing else can be brought in."""

    sentence = "{0} is not finished: go on with it, or discard it first"


class NothingKept(Refusal):
    """There is no other generation."""

    sentence = "no generation is kept beside the live one, {0}"


class StillLive(Refusal):
    """Answers come from the generation, so it is not deleted."""

    sentence = "answers come from generation {0}: roll back first"


class Asked(msgspec.Struct, frozen=True):
    """What a re-projection is: its name in the log, the generation it builds, and the one that was live when asked."""

    name: str
    generation: int
    before: int
    known: int
    from_events: bool


class Result(msgspec.Struct, frozen=True):
    """What a re-projection came to; `changes_hash` is of its differences, one on a line."""

    name: str
    generation: int
    before: int
    tally: Tally
    changes_hash: str


class OfOnePathway(msgspec.Struct, frozen=True):
    """The pathway whose row is made again."""

    pathway: str


class MadeAgain(msgspec.Struct, frozen=True):
    """Whether the row of a pathway says something else now, and the ids of the events that this is due to."""

    pathway: str
    changed: bool
    causes: tuple[str, ...]


class Run(msgspec.Struct, frozen=True):
    """A re-projection that this process is at work at."""

    claim: Claim
    asked: Asked
    whole: int


class Progress(msgspec.Struct, frozen=True):
    """How many rows are built, and of how many."""

    done: int
    whole: int


class Status(msgspec.Struct, frozen=True):
    """The last re-projection, what it counted so far, and the generations that there are."""

    job: Job | None
    asked: Asked | None
    tally: Tally | None
    live: int
    generations: tuple[Generation, ...]


class Reprojecting:
    """Makes all standing rows again beside the live ones: answers are right and whole before, during and after.

    A row is answered from only while it is true of the whole log, in whatever generation it is.
    """

    def __init__(
        self,
        store: EventStore,
        registrar: Registrar,
        assessor: Assessor,
        generations: Generations,
        jobs: Jobs,
        clock: Callable[[], datetime],
        rulebook: str = "imi",
    ) -> None:
        self._store = store
        self._registrar = registrar
        self._assessor = assessor
        self._generations = generations
        self._jobs = jobs
        self._clock = clock
        self._stream = f"policy/{rulebook}"

    def builder(self) -> Builder:
        """Return what builds parts in this process."""
        return Builder(self._store, self._assessor, self._generations, self._clock)

    @contextmanager
    def begun(self, command: Command, holder: str, *, from_events: bool, lease: timedelta = LEASE) -> Iterator[Run]:
        """Begin a re-projection, or go on with the one that is not finished, and let go of it at the end.

        Raises JobHeld, and AskedOtherwise.
        """
        run = self._claimed(holder, command.actor, lease, from_events=from_events)
        with self._held(run.claim):
            self._require_asked_so(run.asked, from_events=from_events)
            self._start(run, command)
            yield run

    def ask(self, command: Command, key: Idempotency, *, from_events: bool) -> Job:
        """Return the job of a re-projection that a worker takes up, or the one asked for under the same key before.

        One that stopped goes on. Raises JobHeld, AskedOtherwise and IdempotencyKeyReused.
        """
        there = self._jobs.last(KIND)
        stopped = there is not None and there.state(self._clock()) is State.STOPPED
        if there is not None and stopped and self._jobs.repeated(key) is None:
            self._require_asked_so(self._asked(there), from_events=from_events)
        wanted = msgspec.json.encode(self._wanted(from_events=from_events))
        job = self._jobs.ask(Wanted(KIND, wanted, command.actor, key), self._clock())
        self._requested(self._asked(job), command)
        return job

    def resume(self, job: Job, claim: Claim, command: Command) -> Run:
        """Go on with a job that was taken up, or begin it."""
        run = Run(claim, self._asked(job), job.whole)
        self._start(run, command)
        return run

    def build(self, run: Run, crew: Crew) -> Iterator[Progress]:
        """Build what is not built yet, and yield how far it has come. Raises what `Crew.work` raises.

        Where the rulebook moves meanwhile, all is built once more. An event that cannot be read stops it, and so does
        the loss of those who build; the job keeps which.
        """
        try:
            while self._generations.live() != run.asked.generation:
                yield from self._built(run, crew)
                if not self._generations.moved(run.asked.generation).policy and self._completed(run):
                    return
                self._begin(run)
        except (UnreadableEvent, WorkerLost) as stopped:
            self._jobs.state(run.claim, f"stopped: {stopped}", self._clock())
            raise

    def result(self, run: Run) -> Result:
        """Return what the two generations came to, beside each other."""
        hashed = sha256()
        for difference in self.differences(run.claim.job):
            hashed.update(msgspec.json.encode(difference) + b"\n")
        tally = self._generations.tally(run.claim.job)
        return Result(run.asked.name, run.asked.generation, run.asked.before, tally, hashed.hexdigest())

    def bring_in(self, run: Run, command: Command) -> Result:
        """Answer from the new generation from now on, and keep the one before; older ones go.

        Raises RulebookMoved where a text was recorded since it was built: what is built again is brought in.
        """
        result = self.result(run)
        if self._generations.live() != run.asked.generation:
            self._generations.bring_in(run.asked.generation, run.claim, self._clock())
        event = ReprojectionCompleted(
            reprojection=result.name,
            known=run.asked.known or None,
            pathways=result.tally.rows,
            changed=result.tally.changed,
            changes_hash=result.changes_hash,
        )
        self._record(event, command, f"{result.name} completed")
        for each in self._generations.all():
            if each.number not in {run.asked.generation, run.asked.before}:
                self._drop(each.number)
        self._jobs.finish(run.claim, "live", msgspec.json.encode(result), self._clock())
        return result

    def roll_back(self, command: Command, to: int | None = None, key: Idempotency | None = None) -> int:
        """Answer from the generation that is kept, and keep the one that was live; return the number of the first.

        Done once more, it goes forward again, unless it is told to which generation: answers come from it then, however
        often this is asked for. Raises NothingKept, NotKept and Unfinished.
        """
        if to is not None and key is not None and self._store.repeated(key):
            return to
        job = self._jobs.last(KIND)
        if job is not None and job.result is None:
            raise Unfinished(self._asked(job).name)
        kept = self._kept() if to is None else to
        persistently(lambda: self._rolled_back(kept, command, key))
        return kept

    def _rolled_back(self, generation: int, command: Command, key: Idempotency | None) -> None:
        """Record that a generation is answered from, which it is in the same transaction."""
        at, submission = self._clock(), self._registrar.submission()
        submission.add(self._stream, ReprojectionRolledBack(generation=generation), at.date(), command.actor)
        self._registrar.keep(submission, command, at, key, live=generation)

    def discard(self, holder: str, by: str, only: int | None = None) -> int:
        """Delete what the unfinished re-projection has built, or else the generation that is kept; return its number.

        Told which generation, it is gone after that, however often this is asked for. Raises JobHeld, NothingKept, and
        StillLive.
        """
        job = self._jobs.last(KIND)
        unfinished = None if job is None or job.result is not None else self._asked(job).generation
        if unfinished is None or only not in {None, unfinished}:
            left = self._left() if only is None else only
            if left == self._generations.live():
                raise StillLive(left)
            self._drop(left)
            return left
        run = self._claimed(holder, by, LEASE, from_events=False)
        with self._held(run.claim):
            if self._generations.live() == run.asked.generation:
                raise Unfinished(run.asked.name)
            self._drop(run.asked.generation)
            self._jobs.finish(run.claim, Ended.DISCARDED, msgspec.json.encode(run.asked), self._clock())
        return run.asked.generation

    def one(self, pathway: str) -> Difference | None:
        """Make the live row of one pathway again, from events; return what is otherwise. Raises PathwayUnknown."""
        live, position = self._generations.live(), self._assessor.position(None)
        before, row = self._generations.row(live, pathway), self._assessor.row(pathway, position)
        self._generations.mend(live, [row])
        if before is None or Tracks().alike(before.tracks, row.tracks):
            return None
        return self.builder().difference(before, row, self._store.stream(f"pathway/{pathway}", position))

    def ask_one(self, pathway: str, by: str, key: Idempotency) -> Job:
        """Return the job of making the row of one pathway again. Raises PathwayUnknown and IdempotencyKeyReused."""
        require_opened(self._store, pathway)
        asked = msgspec.json.encode(OfOnePathway(pathway))
        return self._jobs.ask(Wanted(ONE_PATHWAY, asked, by, key), self._clock())

    def do_one(self, job: Job, claim: Claim) -> None:
        """Make the row that a job asks for, and finish it. Raises PathwayUnknown and ClaimLost."""
        asked = msgspec.json.decode(job.asked, type=OfOnePathway)
        found = self.one(asked.pathway)
        made = MadeAgain(asked.pathway, found is not None, found.causes if found else ())
        self._jobs.finish(claim, "made again", msgspec.json.encode(made), self._clock())

    def differences(self, job: int) -> Iterator[Difference]:
        """Yield the differences that a job found, ordered by pathway."""
        return self._generations.differences(job)

    def differing(self, on: date) -> Iterator[Differs]:
        """Yield what the last re-projection found otherwise, ordered by pathway, with the effects as of a day."""
        job = self._jobs.last(KIND)
        if job is not None:
            asked = self._asked(job)
            found = Differing(self._assessor, self._generations, asked.before, asked.generation, on)
            yield from found.of(self.differences(job.number))

    def status(self) -> Status:
        """Return how the last re-projection is, and which generations there are."""
        job = self._jobs.last(KIND)
        return Status(
            job,
            None if job is None else self._asked(job),
            None if job is None else self._generations.tally(job.number),
            self._generations.live(),
            tuple(self._generations.all()),
        )

    def _wanted(self, *, from_events: bool) -> Asked:
        known, live = self._store.head(), self._generations.live()
        generation = 1 + max(each.number for each in self._generations.all())
        return Asked(f"reprojection-{known}", generation, live, known, from_events)

    def _claimed(self, holder: str, by: str, lease: timedelta, *, from_events: bool) -> Run:
        wanted = msgspec.json.encode(self._wanted(from_events=from_events))
        job = self._jobs.claim(KIND, wanted, holder, by, self._clock(), lease)
        return Run(Claim(job.number, holder, lease), self._asked(job), job.whole)

    def _start(self, run: Run, command: Command) -> None:
        self._requested(run.asked, command)
        if not self._generations.parts(run.claim.job):
            self._begin(run)

    def _requested(self, asked: Asked, command: Command) -> None:
        event = ReprojectionRequested(reprojection=asked.name, known=asked.known or None, requested_by=command.actor)
        self._record(event, command, f"{asked.name} requested")

    def _require_asked_so(self, asked: Asked, *, from_events: bool) -> None:
        if asked.from_events != from_events:
            raise AskedOtherwise("events" if asked.from_events else "facts")

    @contextmanager
    def _held(self, claim: Claim) -> Iterator[None]:
        try:
            yield
        finally:
            with suppress(ClaimLost, StoreUnusable):
                self._jobs.release(claim)

    def _begin(self, run: Run) -> None:
        self._generations.begin(run.claim, run.asked.generation, self._clock(), from_events=run.asked.from_events)
        self._jobs.state(run.claim, "building", self._clock())

    def _built(self, run: Run, crew: Crew) -> Iterator[Progress]:
        building = Building(run.claim, run.asked.generation, run.asked.from_events)
        parts = [part for part in self._generations.parts(run.claim.job) if part.done < part.until]
        for _ in crew.work(building, parts):
            yield Progress(*self._jobs.progress(run.claim.job))

    def _completed(self, run: Run) -> bool:
        """Catch up with what was recorded meanwhile: first in what pathways share, then on pathways themselves.

        Tell whether that was done, and the rulebook has not moved.
        """
        generation = run.asked.generation
        names = self._generations.stale(generation, "", _AT_ONCE) if self._generations.moved(generation).shared else []
        while names:
            position = self._assessor.position(None)
            self._generations.mend(generation, [self._assessor.row(name, position) for name in names])
            self._jobs.state(run.claim, "catching up", self._clock())
            names = self._generations.stale(generation, names[-1], _AT_ONCE)
        try:
            self._generations.complete(run.claim, generation, self._clock())
        except RulebookMoved:
            return False
        self._jobs.state(run.claim, "built", self._clock())
        return True

    def _record(self, event: Event, command: Command, once: str) -> None:
        self._registrar.record(self._stream, [event], command, self._clock(), Idempotency(f"milepost: {once}", once))

    def _kept(self) -> int:
        live = self._generations.live()
        kept = self._complete_beside(live)
        if not kept:
            raise NothingKept(live)
        return max(kept)

    def _left(self) -> int:
        """Return the generation that a re-projection left half built, or else the one that is kept."""
        half = [each.number for each in self._generations.all() if not each.complete]
        return half[0] if half else self._kept()

    def _complete_beside(self, live: int) -> list[int]:
        return [each.number for each in self._generations.all() if each.number != live and each.complete]

    def _drop(self, generation: int) -> None:
        for _ in self._generations.drop(generation, _AT_ONCE):
            pass

    def _asked(self, job: Job) -> Asked:
        return msgspec.json.decode(job.asked, type=Asked)
