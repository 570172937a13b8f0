"""``milepost keys add``."""

from datetime import timedelta

import click

from application.access import Role
from application.keys import ENTROPY, Key, Scope
from milepost.chance import drawn
from milepost.command_line.console import print_json, shown
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk

LONGEST = 366
ROLES = [role.value for role in Role if role is not Role.PUBLIC]

DAYS = click.option(
    "--days",
    default=90,
    show_default=True,
    type=click.IntRange(1, LONGEST),
    help="After how many days the key expires.",
)


@click.command()
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="What NAME may do; again for more."
)
@click.option(
    "--program", "programs", multiple=True, metavar="PROGRAM", help="A provider's own program; again for more."
)
@click.option(
    "--pathway", "pathways", multiple=True, metavar="PATHWAY", help="A mediator's own pathway; again for more."
)
@DAYS
@AS_JSON
@click.pass_obj
def add(
    desk: Desk,
    name: str,
    roles: tuple[str, ...],
    programs: tuple[str, ...],
    pathways: tuple[str, ...],
    days: int,
    *,
    as_json: bool,
) -> None:
    """Make a key for NAME, which stands in the log for what is recorded with it, and print it: this once.

    docs/access.md has what each role may do.
    """
    scope = Scope(name, frozenset(map(Role, roles)), frozenset(programs), frozenset(pathways))
    lasts = timedelta(days=days)
    key, text = desk.milepost.keyring.add(scope, drawn(ENTROPY), desk.settings.actor, desk.now, lasts)
    tell(key, text, as_json=as_json)


def tell(key: Key, text: str, *, as_json: bool) -> None:
    """Print a key with its text: the text alone on standard output, so that a script can take it."""
    if as_json:
        print_json({"id": key.id, "key": text, "expires_at": key.expires_at})
        return
    click.echo(f"The key {key.id} for {shown(key.scope.name)} expires at {shown(key.expires_at)}.", err=True)
    click.echo("This is its only showing; whoever has it may do all that it may:", err=True)
    click.echo(text)
