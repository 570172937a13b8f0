"""``milepost policy diff``."""

from collections.abc import Iterable, Iterator
from textwrap import fill

import click
from rich.console import Console

from domain.policy.differing import Change, Difference, difference
from domain.policy.text import Policy
from milepost.command_line.console import console, heading, print_json, shown
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.command_line.policy_text import text_named


@click.command()
@click.argument("before")
@click.argument("after")
@AS_JSON
@click.pass_obj
def diff(desk: Desk, before: str, after: str, *, as_json: bool) -> None:
    """Say what changes in meaning from one text to another: versions or proposals in the store, or documents.

    Numbers of clauses, names, synonyms and reworded texts change nothing in meaning; they are told apart.
    """
    old, new = text_named(desk, before)[0], text_named(desk, after)[0]
    found = difference(old, new)
    if as_json:
        print_json({"before": old.version, "after": new.version, "difference": found})
    else:
        _print(console(), old, new, found)


def _print(out: Console, old: Policy, new: Policy, found: Difference) -> None:
    out.print(heading(f"{old.rulebook} {old.version} → {new.rulebook} {new.version}"))
    _print_lines(out, "What changes in meaning", _with_leaning(found.meaning))
    if not found.meaning:
        out.print("Nothing changes in meaning.")
    _print_lines(out, "Who loses a level", found.lost)
    _print_lines(out, "Days of the text", map(str, found.days))
    _print_lines(out, "Wording, which changes no answer", found.wording)


def _with_leaning(changes: Iterable[Change]) -> Iterator[str]:
    """Yield each change, and what leans on the part once all its changes are told."""
    for change in changes:
        yield str(change)
        if change.leaning:
            yield f"  what leans on {change.where}: {', '.join(change.leaning)}"


def _print_lines(out: Console, title: str, lines: Iterable[str]) -> None:
    wrapped = [
        fill(shown(line), out.width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
        for line in lines
    ]
    if wrapped:
        out.print(heading(title))
        for line in wrapped:
            out.print(line, soft_wrap=True)
