"""``milepost consultation``: questions put to the field, and what was made known to it."""

import click

from milepost.command_line.commands import Commands

COMMANDS = {
    "open": "milepost.command_line.consultation_record:open_consultations",
    "announce": "milepost.command_line.consultation_record:announce",
    "list": "milepost.command_line.consultation_list:list_consultations",
    "results": "milepost.command_line.consultation_list:show_results",
}


@click.command(cls=Commands, commands_at=COMMANDS)
def consultation() -> None:
    """Consultations: open them from documents, announce, list them and show their results."""
