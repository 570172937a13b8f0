"""``milepost policy try``."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from application.chains import rulebook_of
from application.contradictions import Sayings
from application.rulebooks import ScenariosFail, tried
from application.scenarios import Difference
from domain.policy.typed import DocumentRefused, Fault
from infrastructure.documents import read_document
from milepost.command_line.console import console, print_json
from milepost.command_line.coordinates import AS_JSON
from milepost.command_line.faults import Refused
from milepost.command_line.policy_try_accounts import Account, Wanted, accounts_of, print_account
from milepost.composition import RULEBOOKS, chains
from milepost.folder import SCENARIOS, Folder, rulebooks_in, scenarios_in


class ScenarioUnknown(Refused):
    """No scenario of those that were to be tried has such a name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no scenario has '{name}' in its name")


@click.command("try")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--only", metavar="NAME", default="", help="Only the scenarios of this name, or with it in their name.")
@click.option("--why", is_flag=True, help="Prove what is otherwise than expected.")
@click.option("--answer", is_flag=True, help="Print the whole answer, as JSON, where it is otherwise than expected.")
@AS_JSON
def try_scenarios(paths: tuple[Path, ...], *, only: str, why: bool, answer: bool, as_json: bool) -> None:
    """Play the scenarios of a rulebook's folder, or of a file of scenarios, and say what comes out otherwise.

    The texts are those of the folder; for a file that lies apart, those of the rulebook of that name that comes with
    Milepost. A folder of several rulebooks is tried rulebook by rulebook.
    """
    wanted = Wanted(only, why=why, answer=answer)
    out = console()
    out.quiet = as_json
    played: list[dict[str, Any]] = []
    differences: list[Difference] = []
    faults: list[Fault] = []
    counts: list[str] = []
    for folder, files in _chosen(paths):
        before = len(played)
        try:
            for scenario, found, accounts in _played(folder, files, wanted):
                played.append(scenario)
                differences += found
                words = "differs" if found else "holds  "
                out.print(f"{words}  {scenario['scenario']}  {Path(scenario['file']).name}", soft_wrap=True)
                for account in accounts if not as_json else ():
                    print_account(out, account)
            counts.append(f"{folder.path.name}: {_count(played[before:])}")
        except DocumentRefused as refused:
            faults += refused.faults
            counts.append(f"{folder.path.name}: cannot be read.")
    if only and not played and not faults:
        raise ScenarioUnknown(only)
    if as_json:
        print_json({"scenarios": played})
    if len(counts) > 1:
        out.print("\n".join(counts), soft_wrap=True)
    if not faults:
        out.print(_count(played))
    _end(differences, faults, told=(why or answer) and not as_json)


def _end(differences: Sequence[Difference], faults: Sequence[Fault], *, told: bool) -> None:
    """Refuse what differs and what cannot be read; the differences at questions may have been ``told`` already."""
    untold = [each for each in differences if not told or each.question is None]
    if untold:
        raise ScenariosFail([*untold, *(Difference(each.place, each.message) for each in faults)])
    if faults:
        raise DocumentRefused(faults)
    if differences:
        click.get_current_context().exit(1)


def _chosen(paths: Sequence[Path]) -> Iterator[tuple[Folder, list[Path]]]:
    """Yield the folder of each rulebook that is to be tried, with the files of its scenarios."""
    for path in paths:
        if path.is_dir():
            yield from ((folder, folder.scenarios()) for folder in rulebooks_in(path))
        else:
            yield _texts_for(path), [path]


def _texts_for(path: Path) -> Folder:
    if path.parent.name == SCENARIOS:
        return Folder.around(path)
    return Folder(RULEBOOKS / rulebook_of(read_document(path)))


def _played(
    folder: Folder, files: list[Path], wanted: Wanted
) -> Iterator[tuple[dict[str, Any], list[Difference], list[Account]]]:
    documents, sayings = folder.documents(chains()), Sayings()
    for file, scenarios in scenarios_in(files, documents):
        chosen = [each for each in scenarios if wanted.only.casefold() in each.name.casefold()]
        for scenario, found in tried(chosen, documents, sayings):
            accounts = list(accounts_of(scenario, found, documents, wanted))
            yield (
                {
                    "rulebook": documents.rulebook,
                    "scenario": scenario.name,
                    "file": str(file),
                    "differences": [str(each) for each in found],
                    **({"explained": [each.told() for each in accounts]} if accounts else {}),
                },
                found,
                accounts,
            )


def _count(played: Sequence[dict[str, Any]]) -> str:
    differing = sum(1 for each in played if each["differences"])
    if differing:
        return f"{differing} of {len(played)} scenarios {'differs' if differing == 1 else 'differ'}."
    return "1 scenario holds." if len(played) == 1 else f"{len(played)} scenarios hold."
