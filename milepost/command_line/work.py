"""``milepost work``."""

import signal
from contextlib import suppress
from threading import Event

import click

from application.store import StoreUnusable
from application.working import Interrupted, Took, Working
from milepost.cluster import require_shared
from milepost.command_line.console import shown
from milepost.command_line.desk import Desk
from milepost.command_line.workers import SCHEDULER, require_one
from milepost.composition import Milepost, open_milepost
from milepost.crew import holder
from milepost.working import working

PAUSE = 1.0
"""Seconds between two looks at what is due."""
LOOKS = 10
"""Every so many looks it is kept that this worker is there."""


@click.command()
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many processes do a job together."
)
@SCHEDULER
@click.option("--once", is_flag=True, help="Do what is due, and end.")
@click.pass_obj
def work(desk: Desk, *, workers: int, scheduler: str | None, once: bool) -> None:
    """Do the jobs that are asked for over HTTP, one after the other, until stopped.

    Stopped, it lets go of its job, and whoever works next goes on with it; killed, that is so 15 seconds after its last
    sign. Any number of these may run at the same time.
    """
    require_one(workers, scheduler)
    milepost = open_milepost(desk.settings)
    if scheduler:
        require_shared(milepost)
    worker = Worker(milepost, working(milepost, workers, scheduler))
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: worker.stop.set())
    if once:
        while worker.did_something():
            pass
    else:
        click.echo("Working; stop with an interrupt.", err=True)
        worker.until_stopped()
    milepost.close()


class Worker:
    """Does what is due until it is told to stop."""

    def __init__(self, milepost: Milepost, doing: Working) -> None:
        self._milepost = milepost
        self._doing = doing
        self._looks = 0
        self.stop = Event()

    def did_something(self) -> bool:
        """Do a job if one is due, print what came of it, and tell whether there was one. Raises StoreUnusable."""
        if self._looks % LOOKS == 0:
            self._milepost.jobs.seen(holder(), self._milepost.clock())
        took = None
        with suppress(Interrupted):
            took = self._doing.next(holder(), self._tick)
        self._looks = self._looks + 1 if took is None else 0
        if took is not None:
            tell(took)
        return took is not None

    def until_stopped(self) -> None:
        """Do what is due; where there is no store to look at, say so, and look again."""
        while not self.stop.is_set():
            try:
                busy = self.did_something()
            except StoreUnusable as unusable:
                click.echo(str(unusable), err=True)
                busy = False
            if not busy:
                self.stop.wait(PAUSE)

    def _tick(self) -> None:
        if self.stop.is_set():
            raise Interrupted


def tell(took: Took) -> None:
    """Print what came of a job in a line."""
    came = str(took.state) if took.state else "taken over by another worker"
    because = f": {shown(took.because.detail)}" if took.because else ""
    click.echo(f"job {took.job.number}, {took.job.kind}: {came}{because}")
