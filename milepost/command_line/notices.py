"""``milepost notices``: who is told of what, and how that goes."""

import click

from milepost.command_line.commands import Commands

COMMANDS = {
    "subscribe": "milepost.command_line.notices_subscribe:subscribe",
    "unsubscribe": "milepost.command_line.notices_subscribe:unsubscribe",
    "list": "milepost.command_line.notices_list:list_subscriptions",
    "log": "milepost.command_line.notices_list:log",
    "remind": "milepost.command_line.notices_send:remind",
    "send": "milepost.command_line.notices_send:send",
    "prune": "milepost.command_line.notices_prune:prune",
    "watch": "milepost.command_line.notices_send:watch",
}


@click.command(cls=Commands, commands_at=COMMANDS)
def notices() -> None:
    """Notices to those who subscribed: webhooks and letters, and the log of what was sent."""
