"""``milepost policy check``."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from application.chains import stated
from application.naming import programs_to_record
from application.policy_remarks import Noted, noted
from application.scenarios import Documents
from domain.policy.typed import DocumentRefused, Fault
from infrastructure.documents import read_document
from milepost.command_line.console import print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.faults import Refused
from milepost.composition import RULEBOOKS, chains
from milepost.folder import Folder, with_what_it_amends


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--strict", is_flag=True, help="Exit with 1 if there is any remark.")
@AS_JSON
def check(paths: tuple[Path, ...], *, strict: bool, as_json: bool) -> None:
    """Read documents, or all of a rulebook's folder, and name every fault at its line and column.

    Of what can be read, the remarks of a careful reader are told. An amendment is read on the text that it amends,
    which is looked for in the folder of the document, and then among the rulebooks that come with Milepost.
    """
    faults: list[Fault] = []
    checked: list[Checked] = []
    for path in paths:
        try:
            for each in _checked(path):
                checked.append(each)
                if not as_json:
                    _print(each)
        except DocumentRefused as refused:
            faults += refused.faults
    if as_json:
        print_json({"documents": checked})
    if faults:
        raise DocumentRefused(faults)
    count = sum(len(each.remarks) for each in checked)
    if strict and count:
        raise Refused("1 remark" if count == 1 else f"{count} remarks")


class Checked(msgspec.Struct, frozen=True):
    """A document that can be read, the remarks on it, and the programs that are recorded before it is adopted."""

    file: str
    rulebook: str
    version: str
    clauses: int
    content_hash: str
    remarks: list[Noted]
    programs: list[str]


def _checked(path: Path) -> Iterator[Checked]:
    folder, read = Folder(path), read_at(path)
    files = [*folder.versions(), *folder.proposals()] if path.is_dir() else [path]
    texts = {each.policy.version: each for each in (*read.versions, *read.proposals)}
    chain = [each.policy for each in read.versions]
    for file in files:
        typed = read_document(file)
        head = stated(typed)
        found, before = texts[head.version], texts.get(head.amends or "")
        policy = found.policy
        old = before.policy if before else None
        yield Checked(
            file=str(file),
            rulebook=policy.rulebook,
            version=policy.version,
            clauses=len(policy.clauses),
            content_hash=found.content_hash,
            remarks=noted(typed, policy, old, chain),
            programs=programs_to_record(policy, old),
        )


def _print(checked: Checked) -> None:
    clauses = "1 clause" if checked.clauses == 1 else f"{checked.clauses} clauses"
    click.echo(f"{checked.file}: {checked.rulebook} {checked.version}, {clauses}, {checked.content_hash}")
    for remark in checked.remarks:
        click.echo(str(remark))
    if checked.programs:
        click.echo(f"  to be recorded before it is adopted, as 'program submitted': {', '.join(checked.programs)}")


def read_at(path: Path) -> Documents:
    """Return the documents of a rulebook's folder, or a document after those that it amends."""
    if path.is_dir():
        return Folder(path).documents(chains())
    shipped = [Folder(each) for each in sorted(RULEBOOKS.iterdir()) if each.is_dir()]
    return chains().documents(with_what_it_amends(path, [Folder.around(path), *shipped]))
