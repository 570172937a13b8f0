"""``milepost settings``."""

import os

import click

from milepost.command_line.console import console, print_json, table
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.settings import effective


@click.command()
@AS_JSON
@click.pass_obj
def settings(desk: Desk, *, as_json: bool) -> None:
    """Show every setting as it is in effect, with passwords masked.

    docs/settings.md tells what each says.
    """
    found = effective(desk.settings, os.environ)
    if as_json:
        print_json({each.variable: each.value for each in found})
        return
    shown = table("setting", "value", "from")
    shown.show_header = False
    for each in found:
        shown.add_row(each.variable, each.value or "none", "environment" if each.given else "default")
    console().print(shown)
