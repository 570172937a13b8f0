"""``milepost notices subscribe`` and ``unsubscribe``."""

import click

from application.notices.notice import Kind
from application.notices.subscription import ENTROPY, Subscription, in_order, way_to
from milepost.chance import drawn
from milepost.command_line.console import print_json, shown
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk

KINDS = {kind.name.lower(): kind for kind in Kind}


@click.command()
@click.argument("name", metavar="ID")
@click.argument("address")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="What to tell of; again for more, or all."
)
@AS_JSON
@click.pass_obj
def subscribe(desk: Desk, name: str, address: str, kinds: tuple[str, ...], *, as_json: bool) -> None:
    """Tell ADDRESS of notices from now on: a webhook (https://…) or an e-mail address.

    The secret that signs what a webhook is sent is printed: this once. docs/notices.md describes what is sent.
    """
    wanted = Subscription(
        id=name,
        way=way_to(address),
        address=address,
        kinds=in_order(KINDS[kind] for kind in kinds),
        made_at=desk.now,
        made_by=desk.settings.actor,
    )
    made, secret = desk.milepost.subscribing.subscribe(wanted, drawn(ENTROPY))
    if as_json:
        print_json({"id": made.id, "way": made.way, "secret": secret})
        return
    told = ", ".join(made.kinds) or "every kind"
    click.echo(f"{made.id}: {shown(made.address)} is told of {told} from {shown(made.made_at)} on.", err=True)
    if secret:
        click.echo("The secret by which what it is sent is signed; this is its only showing:", err=True)
        click.echo(secret)


@click.command()
@click.argument("name", metavar="ID")
@click.pass_obj
def unsubscribe(desk: Desk, name: str) -> None:
    """End the subscription ID; what it was not told yet is given up."""
    ended = desk.milepost.subscribing.end(name, desk.settings.actor, desk.now)
    click.echo(f"The subscription {ended.id} has ended at {shown(ended.ended_at)}: {shown(ended.ended_because)}.")
