"""``milepost forget``."""

import click

from domain.pathway.forgetting import PersonForgotten
from milepost.command_line.console import console, heading, named, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk


@click.command()
@click.argument("pathway")
@click.option(
    "--reason", required=True, help="On what ground; it stays legible beside the event, and should name nobody."
)
@click.option("--asked-by", metavar="WHO", help="Who asked for it, such as 'the person'; it stays legible as well.")
@AS_JSON
@click.pass_obj
def forget(desk: Desk, pathway: str, reason: str, asked_by: str | None, *, as_json: bool) -> None:
    """Forget the person of PATHWAY: destroy the key of all texts about them, for good.

    Names, contact data, what was written in own words, and why things were recorded can be read by nobody afterwards,
    in no copy and no export. Every fact, standing, count and proof stays as it was. A legal hold refuses it. Done
    again, it completes what was broken off, and gives the receipt again.
    """
    command = desk.command(f"forget/{pathway}"[:200], reason)
    event = PersonForgotten(forgotten_on=desk.today, asked_by=asked_by)
    _, left = desk.milepost.forgetting.forget(pathway, event, command, desk.now)
    receipt = desk.milepost.forgetting.receipt(pathway)
    if as_json:
        print_json({"receipt": receipt, "left": left})
        return
    out = console()
    out.print(heading(f"{pathway} was forgotten on {receipt.forgotten_on}"))
    out.print(
        named(
            [
                ("event", f"{receipt.event}, at position {receipt.position}"),
                ("recorded at", receipt.recorded_at),
                ("by", receipt.by),
                ("asked by", receipt.asked_by),
                ("reason", receipt.reason),
                ("key destroyed", f"{receipt.key_destroyed_at:%Y-%m-%dT%H:%M:%S}Z by {receipt.key_destroyed_by}"),
                *(("left", each) for each in left),
            ]
        )
    )
