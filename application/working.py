"""Working: jobs that wait are taken up one after the other, and whatever comes of one is kept with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from typing import TypeAlias

import msgspec

from application.asked_impacts import AskedImpacts, ImpactAsked
from application.crew import Crew, WorkerLost
from application.generations import RulebookMoved
from application.impact import Spread, Tried
from application.impact_lines import ImpactEnding, Line, written
from application.impact_reports import Impacts
from application.impacts import Proposed
from application.jobs import DELAYS, LEASE, Because, Claim, ClaimLost, Ended, Job, Jobs, State
from application.reprojecting import KIND as REPROJECTION
from application.reprojecting import Reprojecting
from application.sorting import NewSorting
from application.store import Command, StoreUnusable, UnreadableEvent
from domain.case import NoPolicyInForce
from domain.refusal import Refusal

OFTEN = timedelta(seconds=1)
"""How often a sign is given, and progress kept, at the most."""

Tick: TypeAlias = Callable[[], None]
"""Called now and then by what works; raises Interrupted where it has to end."""

Work: TypeAlias = Callable[[Job, Claim, Tick], None]
"""Does a job, and finishes it."""


class Interrupted(Exception):
    """Whoever works has to end; the job goes on with the next one who does."""


class Reported(msgspec.Struct, frozen=True):
    """The report on the impact of a change, by its hash, and its last line."""

    report: str
    ending: ImpactEnding


class Took(msgspec.Struct, frozen=True):
    """A job that was taken up, and how it is now; somebody else has it where `state` is None."""

    job: Job
    state: State | None
    because: Because | None


class Working:
    """Does one job at a time. `hold` gives signs of life of a claim while it is open."""

    def __init__(
        self,
        jobs: Jobs,
        works: Mapping[str, Work],
        clock: Callable[[], datetime],
        hold: Callable[[Claim], AbstractContextManager[None]],
        named: Callable[[Exception], str | None],
    ) -> None:
        """Take also what names the problem that an error is."""
        self._jobs = jobs
        self._works = works
        self._clock = clock
        self._hold = hold
        self._named = named

    def next(self, holder: str, tick: Tick) -> Took | None:
        """Take up the job that was asked for first, if one is due, do it, and return what came of it.

        Raises Interrupted, and StoreUnusable where there is no store to take it from or to keep what came of it.
        """
        job = self._jobs.take(holder, self._clock(), LEASE)
        if job is None:
            return None
        claim = Claim(job.number, holder)
        because = None
        with suppress(ClaimLost):
            because = self._done(job, claim, tick)
            found = self._jobs.find(job.number) or job
            return Took(found, found.state(self._clock()), because)
        return Took(job, None, because)

    def _done(self, job: Job, claim: Claim, tick: Tick) -> Because | None:
        """Do a job, and return why it is not done, if it is not. Raises ClaimLost and Interrupted.

        What the machine refuses, such as room for temporary files, may pass as what the store refuses may.
        """
        try:
            with self._hold(claim):
                self._works[job.kind](job, claim, tick)
        except Interrupted:
            self._jobs.put_off(claim, self._clock(), None)
            raise
        except (StoreUnusable, WorkerLost, OSError) as passing:
            because = self._because(passing)
            self._jobs.put_off(claim, self._clock() + DELAYS[min(job.attempts, len(DELAYS)) - 1], because)
        except UnreadableEvent as unreadable:
            because = self._because(unreadable)
            self._stop(job, claim, because)
        except (Refusal, NoPolicyInForce) as refusal:
            because = self._because(refusal)
            self._jobs.finish(claim, Ended.FAILED, b"null", self._clock(), because)
        else:
            return None
        return because

    def _stop(self, job: Job, claim: Claim, because: Because) -> None:
        """Keep what is built of a re-projection, for a release that reads the event; fail any other job."""
        if job.kind == REPROJECTION:
            self._jobs.put_off(claim, None, because)
        else:
            self._jobs.finish(claim, Ended.FAILED, b"null", self._clock(), because)

    def _because(self, error: Exception) -> Because:
        return Because(str(error), self._named(error))


def command_of(job: Job) -> Command:
    """Return who is named in the log for what a job records."""
    return Command(job.asked_by, f"job-{job.number}")


class Reports:
    """Makes reports on the impact of changes."""

    def __init__(
        self,
        asked: AskedImpacts,
        impacts: Impacts,
        jobs: Jobs,
        clock: Callable[[], datetime],
        new: NewSorting,
        spread: Callable[[ImpactAsked, Proposed | None, datetime], Spread | None],
    ) -> None:
        """Take also what sorts, and what spreads over processes what is asked, with its text, as of an instant.

        It gives nothing where all is done here.
        """
        self._asked = asked
        self._impacts = impacts
        self._jobs = jobs
        self._clock = clock
        self._new = new
        self._spread = spread

    def __call__(self, job: Job, claim: Claim, tick: Tick) -> None:
        """Make the report that is asked for, keep it, and finish the job."""
        asked = msgspec.json.decode(job.asked, type=ImpactAsked)
        at = self._clock()
        inquiry = self._asked.inquiry(asked, at)
        self._jobs.measure(claim, inquiry.whole(), self._clock())
        self._jobs.state(claim, "assessing", self._clock())
        spread = self._spread(asked, self._asked.draft(asked), at) or inquiry.trying.here
        lines = inquiry.lines(self._new, self._watched(spread, claim, tick))
        kept = self._impacts.keep(map(written, _ticking(lines, tick)), self._clock(), job.asked_by)
        done = msgspec.json.encode(Reported(kept.hash, kept.ending))
        self._jobs.finish(claim, State.DONE, done, self._clock())

    def _watched(self, spread: Spread, claim: Claim, tick: Tick) -> Spread:
        """Return what also keeps how many pathways are done, once in a while."""

        def watched(batches: Iterable[Sequence[str]]) -> Iterator[Tried]:
            unsigned, due = 0, self._clock() + OFTEN
            for tried in spread(batches):
                tick()
                unsigned += tried.looked_at
                if self._clock() >= due:
                    self._jobs.state(claim, None, self._clock(), unsigned)
                    unsigned, due = 0, self._clock() + OFTEN
                yield tried
            self._jobs.state(claim, "looking for cliffs and twins", self._clock(), unsigned)

        return watched


def _ticking(lines: Iterator[Line], tick: Tick) -> Iterator[Line]:
    for line in lines:
        tick()
        yield line


class Reprojections:
    """Makes standing rows again: all of them beside the live ones, or one in its place."""

    def __init__(self, reprojecting: Reprojecting, crew: Callable[[], Crew]) -> None:
        self._reprojecting = reprojecting
        self._crew = crew

    def all(self, job: Job, claim: Claim, tick: Tick) -> None:
        """Build all rows or go on with it, bring them in, and finish the job."""
        command = command_of(job)
        run = self._reprojecting.resume(job, claim, command)
        while True:
            for _ in self._reprojecting.build(run, self._crew()):
                tick()
            with suppress(RulebookMoved):
                self._reprojecting.bring_in(run, command)
                return

    def one(self, job: Job, claim: Claim, _: Tick) -> None:
        """Make the row of one pathway again, and finish the job."""
        self._reprojecting.do_one(job, claim)
