"""Re-projection: a new generation of standing rows built beside the live one, compared with it, and brought in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from hashlib import sha256

import msgspec

from application.assessing import Assessor
from application.building import BATCH, Builder, Building
from application.crew import Crew, WorkerLost
from application.differing import Differing, Differs
from application.generations import Difference, Generation, Generations, Tally
from application.jobs import LEASE, Claim, ClaimLost, Job, Jobs
from application.recording import Registrar
from application.store import Command, EventStore, Idempotency, StoreUnusable, UnreadableEvent
from application.tracks import Tracks
from domain.event import Event
from domain.refusal import Refusal
from domain.rulebook import ReprojectionCompleted, ReprojectionRequested

KIND = "re-projection"


class AskedOtherwise(Refusal):
    """A re-projection that was asked for otherwise is not finished."""

    sentence = "a re-projection from {0} is not finished: go on with it, or discard it first"


class Unfinished(Refusal):
    """A re-projection is not finished, so nothing else can be brought in."""

    sentence = "{0} is not finished: go on with it, or discard it first"


class NothingKept(Refusal):
    """There is no other generation."""

    sentence = "no generation is kept beside the live one, {0}"


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
        run = self._claimed(holder, lease, from_events=from_events)
        with self._held(run.claim):
            if run.asked.from_events != from_events:
                raise AskedOtherwise("events" if run.asked.from_events else "facts")
            event = ReprojectionRequested(
                reprojection=run.asked.name, known=run.asked.known or None, requested_by=command.actor
            )
            self._record(event, command, f"{run.asked.name} requested")
            if not self._generations.parts(run.claim.job):
                self._begin(run)
            yield run

    def build(self, run: Run, crew: Crew) -> Iterator[Progress]:
        """Build what is not built yet, and yield how far it has come. Raises what `Crew.work` raises.

        Where the rulebook moves meanwhile, all is built once more. An event that cannot be read stops it, and so does
        the loss of those who build; the job keeps which.
        """
        try:
            while self._generations.live() != run.asked.generation:
                yield from self._built(run, crew)
                if not self._generations.moved(run.asked.generation).policy:
                    self._complete(run)
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
        """Answer from the new generation from now on, and keep the one before; older ones go."""
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
        self._jobs.finish(run.claim, "live", msgspec.json.encode(result))
        return result

    def roll_back(self) -> int:
        """Answer from the generation that is kept, and keep the one that was live; return the number of the first.

        Done once more, it goes forward again. Raises NothingKept, and Unfinished.
        """
        job = self._jobs.last(KIND)
        if job is not None and job.result is None:
            raise Unfinished(self._asked(job).name)
        kept = self._kept()
        self._generations.bring_in(kept, None, self._clock())
        return kept

    def discard(self, holder: str) -> int:
        """Delete what the unfinished re-projection has built, or else the generation that is kept; return its number.

        Raises JobHeld, and NothingKept.
        """
        job = self._jobs.last(KIND)
        if job is None or job.result is not None:
            kept = self._kept()
            self._drop(kept)
            return kept
        run = self._claimed(holder, LEASE, from_events=False)
        with self._held(run.claim):
            if self._generations.live() == run.asked.generation:
                raise Unfinished(run.asked.name)
            self._drop(run.asked.generation)
            self._jobs.finish(run.claim, "discarded", msgspec.json.encode(run.asked))
        return run.asked.generation

    def one(self, pathway: str) -> Difference | None:
        """Make the live row of one pathway again, from events; return what is otherwise. Raises PathwayUnknown."""
        live, position = self._generations.live(), self._assessor.position(None)
        before, row = self._generations.row(live, pathway), self._assessor.row(pathway, position)
        self._generations.mend(live, [row])
        if before is None or Tracks().alike(before.tracks, row.tracks):
            return None
        return self.builder().difference(before, row, self._store.stream(f"pathway/{pathway}", position))

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

    def _claimed(self, holder: str, lease: timedelta, *, from_events: bool) -> Run:
        known, live = self._store.head(), self._generations.live()
        generation = 1 + max(each.number for each in self._generations.all())
        wanted = Asked(f"reprojection-{known}", generation, live, known, from_events)
        job = self._jobs.claim(KIND, msgspec.json.encode(wanted), holder, self._clock(), lease)
        return Run(Claim(job.number, holder, lease), self._asked(job), job.whole)

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

    def _complete(self, run: Run) -> None:
        """Catch up with what was recorded meanwhile: first in what pathways share, then on pathways themselves."""
        generation = run.asked.generation
        names = self._generations.stale(generation, "", BATCH) if self._generations.moved(generation).shared else []
        while names:
            position = self._assessor.position(None)
            self._generations.mend(generation, [self._assessor.row(name, position) for name in names])
            self._jobs.state(run.claim, "catching up", self._clock())
            names = self._generations.stale(generation, names[-1], BATCH)
        self._generations.complete(run.claim, generation, self._clock())
        self._jobs.state(run.claim, "built", self._clock())

    def _record(self, event: Event, command: Command, once: str) -> None:
        self._registrar.record(self._stream, [event], command, self._clock(), Idempotency(f"milepost: {once}", once))

    def _kept(self) -> int:
        live = self._generations.live()
        kept = [each.number for each in self._generations.all() if each.number != live and each.complete]
        if not kept:
            raise NothingKept(live)
        return max(kept)

    def _drop(self, generation: int) -> None:
        while self._generations.drop(generation, BATCH):
            pass

    def _asked(self, job: Job) -> Asked:
        return msgspec.json.decode(job.asked, type=Asked)
