"""``milepost keys``: what programs show to say for whom they ask."""

import click

from milepost.command_line.commands import Commands

COMMANDS = {
    "add": "milepost.command_line.keys_add:add",
    "list": "milepost.command_line.keys_list:list_keys",
    "rotate": "milepost.command_line.keys_end:rotate",
    "revoke": "milepost.command_line.keys_end:revoke",
}


@click.command(cls=Commands, commands_at=COMMANDS)
def keys() -> None:
    """Keys of the service: make, list, rotate and revoke them."""
