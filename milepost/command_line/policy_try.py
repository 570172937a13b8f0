"""``milepost policy try``."""

from pathlib import Path

import click

from application.chains import rulebook_of
from application.rulebooks import ScenariosFail, tried
from application.scenarios import Difference
from infrastructure.documents import read_document
from milepost.command_line.console import console, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.composition import RULEBOOKS, chains
from milepost.folder import SCENARIOS, Folder, scenarios_in


@click.command("try")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@AS_JSON
def try_scenarios(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Play the scenarios of a rulebook's folder, or of a file of scenarios, and say what comes out otherwise.

    The texts are those of the folder; for a file that lies apart, those of the rulebook of that name that comes with
    Milepost.
    """
    out = console()
    played: list[dict[str, object]] = []
    differences: list[Difference] = []
    for path in paths:
        folder = _texts_for(path)
        documents = folder.documents(chains())
        files = folder.scenarios() if path.is_dir() else [path]
        for file, scenarios in scenarios_in(files, documents):
            for scenario, found in tried(scenarios, documents):
                played.append(
                    {"scenario": scenario.name, "file": str(file), "differences": [str(each) for each in found]}
                )
                differences += found
                if not as_json:
                    out.print(f"{'differs' if found else 'holds  '}  {scenario.name}  {file.name}", soft_wrap=True)
    if as_json:
        print_json({"scenarios": played})
    if differences:
        raise ScenariosFail(differences)
    if not as_json:
        out.print("1 scenario holds." if len(played) == 1 else f"{len(played)} scenarios hold.")


def _texts_for(path: Path) -> Folder:
    if path.is_dir() or path.parent.name == SCENARIOS:
        return Folder.around(path)
    return Folder(RULEBOOKS / rulebook_of(read_document(path)))
