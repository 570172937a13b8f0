"""``milepost readings``."""

from collections.abc import Iterator

import click

from application.vault import Reading
from milepost.command_line.console import console, print_json, shown, table
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk

BATCH = 1000


@click.command()
@click.option("--pathway", help="Only texts about the person of this pathway.")
@AS_JSON
@click.pass_obj
def readings(desk: Desk, pathway: str | None, *, as_json: bool) -> None:
    """List who read texts about persons: when, and for what.

    Every opening of a sealed text is logged before the text is given.
    """
    found = list(_all(desk, f"pathway/{pathway}" if pathway else None))
    if as_json:
        print_json({"readings": [{"number": number, **_told(reading)} for number, reading in found]})
        return
    lines = table("number", "at", "person", "by", "for", "of")
    for number, each in found:
        lines.add_row(str(number), *map(shown, (each.at, each.person, each.by, each.purpose, each.of)))
    console().print(lines)


def _all(desk: Desk, person: str | None) -> Iterator[tuple[int, Reading]]:
    after = 0
    while found := desk.milepost.vault.readings(person, after, BATCH):
        yield from found
        after = found[-1][0]


def _told(reading: Reading) -> dict[str, object]:
    return {name: getattr(reading, name) for name in reading.__struct_fields__}
