"""``milepost init``."""

import click

from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.composition import initialise


@click.command()
@AS_JSON
@click.pass_obj
def init(desk: Desk, *, as_json: bool) -> None:
    """Make the store, or bring one that an earlier release made to this one.

    It is a step of its own: no other command makes or changes tables. Done again, it changes nothing.
    """
    key = initialise(desk.settings)
    if as_json:
        print_json({"ready": True, "master_key": key and str(key)})
        return
    click.echo("The store is ready.")
    if key:
        told = f"A master key was made: {key}. Keep a copy of it apart: without it no text about a person can be read."
        click.echo(told, err=True)
