"""``milepost hold``: legal holds on the texts about persons."""

import click

from domain.event import Event
from domain.pathway.forgetting import LegalHoldLifted, LegalHoldPlaced
from milepost.command_line.commands import Commands
from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk

COMMANDS = {"place": "milepost.command_line.hold:place", "lift": "milepost.command_line.hold:lift"}
WHY = click.option("--reason", required=True, help="Why; it is told to whoever would forget the person.")


@click.command(cls=Commands, commands_at=COMMANDS)
def hold() -> None:
    """Keep the texts about a person from being forgotten, while a court or an appeal may need them."""


@click.command()
@click.argument("pathway")
@click.argument("name")
@WHY
@AS_JSON
@click.pass_obj
def place(desk: Desk, pathway: str, name: str, reason: str, *, as_json: bool) -> None:
    """Place the hold NAME on the texts about the person of PATHWAY."""
    _record(desk, pathway, LegalHoldPlaced(ref=name, placed_on=desk.today, reason=reason), "stands", as_json=as_json)


@click.command()
@click.argument("pathway")
@click.argument("name")
@WHY
@AS_JSON
@click.pass_obj
def lift(desk: Desk, pathway: str, name: str, reason: str, *, as_json: bool) -> None:
    """Lift the hold NAME. Somebody else may then forget the person."""
    _record(desk, pathway, LegalHoldLifted(of=name, lifted_on=desk.today, reason=reason), "is lifted", as_json=as_json)


def _record(desk: Desk, pathway: str, event: Event, what: str, *, as_json: bool) -> None:
    stream = f"pathway/{pathway}"
    (recorded,) = desk.milepost.registrar.record(stream, [event], desk.command(f"hold/{pathway}"[:200]), desk.now)
    if as_json:
        print_json({"event": recorded.event_id, "position": recorded.position})
    else:
        click.echo(f"The hold on {pathway} {what} ({recorded.event_id}).")
