"""The command ``milepost``: each of its commands has a file of its own, and is named in the table below."""

import os

import click

from milepost.command_line.commands import Commands
from milepost.command_line.desk import Desk
from milepost.garbage import look_seldom
from milepost.release import release

COMMANDS = {
    "init": "milepost.command_line.init:init",
    "import": "milepost.command_line.importing:import_file",
    "export": "milepost.command_line.exporting:export",
    "status": "milepost.command_line.status:status",
    "why": "milepost.command_line.why:why",
    "timeline": "milepost.command_line.timeline:timeline",
    "history": "milepost.command_line.history:history",
    "policy": "milepost.command_line.policy:policy",
    "keys": "milepost.command_line.keys:keys",
    "consultation": "milepost.command_line.consultation:consultation",
    "notices": "milepost.command_line.notices:notices",
    "forget": "milepost.command_line.forget:forget",
    "hold": "milepost.command_line.hold:hold",
    "subject-access": "milepost.command_line.subject_access:subject_access",
    "readings": "milepost.command_line.readings:readings",
    "vault": "milepost.command_line.vault:vault",
    "table": "milepost.command_line.tables:table",
    "renew": "milepost.command_line.renew:renew",
    "reproject": "milepost.command_line.reproject:reproject",
    "work": "milepost.command_line.work:work",
    "determine": "milepost.command_line.determine:determine",
    "determinations": "milepost.command_line.determine:determinations",
    "checkpoint": "milepost.command_line.checkpoint:checkpoint",
    "verify": "milepost.command_line.verify:verify",
    "ledger": "milepost.command_line.ledger:ledger",
    "dossier": "milepost.command_line.dossier:dossier",
    "verifier": "milepost.command_line.verifier:verifier",
    "backup": "milepost.command_line.backup:backup",
    "restore": "milepost.command_line.backup:restore",
    "sample": "milepost.command_line.sample:sample",
    "serve": "milepost.command_line.serve:serve",
    "settings": "milepost.command_line.settings:settings",
}


@click.command(cls=Commands, commands_at=COMMANDS)
@click.version_option(release(), prog_name="milepost")
@click.pass_context
def main(context: click.Context) -> None:
    """Keep the record of certification pathways, and tell who stands where, on which day, by which rules, and why.

    The store is where MILEPOST_DATABASE_URL says: by default the SQLite file milepost.db in the working directory.
    """
    if context.obj is None:
        look_seldom()
        context.obj = Desk.of(os.environ)
    context.call_on_close(context.obj.close)
