"""The command ``milepost``: each of its commands has a file of its own, and is named in the table below."""

import os
from importlib import import_module

import click

from milepost.command_line.desk import Desk
from milepost.command_line.faults import as_message

COMMANDS = {
    "init": "milepost.command_line.init:init",
    "import": "milepost.command_line.importing:import_file",
    "status": "milepost.command_line.status:status",
}
"""Each command by its name, with the module and the function that it is; a module is loaded when it is asked for."""


class Commands(click.Group):
    """The commands of a table; whatever is named as the case becomes a message, anything else keeps its traceback."""

    def __init__(self, commands_at: dict[str, str], **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self._at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(self._at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        if cmd_name not in self._at:
            return None
        module, _, name = self._at[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        with as_message():
            return super().invoke(ctx)


@click.command(cls=Commands, commands_at=COMMANDS)
@click.version_option(package_name="milepost", prog_name="milepost")
@click.pass_context
def main(context: click.Context) -> None:
    """Keep the record of certification pathways, and tell who stands where, on which day, by which rules, and why.

    The store is where MILEPOST_DATABASE_URL says: by default the SQLite file milepost.db in the working directory.
    """
    if context.obj is None:
        context.obj = Desk.of(os.environ)
