"""Groups of commands, each command in a module that is loaded when it is asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from milepost.command_line.faults import as_message


class Commands(click.Group):
    """The commands of a table, in its order: each name with its module and function, as ``module:function``.

    Whatever is named as the case becomes a message, anything else keeps its traceback.
    """

    def __init__(self, *, commands_at: Mapping[str, str], **settings: Any) -> None:  # noqa: ANN401 - as click takes them
        super().__init__(**settings)
        self._at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(self._at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        if cmd_name not in self._at:
            return None
        module, _, name = self._at[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        with as_message():
            return super().invoke(ctx)
