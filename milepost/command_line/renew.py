"""``milepost renew``."""

import click
from rich.progress import Progress, SpinnerColumn, TextColumn

from milepost.command_line.console import console, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk


@click.command()
@AS_JSON
@click.pass_obj
def renew(desk: Desk, *, as_json: bool) -> None:
    """Make the standing rows again that are no longer true, after a program, a register or the rulebook moved.

    Answers are right without it: a row that is not true is never answered from, and its pathway is assessed on the
    spot, which is slower. It may be broken off and begun again, and run while the service answers and records.
    """
    err = console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed} made again"))
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=None)
        count = 0
        for made in desk.milepost.renewing.renew():
            count += made
            progress.update(task, completed=count)
    if as_json:
        print_json({"renewed": count})
    else:
        click.echo(f"{count} standing rows were made again." if count else "Every standing row is true.")
