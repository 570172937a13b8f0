"""``milepost policy impact``."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from application.asked_impacts import Choice, ImpactAsked
from application.assessing import Instant
from application.impact import Spread, Tried
from application.impact_lines import written
from application.impacts import Inquiry, Proposed, proposal
from domain.policy.chain import Version
from infrastructure.documents import read_document
from infrastructure.spilling import Spilled
from milepost.command_line.console import console
from milepost.command_line.coordinates import AS_JSON, KNOWN, ON
from milepost.command_line.desk import Desk
from milepost.command_line.policy_impact_text import Summary, print_summary
from milepost.command_line.policy_impact_why import print_why
from milepost.command_line.workers import SCHEDULER, require_one
from milepost.trying import Supposed, inquiry_of, stated, supposes, tries
from milepost.working import spread_over


@click.command()
@click.argument("draft", required=False, metavar="DRAFT")
@click.option(
    "--if",
    "what_if",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Try the events of a file, as `milepost import` reads it, in place of a draft.",
)
@click.option(
    "--choose",
    "reading",
    nargs=2,
    metavar="PARAMETER VALUE",
    help="Try another reading of a parameter, in every version that has it, in place of a draft.",
)
@ON
@KNOWN
@click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=31,
    show_default=True,
    help="By how many days at most a date is moved in the search for cliffs.",
)
@click.option(
    "--twins",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="For how many of the pathways that are touched a twin is looked for, in order of their names.",
)
@click.option("--proofs", is_flag=True, help="Prove what changes for each who is touched, before and after.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that assess.")
@SCHEDULER
@click.option(
    "--why", metavar="PATHWAY", help="Prove, for one pathway, what changes: before and after. Nothing is kept."
)
@AS_JSON
@click.pass_obj
def impact(  # noqa: PLR0913 -- one for each option
    desk: Desk,
    draft: str | None,
    what_if: Path | None,
    reading: tuple[str, str] | None,
    on: date | None,
    known: Instant | None,
    days: int,
    why: str | None,
    *,
    twins: int,
    proofs: bool,
    workers: int,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Assess everyone under the texts in force and with DRAFT among them, and say who gains, who loses, and by what.

    DRAFT is a proposal in the store, of a text or of a measure, or a document that lies in a file. The report is kept
    under the hash of its content; by the same coordinates it comes out the same, to the byte. With --json it is
    printed, as JSON Lines.
    """
    if sum(each is not None for each in (draft, what_if, reading)) != 1:
        raise click.UsageError(_ONE_CHANGE)
    require_one(workers, scheduler)
    position, day = desk.milepost.assessor.position(known), on or desk.today
    choice = Choice(*reading) if reading else None
    asked = ImpactAsked(day, days, twins, known=position, choice=choice, proofs=proofs)
    if draft is None:
        supposed = Supposed(asked, b"" if what_if is None else what_if.read_bytes(), desk.now)
        inquiry = inquiry_of(desk.milepost, supposed)
        spreading: tuple[Any, ...] = (supposes, supposed)
    else:
        text, question = _draft(desk, draft, position), asked.question(position)
        inquiry = desk.milepost.impact.of_proposed(text, question)
        spreading = (tries, stated(text), question)
    if why is not None:
        print_why(why, inquiry.trying, as_json=as_json)
        return
    spread = spread_over(desk.milepost, workers, scheduler, *spreading) if workers > 1 or scheduler else None
    _report(desk, inquiry, spread, as_json=as_json)


_ONE_CHANGE = "name one change to try: a draft, a file of events with --if, or a reading with --choose"


def _draft(desk: Desk, name: str, position: int) -> Proposed:
    """Return a proposal of the store, or the text of a file, which need not be recorded."""
    path, rulebooks = Path(name), desk.milepost.rulebooks
    if not path.is_file():
        return proposal(rulebooks, name, position)
    document, _, _ = rulebooks.read(read_document(path))
    return Version(policy=document.policy, content_hash=document.content_hash)


def _report(desk: Desk, inquiry: Inquiry, spread: Spread | None, *, as_json: bool) -> None:
    """Make the report and keep it; print it, or what it says in short."""
    told = Summary()

    def lines() -> Iterator[bytes]:
        for line in inquiry.lines(Spilled, _counted(spread or inquiry.trying.here)):
            told.take(line)
            content = written(line)
            if as_json:
                click.echo(content, nl=False)
            yield content

    kept = desk.milepost.impacts.keep(lines(), desk.now, desk.settings.actor)
    if not as_json:
        print_summary(told, kept)


def _counted(spread: Spread) -> Spread:
    """Return what shows, at a terminal, how many pathways are done."""

    def counted(batches: Iterable[Sequence[str]]) -> Iterator[Tried]:
        err = console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.completed} pathways"), TimeElapsedColumn())
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
            task = progress.add_task("", total=None)
            for tried in spread(batches):
                progress.advance(task, tried.looked_at)
                yield tried

    return counted
