"""``milepost notices prune``."""

from datetime import timedelta

import click

from application.notices.pruning import prune as pruned
from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk


@click.command()
@click.option(
    "--older-than", "days", required=True, type=click.IntRange(7, 36_500), metavar="DAYS", help="How old a notice is."
)
@AS_JSON
@click.pass_obj
def prune(desk: Desk, days: int, *, as_json: bool) -> None:
    """Empty the notices that are older, and that everybody has who was to have them.

    What waits, or was given up and may be sent again, stays. Ids stay, so that nothing is told twice, and so does the
    log of what was sent.
    """
    emptied = sum(pruned(desk.milepost.deliveries, timedelta(days=days), desk.now))
    if as_json:
        print_json({"emptied": emptied})
        return
    click.echo(f"{emptied} notices were emptied.")
