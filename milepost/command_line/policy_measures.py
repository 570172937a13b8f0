"""``policy suspend``, ``lift``, ``supersede`` and ``choose``: measures, proposed by one and signed by another."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import click
import msgspec

from domain.measures import (
    InterpretationChosen,
    Measure,
    PolicySuperseded,
    PolicySuspended,
    PolicySuspensionLifted,
    Taking,
    Terms,
    in_words,
)
from milepost.command_line.coordinates import Day
from milepost.command_line.desk import Desk

P = ParamSpec("P")
_NOTHING_TAKEN = "--told says of what a measure takes away who is meant: name that with --takes-away"


class Said(msgspec.Struct, frozen=True):
    """What is said with a measure: why, what it takes away, and why it changes days that are over."""

    reason: str
    takes_away: tuple[Taking, ...]
    retroactive: str


def said(command: Callable[Concatenate[Desk, Said, P], None]) -> Callable[Concatenate[Desk, P], None]:
    """Return the command with the options of what is said with a measure."""

    @click.option("--reason", required=True, help="Why; it stands beside the event.")
    @click.option(
        "--takes-away",
        "takings",
        nargs=3,
        multiple=True,
        type=(str, Day(), str),
        metavar="LEVEL DAY WORDS",
        help="Days of a level that it takes on purpose, from a day on, and what is said to those who lose them; again "
        "for more.",
    )
    @click.option(
        "--told",
        "reasons",
        multiple=True,
        metavar="CODE",
        help="A reason that those are told from whom it takes; again for more. Any, if not given.",
    )
    @click.option("--retroactive", default="", metavar="WHY", help="Why it changes days that are over, if it does.")
    @wraps(command)
    def with_said(desk: Desk, /, *args: P.args, **options: P.kwargs) -> None:
        given: dict[str, Any] = {name: options.pop(name) for name in ("reason", "takings", "reasons", "retroactive")}
        if given["reasons"] and not given["takings"]:
            raise click.UsageError(_NOTHING_TAKEN)
        takings = tuple(
            Taking(level=level, from_=day, text=words, reasons=given["reasons"])
            for level, day, words in given["takings"]
        )
        command(desk, Said(given["reason"], takings, given["retroactive"].strip()), *args, **options)

    return with_said


def _propose(desk: Desk, measure: Measure, said: Said) -> None:
    terms = Terms(measure=measure, takes_away=said.takes_away, retroactive=said.retroactive)
    recorded = desk.milepost.measures.propose(terms, desk.command(f"propose/{measure.topic()}", said.reason), desk.now)
    name, of_hash = getattr(recorded.event, "measure", ""), getattr(recorded.event, "content_hash", "")
    click.echo(f"{name} is proposed ({recorded.event_id}): {in_words(measure)}.")
    click.echo(f"What it would do: milepost policy impact {name}")
    click.echo(f"Another person adopts it: milepost policy adopt {of_hash}")


@click.command()
@click.argument("version")
@click.option("--from", "from_", type=Day(), required=True, help="The first day on which it is not applied.")
@click.option("--until", type=Day(), help="The first day on which it is applied again; none, if not given.")
@click.pass_obj
@said
def suspend(desk: Desk, said: Said, version: str, from_: date, until: date | None) -> None:
    """Propose that VERSION is not applied on some days.

    Nobody is judged otherwise until another person adopts it by its hash. Its impact has to be known by then, and it
    has to answer for everyone who loses days of a level.
    """
    _propose(desk, PolicySuspended(version=version, from_=from_, until=until, reason=said.reason), said)


@click.command()
@click.argument("version")
@click.option("--on", "lifted_on", type=Day(), required=True, help="The first day on which it is applied again.")
@click.pass_obj
@said
def lift(desk: Desk, said: Said, version: str, lifted_on: date) -> None:
    """Propose that VERSION, which is suspended, is applied again.

    Nobody is judged otherwise until another person adopts it by its hash. Its impact has to be known by then, and it
    has to answer for everyone who loses days of a level.
    """
    _propose(desk, PolicySuspensionLifted(version=version, lifted_on=lifted_on, reason=said.reason), said)


@click.command()
@click.argument("version")
@click.option("--on", "effective_on", type=Day(), required=True, help="The first day on which it is in force no more.")
@click.option("--by", metavar="VERSION", help="The version that takes its place.")
@click.pass_obj
@said
def supersede(desk: Desk, said: Said, version: str, effective_on: date, by: str | None) -> None:
    """Propose that VERSION ends early, such as when another takes its place.

    Nobody is judged otherwise until another person adopts it by its hash. Its impact has to be known by then, and it
    has to answer for everyone who loses days of a level.
    """
    _propose(desk, PolicySuperseded(version=version, by=by, effective_on=effective_on), said)


@click.command()
@click.argument("parameter")
@click.argument("value")
@click.option("--version", help="The one version that is read so; all that have the parameter, if not given.")
@click.pass_obj
@said
def choose(desk: Desk, said: Said, parameter: str, value: str, version: str | None) -> None:
    """Propose that PARAMETER is read as VALUE, where a text leaves two readings open.

    It is so read, on all days, once another person adopts it by its hash. Its impact has to be known by then, and it
    has to answer for everyone who loses days of a level.
    """
    chosen = InterpretationChosen(
        parameter=parameter,
        value=value,
        version=version,
        chosen_by=desk.settings.actor,
        chosen_on=desk.today,
        reason=said.reason,
    )
    _propose(desk, chosen, said)
