"""``milepost verifier``."""

from pathlib import Path

import click

VERIFIER = Path(__file__).parents[2] / "verifier" / "milepost_verifier.py"
"""Where the one file lies, in a checkout and in an installed wheel alike."""


@click.command()
def verifier() -> None:
    """Print the program that checks a dossier: one Python file, which needs nothing of Milepost."""
    click.echo(VERIFIER.read_bytes(), nl=False)
