"""``milepost keys rotate`` and ``revoke``: keys that end."""

from datetime import timedelta

import click

from application.authentication import KEY_KEPT
from application.keys import ENTROPY
from milepost.chance import drawn
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.command_line.keys_add import DAYS, tell

WEEK = 7 * 24


@click.command()
@click.argument("key_id", metavar="ID")
@DAYS
@click.option(
    "--overlap",
    default=24,
    show_default=True,
    type=click.IntRange(0, WEEK),
    metavar="HOURS",
    help="How long the key before stays valid, if it does not expire earlier.",
)
@AS_JSON
@click.pass_obj
def rotate(desk: Desk, key_id: str, days: int, overlap: int, *, as_json: bool) -> None:
    """Make a key that may do what the key ID may, and let that one end."""
    lasts, both = timedelta(days=days), timedelta(hours=overlap)
    key, text = desk.milepost.keyring.rotate(key_id, drawn(ENTROPY), desk.settings.actor, desk.now, lasts, both)
    tell(key, text, as_json=as_json)


@click.command()
@click.argument("key_id", metavar="ID")
@click.pass_obj
def revoke(desk: Desk, key_id: str) -> None:
    """End the key ID now; a service that runs knows within seconds."""
    key = desk.milepost.keyring.revoke(key_id, desk.settings.actor, desk.now)
    within = f"{KEY_KEPT.seconds} seconds"
    click.echo(f"The key {key.id} is revoked; services that run refuse it within {within}.")
