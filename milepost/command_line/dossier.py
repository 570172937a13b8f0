"""``milepost dossier``."""

from pathlib import Path
from typing import Any

import click

from application.assessing import Coordinates
from domain.ledger.checkpoint import CheckpointMalformed, read_checkpoint
from domain.ledger.note import NoteMalformed, read_note
from milepost.command_line.coordinates import coordinates
from milepost.command_line.desk import Desk


class Since(click.ParamType[int]):
    """An earlier checkpoint: its size, or a file with it."""

    name = "size|file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - as click calls it
        if isinstance(value, int) or (value.isascii() and value.isdigit()):
            return int(value)
        try:
            return read_checkpoint(read_note(Path(value).read_text(encoding="utf-8"))).size
        except (OSError, UnicodeDecodeError, NoteMalformed, CheckpointMalformed) as cause:
            self.fail(f"'{value}' is neither a size nor a file with a checkpoint: {cause}", param, ctx)


@click.command()
@click.argument("pathway")
@click.option(
    "--since",
    type=Since(),
    help="Prove that the log goes on from an earlier checkpoint: its size, or a file with it.",
)
@click.pass_obj
@coordinates
def dossier(desk: Desk, at: Coordinates, pathway: str, since: int | None) -> None:
    """Print one file with where PATHWAY stands and all that this leans on, to be checked by somebody else, offline.

    The file holds the events with their proofs, the rulebook's texts, a signed checkpoint, and the answer with its
    proofs. `milepost verifier` hands out what checks it.
    """
    click.echo(desk.milepost.dossiers.of(pathway, at, since), nl=False)
