"""The desk at which staff ask for work that takes long, and see how far it has come."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from application.access import Access, Caller
from application.asked_impacts import AskedImpacts, Wish
from application.desks.clerk import command_of, key_of
from application.desks.instruction import Instruction
from application.jobs import IMPACT, Job, Jobs, Pace, State, Wanted
from application.reprojecting import Reprojecting
from domain.refusal import Refusal

LARGEST = 2**62
"""Any number of a job is smaller."""


class JobUnknown(Refusal):
    """No job of this number was ever asked for."""

    sentence = "there is no job {0}"


class Seen(msgspec.Struct, frozen=True):
    """A job as it is at an instant, and when a worker was there last, if one was lately."""

    job: Job
    at: datetime
    state: State
    pace: Pace | None
    worker_seen_at: datetime | None


class Long(msgspec.Struct, frozen=True):
    """What takes long, and where it waits."""

    jobs: Jobs
    asked: AskedImpacts
    reprojecting: Reprojecting


class JobDesk:
    """Serves those who ask for jobs; workers do them, and none is done here."""

    def __init__(self, access: Access, long: Long, clock: Callable[[], datetime]) -> None:
        self._access = access
        self._jobs = long.jobs
        self._asked = long.asked
        self._reprojecting = long.reprojecting
        self._clock = clock

    def impact(self, caller: Caller, wish: Wish, instruction: Instruction) -> Seen:
        """Return the job of a report on a change. Raises NotPermitted, what `AskedImpacts.ask` and `Jobs.ask` raise."""
        self._access.permit(caller, "impacts.ask")
        key = key_of(caller, "impacts.ask", instruction)
        repeated = self._jobs.repeated(key)
        if repeated is None:
            asked = msgspec.json.encode(self._asked.ask(wish, self._clock()))
            repeated = self._jobs.ask(Wanted(IMPACT, asked, caller.name, key), self._clock())
        return self._seen([repeated])[0]

    def reproject(self, caller: Caller, instruction: Instruction, *, from_events: bool, pathway: str | None) -> Seen:
        """Return the job of making all rows again, or that of one pathway. Raises as `Reprojecting.ask`."""
        self._access.permit(caller, "reprojection.begin")
        command, key = command_of(caller, instruction), key_of(caller, "reprojection.begin", instruction)
        if pathway is not None:
            return self._seen([self._reprojecting.ask_one(pathway, caller.name, key)])[0]
        return self._seen([self._reprojecting.ask(command, key, from_events=from_events)])[0]

    def roll_back(self, caller: Caller, generation: int, instruction: Instruction) -> int:
        """Return the generation that is answered from again. Raises as `Reprojecting.roll_back`."""
        self._access.permit(caller, "reprojection.roll-back")
        key = key_of(caller, "reprojection.roll-back", instruction)
        return self._reprojecting.roll_back(command_of(caller, instruction), generation, key)

    def discard(self, caller: Caller, generation: int, instruction: Instruction) -> int:
        """Return the generation that is deleted. Raises IdempotencyKeyReused, and as `Reprojecting.discard`."""
        self._access.permit(caller, "reprojection.discard")
        self._jobs.keep(key_of(caller, "reprojection.discard", instruction))
        return self._reprojecting.discard(caller.name, caller.name, generation)

    def one(self, caller: Caller, number: int) -> Seen:
        """Return a job. Raises NotPermitted and JobUnknown."""
        self._access.permit(caller, "jobs.read")
        found = self._jobs.find(number) if number <= LARGEST else None
        if found is None:
            raise JobUnknown(number)
        return self._seen([found])[0]

    def listed(self, caller: Caller, before: int | None, limit: int) -> Sequence[Seen]:
        """Return so many jobs, the last first. Raises NotPermitted."""
        self._access.permit(caller, "jobs.read")
        return self._seen(self._jobs.before(before, limit))

    def _seen(self, jobs: Sequence[Job]) -> Sequence[Seen]:
        at, worker = self._clock(), self._jobs.last_seen()
        return [Seen(job, at, job.state(at), job.pace(at), worker) for job in jobs]
