"""``milepost sample``."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from application.exporting import Envelope, written
from milepost.command_line.console import console, heading, named, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.local_processes import LocalProcesses
from milepost.sample.ascending import ascending
from milepost.sample.drawing import Drawn, Sample, drawing, pieces
from milepost.sample.population import SHARE
from milepost.sample.recording import StoreNotEmpty, history
from milepost.sample.standing import PATHWAY, spans, standing

_STEP = 1000
"""How many events are recorded between two looks at the progress."""


@click.command()
@click.option(
    "--pathways", default=200, show_default=True, type=click.IntRange(0, 10_000_000), help="How many are drawn."
)
@click.option("--seed", default=1, show_default=True, help="The same seed draws the same population again.")
@click.option(
    "--practising",
    default=SHARE,
    show_default=True,
    type=click.IntRange(0, 100),
    help="How many of a hundred practise, and have a logbook: most events are of these.",
)
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many processes make it together."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a history that `milepost import` restores into this file, and record nothing.",
)
@AS_JSON
@click.pass_obj
def sample(
    desk: Desk, pathways: int, seed: int, practising: int, workers: int, out: Path | None, *, as_json: bool
) -> None:
    """Fill an empty store with a made-up population, as if it had been recorded over the years from 2009 on.

    It has IMI's rulebook, version by version; made-up programs, registers and mediators; and a small cast of mediators
    with known stories, of whom docs/tutorial.md tells. The board that adopts the rulebook here is made up too.
    """
    if out is None and desk.milepost.store.head():
        raise StoreNotEmpty(desk.milepost.store.head())
    err = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    counts: Counter[str] = Counter()
    runs: list[Drawn] = []
    with (
        TemporaryDirectory(prefix="milepost-sample-") as folder,
        Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress,
    ):
        task = progress.add_task("Drawing", total=pathways)
        for drawn in _drawn(Sample(pathways, seed, desk.now, practising), Path(folder), workers):
            runs.append(drawn)
            counts.update(drawn.streams)
            progress.update(task, completed=min(counts["pathway"], pathways))
        events = sum(each.entries for each in runs)
        task = progress.add_task("Recording", total=events)
        envelopes = _counted(history(ascending([each.run for each in runs])), partial(progress.advance, task, _STEP))
        _keep(desk, envelopes, out)
        if out is None:
            task = progress.add_task("Assessing", total=counts["pathway"])
            for made in _stood(desk, workers):
                progress.advance(task, made)
    if as_json:
        print_json({"seed": seed, "events": events, "streams": counts, "out": out and str(out)})
        return
    where = f"in {out}" if out else "in the store"
    console().print(heading(f"The sample of seed {seed} is {where}: {events} events."))
    console().print(named([(f"{kind} streams", str(counts[kind])) for kind in sorted(counts)]))


def _drawn(drawn: Sample, folder: Path, workers: int) -> Iterator[Drawn]:
    if workers == 1:
        return map(drawing(drawn, folder), pieces(drawn.pathways))
    return LocalProcesses(workers, drawing, drawn, folder)(pieces(drawn.pathways))


def _stood(desk: Desk, workers: int) -> Iterator[int]:
    found = spans(desk.milepost.store.streams(PATHWAY))
    if workers == 1:
        return map(standing(desk.settings), found)
    return LocalProcesses(workers, standing, desk.settings)(found)


def _counted(envelopes: Iterator[Envelope], step: Callable[[], object]) -> Iterator[Envelope]:
    while several := tuple(islice(envelopes, _STEP)):
        yield from several
        step()


def _keep(desk: Desk, envelopes: Iterator[Envelope], out: Path | None) -> None:
    if out is None:
        desk.milepost.restoring.fill(envelopes)
        return
    try:
        with out.open("wb") as file:
            file.writelines(written(envelopes))
    except OSError as error:
        raise click.FileError(str(out), error.strerror) from None
