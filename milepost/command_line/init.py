"""``milepost init``."""

import click

from milepost.command_line.desk import Desk
from milepost.composition import initialise


@click.command()
@click.pass_obj
def init(desk: Desk) -> None:
    """Make the store, or bring one that an earlier release made to this one.

    It is a step of its own: no other command makes or changes tables. Done again, it changes nothing.
    """
    initialise(desk.settings)
    click.echo("The store is ready.")
