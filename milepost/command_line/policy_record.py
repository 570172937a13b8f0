"""``milepost policy adopt``, ``propose`` and ``refuse``: what is recorded of a rulebook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import click

from application.adopting import Suite
from application.contradictions import Sayings
from application.rulebooks import ScenariosFail, tried
from application.scenarios import Difference
from application.store import Recorded
from domain.measures import Measure, in_words
from domain.rulebook import PolicyRefused
from infrastructure.documents import read_document
from milepost.command_line.console import console, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.desk import Desk
from milepost.command_line.faults import Refused
from milepost.composition import chains
from milepost.folder import Folder, read_all, scenarios_in

REASON = click.option("--reason", required=True, help="Why; it stands beside the event.")


_HASH = "sha256:"
_NEITHER = (
    "'{given}' is a file or folder that does not exist; a measure is adopted by its hash, sha256:…, which "
    "`milepost policy list` tells beside its name"
)
_NO_PROPOSER = "who proposed a measure stands in the log: leave out --proposed-by"


class TextOrHash(click.Path):
    """A path to a text, or the hash by which a measure is known."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click calls it
        if str(value).startswith(_HASH):
            return value
        if not Path(value).exists():
            self.fail(_NEITHER.format(given=value), param, ctx)
        return super().convert(value, param, ctx)


class FolderWithoutProposer(Refused):
    """A rulebook's folder is to be adopted, and nobody is named who proposed it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"nobody adopts alone: name who proposed what lies in '{path}', with --proposed-by")


class FolderWithoutScenarios(Refused):
    """A rulebook's folder has no scenarios."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"'{path}' has no scenarios: what a rulebook is to mean is told by its own, in '{path}/scenarios'"
        )


@click.command()
@click.argument("what", type=TextOrHash(exists=True, path_type=Path), metavar="PATH|HASH")
@REASON
@click.option(
    "--proposed-by",
    metavar="NAME",
    help="Who proposed it, another than who adopts it; while nobody can lose by it, that is enough.",
)
@AS_JSON
@click.pass_obj
def adopt(desk: Desk, what: Path | str, reason: str, proposed_by: str | None, *, as_json: bool) -> None:
    """Adopt a version that somebody else proposed, or by its hash a measure: it judges from its day of effect.

    Its scenarios have to hold, its impact has to be known as of now, and the text has to answer for everyone who loses
    by it. While nobody stands in the store by any text, the texts of a rulebook's folder are adopted in order, all of
    them or none, in one step: they need their scenarios, and the name of who proposed them.
    """
    if isinstance(what, str):
        if proposed_by is not None:
            raise click.UsageError(_NO_PROPOSER)
        _adopt_measure(desk, what, reason, as_json=as_json)
        return
    path, command = what, desk.command(f"adopt/{what.name}", reason)
    if proposed_by is None and path.is_dir():
        raise FolderWithoutProposer(path)
    recorded: Sequence[Recorded]
    before: Sequence[str] = ()
    with console(stderr=True).status("Trying the scenarios"):
        if proposed_by is None:
            recorded = [desk.milepost.adopting.adopt(read_document(path), command, desk.now)]
        else:
            folder = Folder.around(path)
            suite, documents = _suite(folder), read_all(folder.versions() if path.is_dir() else [path])
            recorded, before = desk.milepost.adopting.establish(documents, suite, proposed_by, command, desk.now)
    if as_json:
        print_json({"adopted": [_adopted(each) for each in recorded], "adopted_before": before})
        return
    for version in before:
        click.echo(f"{version} was adopted before.")
    for each in map(_adopted, recorded):
        if each["in_force_from"] is None:
            click.echo(f"{each['version']} is corrected ({each['event']}).")
        else:
            click.echo(f"{each['version']} is adopted, in force from {each['in_force_from']} ({each['event']}).")


def _adopt_measure(desk: Desk, of_hash: str, reason: str, *, as_json: bool) -> None:
    recorded = desk.milepost.measures.adopt(of_hash, desk.command(f"adopt/{of_hash}", reason), desk.now)
    if as_json:
        print_json({"adopted": [{"measure": recorded.event, "event": recorded.event_id}], "adopted_before": []})
        return
    click.echo(f"{in_words(cast('Measure', recorded.event))} ({recorded.event_id}).")


def _adopted(recorded: Recorded) -> dict[str, object]:
    of = recorded.event
    version, from_ = getattr(of, "version", ""), getattr(of, "effective_from", None)
    return {"version": version, "in_force_from": from_, "event": recorded.event_id}


def _suite(folder: Folder) -> Suite:
    """Return the scenarios of a folder. Raises ScenariosFail unless all of them come out as they say."""
    files = folder.scenarios()
    if not files:
        raise FolderWithoutScenarios(folder.path)
    documents, sayings = folder.documents(chains()), Sayings()
    differences: list[Difference] = []
    played = 0
    for _, scenarios in scenarios_in(files, documents):
        for _, found in tried(scenarios, documents, sayings):
            differences += found
            played += 1
    if differences:
        raise ScenariosFail(differences)
    return Suite(tuple(file.read_text(encoding="utf-8") for file in files), played)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reason", help="Why; it stands beside the event.")
@click.option(
    "--scenarios",
    "own",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A file of its scenarios, or a folder of them; may be given again.",
)
@click.option("--corrects", is_flag=True, help="It is to stand in place of the adopted version of its name.")
@click.pass_obj
def propose(desk: Desk, file: Path, reason: str | None, own: tuple[Path, ...], *, corrects: bool) -> None:
    """Record a version as a proposal, which judges nobody unless it is named by --under.

    Its own scenarios go with it: it is adopted only if they hold.
    """
    document, files = read_document(file), [each for path in own for each in _files(path)]
    for each in files:
        read_document(each)
    texts = [each.read_text(encoding="utf-8") for each in files]
    command = desk.command(f"propose/{file.name}", reason)
    proposed = desk.milepost.adopting.propose(document, texts, command, desk.now, corrects=corrects)
    version, event = getattr(proposed.recorded.event, "version", ""), proposed.recorded.event_id
    if corrects:
        click.echo(f"A correction of {version} is proposed ({event}).")
    else:
        click.echo(f"{version} is proposed ({event}); try it with --under {version}.")
    if proposed.differences:
        click.echo("Its scenarios come out otherwise, so it is not adopted as it is:")
        click.echo("\n".join(f"  {each}" for each in proposed.differences))
    elif proposed.played:
        click.echo("Its scenario holds." if proposed.played == 1 else f"Its {proposed.played} scenarios hold.")


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.yaml")) if path.is_dir() else [path]


@click.command()
@click.argument("version")
@click.option("--reason", "reasons", required=True, multiple=True, help="Why; may be given again.")
@click.pass_obj
def refuse(desk: Desk, version: str, reasons: tuple[str, ...]) -> None:
    """Record that a proposal, of a text or of a measure, is refused for reasons.

    It is kept, with the report on its impact that knew most.
    """
    refused = PolicyRefused(version=version, reasons=reasons, refused_on=desk.today, refused_by=desk.settings.actor)
    command = desk.command(f"refuse/{version}", reasons[0])
    recorded = desk.milepost.adopting.refuse(refused, command, desk.now)
    click.echo(f"{version} is refused ({recorded.event_id}).")
