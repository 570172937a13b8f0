"""``milepost consultation open`` and ``announce``: what documents state is recorded, all of it or nothing."""

from collections.abc import Sequence
from pathlib import Path

import click

from application.consultation_reading import read_announcement, read_consultation
from application.store import Recorded
from domain.event import Event
from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.command_line.policy_record import REASON
from milepost.folder import read_all

PATHS = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH..."
)


@click.command("open")
@PATHS
@REASON
@AS_JSON
@click.pass_obj
def open_consultations(desk: Desk, paths: tuple[Path, ...], reason: str, *, as_json: bool) -> None:
    """Open the consultations of documents, or of folders of them: all, or none."""
    consultations = desk.milepost.consultations
    found = [read_consultation(typed) for typed in read_all(_files(paths))]
    for _, opened in found:
        consultations.require_version(opened.informs)
    recorded = _record(desk, [(f"consultation/{name}", opened) for name, opened in found], reason)
    _tell(recorded, "is open", as_json=as_json)


@click.command()
@PATHS
@REASON
@AS_JSON
@click.pass_obj
def announce(desk: Desk, paths: tuple[Path, ...], reason: str, *, as_json: bool) -> None:
    """Publish the announcements of documents, or of folders of them: all, or none.

    The versions and consultations that they name have to be recorded.
    """
    consultations = desk.milepost.consultations
    found = [read_announcement(typed) for typed in read_all(_files(paths))]
    for _, published in found:
        consultations.require_version(published.version)
        consultations.require_consultations(published.consultations)
    recorded = _record(desk, [(f"announcement/{name}", published) for name, published in found], reason)
    _tell(recorded, "is published", as_json=as_json)


def _files(paths: Sequence[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]


def _record(desk: Desk, events: Sequence[tuple[str, Event]], reason: str) -> Sequence[Recorded]:
    submission = desk.milepost.registrar.submission()
    for stream, event in events:
        submission.add(stream, event, desk.today)
    names = " ".join(stream for stream, _ in events)
    return desk.milepost.registrar.keep(submission, desk.command(names[:200], reason), desk.now)


def _tell(recorded: Sequence[Recorded], what: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"recorded": [{"id": each.stream.partition("/")[2], "event": each.event_id} for each in recorded]})
        return
    for each in recorded:
        click.echo(f"{each.stream.partition('/')[2]} {what} ({each.event_id}).")
