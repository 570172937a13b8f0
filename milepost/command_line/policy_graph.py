"""``milepost policy graph``."""

from pathlib import Path

import click

from domain.policy.ladder import ladder_of
from infrastructure.drawing import drawn
from milepost.command_line.desk import Desk
from milepost.command_line.policy_text import text_named


@click.command()
@click.argument("version_or_file")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file; standard output if not given.")
@click.pass_obj
def graph(desk: Desk, version_or_file: str, out: Path | None) -> None:
    """Draw the levels of a text by rank and the routes to them, as SVG."""
    drawing = drawn(ladder_of(text_named(desk, version_or_file)[0]))
    if out is None:
        click.echo(drawing, nl=False)
    else:
        out.write_text(drawing, encoding="utf-8")
