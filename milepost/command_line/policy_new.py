"""``milepost policy new``."""

import re
from pathlib import Path

import click

from milepost.command_line.faults import Refused
from milepost.folder import SCENARIOS
from milepost.starter import NAME, RULEBOOK
from milepost.starter import SCENARIOS as STORIES

NAMED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


@click.command()
@click.argument("name")
def new(name: str) -> None:
    """Make a folder NAME with a small rulebook and its scenarios, to be rewritten."""
    if NAMED.fullmatch(name) is None:
        refused = f"expected a name of small letters, digits and hyphens, such as 'harbour-mediators'; found '{name}'"
        raise Refused(refused)
    folder = Path(name)
    if folder.exists():
        refused = f"'{name}' is there already; nothing was written"
        raise Refused(refused)
    (folder / SCENARIOS).mkdir(parents=True)
    for file, text in ((folder / "1.yaml", RULEBOOK), (folder / SCENARIOS / "first.yaml", STORIES)):
        file.write_text(text.replace(NAME, name), encoding="utf-8")
        click.echo(f"{file} is written.")
    click.echo(f"Check it with 'milepost policy check {name}', and try it with 'milepost policy try {name}'.")
