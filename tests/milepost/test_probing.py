import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from application.readiness import Readiness
from infrastructure.engine import file_of, open_engine
from infrastructure.inspection import Inspection
from infrastructure.migrations import migrate
from infrastructure.sealing import Master
from infrastructure.vault import SqlVault
from milepost.probing import Probe
from tests.vaults import MASTER, vault_in

READY = {"migrations": "ok", "writes": "ok", "vault": "ok", "projections": "ok"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "store.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    with closing(vault_in(tmp_path)) as vault:
        vault.sealers(["pathway/ada"], datetime(2026, 1, 1, tzinfo=UTC))
    return file


def probed(url: str, lag_limit: int = 10, *keys: bytes) -> Readiness:
    engine = open_engine(url)
    folder = (file_of(url) or Path()).parent
    vault = SqlVault(f"sqlite:///{folder}/vault.db", lambda: Master(keys or (MASTER,)), bytes)
    try:
        return Probe(lambda: Inspection(engine), lambda: vault, lag_limit).readiness()
    finally:
        vault.close()
        engine.dispose()


def change(file: Path, statement: str, *parameters: object) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(statement, parameters)
    connection.close()


def test_a_store_of_this_release_that_can_be_written_is_ready(file: Path) -> None:
    assert probed(f"sqlite:///{file}").checks == READY


def test_a_missing_store_is_named_and_not_made(tmp_path: Path) -> None:
    assert probed(f"sqlite:///{tmp_path}/none.sqlite").checks == {"migrations": "store-not-initialised"}
    assert list(tmp_path.iterdir()) == []


def test_a_store_of_a_later_release_is_named(file: Path) -> None:
    change(file, "UPDATE alembic_version SET version_num = '9999'")

    assert probed(f"sqlite:///{file}").checks == {"migrations": "store-newer"}


def test_a_store_that_is_read_alone_is_ready_for_reads(file: Path) -> None:
    found = probed(f"sqlite:///{file}?mode=ro")

    assert found.checks == READY | {"writes": "store-read-only"}
    assert found.ready(reads_alone=True)
    assert not found.ready(reads_alone=False)


def test_a_store_that_another_writes_to_is_ready(file: Path) -> None:
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    found = probed(f"sqlite:///{file}")

    writer.close()
    assert found.checks == READY


def test_a_vault_that_is_not_there_or_another_is_named_where_something_is_to_be_recorded(file: Path) -> None:
    other = probed(f"sqlite:///{file}", 10, bytes(32))
    (file.parent / "vault.db").unlink()
    gone = probed(f"sqlite:///{file}")

    assert other == gone
    assert gone.checks == READY | {"vault": "vault-unusable"}
    assert gone.ready(reads_alone=True)
    assert not gone.ready(reads_alone=False)


def test_a_projection_that_is_too_far_behind_is_named(file: Path) -> None:
    change(file, "INSERT INTO tracking VALUES ('register', 0), ('letters', 0)")
    change(file, "UPDATE head SET position = 11")
    change(file, "UPDATE tracking SET notification_id = 1 WHERE application_name = 'letters'")

    assert probed(f"sqlite:///{file}").checks == READY | {"projections": "behind: register"}


def test_a_look_counts_what_is_outdated(file: Path) -> None:
    change(file, "UPDATE head SET position = 5, policy_position = 3")
    change(
        file,
        "INSERT INTO standing (generation, pathway, known, relies_on, tracks)"
        " VALUES (1, 'ada', 2, '[]', ''), (1, 'ben', 4, '[]', '')",
    )
    engine = open_engine(f"sqlite:///{file}")

    found = Inspection(engine).condition()

    engine.dispose()
    assert (found.position, found.standings, found.marked, found.lag) == (5, 2, 1, {})


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may do anything may write anywhere")
def test_a_file_that_may_not_be_written_is_named(file: Path) -> None:
    file.chmod(0o400)

    assert probed(f"sqlite:///{file}").checks["writes"] == "store-read-only"


def test_a_ledger_is_behind_or_ahead_of_the_log_once_the_log_has_a_name(file: Path) -> None:
    assert probed(f"sqlite:///{file}").lag == {}
    for size, head, said in ((0, 10, "ok"), (0, 11, "behind: ledger"), (12, 11, "ahead: ledger")):
        change(file, "UPDATE ledger SET origin = 'body.example/log', size = ?", size)
        change(file, "UPDATE head SET position = ?", head)
        found = probed(f"sqlite:///{file}")
        assert (found.checks["projections"], found.lag) == (said, {"ledger": head - size})
