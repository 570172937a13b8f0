"""``milepost history``."""

from datetime import date
from typing import Any

import click
import msgspec

from application.assessing import Instant
from application.replaying import replay
from application.store import Recorded
from milepost.command_line.console import console, heading, print_json, shown, table
from milepost.command_line.coordinates import AS_JSON, KNOWN, UNDER, Day
from milepost.command_line.desk import Desk
from web.history import history as enveloped

HIDDEN = {"topic", "private", "document"}
"""What would say a thing twice, is about persons, or is a whole policy text; `milepost policy show` has that."""


@click.command()
@click.argument("pathway")
@click.option("--on", type=Day(), help="Replay the answers for this day; for the day of each event, if not given.")
@KNOWN
@UNDER
@AS_JSON
@click.pass_obj
def history(
    desk: Desk, pathway: str, on: date | None, known: Instant | None, under: str | None, *, as_json: bool
) -> None:
    """List the events that made PATHWAY what it is, in the order of the log, and replay its answers.

    These are its own events, those of the programs and registers that its evidence names, and every event of the
    rulebook without which its timeline would be another. An arrow tells where the pathway stood from an event on, with
    what was known then.
    """
    assessor = desk.milepost.assessor
    events = desk.milepost.revealing.events(assessor.history(pathway, known), desk.settings.actor, "history")
    stood = replay(assessor, pathway, events, on, under)
    if as_json:
        told = msgspec.json.decode(msgspec.json.encode(enveloped(pathway, assessor.position(known), events)))
        print_json({**told, "replay": stood})
        return
    after = {each.position: f"→ {each.level}, {each.standing}, {each.listing}" for each in stood}
    out = console()
    out.print(heading(f"{pathway}: {len(events)} events"))
    lines = table("position", "recorded at", "event", "what it says", "by")
    for each in events:
        words = each.event.topic().split(".")[1].replace("-", " ")
        said = "\n".join(part for part in (_said(each), after.get(each.position)) if part)
        lines.add_row(str(each.position), shown(each.recorded_at), f"{shown(each.event_id)}\n{words}", said, _by(each))
    out.print(lines)


def _said(recorded: Recorded) -> str:
    said: dict[str, Any] = msgspec.to_builtins(recorded.event)
    return ", ".join(f"{name}: {_shown(value)}" for name, value in said.items() if name not in HIDDEN)


def _shown(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple() | list():
            return ", ".join(map(shown, value))
        case dict():
            return ", ".join(f"{shown(key)} {shown(each)}" for key, each in value.items())
        case _:
            return shown(value)


def _by(recorded: Recorded) -> str:
    cause = f"because of {recorded.cause}" if recorded.cause else ""
    return "\n".join(shown(part) for part in (recorded.actor, cause, recorded.reason) if part)
