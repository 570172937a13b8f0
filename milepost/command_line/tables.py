"""``milepost table``."""

from pathlib import Path

import click

from application.access import Caller, Role
from application.assessing import Coordinates
from application.table_files import as_csv, as_json_lines
from application.tables import KINDS
from milepost.command_line.coordinates import coordinates
from milepost.command_line.desk import Desk
from milepost.command_line.exporting import give

STANDINGS = "standings"
READER = Caller("command line", frozenset({Role.AUDITOR}))
"""Whoever reaches the store itself reads everything."""


@click.command()
@click.argument("name", metavar="TABLE", type=click.Choice([*KINDS, STANDINGS]))
@click.option("--format", "kind", type=click.Choice(["csv", "jsonl", "xlsx"]), default="csv", help="The kind of file.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; standard output, if not given."
)
@click.pass_obj
@coordinates
def table(desk: Desk, at: Coordinates, name: str, kind: str, out: Path | None) -> None:
    """Write a table for spreadsheets: completions, registrations, learning, logbook or standings.

    Evidence is as corrections leave it, and takes --known alone of the coordinates. Private text about persons is no
    part of it, and no text runs as a formula.
    """
    exports = desk.milepost.desks.exports
    made = exports.standings(READER, at) if name == STANDINGS else exports.evidence(READER, name, at.known)
    match kind:
        case "jsonl":
            give(as_json_lines(made), out)
        case "xlsx":
            give(exports.workbook(made.columns, made.rows), out)
        case _:
            give(as_csv(made), out)
