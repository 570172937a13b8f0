"""The service as it runs, while its store is taken away, replaced, or brought to the tables of another release."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

import pytest

from application.keys import Keyring, Scope
from infrastructure.database import database
from infrastructure.engine import open_engine
from infrastructure.keys import SqlKeys
from milepost.settings import Settings
from milepost.vault import make_vault
from tests.web.callers import ANN, MADE_AT
from tests.web.running import BY_COMMAND, Answered, Running, running
from tests.web.test_writing_at_once import EVIDENCE, feedback

ADA = "/v1/pathways/ada/standing"
OFTEN = 30
"""Asked so often, each of two workers is asked."""
A_MOMENT = 1.5
"""Seconds after which each worker has looked again."""


class Desk(NamedTuple):
    """The service that listens, the file of its store, and a registrar's key."""

    service: Running
    file: Path
    key: str

    def write(self, number: int) -> Answered:
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"lost-{number}", "If-Match": "*"}
        by_key = headers | {"Authorization": f"Bearer {self.key}"}
        return self.service.ask(EVIDENCE, "POST", by_key, feedback(number))

    def warm(self) -> None:
        """Let each worker open the store, record, and keep what it tells."""
        told = [self.service.ask(ADA).status for _ in range(OFTEN)]
        assert [self.write(number).status for number in range(1, 5)] == 4 * [201]
        told += [self.service.ask(ADA).status for _ in range(OFTEN)]
        assert set(told) == {200}

    def refused(self) -> set[str]:
        """Return why questions and writes are refused; every one is."""
        answers = [self.service.ask(ADA) for _ in range(OFTEN)]
        answers += [self.write(number) for number in range(5, 5 + OFTEN // 2)]
        assert {answer.status for answer in answers} == {503}
        return {json.loads(answer.body)["type"].rpartition("/")[2] for answer in answers}

    def ready(self) -> tuple[set[int], set[str]]:
        """Return what the probe says: how it ends, and of the tables."""
        answers = [self.service.ask("/readyz") for _ in range(OFTEN)]
        told = [json.loads(answer.body)["checks"] for answer in answers]
        return {answer.status for answer in answers}, {checks["migrations"] for checks in told}


@pytest.fixture
def desk(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    file = Path(copyfile(url.removeprefix("sqlite:///"), tmp_path / "store.sqlite"))
    make_vault(Settings(database_url=f"sqlite:///{file}"))
    engine = open_engine(f"sqlite:///{file}")
    keyring = Keyring(SqlKeys(database(engine)))
    _, key = keyring.add(Scope(ANN.name, ANN.roles), b"ann" * 11, "ann", MADE_AT, timedelta(days=36500))
    engine.dispose()
    settings = getattr(request, "param", {})
    with running(BY_COMMAND, f"sqlite:///{file}", settings=settings) as service:
        yield Desk(service, file, key)


def test_once_the_file_is_removed_nothing_is_told_or_taken(desk: Desk) -> None:
    desk.warm()
    desk.file.unlink()
    time.sleep(A_MOMENT)

    assert desk.refused() == {"store-not-initialised"}
    assert desk.ready() == ({503}, {"store-not-initialised"})
    assert not desk.file.exists()


@pytest.mark.parametrize("desk", [{"MILEPOST_RECYCLE_AFTER": "20"}], indirect=True, ids=["recycled"])
def test_another_file_is_not_written_by_workers_that_begin_later_either(desk: Desk) -> None:
    desk.warm()
    other = desk.file.with_name("other.sqlite")
    with closing(sqlite3.connect(desk.file)) as connection:
        connection.execute("VACUUM INTO ?", (str(other),))
    before = other.read_bytes()
    other.replace(desk.file)
    time.sleep(A_MOMENT)

    assert desk.refused() == {"store-replaced"}
    assert desk.ready() == ({503}, {"store-replaced"})
    assert len(desk.service.workers()) > 2, "some made way"
    assert desk.file.read_bytes() == before


def test_a_store_that_comes_back_is_used_again(desk: Desk) -> None:
    desk.warm()
    desk.file.rename(desk.file.with_name("aside"))
    time.sleep(A_MOMENT)
    assert desk.refused() == {"store-not-initialised"}
    desk.file.with_name("aside").rename(desk.file)

    assert {desk.write(number).status for number in range(5, 5 + OFTEN // 2)} == {201}
    assert desk.ready() == ({200}, {"ok"})


def test_a_vault_that_is_gone_is_told_and_seals_nothing(desk: Desk) -> None:
    desk.warm()
    desk.file.with_name("store-vault.db").unlink()

    checks = [json.loads(desk.service.ask("/readyz").body)["checks"] for _ in range(OFTEN)]

    assert {each["vault"] for each in checks} == {"vault-unusable"}
    assert {desk.write(number).status for number in range(5, 5 + OFTEN // 2)} == {503}
    assert desk.service.ask(ADA).status == 200


def test_tables_of_another_release_are_refused_by_every_worker(desk: Desk) -> None:
    desk.warm()
    with closing(sqlite3.connect(desk.file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    time.sleep(A_MOMENT)

    assert desk.refused() == {"store-newer"}
    assert desk.ready() == ({503}, {"store-newer"})
