"""``milepost notices list`` and ``log``."""

from collections import defaultdict
from collections.abc import Iterable

import click
import msgspec
from rich.table import Table

from application.notices.delivery import Delivery, State
from milepost.command_line.console import console, print_json, shown, table
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk

MOST = 10_000


@click.command("list")
@AS_JSON
@click.pass_obj
def list_subscriptions(desk: Desk, *, as_json: bool) -> None:
    """List the subscriptions, those that ended too, with how many notices are in which state."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for subscription, state, count in desk.milepost.deliveries.counts():
        counts[subscription][state] = count
    found = desk.milepost.subscribing.list()
    if as_json:
        listed = [
            msgspec.structs.asdict(each) | {"state": each.state(desk.now), "notices": counts[each.id]} for each in found
        ]
        print_json({"subscriptions": listed})
        return
    if not found:
        click.echo("Nobody has subscribed yet: milepost notices subscribe ID ADDRESS")
        return
    lines = table("id", "address", "kinds", "state", *State)
    for each in found:
        told = (str(counts[each.id].get(state, 0)) for state in State)
        lines.add_row(each.id, shown(each.address), ", ".join(each.kinds) or "all", each.state(desk.now), *told)
    console().print(lines)


@click.command()
@click.option("--to", "name", metavar="ID", help="Attempts to tell this subscription alone.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, MOST), help="How many attempts at most.")
@click.option("--before", type=click.IntRange(1), metavar="NUMBER", help="Attempts before the one of this number.")
@AS_JSON
@click.pass_obj
def log(desk: Desk, name: str | None, limit: int, before: int | None, *, as_json: bool) -> None:
    """Show the attempts to tell those who subscribed, the last first."""
    if name is not None:
        desk.milepost.subscribing.one(name)
    found = desk.milepost.deliveries.log(before, limit, name)
    if as_json:
        print_json({"deliveries": [msgspec.structs.asdict(each) for each in found]})
        return
    console().print(deliveries(found))


def deliveries(found: Iterable[Delivery]) -> Table:
    """Return attempts as lines of a table."""
    lines = table("no.", "begun", "to", "notice", "attempt", "outcome", "status", "ms", "answer")
    for each in found:
        when, status = shown(each.begun_at), shown(each.status)
        lines.add_row(
            *(str(each.number), when, each.subscription, each.notice, str(each.attempt), each.outcome, status),
            *(str(each.milliseconds), shown(each.answer)),
        )
    return lines
