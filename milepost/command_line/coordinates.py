"""The three coordinates of a question, as options."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from application.assessing import Coordinates, Instant
from milepost.command_line.desk import Desk

P = ParamSpec("P")
R = TypeVar("R")


class Day(click.ParamType[date]):
    """A day of the calendar."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 - as click calls it
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day of the calendar, written YYYY-MM-DD", param, ctx)


class Knowledge(click.ParamType[Instant]):
    """How much was known: a position of the log, an instant, or a day up to its end."""

    name = "position|instant|day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Instant:  # noqa: ANN401 - as click calls it
        try:
            return instant(value) if isinstance(value, str) else value
        except ValueError:
            expected = "a position of the log, an instant such as 2021-01-01T12:00:00Z, or a day"
            self.fail(f"'{value}' is not {expected}", param, ctx)


def instant(text: str) -> Instant:
    """Return what a text names; an instant without a zone is UTC. Raises ValueError."""
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == len("YYYY-MM-DD"):
        return date.fromisoformat(text)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


ON = click.option("--on", type=Day(), help="The day asked about; today, if not given.")
KNOWN = click.option(
    "--known",
    type=Knowledge(),
    help="Answer as if the log ended there: at a position, at an instant, or at the end of a day (UTC). The whole log, "
    "if not given.",
)
UNDER = click.option(
    "--under",
    metavar="VERSION",
    help="The version of the rulebook that judges, or a proposal. The one in force on the day as known then, if not "
    "given.",
)

HINDSIGHT = click.option(
    "--hindsight", is_flag=True, help="Let --under name a version that was published or proposed only after --known."
)


def coordinates(command: Callable[Concatenate[Desk, Coordinates, P], R]) -> Callable[Concatenate[Desk, P], R]:
    """Return the command with the options of the three coordinates."""

    @ON
    @KNOWN
    @UNDER
    @HINDSIGHT
    @wraps(command)
    def with_coordinates(desk: Desk, /, *args: P.args, **options: P.kwargs) -> R:
        given: dict[str, Any] = {name: options.pop(name) for name in ("on", "known", "under", "hindsight")}
        at = Coordinates(
            on=given["on"] or desk.today, known=given["known"], under=given["under"], hindsight=given["hindsight"]
        )
        return command(desk, at, *args, **options)

    return with_coordinates


AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
LANGUAGE = click.option(
    "--language", metavar="LANGUAGE", help="Say it in the words that there are in a language, such as de."
)
