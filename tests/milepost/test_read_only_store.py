"""From a store where nothing can be written every question is answered as before, and recording is refused."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from werkzeug.test import Client

from infrastructure.engine import open_engine
from milepost.settings import Settings
from milepost.wsgi import service
from tests.milepost.running import ADA, Cli, X
from tests.powerless import locked
from tests.web.callers import KEY, add_key

QUESTIONS = [
    ("status", "ada"),
    ("status", "ada", "--known", "13", "--json"),
    ("why", "ada"),
    ("timeline", "ada"),
    ("history", "ada"),
    ("export",),
    ("init",),
    ("policy", "list"),
    ("policy", "show", "2025.09"),
]
RECORDINGS = [
    ("import", "more.jsonl"),
    ("policy", "choose", "document_timing", "before delivery", "--reason", "the board's reading"),
]


@pytest.fixture
def imi(adopted_store: Path) -> Iterator[Cli]:
    """The command over a store with IMI's rulebook, in a folder that other users may enter."""
    with TemporaryDirectory(prefix="milepost-") as folder:
        cli = Cli(Path(folder)).take(adopted_store)
        cli.run("import", cli.rows(X, ADA))
        yield cli


def said(cli: Cli) -> list[str]:
    return [cli.says(*question) for question in QUESTIONS]


def test_every_question_is_answered_as_before(imi: Cli) -> None:
    before = said(imi)

    with locked(imi.folder):
        assert said(imi) == before


@pytest.mark.parametrize("recording", RECORDINGS, ids=" ".join)
def test_recording_is_refused_by_name(imi: Cli, recording: tuple[str, ...]) -> None:
    before = said(imi)
    more = imi.rows([{"event": "pathway opened", "pathway": "bea", "opened_on": "2020-01-01"}], name="more.jsonl")
    arguments = [more if each == "more.jsonl" else each for each in recording]
    imi.run("import", more, "--dry-run")

    with locked(imi.folder):
        assert "the store can be read but not written" in imi.refuses(*arguments, code=3)

    assert said(imi) == before


def test_the_service_answers(imi: Cli) -> None:
    path = "/v1/pathways/ada/standing?on=2020-01-01"
    add_key(open_engine(imi.url))
    key = {"Authorization": f"Bearer {KEY}"}
    before = Client(service(Settings(database_url=imi.url))).get(path, headers=key)

    with locked(imi.folder):
        again = Client(service(Settings(database_url=imi.url))).get(path, headers=key)

    assert again.status_code == HTTPStatus.OK
    assert again.data == before.data
