"""``milepost reproject``."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import click
import msgspec
from click.core import ParameterSource
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from application.crew import Alone, Crew
from application.generations import RulebookMoved, Tally
from application.reprojecting import Reprojecting, Result, Run
from milepost.cluster import cluster
from milepost.command_line.console import console, heading, named, print_json, table
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.command_line.workers import SCHEDULER, require_one
from milepost.crew import OnCluster, Processes, holder

_ALONE = {"--pathway", "--status", "--differences", "--roll-back", "--discard"}
"""Options that have the command do something else than to make all rows again, and that alone."""

_MOST_CAUSES = 20
"""How many causes are shown at the terminal, those of most differences first."""


@click.command()
@click.option("--from-events", is_flag=True, help="Read every event anew, and not the facts that the rows hold.")
@click.option("--pathway", metavar="PATHWAY", help="Make the one row of this pathway again, at once and in its place.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many processes build it together."
)
@SCHEDULER
@click.option("--hold", is_flag=True, help="Build and compare, and bring nothing in: the same command without it does.")
@click.option("--status", is_flag=True, help="Show the last re-projection and the generations kept.")
@click.option("--differences", is_flag=True, help="List what the last one found otherwise.")
@click.option("--roll-back", is_flag=True, help="Answer from the generation before again.")
@click.option("--discard", is_flag=True, help="Delete what is built but not live, or else kept.")
@AS_JSON
@click.pass_obj
def reproject(
    desk: Desk,
    /,
    *,
    from_events: bool,
    pathway: str | None,
    workers: int,
    scheduler: str | None,
    hold: bool,
    as_json: bool,
    **actions: bool,
) -> None:
    """Make all standing rows again beside the live ones, compare them, and bring them in in one step.

    Answers are right and whole meanwhile. Broken off at any moment, it goes on where it stopped when it is begun again.
    The generation before is kept until the next one is brought in, and `--roll-back` brings it back; done once more,
    that goes forward again.
    """
    _require_together()
    if asked := [name for name, given in actions.items() if given]:
        _ACTIONS[asked[0]](desk, as_json)
    elif pathway is not None:
        _one(desk, pathway, as_json=as_json)
    else:
        require_one(workers, scheduler)
        command, found = desk.command("reproject"), desk.running.reprojecting
        with (
            _crew(desk, workers, scheduler) as crew,
            found.begun(command, holder(), from_events=from_events) as run,
        ):
            result = None
            while result is None:
                _build(found, run, crew)
                with suppress(RulebookMoved):
                    result = found.result(run) if hold else found.bring_in(run, command)
        _tell(result, as_json=as_json, hold=hold)


def _require_together() -> None:
    """Raise click's usage error for two options that are given, and of which the command would do only one."""
    context = click.get_current_context()
    given = [
        each.opts[0]
        for each in context.command.params
        if each.name != "as_json" and context.get_parameter_source(each.name or "") is ParameterSource.COMMANDLINE
    ]
    alone = next((each for each in given if each in _ALONE), None)
    other = next((each for each in given if each != alone), None)
    if alone and other:
        message = f"{alone} and {other} do not go together: leave out one, or give a command for each"
        raise click.UsageError(message)


@contextmanager
def _crew(desk: Desk, workers: int, scheduler: str | None) -> Iterator[Crew]:
    if scheduler:
        with cluster(scheduler, desk.running) as found:
            yield OnCluster(found)
    else:
        yield Alone(desk.running.reprojecting.builder()) if workers == 1 else Processes(desk.settings, workers)


def _build(found: Reprojecting, run: Run, crew: Crew) -> None:
    err = console(stderr=True)
    columns = (
        *(TextColumn("Building"), BarColumn(), MofNCompleteColumn()),
        *(TextColumn("{task.fields[rate]}"), TimeRemainingColumn()),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=None, rate="")
        for come in found.build(run, crew):
            speed = progress.tasks[0].finished_speed or progress.tasks[0].speed
            rate = f"{speed:.0f} a second" if speed else ""
            progress.update(task, completed=come.done, total=come.whole, rate=rate)


