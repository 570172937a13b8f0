"""``milepost ledger show``, ``prove``, ``leaf`` and ``consistency``: each prints a text as it is to be kept."""

import click

from application.ledger.ledger import signed_at
from milepost.command_line.desk import Desk

SIZE = click.option(
    "--size", type=click.IntRange(1, 2**62), help="Under the checkpoint of this size; the last one if left out."
)


@click.command()
@SIZE
@click.pass_obj
def show(desk: Desk, size: int | None) -> None:
    """Print a checkpoint, a signed note (C2SP tlog-checkpoint)."""
    click.echo(signed_at(desk.milepost.ledger, size).note, nl=False)


@click.command()
@click.argument("event")
@SIZE
@click.pass_obj
def prove(desk: Desk, event: str, size: int | None) -> None:
    """Print the proof (C2SP tlog-proof) that EVENT, such as pathway/ada@1, is under a checkpoint."""
    click.echo(desk.milepost.proofs.of_event(event, size).written(), nl=False)


@click.command()
@click.argument("event")
@click.pass_obj
def leaf(desk: Desk, event: str) -> None:
    """Print the bytes that are hashed for EVENT: its envelope, a line feed, and its payload."""
    click.echo(desk.milepost.ledger.leaf(event)[1], nl=False)


@click.command()
@click.argument("old", type=click.IntRange(0, 2**62))
@SIZE
@click.pass_obj
def consistency(desk: Desk, old: int, size: int | None) -> None:
    """Print the proof that the log of the size OLD is the beginning of that of a checkpoint."""
    click.echo(desk.milepost.proofs.of_checkpoint(old, size).written(), nl=False)
