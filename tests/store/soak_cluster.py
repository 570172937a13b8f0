"""Ends and stops workers of a cluster at random moments: ``python -m tests.store.soak_cluster --rounds 10``.

The vault is here alone: workers build rows and try drafts without it. What is stopped is given up for lost, and goes on
later with what others have done by then.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from secrets import choice, randbelow  # noqa: TID251  (at any moment is what is tried)
from signal import SIGCONT, SIGSTOP
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import sleep

import psycopg
import pytest
from click.testing import CliRunner
from distributed import Client

from application.crew import Alone, Crew
from application.impact_lines import written
from application.impacts import Question
from application.store import Command
from infrastructure.documents import canonical_bytes
from infrastructure.spilling import Spilled
from milepost.cluster import Cluster, cluster
from milepost.command_line import main as command
from milepost.command_line.desk import Desk
from milepost.composition import Milepost, initialise, open_milepost
from milepost.crew import OnCluster
from milepost.settings import Settings
from milepost.trying import on_cluster, tries
from tests.store.clusters import Started, started
from tests.store.postgresql import serving

PATHWAYS = 3_000
WORKERS = 3
LOST = 15
"""Seconds after which a worker that gives no sign is given up."""
CONFIGURED = (f"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL={LOST}s", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=1000")
ANN = Command("ann", "soak")
ROWS = "SELECT pathway, country, relies_on, tracks FROM standing WHERE generation = %s ORDER BY 1"


def disturb(dask: Started, there: Callable[[], int], over: Event, counted: dict[str, int]) -> None:
    """End or stop a worker again and again, and begin another for each that is gone, while others are at work.

    One that was stopped for so long ends by itself once it finds that it was given up.
    """
    while not over.wait(randbelow(1_000) / 1_000):
        dask.workers[:] = [each if each.poll() is None else dask.begin() for each in dask.workers]
        if there() < WORKERS:
            continue
        worker = choice(dask.workers)
        if randbelow(2):
            counted["ended"] += 1
            worker.kill()
            worker.wait()
        else:
            counted["stopped"] += 1
            worker.send_signal(SIGSTOP)
            over.wait(LOST + randbelow(5_000) / 1_000)
            worker.send_signal(SIGCONT)


@contextmanager
def disturbed(dask: Started, there: Callable[[], int]) -> Iterator[dict[str, int]]:
    over, counted = Event(), {"ended": 0, "stopped": 0}
    thread = Thread(target=disturb, args=(dask, there, over, counted))
    thread.start()
    try:
        yield counted
    finally:
        over.set()
        thread.join()


def report(milepost: Milepost, found: Cluster | None = None) -> bytes:
    asked = Question(date(2026, 9, 1), milepost.store.head(), twins=0)
    draft = milepost.rulebooks.texts(asked.position).proposed["alternatives"]
    spread = on_cluster(found, tries, canonical_bytes(draft.policy), asked) if found else None
    return b"".join(map(written, milepost.impact.of_draft(draft, asked).lines(Spilled, spread)))


def reprojected(milepost: Milepost, crew: Crew) -> tuple[object, ...]:
    """Return what was counted, how far the job says it came, and the rows."""
    found = milepost.reprojecting
    with found.begun(ANN, "soak", from_events=True) as run:
        list(found.build(run, crew))
        tally = found.bring_in(run, ANN).tally
    job = found.status().job
    with psycopg.connect(milepost.settings.database_url) as connection:
        rows = connection.execute(ROWS, (found.status().live,)).fetchall()
    return tally, job and (job.done, job.whole), rows


def main(url: str, folder: Path, rounds: int) -> None:
    settings = Settings(database_url=url, vault_url=f"sqlite:///{folder}/vault.db")
    initialise(settings)
    made = CliRunner().invoke(command, ["sample", "--pathways", str(PATHWAYS)], obj=Desk(settings))
    sys.stdout.write(made.output)
    assert made.exit_code == 0
    milepost = open_milepost(settings)
    reprojected(milepost, Alone(milepost.reprojecting.builder()))
    rows = reprojected(milepost, Alone(milepost.reprojecting.builder()))
    with started(folder, url, WORKERS, *CONFIGURED) as dask, Client(dask.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        for number in range(rounds):
            with disturbed(dask, lambda: len(client.nthreads())) as counted, cluster(dask.address, milepost) as found:
                assert reprojected(milepost, OnCluster(found)) == rows
                told = report(milepost, found)
            assert told == report(milepost)
            sys.stdout.write(f"round {number + 1}: {counted}: as one process finds it\n")
            sys.stdout.flush()
            sleep(1)
    milepost.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    with (
        pytest.MonkeyPatch().context() as small,
        TemporaryDirectory(prefix="milepost-soak-") as kept,
        serving() as server,
    ):
        small.setattr("infrastructure.generations._OF_A_PART", 100)
        small.setattr("application.impacts.BATCH", 20)
        main(server, Path(kept), parser.parse_args().rounds)
