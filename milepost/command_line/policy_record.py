"""``milepost policy adopt``, ``propose`` and ``choose``: what is recorded of a rulebook."""

from pathlib import Path

import click

from application.contradictions import Sayings
from application.rulebooks import ScenariosFail, tried
from application.scenarios import Difference
from application.store import Recorded
from infrastructure.documents import read_document
from milepost.command_line.console import console, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.composition import chains
from milepost.folder import Folder, read_all, scenarios_in

REASON = click.option("--reason", required=True, help="Why; it stands beside the event.")


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@REASON
@AS_JSON
@click.pass_obj
def adopt(desk: Desk, path: Path, reason: str, *, as_json: bool) -> None:
    """Record a version as published, or every version of a rulebook's folder that is not adopted yet, in order.

    The scenarios of the folder have to come out as they say. Each document is read on the text before it in the store.
    """
    folder = Folder.around(path)
    with console(stderr=True).status("Trying the scenarios"):
        require_scenarios(folder)
    documents = read_all(folder.versions() if path.is_dir() else [path])
    recorded, before = desk.milepost.rulebooks.adopt(documents, desk.command(f"adopt/{path.name}", reason), desk.now)
    if as_json:
        print_json({"adopted": [_adopted(each) for each in recorded], "adopted_before": before})
        return
    for version in before:
        click.echo(f"{version} was adopted before.")
    for each in map(_adopted, recorded):
        click.echo(f"{each['version']} is adopted, in force from {each['in_force_from']} ({each['event']}).")


def _adopted(recorded: Recorded) -> dict[str, object]:
    of = recorded.event
    version, from_ = getattr(of, "version", ""), getattr(of, "effective_from", None)
    return {"version": version, "in_force_from": from_, "event": recorded.event_id}


def require_scenarios(folder: Folder) -> None:
    """Raise ScenariosFail unless all scenarios of the folder come out as they say."""
    if not folder.scenarios():
        return
    documents, sayings = folder.documents(chains()), Sayings()
    differences: list[Difference] = []
    for _, scenarios in scenarios_in(folder.scenarios(), documents):
        for _, found in tried(scenarios, documents, sayings):
            differences += found
    if differences:
        raise ScenariosFail(differences)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reason", help="Why; it stands beside the event.")
@click.pass_obj
def propose(desk: Desk, file: Path, reason: str | None) -> None:
    """Record a version as a proposal, which judges nobody unless it is named by --under."""
    document = read_document(file)
    recorded = desk.milepost.rulebooks.propose(document, desk.command(f"propose/{file.name}", reason), desk.now)
    version = getattr(recorded.event, "version", "")
    click.echo(f"{version} is proposed ({recorded.event_id}); try it with --under {version}.")


@click.command()
@click.argument("parameter")
@click.argument("value")
@click.option("--version", help="The one version that is read so; all that have the parameter, if not given.")
@REASON
@click.pass_obj
def choose(desk: Desk, parameter: str, value: str, version: str | None, reason: str) -> None:
    """Record that PARAMETER is read as VALUE, where a text leaves two readings open."""
    command = desk.command(f"choose/{parameter}", reason)
    recorded = desk.milepost.rulebooks.choose(parameter, value, version, command, desk.now)
    click.echo(f"{parameter} is read as '{value}' in {version or 'every version that has it'} ({recorded.event_id}).")
