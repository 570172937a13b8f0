"""``milepost ledger``: what outsiders need to check the log."""

import click

from milepost.command_line.commands import Commands

COMMANDS = {
    "key": "milepost.command_line.ledger_keys:key",
    "keys": "milepost.command_line.ledger_keys:keys",
    "show": "milepost.command_line.ledger_proofs:show",
    "prove": "milepost.command_line.ledger_proofs:prove",
    "leaf": "milepost.command_line.ledger_proofs:leaf",
    "consistency": "milepost.command_line.ledger_proofs:consistency",
    "receipt": "milepost.command_line.ledger_receipts:receipt",
    "explain": "milepost.command_line.ledger_receipts:explain",
    "draw": "milepost.command_line.ledger_draw:draw",
    "pathways": "milepost.command_line.ledger_draw:pathways",
}


@click.command(cls=Commands, commands_at=COMMANDS)
def ledger() -> None:
    """Checkpoints of the log, the keys that sign them, proofs that anybody can check, receipts, and audit samples."""
