"""Several processes of this machine that build a generation together."""

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread

from application.building import Building
from application.crew import WorkerLost
from application.generations import Part
from milepost.cluster import Cluster, cluster
from milepost.composition import Milepost, open_milepost
from milepost.garbage import look_seldom
from milepost.settings import Settings

_GIVING_WAY = 10
"""How far the workers give way to whoever answers and records on the same machine."""
_SECONDS = 0.5
"""How often those who wait are told that time passes."""
_HERE: list[Milepost] = []
"""What a worker opened when it began."""


def holder() -> str:
    """Return the name under which this process is at work."""
    return f"{socket.gethostname()}/{os.getpid()}"


class Processes:
    """So many workers, each with a store of its own; they end with the process that began them, however that ends."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self._settings = settings
        self._workers = workers

    def work(self, building: Building, parts: Sequence[Part]) -> Iterator[None]:
        """Build the parts, and yield twice a second. Raises WorkerLost and what `Builder.build` raises."""
        pool = ProcessPoolExecutor(self._workers, get_context("spawn"), _begin, (self._settings,))
        try:
            waiting = {pool.submit(_build, building, part) for part in parts}
            while waiting:
                done, waiting = wait(waiting, _SECONDS, FIRST_EXCEPTION)
                for each in done:
                    each.result()
                yield
        except BrokenProcessPool:
            raise WorkerLost from None
        finally:
            pool.shutdown(cancel_futures=True)


class OnCluster:
    """The workers of a cluster, each with a store of its own."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def work(self, building: Building, parts: Sequence[Part]) -> Iterator[None]:
        """Build the parts, and yield twice a second. Raises what `Cluster.each` and `Builder.build` raise."""
        yield from self._cluster.each(parts, builds, building)


class OnDemand:
    """The workers of a cluster that is reached when there is something to build."""

    def __init__(self, address: str, milepost: Milepost) -> None:
        self._address = address
        self._milepost = milepost

    def work(self, building: Building, parts: Sequence[Part]) -> Iterator[None]:
        """Build the parts, and yield twice a second. Raises what `cluster` does, and `OnCluster.work`."""
        with cluster(self._address, self._milepost) as found:
            yield from OnCluster(found).work(building, parts)


def builds(milepost: Milepost, building: Building) -> Callable[[Part], None]:
    """Return what builds parts, each to its end."""
    builder = milepost.reprojecting.builder()

    def build(part: Part) -> None:
        for _ in builder.build(building, part):
            pass

    return build


def _begin(settings: Settings) -> None:
    os.nice(_GIVING_WAY)
    look_seldom()
    Thread(target=end_with_parent, daemon=True).start()
    _HERE.append(open_milepost(settings))


def end_with_parent() -> None:
    """End this process once the one that began it has ended, however that ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _build(building: Building, part: Part) -> None:
    builds(_HERE[0], building)(part)
