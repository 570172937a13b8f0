"""Work spread over the workers of a Dask cluster: given out in its order, and taken back in it."""

from asyncio import run
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count, islice
from logging import CRITICAL, getLogger
from pkgutil import resolve_name
from time import monotonic
from typing import TYPE_CHECKING, Any

import msgspec

from application.crew import WorkerLost
from domain.refusal import Refusal
from milepost.chance import any_id
from milepost.composition import Milepost
from milepost.errand import FILE, Errand, Terms, do, terms_of

if TYPE_CHECKING:
    from distributed import Client, Future

_AHEAD = 4
"""How many errands are given out for each worker: enough that none waits, few enough to be held."""
_FEWEST = 8
_MISSING = (ImportError, AttributeError)
"""What Python raises where a module, or what is looked for in it, is not there."""
_SECONDS = 0.5
"""How often those who wait are told that time passes, and workers are counted."""


class FileNotShared(Refusal):
    """The store is a file of this machine."""

    sentence = (
        "the store is a file of this machine, which workers elsewhere do not have: --scheduler needs PostgreSQL; "
        "--workers spreads the work over processes of this machine"
    )


class DistributedMissing(Refusal):
    """The extra is not installed."""

    sentence = "a cluster is reached through distributed, which is not installed: pip install milepost[distributed]"


class MilepostMissing(Refusal):
    """A worker does not know what work this would be."""

    sentence = "the worker at {0} has no milepost that works for a cluster: install milepost {1}, and start it again"


class SchedulerUnreachable(WorkerLost):
    """No scheduler answers at the address, or not as the configuration of Dask asks it to."""

    def __init__(self, address: str, told: object) -> None:
        super().__init__(
            f"no scheduler can be reached at {address}: start one (`dask scheduler`), or correct the address or "
            f"what Dask's configuration says of TLS ({' '.join(str(told).split())})"
        )


class SchedulerLost(WorkerLost):
    """The scheduler went away in the middle of the work."""

    def __init__(self, address: str) -> None:
        super().__init__(f"the scheduler at {address} went away: start it and its workers again, and run this again")


class NoWorkers(WorkerLost):
    """The scheduler has had no worker for a while."""

    def __init__(self, address: str, seconds: float) -> None:
        super().__init__(
            f"the scheduler at {address} has had no worker for {seconds:g} seconds: "
            f"start some (`dask worker {address}`), and run this again"
        )


