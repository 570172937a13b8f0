"""``milepost policy check``."""

from pathlib import Path

import click

from application.chains import stated
from application.scenarios import Documents
from domain.policy.typed import DocumentRefused, Fault
from infrastructure.documents import read_document
from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.composition import RULEBOOKS, chains
from milepost.folder import Folder, with_what_it_amends


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@AS_JSON
def check(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Read documents, or all of a rulebook's folder, and name every fault at its line and column.

    An amendment is read on the text that it amends, which is looked for in the folder of the document, and then among
    the rulebooks that come with Milepost.
    """
    faults: list[Fault] = []
    documents: list[dict[str, object]] = []
    for path in paths:
        try:
            folder = Folder(path)
            files = [*folder.versions(), *folder.proposals()] if path.is_dir() else [path]
            read = read_at(path)
            texts = {each.policy.version: each for each in (*read.versions, *read.proposals)}
            for file in files:
                found = texts[stated(read_document(file)).version]
                of, clauses = found.policy, len(found.policy.clauses)
                documents.append(
                    {
                        "file": str(file),
                        "rulebook": of.rulebook,
                        "version": of.version,
                        "clauses": clauses,
                        "content_hash": found.content_hash,
                    }
                )
                if not as_json:
                    click.echo(f"{file}: {of.rulebook} {of.version}, {clauses} clauses, {found.content_hash}")
        except DocumentRefused as refused:
            faults += refused.faults
    if as_json:
        print_json({"documents": documents})
    if faults:
        raise DocumentRefused(faults)


def read_at(path: Path) -> Documents:
    """Return the documents of a rulebook's folder, or a document after those that it amends."""
    if path.is_dir():
        return Folder(path).documents(chains())
    shipped = [Folder(each) for each in sorted(RULEBOOKS.iterdir()) if each.is_dir()]
    return chains().documents(with_what_it_amends(path, [Folder.around(path), *shipped]))