def _tell(result: Result, *, as_json: bool, hold: bool) -> None:
    if as_json:
        print_json({**msgspec.to_builtins(result), "live": not hold})
        return
    where = "is built, and not live" if hold else "is live"
    out = console()
    out.print(heading(f"Generation {result.generation} {where}: {result.tally.rows} standing rows."))
    out.print(_counted(result.tally))
    if result.tally.causes:
        out.print(_by_cause(result.tally))


def _counted(tally: Tally) -> object:
    return named(
        [
            ("say something else than before", str(tally.changed)),
            ("rows before", str(tally.rows_before)),
            ("made from events", str(tally.read_anew)),
            ("digest", tally.digest),
            ("digest before", tally.digest_before),
        ]
    )


def _by_cause(tally: Tally) -> object:
    causes = sorted(tally.causes.items(), key=lambda each: (-each[1], each[0]))
    shown = table("CAUSE", "DIFFERENCES")
    for cause, count in causes[:_MOST_CAUSES]:
        shown.add_row(cause, str(count))
    if len(causes) > _MOST_CAUSES:
        shown.add_row(f"{len(causes) - _MOST_CAUSES} more causes", "")
    return shown


def _one(desk: Desk, pathway: str, *, as_json: bool) -> None:
    found = desk.milepost.reprojecting.one(pathway)
    if as_json:
        print_json({"pathway": pathway, "changed": found is not None, "causes": found.causes if found else ()})
    elif found is None:
        click.echo(f"The row of {pathway} was made again, and says what it said.")
    else:
        causes = ", ".join(found.causes) or "nothing that was recorded"
        click.echo(f"The row of {pathway} was made again, and says something else, due to {causes}.")


def _status(desk: Desk, as_json: bool) -> None:  # noqa: FBT001  (one of several that are called alike)
    status = desk.milepost.reprojecting.status()
    job, asked, tally = status.job, status.asked, status.tally
    if as_json:
        shown = None
        if job is not None:
            shown = {
                **msgspec.to_builtins(asked),
                "state": job.stage,
                "done": job.done,
                "whole": job.whole,
                "finished": job.result is not None,
                "holder": job.holder,
                "held_until": job.held_until,
                "tally": msgspec.to_builtins(tally),
            }
        print_json({"live": status.live, "generations": msgspec.to_builtins(status.generations), "last": shown})
        return
    out = console()
    out.print(heading(f"Answers come from generation {status.live}."))
    for each in status.generations:
        kept = "live" if each.number == status.live else "kept" if each.complete else "not finished"
        out.print(named([(f"generation {each.number}", f"{kept}, complete up to position {each.known}")]))
    if job is None or asked is None or tally is None:
        return
    held = f", held by {job.holder} until {job.held_until}" if job.held_until else ""
    out.print(heading(f"{asked.name}: {job.stage}, {job.done} of {job.whole} rows{held}"))
    out.print(_counted(tally))
    if tally.causes:
        out.print(_by_cause(tally))


def _differences(desk: Desk, as_json: bool) -> None:  # noqa: FBT001  (one of several that are called alike)
    for each in desk.milepost.reprojecting.differing(desk.today):
        if as_json:
            click.echo(msgspec.json.encode(each))
        else:
            effects, causes = ", ".join(each.effects) or "otherwise", ", ".join(each.causes) or "nothing recorded"
            click.echo(f"{each.pathway}: {effects}; due to {causes}")


def _roll_back(desk: Desk, as_json: bool) -> None:  # noqa: FBT001  (one of several that are called alike)
    live = desk.milepost.reprojecting.roll_back(desk.command("reproject --roll-back"))
    if as_json:
        print_json({"live": live})
    else:
        click.echo(f"Answers come from generation {live} again; the one that was live is kept.")


def _discard(desk: Desk, as_json: bool) -> None:  # noqa: FBT001  (one of several that are called alike)
    number = desk.milepost.reprojecting.discard(holder(), desk.settings.actor)
    if as_json:
        print_json({"discarded": number})
    else:
        click.echo(f"Generation {number} is deleted.")


_ACTIONS: dict[str, Callable[[Desk, bool], None]] = {
    "status": _status,
    "differences": _differences,
    "roll_back": _roll_back,
    "discard": _discard,
}
