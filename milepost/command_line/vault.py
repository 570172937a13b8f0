"""``milepost vault``: the keys of persons, and the master key that wraps them."""

from contextlib import closing

import click

from milepost.command_line.commands import Commands
from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.vault import rotate_master_key, vault_of

COMMANDS = {"rotate": "milepost.command_line.vault:rotate", "rewrap": "milepost.command_line.vault:rewrap"}


@click.command(cls=Commands, commands_at=COMMANDS)
def vault() -> None:
    """Look after the keys under which texts about persons are sealed."""


@click.command()
@AS_JSON
@click.pass_obj
def rotate(desk: Desk, *, as_json: bool) -> None:
    """Put a new master key in the place of the one in its file, and wrap the key of each person by it.

    Services that run go on meanwhile. Broken off, it is completed when it is done again. A key in the environment is
    put before the one there by hand, with a comma between, and `milepost vault rewrap` follows.
    """
    file, count = rotate_master_key(desk.settings)
    if as_json:
        print_json({"master_key": str(file), "wrapped": count})
    else:
        click.echo(f"{count} keys are wrapped by the new master key in {file}. Keep a copy of it apart.")


@click.command()
@AS_JSON
@click.pass_obj
def rewrap(desk: Desk, *, as_json: bool) -> None:
    """Wrap by the first master key what later ones of them wrapped; these are needed no more then."""
    with closing(vault_of(desk.settings)) as found:
        count = sum(found.rewrap())
    if as_json:
        print_json({"wrapped": count})
    else:
        click.echo(f"{count} keys were wrapped anew.")
