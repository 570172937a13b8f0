"""``milepost ledger draw`` and ``pathways``."""

import click

from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.command_line.ledger_proofs import SIZE


@click.command()
@click.argument("count", type=click.IntRange(1, 10**6))
@SIZE
@AS_JSON
@click.pass_obj
def draw(desk: Desk, count: int, size: int | None, *, as_json: bool) -> None:
    """Draw COUNT pathways for an audit, which a checkpoint chooses: neither staff nor auditor does.

    Whoever has the checkpoint and the ids of all pathways draws the same ones again. The seed is the SHA-256 of
    "milepost.sample/v1", a line feed, and the checkpoint's text; drawn are those of which the SHA-256 of the seed and,
    directly after it, the id is lowest.
    """
    drawn = desk.milepost.drawing.draw(count, size)
    if as_json:
        print_json(drawn)
    else:
        click.echo(f"Drawn out of {drawn.open} by the seed {drawn.seed}:\n" + "\n".join(drawn.pathways))


@click.command()
@SIZE
@AS_JSON
@click.pass_obj
def pathways(desk: Desk, size: int | None, *, as_json: bool) -> None:
    """List the ids of all pathways that were open under a checkpoint, out of which `draw` draws."""
    found = desk.milepost.drawing.all(size)
    if as_json:
        print_json(found)
    else:
        click.echo("\n".join(found))
