"""``milepost checkpoint``."""

import signal
from threading import Event

import click

from application.ledger.following import Checkpointing
from application.ledger.ledger import Signed
from application.ledger.witnessing import WitnessFailed, Witnessing
from domain.ledger.note import encoded
from milepost.clock import now
from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk

PAUSE = 1.0
"""Seconds between two looks at the log."""
LONGEST_REST = 300
"""Looks for which a witness that fails is left alone at most."""


@click.command()
@click.option("--watch", is_flag=True, help="Go on each second until stopped.")
@click.option("--keys-lost", is_flag=True, help="None of the keys that signed before is left: begin with a new one.")
@AS_JSON
@click.pass_obj
def checkpoint(desk: Desk, *, watch: bool, keys_lost: bool, as_json: bool) -> None:
    """Read again what was recorded since the last checkpoint, and sign one for it.

    It may be stopped at any moment, and any number of processes may do it: there is one checkpoint of each size.
    """
    checkpointing, witnessing = desk.milepost.checkpointing(now), desk.milepost.witnessing(now)
    if watch:
        _watch(checkpointing, witnessing)
        return
    made = list(checkpointing.advance(keys_lost=keys_lost))
    _shown(witnessing)
    last = desk.milepost.ledger.last()
    if as_json:
        print_json({"made": [each.checkpoint.size for each in made], "checkpoint": last.note if last else None})
        return
    for each in made:
        _tell(each)
    if not made:
        size = last.checkpoint.size if last else 0
        click.echo(f"Nothing was recorded since the checkpoint of size {size}." if last else "The log is empty.")


def _watch(checkpointing: Checkpointing, witnessing: Witnessing | None) -> None:
    """Go on until stopped. A witness that failed is left alone, for twice as long each time."""
    stop, rest, looks = Event(), 0, 0
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    click.echo("Watching; stop with an interrupt.", err=True)
    while not stop.is_set():
        for each in checkpointing.advance():
            _tell(each)
            if stop.is_set():
                break
        looks += 1
        if looks > rest:
            rest, looks = 0 if _shown(witnessing) else min(2 * rest + 1, LONGEST_REST), 0
        stop.wait(PAUSE)


def _shown(witnessing: Witnessing | None) -> bool:
    """Show the last checkpoint to the witness, and tell whether nothing is left to be shown."""
    try:
        if witnessing is not None:
            witnessing.show()
    except WitnessFailed as failed:
        click.echo(f"{failed}.", err=True)
        return False
    return True


def _tell(signed: Signed) -> None:
    click.echo(f"Checkpoint of size {signed.checkpoint.size}, root {encoded(signed.checkpoint.root)}")
