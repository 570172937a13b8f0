"""``milepost subject-access``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from milepost.command_line.console import shown
from milepost.command_line.desk import Desk
from milepost.command_line.exporting import give


@click.command("subject-access")
@click.argument("pathway")
@click.option("--text", "as_text", is_flag=True, help="Write it to be read by a person, and not as JSON.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; standard output, if not given."
)
@click.pass_obj
def subject_access(desk: Desk, pathway: str, *, as_text: bool, out: Path | None) -> None:
    """Write all that is held about the person of PATHWAY, with every text opened: for themselves alone.

    Their events and what they answered, where they stand and stood, what changed that, the notices of it, their entry
    in the public register, who read their texts, and, if they were forgotten, the receipt. It is logged as a reading.
    """
    held = desk.milepost.subject_access.of(pathway, desk.settings.actor, desk.today, desk.now)
    if as_text:
        give((f"{line}\n".encode() for line in _lines("", msgspec.json.decode(msgspec.json.encode(held)))), out)
    else:
        give([msgspec.json.format(msgspec.json.encode(held, order="deterministic"), indent=2) + b"\n"], out)


def _lines(indent: str, held: Any) -> Iterator[str]:  # noqa: ANN401 - as JSON holds it
    """Yield the lines of what is held: names with what they hold, members below them, nothing for what is absent."""
    for name, value in held.items():
        if value in (None, [], {}):
            continue
        said = str(name).replace("_", " ")
        if isinstance(value, dict):
            yield f"{indent}{said}"
            yield from _lines(f"{indent}  ", value)
        elif isinstance(value, list) and isinstance(value[0], dict):
            for number, each in enumerate(value, 1):
                yield f"{indent}{said} {number}"
                yield from _lines(f"{indent}  ", each)
        elif isinstance(value, list):
            yield f"{indent}{said}: {', '.join(map(shown, value))}"
        else:
            yield f"{indent}{said}: {shown(value)}"
