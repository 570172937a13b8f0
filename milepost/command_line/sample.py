"""``milepost sample``."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from application.exporting import written
from milepost.command_line.console import console, heading, named, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.sample.ascending import Ascending
from milepost.sample.population import Population
from milepost.sample.recording import StoreNotEmpty, history, record


@click.command()
@click.option(
    "--pathways", default=200, show_default=True, type=click.IntRange(0, 10_000_000), help="How many are drawn."
)
@click.option("--seed", default=1, show_default=True, help="The same seed draws the same population again.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a history that `milepost import` restores into this file, and record nothing.",
)
@AS_JSON
@click.pass_obj
def sample(desk: Desk, pathways: int, seed: int, out: Path | None, *, as_json: bool) -> None:
    """Fill an empty store with a made-up population, as if it had been recorded over the years from 2009 on.

    It has IMI's rulebook, version by version; made-up programs, registers and mediators; and a small cast of mediators
    with known stories, of whom docs/tutorial.md tells. The board that adopts the rulebook here is made up too.
    """
    if out is None and desk.milepost.store.head():
        raise StoreNotEmpty(desk.milepost.store.head())
    err = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    counts: Counter[str] = Counter()
    with (
        TemporaryDirectory(prefix="milepost-sample-") as folder,
        Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress,
    ):
        ascending = Ascending(Path(folder))
        drawing = progress.add_task("Drawing", total=pathways)
        for entries in Population(pathways, seed, desk.now):
            for entry in entries:
                ascending.add(entry)
            counts.update(entry.kind for entry in entries if entry.version == 1)
            progress.update(drawing, completed=min(counts["pathway"], pathways))
        recording = progress.add_task("Recording", total=ascending.count)
        _keep(desk, ascending, out, lambda events: progress.advance(recording, events))
    if as_json:
        print_json({"seed": seed, "events": ascending.count, "streams": counts, "out": out and str(out)})
        return
    where = f"in {out}" if out else "in the store"
    console().print(heading(f"The sample of seed {seed} is {where}: {ascending.count} events."))
    console().print(named([(f"{kind} streams", str(counts[kind])) for kind in sorted(counts)]))


def _keep(desk: Desk, ascending: Ascending, out: Path | None, step: Callable[[int], object]) -> None:
    if out is None:
        record(ascending, desk.milepost.store, desk.milepost.assessor, step)
        return
    try:
        with out.open("wb") as file:
            for line in written(history(ascending)):
                file.write(line)
                step(1)
    except OSError as error:
        raise click.FileError(str(out), error.strerror) from None
