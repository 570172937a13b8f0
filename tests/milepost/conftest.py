from pathlib import Path

import pytest

from application.rulebooks import published
from application.store import Command
from infrastructure.documents import read_document
from milepost.composition import RULEBOOKS, chains, initialise, open_milepost
from milepost.folder import Folder
from milepost.settings import Settings
from tests.milepost.running import JANUARY_15, Cli


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "store.sqlite"
    initialise(Settings(database_url=f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def adopted_store(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Path:
    """A store in which IMI's rulebook was adopted on 15 January 2026."""
    cli = Cli(tmp_path_factory.mktemp("adopted"), JANUARY_15).take(empty_store)
    milepost = open_milepost(Settings(database_url=cli.url), lambda: JANUARY_15)
    documents = chains().documents([read_document(path) for path in Folder(RULEBOOKS / "imi").versions()])
    command = Command("board", "adopt", reason="as published")
    events = [published(each, command.actor) for each in documents.versions]
    milepost.registrar.record("policy/imi", events, command, JANUARY_15)
    milepost.close()
    return cli.file


@pytest.fixture
def cli(tmp_path: Path, empty_store: Path) -> Cli:
    """The command over an empty store."""
    return Cli(tmp_path).take(empty_store)


@pytest.fixture
def imi(tmp_path: Path, adopted_store: Path) -> Cli:
    """The command over a store with IMI's rulebook."""
    return Cli(tmp_path).take(adopted_store)
