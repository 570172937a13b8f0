"""``milepost ledger key`` and ``keys``."""

from pathlib import Path

import click
import msgspec

from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.ledger import made_key


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def key(desk: Desk, file: Path) -> None:
    """Make a key that signs checkpoints, write it to FILE, below any that are there, and print its public half.

    Every key of the file signs: so the old and the new one do until the old one's line is taken out.
    """
    click.echo(made_key(desk.milepost.ledger, desk.settings, file).written())


@click.command()
@AS_JSON
@click.pass_obj
def keys(desk: Desk, *, as_json: bool) -> None:
    """List the public keys that signed checkpoints, from when and until when; hand them out on another way."""
    known = desk.milepost.ledger.known_keys()
    if as_json:
        print_json(msgspec.to_builtins(known))
        return
    if not known:
        click.echo("No key has signed a checkpoint yet.")
        return
    rows = [(f"{each.since[:19]}Z", f"{each.until[:19]}Z" if each.until else "", each.verifier) for each in known]
    for since, until, verifier in [("SINCE", "UNTIL", "VERIFIER KEY"), *rows]:
        click.echo(f"{since:22}{until:22}{verifier}")
