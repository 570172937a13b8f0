"""The two coordinates between which a change is asked about, as options; what both share is said once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import click
from msgspec.structs import replace

from application.assessing import Coordinates
from milepost.command_line.coordinates import Day, Knowledge
from milepost.command_line.desk import Desk

P = ParamSpec("P")
R = TypeVar("R")
Ends = tuple[Coordinates, Coordinates]

OPTIONS = (
    click.option("--from", "from_on", type=Day(), help="Tell what changed since this day."),
    click.option("--to", "to_on", type=Day(), help="Tell what changed up to this day."),
    click.option("--from-known", type=Knowledge(), help="Begin with what was known there, written as for --known."),
    click.option("--to-known", type=Knowledge(), help="End with what was known there."),
    click.option("--from-under", metavar="VERSION", help="Begin under this version or proposal."),
    click.option("--to-under", metavar="VERSION", help="End under this version or proposal."),
)


def ends(
    command: Callable[Concatenate[Desk, Coordinates, Ends | None, P], R],
) -> Callable[Concatenate[Desk, Coordinates, P], R]:
    """Return the command with the options of two ends; what an end does not say is as the coordinates have it."""

    @wraps(command)
    def with_ends(desk: Desk, at: Coordinates, /, *args: P.args, **options: P.kwargs) -> R:
        given: dict[str, dict[str, Any]] = {"from": {}, "to": {}}
        for end, name in ((end, name) for end in given for name in ("on", "known", "under")):
            said = options.pop(f"{end}_{name}")
            if said is not None:
                given[end][name] = said
        between = (replace(at, **given["from"]), replace(at, **given["to"])) if any(given.values()) else None
        return command(desk, at, between, *args, **options)

    for option in reversed(OPTIONS):
        with_ends = option(with_ends)
    return with_ends
