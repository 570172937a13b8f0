"""``milepost policy words``."""

from pathlib import Path

import click

from domain.policy.naming import Names, lacking, names_of, names_of_every_rulebook, require_known
from domain.policy.translation import read_translation
from infrastructure.documents import read_document
from milepost.command_line.console import console, named, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.faults import Refused
from milepost.command_line.policy_check import read_at
from milepost.composition import vocabulary
from milepost.folder import Folder


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--for",
    "folder",
    type=click.Path(exists=True, path_type=Path),
    help="The rulebook's folder, or one document of it; the folder around the file's own, if not given.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if words are lacking.")
@AS_JSON
def words(files: tuple[Path, ...], folder: Path | None, *, strict: bool, as_json: bool) -> None:
    """Read documents of words, and say what their rulebook names and they have no words for.

    Words for what no text of the rulebook names are refused at their line and column.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for file in files:
        typed = read_document(file)
        translation = read_translation(typed)
        names = names_of_every_rulebook(translation.language, vocabulary())
        if translation.rulebook:
            names = _names(folder or Folder.around(file).path)
            require_known(typed, names)
        found[str(file)] = list(lacking(translation, names))
        if not as_json:
            click.echo(f"{file}: {translation.language}, {_count(len(found[str(file)]))} lacking")
            console().print(named(found[str(file)]))
    if as_json:
        print_json({file: [{"part": part, "id": each} for part, each in ids] for file, ids in found.items()})
    if strict and any(found.values()):
        raise Refused(_count(sum(map(len, found.values()))) + " lacking")


def _names(folder: Path) -> Names:
    documents = read_at(folder)
    return names_of((each.policy for each in (*documents.versions, *documents.proposals)), vocabulary())


def _count(number: int) -> str:
    return "1 is" if number == 1 else f"{number} are"
