"""A Dask cluster of this run's own on loopback: a scheduler and workers as their commands start them."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from time import sleep

import psycopg

from application.building import Building
from application.generations import Part
from milepost.cluster import Cluster
from milepost.crew import OnCluster

HERE = Path(__file__).parents[2]
_HOLD = "SELECT job FROM jobs WHERE result IS NULL FOR UPDATE"
_WAIT = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


class Started:
    """A scheduler with workers, one of which is ended at a time; nothing starts them again."""

    def __init__(self, address: str, begin: Callable[[], subprocess.Popen[bytes]], workers: int, log: Path) -> None:
        self.address = address
        self.begin = begin
        self.workers = [begin() for _ in range(workers)]
        self.log = log

    def end_one(self) -> None:
        """End a worker as a machine does that loses its power."""
        worker = self.workers.pop()
        worker.kill()
        worker.wait()


@contextmanager
def started(folder: Path, url: str, workers: int, *configured: str) -> Iterator[Started]:
    """Start a scheduler, and workers of one thread each whose store is at a URL; what they log lies in the folder.

    Variables of the environment configure Dask.
    """
    file = folder / "scheduler.json"
    common = ("--scheduler-file", file, "--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
    alone = ("--nthreads", 1, "--no-nanny", "--death-timeout", 240, "--local-directory", folder)
    with ExitStack() as stack, (folder / "log.txt").open("wb") as log:

        def dask(*arguments: object) -> subprocess.Popen[bytes]:
            given = (f"MILEPOST_DATABASE_URL={url}", *configured)
            words = ["env", *given, sys.executable, "-m", "dask", *map(str, arguments)]
            return stack.enter_context(_until_left(subprocess.Popen(words, cwd=HERE, stderr=log)))

        dask("scheduler", "--port", 0, *common)
        while not file.exists():
            sleep(0.05)
        begin = partial(dask, "worker", *alone, *common)
        yield Started(json.loads(file.read_text())["address"], begin, workers, folder / "log.txt")


@contextmanager
def _until_left(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class LosingOne:
    """The workers of a cluster, of whom one is lost once all have written a batch that they did not commit yet."""

    def __init__(self, cluster: Cluster, started: Started, url: str) -> None:
        self._crew = OnCluster(cluster)
        self._started = started
        self._url = url

    def work(self, building: Building, parts: Sequence[Part]) -> Iterator[None]:
        with psycopg.connect(self._url) as holding:
            holding.execute(_HOLD)
            there = len(self._started.workers)
            for _ in self._crew.work(building, parts):
                if len(self._started.workers) == there and holding.execute(_WAIT).fetchall() == [(there,)]:
                    self._started.end_one()
                    holding.commit()
                yield
