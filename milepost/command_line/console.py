"""What commands print on: in colour at a terminal, plain anywhere else."""

import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import TextIO, cast

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 100
"""Columns where there is no terminal to ask."""


class Plain:
    """A stream that is no terminal, without the blanks that fill the lines of a table."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.encoding = stream.encoding

    def isatty(self) -> bool:
        return False

    def write(self, text: str) -> int:
        return self._stream.write("\n".join(line.rstrip(" ") for line in text.split("\n")))

    def flush(self) -> None:
        self._stream.flush()


def console(*, stderr: bool = False) -> Console:
    """Return a console for text as it is: nothing in it is read as markup."""
    found = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if found.is_terminal:
        return found
    plain = cast("TextIO", Plain(sys.stderr if stderr else sys.stdout))
    return Console(file=plain, markup=False, highlight=False, emoji=False, width=WIDTH)


def shown(value: object) -> str:
    """Return a value as it is shown: nothing for nothing, instants to the second, no control characters."""
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M:%S}Z"
        case date():
            return value.isoformat()
        case _:
            return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in str(value))


def heading(text: str) -> Text:
    return Text(shown(text), style="bold")


def named(rows: Iterable[tuple[str, object]]) -> Table:
    """Return lines of a name and what it is; lines that say nothing are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        text = shown(value)
        if text:
            grid.add_row(f"  {name}", text)
    return grid


def table(*columns: str) -> Table:
    """Return an empty table with these columns."""
    found = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        found.add_column(column, overflow="fold")
    return found


def print_json(value: object) -> None:
    """Print JSON with its keys in order, so that the same answer is the same text."""
    click.echo(msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2))
