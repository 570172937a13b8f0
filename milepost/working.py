"""Working put together: what each kind of job is done by, and the signs that this process lives."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from threading import Event, Thread

from application.asked_impacts import ImpactAsked
from application.crew import Alone, Crew
from application.impact import Spread, Tried
from application.impacts import Proposed
from application.jobs import IMPACT, ONE_AT_A_TIME, Claim, ClaimLost
from application.reprojecting import ONE_PATHWAY
from application.store import StoreUnusable
from application.working import Reports, Reprojections, Work, Working
from infrastructure.spilling import Spilled
from milepost.cluster import cluster
from milepost.composition import Milepost
from milepost.crew import OnDemand, Processes, holder
from milepost.local_processes import LocalProcesses
from milepost.trying import Supposed, Tries, on_cluster, opened, stated, supposes, tries
from web.problems import OF_ERROR


def working(milepost: Milepost, workers: int, scheduler: str | None = None) -> Working:
    """Return what does jobs, each with so many processes, or on the cluster of a scheduler."""
    clock = milepost.clock
    spreading = _spreading(milepost, workers, scheduler)
    reports = Reports(milepost.asked, milepost.impacts, milepost.jobs, clock, Spilled, spreading)
    rows = Reprojections(milepost.reprojecting, _crew(milepost, workers, scheduler))
    works: dict[str, Work] = {IMPACT: reports, ONE_AT_A_TIME: rows.all, ONE_PATHWAY: rows.one}
    return Working(milepost.jobs, works, clock, lambda claim: signs(milepost, claim), _problem)


@contextmanager
def signs(milepost: Milepost, claim: Claim) -> Iterator[None]:
    """Give signs of life while this is open, however long one step of the work takes; they end with the process."""
    done = Event()

    def sign() -> None:
        while not done.wait(claim.lease.total_seconds() / 3):
            with suppress(StoreUnusable, ClaimLost):
                milepost.jobs.seen(holder(), milepost.clock())
                milepost.jobs.state(claim, None, milepost.clock())

    signing = Thread(target=sign, daemon=True)
    signing.start()
    try:
        yield
    finally:
        done.set()
        signing.join()


def _crew(milepost: Milepost, workers: int, scheduler: str | None) -> Callable[[], Crew]:
    if scheduler:
        return lambda: OnDemand(scheduler, milepost)
    if workers == 1:
        return lambda: Alone(milepost.reprojecting.builder())
    return lambda: Processes(milepost.settings, workers)


def _spreading(
    milepost: Milepost, workers: int, scheduler: str | None
) -> Callable[[ImpactAsked, Proposed | None, datetime], Spread | None]:
    def spread(asked: ImpactAsked, draft: Proposed | None, at: datetime) -> Spread | None:
        if (workers == 1 and not scheduler) or asked.known is None:
            return None
        if draft is None:
            return spread_over(milepost, workers, scheduler, supposes, Supposed(asked, b"", at))
        return spread_over(milepost, workers, scheduler, tries, stated(draft), asked.question(asked.known))

    return spread


def spread_over(
    milepost: Milepost, workers: int, scheduler: str | None, make: Callable[..., Tries], *arguments: object
) -> Spread:
    """Return what has a change tried by so many processes, or by the workers of a cluster."""
    if not scheduler:
        return LocalProcesses(workers, opened, milepost.settings, make, *arguments)

    def spread(batches: Iterable[Sequence[str]]) -> Iterator[Tried]:
        with cluster(scheduler, milepost) as found:
            yield from on_cluster(found, make, *arguments)(batches)

    return spread


def _problem(error: Exception) -> str | None:
    found = next((OF_ERROR[kind] for kind in type(error).__mro__ if kind in OF_ERROR), None)
    return None if found is None else found.type
