"""``milepost serve``."""

import click

from milepost.command_line.desk import Desk
from milepost.serving import Server, require_store


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 256), help="How many processes answer.")
@click.pass_obj
def serve(desk: Desk, bind: str, workers: int) -> None:
    """Answer over HTTP until interrupted.

    docs/api.md describes what can be asked. Whoever reaches the address can read every pathway: it is for this machine
    unless --bind says otherwise.
    """
    require_store(desk.settings)
    Server(desk.settings, bind, workers).run()
