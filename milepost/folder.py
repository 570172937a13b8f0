"""A rulebook's folder: versions at its top, proposals and scenarios in folders of those names."""

from contextlib import suppress
from pathlib import Path

from application.chains import Chains, stated
from application.scenario_reading import read_scenarios
from application.scenarios import Documents, Scenario
from domain.policy.typed import DocumentRefused, Fault, Place, Typed
from infrastructure.documents import read_document

PROPOSALS, SCENARIOS, WORDS, CONSULTATIONS, ANNOUNCEMENTS = PARTS = (
    *("proposals", "scenarios", "words"),
    *("consultations", "announcements"),
)


class Folder:
    """The documents of one rulebook; each is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def around(cls, path: Path) -> "Folder":
        """Return the folder that a path is, or that a document lies in."""
        if path.is_dir():
            return cls(path)
        return cls(path.parent.parent if path.parent.name in PARTS else path.parent)

    def versions(self) -> list[Path]:
        return sorted(self.path.glob("*.yaml"))

    def proposals(self) -> list[Path]:
        return sorted((self.path / PROPOSALS).glob("*.yaml"))

    def scenarios(self) -> list[Path]:
        return sorted((self.path / SCENARIOS).glob("*.yaml"))

    def documents(self, chains: Chains) -> Documents:
        """Return every version and proposal. Raises DocumentRefused with the faults of all."""
        versions, proposals = read_all(self.versions()), read_all(self.proposals())
        if not versions and not proposals:
            nothing = Fault(
                Place(str(self.path), 1, 1), "there is no rulebook in this folder: expected .yaml documents"
            )
            raise DocumentRefused([nothing])
        return chains.documents(versions, proposals)


def rulebooks_in(path: Path) -> list[Folder]:
    """Return the folders of the rulebooks in a folder of several, or the folder itself if it is that of one."""
    several = [each for each in sorted(path.iterdir()) if each.name not in PARTS and _has_texts(each)]
    return [Folder(each) for each in several] or [Folder(path)]


def _has_texts(path: Path) -> bool:
    folder = Folder(path)
    return bool(folder.versions() or folder.proposals())


def with_what_it_amends(path: Path, others: list[Folder]) -> list[Typed]:
    """Return a document after those it is an amendment of, as far as they lie in the folders given."""
    found = [read_document(path)]
    at_hand: dict[str, Typed] = {}
    for file in (file for folder in others for file in (*folder.versions(), *folder.proposals())):
        if file.resolve() != path.resolve():
            with suppress(DocumentRefused):
                typed = read_document(file)
                at_hand.setdefault(stated(typed).version, typed)
    while (amended := stated(found[0]).amends) in at_hand:
        found.insert(0, at_hand.pop(amended or ""))
    return found


def read_all(paths: list[Path]) -> list[Typed]:
    """Return the documents of files. Raises DocumentRefused with the faults of all."""
    found: list[Typed] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            found.append(read_document(path))
        except DocumentRefused as refused:
            faults += refused.faults
    if faults:
        raise DocumentRefused(faults)
    return found


def scenarios_in(paths: list[Path], documents: Documents) -> list[tuple[Path, tuple[Scenario, ...]]]:
    """Return the scenarios of each file. Raises `DocumentRefused` with the faults of all files."""
    found: list[tuple[Path, tuple[Scenario, ...]]] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            found.append((path, read_scenarios(read_document(path), documents)))
        except DocumentRefused as refused:
            faults += refused.faults
    if faults:
        raise DocumentRefused(faults)
    return found
