"""``milepost export``."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from milepost.command_line.desk import Desk


@click.command()
@click.option("--pathway", "pathways", multiple=True, help="Only this pathway's own events; may be given again.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; standard output, if not given."
)
@click.pass_obj
def export(desk: Desk, pathways: tuple[str, ...], out: Path | None) -> None:
    """Write the history: every event in its whole envelope, a line of JSON each, in the order of the log.

    The last line counts the events, so that a file that was cut is not taken for a whole one.
    `milepost import` restores it into a store whose log is older. Texts about persons are sealed in
    it, and their keys no part of it.
    """
    lines = desk.milepost.exporting.lines(pathways)
    give(lines, out)


def give(pieces: Iterable[bytes], out: Path | None) -> None:
    """Write a file, or to standard output if none is named."""
    if out is None:
        sys.stdout.buffer.writelines(pieces)
    else:
        _write(out, pieces)


def _write(out: Path, lines: Iterable[bytes]) -> None:
    """Write a file that is there only once it is whole."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as stream:
            stream.writelines(lines)
        part.replace(out)
    except OSError as error:
        raise click.FileError(str(out), error.strerror) from None
    finally:
        part.unlink(missing_ok=True)
