"""``milepost policy kinds``."""

from difflib import get_close_matches

import click

from domain.kinds import kinds as recorded
from domain.policy.vocabulary import Field, Kind
from milepost.command_line.console import console, heading, named, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.faults import Refused
from milepost.composition import vocabulary


@click.command()
@click.argument("kind", required=False, metavar="KIND")
@AS_JSON
def kinds(kind: str | None, *, as_json: bool) -> None:
    """List the kinds of evidence that every rulebook may read, or say what one of them, KIND, holds.

    A rulebook declares further ones under its own `vocabulary`.
    """
    known = vocabulary()
    if kind is not None and kind not in known:
        near = get_close_matches(kind, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "'milepost policy kinds' lists them"
        refused = f"there is no kind '{kind}' that every rulebook may read; {hint}"
        raise Refused(refused)
    if as_json:
        print_json(known if kind is None else {kind: known[kind]})
    elif kind is None:
        console().print(named((name, each.words) for name, each in known.items()))
    else:
        _print(kind, known[kind])


def _print(name: str, kind: Kind) -> None:
    out = console()
    out.print(heading(f"{name}: {kind.words}"))
    given = [each.topic().split(".")[1].replace("-", " ") for each in recorded()[name].events]
    stated = ", ".join(given) or f"the events of a {recorded()[name].stream}"
    out.print(
        named([("recorded by", stated), ("is", _in_time(kind)), ("counts from", kind.since), ("until", kind.until)])
    )
    out.print(heading("Fields"))
    out.print(named((field, _type(each)) for field, each in kind.fields.items()))


def _in_time(kind: Kind) -> str:
    """Return which lines a kind may stand in: those of spans, or those of what counts for ever from a day on."""
    if kind.until:
        return f"a span: 'in force on' a day, or 'begun by the day', up to before {kind.until}"
    return "a point in time: it counts from its day on; compare its days"


def _type(field: Field) -> str:
    """Return the type of a field as a vocabulary writes it."""
    written = f"number of {field.unit}" if field.unit else field.type
    if field.values:
        written = f"one of {', '.join(field.values)}"
    return written if field.absent == "unknown" else f"{written}; absent means {field.absent}"