class WorkersEnd(WorkerLost):
    """One piece of work was lost with so many workers that it may be what ends them."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"one piece of work was lost with several workers one after the other, the last at {address}: "
            "look into its log, give workers more memory (--memory-limit), and run this again"
        )


class Patience(msgspec.Struct, frozen=True):
    """For how many seconds a scheduler is waited for, and workers are."""

    scheduler: float = 10
    workers: float = 60


@contextmanager
def cluster(address: str, milepost: Milepost, patience: Patience | None = None) -> Iterator["Cluster"]:
    """Reach the cluster whose scheduler is at an address, for work over this store.

    Raises FileNotShared, DistributedMissing, SchedulerUnreachable, SchedulerLost and MilepostMissing.
    """
    require_shared(milepost)
    try:
        from distributed import Client  # noqa: PLC0415  (an extra, and slow to load)
    except ModuleNotFoundError:
        raise DistributedMissing from None
    waits, terms = patience or Patience(), terms_of(milepost)
    for name in ("distributed", "distributed.client"):  # what they would write beside what is raised here
        getLogger(name).setLevel(CRITICAL)
    try:
        run(_reach(address, waits.scheduler))
        client = Client(address, timeout=waits.scheduler, set_as_default=False)
    except (OSError, TypeError, ValueError, RuntimeError) as error:
        raise SchedulerUnreachable(address, error) from None
    with client:
        found = Cluster(client, address, terms, waits)
        found.require_milepost()
        yield found


async def _reach(address: str, seconds: float) -> None:
    """Raise what speaks against the address: a client that is made in vain is not done with for a while."""
    from distributed.comm.core import connect  # noqa: PLC0415  (an extra)
    from distributed.security import Security  # noqa: PLC0415

    reached = await connect(address, seconds, **Security().get_connection_args("client"))
    await reached.close()


def require_shared(milepost: Milepost) -> None:
    """Raise FileNotShared where workers elsewhere would not find the store."""
    if milepost.settings.database_url.startswith(FILE):
        raise FileNotShared


class Cluster:
    """The workers behind a scheduler, however many there are at a time.

    What is lost with a worker is done again by another one: work may be done twice, and be kept once. So many errands
    are under way or waiting to be taken back as the workers need, whatever there is to do.
    """

    def __init__(self, client: "Client", address: str, terms: Terms, patience: Patience) -> None:
        self._client = client
        self._address = address
        self._terms = terms
        self._patience = patience
        self._workers = 0
        self._seen = self._looked = 0.0

    def require_milepost(self) -> None:
        """Raise MilepostMissing for a worker that could not even read an errand, and would end at each that it gets.

        One that does not answer in time is left to whatever becomes of it.
        """
        until = monotonic() + self._patience.scheduler
        with self._reaching():
            asked = [
                (worker, self._client.submit(resolve_name, f"{do.__module__}:do", workers=worker, pure=False))
                for worker in self._client.nthreads()
            ]
            for worker, found in asked:
                with suppress(TimeoutError):
                    if isinstance(found.exception(timeout=max(_SECONDS, until - monotonic())), _MISSING):
                        raise MilepostMissing(worker, self._terms.build)
            self._client.cancel([found for _, found in asked])

    def each(
        self, work: Iterable[Any], make: Callable[..., Callable[[Any], Any]], *arguments: object, together: int = 1
    ) -> Iterator[Any]:
        """Yield what comes of each piece of work, in the order of the work, and None where that takes a while.

        Each worker makes what does it out of its own Milepost and the arguments. So many pieces go to it together.
        Raises NoWorkers, SchedulerLost, WorkersEnd, what `do` raises and what the work itself does.
        """
        run, numbers, ahead = any_id(), count(), iter(work)
        given: deque[Future[list[Any]]] = deque()
        self._seen = monotonic()
        try:
            while True:
                while len(given) < self._room() and (pieces := tuple(islice(ahead, together))):
                    given.append(
                        self._given(f"{run}-{next(numbers)}", Errand(run, self._terms, make, arguments, pieces))
                    )
                if not given:
                    return
                if self._settled(given[0]):
                    yield from self._result(given.popleft())
                else:
                    yield None
        finally:
            with suppress(SchedulerLost), self._reaching():
                self._client.cancel(given)

    def _given(self, name: str, errand: Errand) -> "Future[list[Any]]":
        with self._reaching():
            return self._client.submit(do, errand, key=f"milepost-{name}", pure=False)

    def _room(self) -> int:
        """Return how many errands are under way at most. Raises NoWorkers."""
        now = monotonic()
        if now >= self._looked + _SECONDS:
            with self._reaching():
                self._workers, self._looked = len(self._client.nthreads()), now
            if self._workers:
                self._seen = now
            elif now > self._seen + self._patience.workers:
                raise NoWorkers(self._address, self._patience.workers)
        return max(_FEWEST, _AHEAD * self._workers)

    def _settled(self, future: "Future[list[Any]]") -> bool:
        with self._reaching(), suppress(TimeoutError):
            future.exception(timeout=_SECONDS)
        return bool(future.done())

    def _result(self, future: "Future[list[Any]]") -> Sequence[Any]:
        from distributed import KilledWorker  # noqa: PLC0415  (an extra)

        if future.status == "error":
            fault = future.exception()
            raise WorkersEnd(fault.last_worker.address) if isinstance(fault, KilledWorker) else fault
        with self._reaching():
            found: list[Any] = future.result()
        return found

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        from distributed import CancelledError  # noqa: PLC0415  (an extra)

        try:
            yield
        except (CancelledError, OSError):
            raise SchedulerLost(self._address) from None
