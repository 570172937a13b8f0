"""The rulebooks of the repository, and scenarios written in a test."""

from functools import cache
from pathlib import Path

from application.chains import Chains
from application.scenario_reading import read_scenarios
from application.scenarios import Difference, Documents, Scenario, play
from domain.content import content_hash
from domain.policy.reading import read_vocabulary
from domain.policy.vocabulary import Vocabulary
from infrastructure.documents import canonical_bytes, read_document, read_yaml

RULEBOOKS = Path(__file__).parents[2] / "rulebooks"
FOLDERS = sorted(path for path in RULEBOOKS.iterdir() if path.is_dir())


@cache
def vocabulary() -> Vocabulary:
    return read_vocabulary(read_document(RULEBOOKS / "vocabulary.yaml"))


@cache
def documents_of(folder: Path) -> Documents:
    """Return the texts of a rulebook's folder."""
    versions, proposals = (
        [read_document(path) for path in sorted(each.glob("*.yaml"))] for each in (folder, folder / "proposals")
    )
    return Chains(vocabulary(), canonical_bytes, content_hash).documents(versions, proposals)


def read_texts(*texts: str) -> Documents:
    """Return the texts of a rulebook that is written in a test."""
    typed = [read_yaml(text, "rulebook.yaml") for text in texts]
    return Chains(vocabulary(), canonical_bytes, content_hash).documents(typed)


def scenarios_of(folder: Path) -> list[Scenario]:
    """Return all scenarios of a rulebook's folder."""
    documents = documents_of(folder)
    files = sorted((folder / "scenarios").glob("*.yaml"))
    return [scenario for file in files for scenario in read_scenarios(read_document(file), documents)]


def written(text: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a document about IMI's rulebook; its two first lines are added."""
    whole = f"format: milepost.scenarios/v1\nrulebook: imi\n{text}"
    return read_scenarios(read_yaml(whole, "trial.yaml"), documents_of(RULEBOOKS / "imi"))


def differences(text: str) -> list[Difference]:
    """Return what comes out otherwise than a document's only scenario says."""
    (scenario,) = written(text)
    return play(scenario, documents_of(RULEBOOKS / "imi"))
