"""Where workers count: each in a file of its slot, which the worker that follows it goes on with.

Files by process would grow in number with every worker that makes way for a new one.
"""

import os
from collections.abc import Iterable
from itertools import count
from shutil import rmtree
from tempfile import mkdtemp

from prometheus_client import values
from prometheus_client.multiprocess import mark_process_dead

from milepost.worker import Worker


class Slots:
    """A folder for the counts of all workers, for as long as the server runs."""

    def __init__(self) -> None:
        """Make the folder; a worker that ends leaves it, as it would not do with one of TemporaryDirectory."""
        self.folder = mkdtemp(prefix="milepost-metrics-")

    def give(self, worker: Worker, others: Iterable[Worker]) -> None:
        """Give a worker to come the first slot that no other has."""
        taken = {other.slot for other in others}
        worker.slot = next(slot for slot in count(1) if slot not in taken)

    def count_in(self, worker: Worker) -> None:
        """Let this process, which is the worker's, count in its slot; before anything is counted."""
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = self.folder
        values.ValueClass = values.MultiProcessValue(lambda: worker.slot)  # type: ignore[no-untyped-call]

    def leave(self, worker: Worker) -> None:
        """Forget what was true only while the worker ran."""
        mark_process_dead(worker.slot, self.folder)  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Remove the folder."""
        rmtree(self.folder)
