"""``milepost notices remind``, ``send`` and ``watch``."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from threading import Event

import click

from application.determining import FollowedElsewhere
from application.notices.delivery import Delivery
from domain.case import NoPolicyInForce
from domain.reminders import LEADS
from milepost.clock import now
from milepost.command_line.console import print_json, shown
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk

PAUSE = 1.0
"""Seconds between two looks at what is due."""


@click.command()
@click.option("--days", "leads", multiple=True, type=click.IntRange(1, 3660), help="Days before; again for more.")
@AS_JSON
@click.pass_obj
def remind(desk: Desk, leads: tuple[int, ...], *, as_json: bool) -> None:
    """Make the reminders that have fallen due by today: 90, 30 and 7 days before a dated lapse, or as --days says.

    Each is made once, however often this runs.
    """
    made = sum(desk.milepost.reminding.remind(desk.now, leads or LEADS))
    if as_json:
        print_json({"made": made})
        return
    click.echo(f"{made} reminders were made.")


@click.command()
@click.option("--again", metavar="ID", help="First let what was given up for the subscription ID wait again.")
@AS_JSON
@click.pass_obj
def send(desk: Desk, again: str | None, *, as_json: bool) -> None:
    """Send whatever is due, once; what is not taken is due again later."""
    if again is not None:
        desk.milepost.subscribing.one(again)
        desk.milepost.deliveries.again(again, desk.now)
    attempts: Counter[str] = Counter()
    for each in desk.milepost.dispatch(now).send():
        attempts[each.outcome] += 1
        if not as_json:
            tell(each)
    if as_json:
        print_json({"attempts": attempts.total(), "outcomes": attempts})
        return
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in sorted(attempts.items())) or "Nothing was due.")


@click.command()
@click.pass_obj
def watch(desk: Desk) -> None:
    """Follow the log, make reminders each day, and send whatever is due, until stopped.

    What is being sent then is ended first. An event that cannot be read ends it too.
    """
    stop = Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    click.echo("Watching; stop with an interrupt.", err=True)
    dispatch, reminded = desk.milepost.dispatch(now), date.min
    while not stop.is_set():
        if reminded < now().date():
            reminded = now().date()
            _remind(desk, stop.is_set)
        for _ in _followed(desk):
            for each in dispatch.send(stop.is_set):
                tell(each)
            if stop.is_set():
                break
        stop.wait(PAUSE)


def _followed(desk: Desk) -> Iterator[object]:
    """Yield after each part of the log that was followed, and at its end; leave it to another process that does so."""
    with suppress(FollowedElsewhere):
        yield from desk.milepost.following.follow()
    yield None


def _remind(desk: Desk, stopped: Callable[[], bool]) -> None:
    """Make reminders, unless it is told why there can be none; what else there is to send is sent all the same."""
    try:
        for _ in desk.milepost.reminding.remind(now()):
            if stopped():
                break
    except NoPolicyInForce as none:
        click.echo(f"No reminders: {none}.", err=True)


def tell(attempt: Delivery) -> None:
    """Print one attempt in a line."""
    said = " ".join(str(each) for each in (attempt.outcome, attempt.status, attempt.answer) if each)
    where = f"{attempt.notice} to {attempt.subscription}, attempt {attempt.attempt}"
    click.echo(f"{shown(attempt.begun_at)} {where}: {shown(said)} ({attempt.milliseconds} ms)")
