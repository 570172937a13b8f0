"""``milepost policy show``."""

from collections.abc import Mapping
from textwrap import fill

import click
from rich.console import Console

from application.assessing import Instant
from domain.policy.said import Line, lines_of
from domain.policy.saying_text import Section, sections_of
from domain.policy.text import Policy
from milepost.command_line.console import console, heading, named, print_json, shown
from milepost.command_line.coordinates import AS_JSON, KNOWN
from milepost.command_line.desk import Desk
from milepost.command_line.policy_text import text_named
from milepost.composition import vocabulary

INDENT = 4


@click.command()
@click.argument("version_or_file")
@KNOWN
@AS_JSON
@click.pass_obj
def show(desk: Desk, version_or_file: str, known: Instant | None, *, as_json: bool) -> None:
    """Show the whole text of a version or a proposal in the store, or of a document, in words.

    An amendment is shown as the text that results from it.
    """
    policy, readings = text_named(desk, version_or_file, known)
    if as_json:
        print_json(policy)
    else:
        _print(console(), policy, readings)


def _print(out: Console, policy: Policy, readings: Mapping[str, str]) -> None:
    for section in sections_of(policy, readings, vocabulary()):
        _print_section(out, section)


def _print_section(out: Console, section: Section) -> None:
    out.print(heading(section.heading))
    if section.quoted:
        out.print(named(section.quoted))
    for said in section.means:
        for line in lines_of(said):
            out.print(_wrapped(line, out.width), soft_wrap=True)
    out.print()


def _wrapped(line: Line, width: int) -> str:
    """Return a line under its label, its words in a column of their own."""
    words = line.words if line.label else f"{line.words[:1].upper()}{line.words[1:]}"
    before = " " * (2 + INDENT * line.depth)
    label = f"{before}{line.label} " if line.label else before
    return fill(shown(words), width, initial_indent=label, subsequent_indent=" " * len(label), break_on_hyphens=False)
