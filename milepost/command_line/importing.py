"""``milepost import``."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click
from rich.progress import track

from application.assessing import Coordinates
from application.importing import Moved, moved
from application.recording import Submission
from application.refusals import FileRefused, RowsMiscounted
from application.rehearsal import Rehearsal
from application.restoring import is_history
from domain.answer import Answer
from domain.policy.translation import AS_STATED
from milepost.command_line.account import Account
from milepost.command_line.console import console, heading, named, print_json, table
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.composition import rows_of

T = TypeVar("T")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be recorded and what it would change; record nothing.")
@click.option("--open", "open_pathways", is_flag=True, help="Open pathways that are not there yet, today.")
@click.option(
    "--rows", "count", type=click.IntRange(min=1), help="How many rows the file has; it is refused if it has not."
)
@click.option("--reason", help="Why this is recorded; it stands beside each event.")
@AS_JSON
@click.pass_obj
def import_file(
    desk: Desk, file: Path, *, dry_run: bool, open_pathways: bool, count: int | None, reason: str | None, as_json: bool
) -> None:
    """Record the events of FILE, JSON Lines, CSV or XLSX: all of them, or none.

    A history that `milepost export` wrote is restored as it was recorded.

    Each row is one event; docs/importing.md tells how it is written. Every row that cannot be recorded is named with
    its line, its column and the reason.
    """
    content = file.read_bytes()
    if is_history(content):
        _restore(desk, file, content, count, dry_run=dry_run, as_json=as_json)
        return
    milepost, found = desk.milepost, list(rows_of(content))
    with _naming(file, len(found)):
        submission = milepost.importing.read(_progress(found), desk.today, count, opening=open_pathways)
    if dry_run:
        _rehearse(desk, submission, as_json=as_json)
        return
    digest = hashlib.sha256(content).hexdigest()[:16]
    with console(stderr=True).status("Recording"):
        recorded = milepost.registrar.keep(submission, desk.command(f"import/{digest}", reason), desk.now)
    first, last = recorded[0].position, recorded[-1].position
    if as_json:
        print_json({**_told(submission), "recorded": True, "positions": [first, last]})
    else:
        click.echo(f"{_counted(submission)} recorded, at positions {first} to {last}.")


def _restore(desk: Desk, file: Path, content: bytes, count: int | None, *, dry_run: bool, as_json: bool) -> None:
    milepost = desk.milepost
    lines = [(number, line) for number, line in enumerate(content.split(b"\n"), 1) if line.strip()]
    with _naming(file, len(lines)):
        history = milepost.restoring.read(_progress(lines), desk.now)
    if count not in {None, len(history.envelopes)}:
        raise RowsMiscounted(count, len(history.envelopes))
    if dry_run:
        _rehearse(desk, history.submission, as_json=as_json)
        return
    with console(stderr=True).status("Restoring"):
        head = milepost.restoring.restore(history)
    if as_json:
        print_json({**_told(history.submission), "recorded": True, "positions": [history.head + 1, head]})
    else:
        click.echo(f"{_counted(history.submission)} restored as recorded; the log ends at position {head}.")


def _progress(found: Sequence[T]) -> Iterable[T]:
    err = console(stderr=True)
    return track(found, "Reading", console=err, transient=True, disable=not err.is_terminal)


@contextmanager
def _naming(file: Path, count: int) -> Iterator[None]:
    """Say first which file is refused, and how much of it."""
    try:
        yield
    except FileRefused as refused:
        lines = len({row.line for row in refused.refused})
        click.echo(f"{file}: nothing was recorded; {lines} of {count} rows cannot be:", err=True)
        raise


def _counted(submission: Submission) -> str:
    events, streams = len(submission.appends), len(submission.touched)
    return f"{events} event{'s' if events > 1 else ''} in {streams} stream{'s' if streams > 1 else ''}"


def _told(submission: Submission) -> dict[str, object]:
    return {"events": len(submission.appends), "streams": len(submission.touched), "topics": _topics(submission)}


def _topics(submission: Submission) -> Counter[str]:
    return Counter(event.topic() for append in submission.appends for event in append.events)


def _rehearse(desk: Desk, submission: Submission, *, as_json: bool) -> None:
    milepost = desk.milepost
    rehearsal = milepost.judging(Rehearsal(milepost.store, submission, desk.now)).assessor
    pathways = list(
        moved(milepost.assessor, rehearsal, submission, lambda by, pathway: by.answer(pathway, Coordinates(desk.today)))
    )
    if as_json:
        print_json({**_told(submission), "recorded": False, "pathways": list(map(_as_json, pathways))})
        return
    out = console()
    out.print(heading(f"{_counted(submission)} would be recorded; nothing was."))
    out.print(named(sorted(_topics(submission).items())))
    lines = table("pathway", "before", "after")
    for each in pathways:
        lines.add_row(each.pathway, *_before_and_after(each))
    if pathways:
        out.print(lines)


def _as_json(each: Moved[Answer]) -> dict[str, object]:
    before, after = (
        answer and {"level": answer.level.id, "standing": answer.standing.id, "listing": answer.listing.state}
        for answer in (each.before, each.after)
    )
    return {"pathway": each.pathway, "before": before, "after": after}


def _before_and_after(each: Moved[Answer]) -> tuple[str, str]:
    before, after = _stand(each.before), _stand(each.after)
    return before, "the same" if before == after else after


def _stand(answer: Answer | None) -> str:
    if answer is None:
        return "not known"
    return f"{answer.level.id}, {answer.standing.id}, {Account(answer, AS_STATED).listing()}"
