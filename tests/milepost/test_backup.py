"""Backups at the command line: made while the store is used, verified before they are brought back."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.milepost.running import ADA, Cli, X
from tests.milepost.tampering import sql
from tests.milepost.test_ledger import with_key

WORDS = "Ada told us that she moves to Harlem"
BEN = {"event": "pathway opened", "pathway": "ben", "opened_on": "2020-01-01"}


@pytest.fixture
def kept(imi: Cli) -> Cli:
    """The command over a store with a pathway about which something was written, and a checkpoint."""
    imi.run("init")
    imi.run("import", imi.rows(X), "--reason", "files")
    imi.run("import", imi.rows(ADA), "--reason", WORDS)
    with_key(imi, imi.folder / "ledger.key").run("ledger", "key", imi.folder / "ledger.key")
    imi.run("checkpoint")
    return imi


def elsewhere(cli: Cli, name: str = "new") -> Cli:
    """Return the command over a store that is not there yet, with the master key of the other."""
    folder = cli.folder / name
    folder.mkdir()
    other = Cli(folder, cli.now)
    other.settings = replace(
        cli.settings, master_key_file=str(master_key(cli)), vault_url=f"sqlite:///{folder}/vault.db"
    )
    return other


def master_key(cli: Cli) -> Path:
    (file,) = cli.folder.glob("*master.key")
    return file


def test_a_store_and_its_vault_are_brought_back_as_they_were(kept: Cli) -> None:
    log, vault = kept.folder / "log.db", kept.folder / "vault.db"
    said = kept.says("backup", log, "--vault", vault)
    new = elsewhere(kept)

    restored = new.answer("restore", log, "--vault", vault)

    assert f"{log} has " in said
    assert log.stat().st_mode & 0o077 == vault.stat().st_mode & 0o077 == 0
    assert (restored["verification"]["found"], restored["forgotten_again"], restored["forgotten_since"]) == (0, [], [])
    assert new.run("export").stdout == kept.run("export").stdout
    assert new.answer("status", "ada") == kept.answer("status", "ada")
    assert WORDS in new.says("history", "ada", "--json")
    assert sorted(file.name for file in new.folder.iterdir()) == ["store.sqlite", "vault.db"]
    assert "Verified." in new.says("verify")


def test_a_backup_is_verified_as_it_is(kept: Cli) -> None:
    kept.run("backup", kept.folder / "log.db")
    there = elsewhere(kept)
    there.url = f"sqlite:///{kept.folder / 'log.db'}"
    assert "Verified." in there.says("verify")


def test_a_backup_that_is_older_than_a_checkpoint_is_refused_and_nothing_is_made(kept: Cli) -> None:
    log = kept.folder / "log.db"
    kept.run("backup", log)
    kept.run("import", kept.rows([BEN]))
    kept.run("checkpoint")
    checkpoint = kept.write("checkpoint", kept.says("ledger", "show"))
    new = elsewhere(kept)

    result = new.run("restore", log, "--checkpoint", checkpoint, code=1)

    assert "NOT VERIFIED" in result.stdout
    assert "not brought back, because it was not verified" in result.stderr
    assert list(new.folder.iterdir()) == []
    assert new.answer("restore", log)["verification"]["events"] == kept.head() - 1


def test_a_backup_that_somebody_changed_is_refused(kept: Cli) -> None:
    log = kept.folder / "log.db"
    kept.run("backup", log)
    sql("UPDATE events SET actor = 'nobody' WHERE position = 3")(log)
    new = elsewhere(kept)
    assert '"position": 3' in new.run("restore", log, "--json", code=1).stdout
    assert list(new.folder.iterdir()) == []


def test_a_vault_is_not_brought_back_where_its_master_key_is_not(kept: Cli) -> None:
    log, vault = kept.folder / "log.db", kept.folder / "vault.db"
    kept.run("backup", log, "--vault", vault)
    new = elsewhere(kept)
    new.settings = replace(new.settings, master_key_file=str(new.folder / "master.key"))

    told = new.run("restore", log, "--vault", vault, code=3).stderr

    assert f"has to be there first, at {new.folder / 'master.key'}" in told
    assert list(new.folder.iterdir()) == []


def test_nothing_is_written_over(kept: Cli) -> None:
    log = kept.folder / "log.db"
    kept.run("backup", log)
    before = log.read_bytes()
    assert "nothing is written over it" in kept.refuses("backup", log)
    assert "nothing is written over it" in kept.refuses("restore", log)
    assert log.read_bytes() == before


def test_who_was_forgotten_is_not_brought_back(kept: Cli) -> None:
    log, vault = kept.folder / "log.db", kept.folder / "vault.db"
    kept.run("backup", kept.folder / "before.db", "--vault", vault)
    kept.run("forget", "ada", "--reason", "a letter")
    kept.run("backup", log)
    new = elsewhere(kept)

    assert new.answer("restore", log, "--vault", vault)["forgotten_again"] == ["pathway/ada"]

    assert WORDS not in new.says("history", "ada", "--json")
    assert "forgotten on 2026-03-01" in new.says("history", "ada", "--json")
    again = elsewhere(kept, "again")
    shutil.copyfile(new.folder / "vault.db", again.folder / "vault.db")
    assert again.answer("restore", kept.folder / "before.db")["forgotten_since"] == ["pathway/ada"]
    assert "`milepost forget` says it again" in elsewhere_with(again, kept).says("restore", kept.folder / "before.db")


KILLED = """
import os, pathlib, signal, milepost.backups as backups
from milepost.command_line import main
def kill(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
replace = pathlib.Path.replace
def second(self, target): kill() if str(target).endswith("store.sqlite") else replace(self, target)
{patch} = {by}
main({arguments})
"""


@pytest.mark.parametrize(
    ("patch", "by", "landed"),
    [
        ("backups._forget_again", "kill", False),
        ("backups.open_names", "kill", False),
        ("backups.os.fsync", "kill", False),
        ("pathlib.Path.replace", "second", True),
    ],
)
def test_wherever_a_restore_is_killed_who_was_forgotten_stays_so_and_it_is_done_again(
    kept: Cli, patch: str, by: str, *, landed: bool
) -> None:
    log, vault = kept.folder / "log.db", kept.folder / "vault.db"
    kept.run("backup", kept.folder / "before.db", "--vault", vault)
    kept.run("forget", "ada", "--reason", "a letter")
    kept.run("backup", log)
    new = elsewhere(kept)
    arguments = ["restore", str(log), "--vault", str(vault)]
    named = {"DATABASE_URL": new.url, "VAULT_URL": new.settings.vault_url, "MASTER_KEY_FILE": str(master_key(kept))}

    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(patch=patch, by=by, arguments=arguments)],
        env={f"MILEPOST_{name}": value for name, value in named.items()},
        check=False,
    )

    assert done.returncode == -signal.SIGKILL
    assert not new.file.exists()
    assert (new.folder / "vault.db").exists() is landed
    new.run(*(arguments[:2] if landed else arguments))
    assert WORDS not in new.says("history", "ada", "--json")
    assert "Verified up to" in new.says("verify")
    assert sorted(file.name for file in new.folder.iterdir()) == ["store.sqlite", "vault.db"]


def test_a_shown_name_is_sealed_in_a_backup_and_shown_again_unless_somebody_was_forgotten(kept: Cli) -> None:
    wish = {"event": "listing requested", "pathway": "ada", "ref": "w-1", "requested_on": "2021-05-01"}
    kept.run("import", kept.rows([wish | {"private": {"name": "Ada Lovelace"}}], [BEN]))
    before, vault = kept.folder / "before.db", kept.folder / "vault.db"
    kept.run("backup", before, "--vault", vault)
    assert b"lovelace" not in before.read_bytes().lower()
    there, new, alone = elsewhere(kept, "there"), elsewhere(kept), elsewhere(kept, "alone")
    there.url = f"sqlite:///{before}"

    assert "Verified up to" in there.says("verify")
    new.run("restore", before, "--vault", vault)
    alone.run("restore", before)
    assert b"Ada Lovelace" in new.file.read_bytes()
    assert "Verified up to" in new.says("verify")
    assert b"sealed:v1:" in alone.file.read_bytes()
    assert alone.answer("status", "ada") == kept.answer("status", "ada")

    kept.run("forget", "ada", "--reason", "a letter")
    again = elsewhere(kept, "again")
    again.settings = replace(
        again.settings, vault_url=kept.settings.vault_url or f"sqlite:///{kept.folder}/store-vault.db"
    )
    assert again.answer("restore", before)["forgotten_since"] == ["pathway/ada"]
    assert b"lovelace" not in again.file.read_bytes().lower()


def test_a_vault_that_is_older_than_the_log_is_told_with_whom_it_has_no_key_of(kept: Cli) -> None:
    log, vault = kept.folder / "log.db", kept.folder / "vault.db"
    kept.run("backup", kept.folder / "before.db", "--vault", vault)
    wish = {"event": "listing requested", "pathway": "ben", "ref": "w-1", "requested_on": "2021-05-01"}
    kept.run("import", kept.rows([BEN, wish | {"private": {"name": "Ben"}}]))
    kept.run("backup", log)
    new, again = elsewhere(kept), elsewhere(kept, "again")

    assert "has no key of pathway/ben, whose texts nobody can read" in new.says("restore", log, "--vault", vault)

    kept.run("backup", kept.folder / "later.db", "--vault", kept.folder / "later-vault.db")
    assert again.answer("restore", log, "--vault", kept.folder / "later-vault.db")["without_key"] == []


def elsewhere_with(cli: Cli, kept: Cli) -> Cli:
    """Return the command over another store that is not there yet, with the vault of one that is."""
    other = elsewhere(kept, "third")
    other.settings = replace(other.settings, vault_url=cli.settings.vault_url)
    return other


def test_a_vault_that_has_keys_is_not_replaced(kept: Cli) -> None:
    log, vault = kept.folder / "log.db", kept.folder / "vault.db"
    kept.run("backup", log, "--vault", vault)
    new = elsewhere(kept)
    new.settings = replace(new.settings, vault_url=f"sqlite:///{vault}")
    assert "nothing is written over it" in new.refuses("restore", log, "--vault", vault)


def test_a_vault_that_is_none_or_does_not_open_is_refused_before_anything_is_made(kept: Cli) -> None:
    log, vault = kept.folder / "log.db", kept.folder / "vault.db"
    kept.run("backup", log, "--vault", vault)
    new = elsewhere(kept)
    whole = vault.read_bytes()
    page = whole.index(b"pathway/ada") // 4096 * 4096
    faults = {
        "it has not the tables of a vault": log.read_bytes(),
        "damaged": whole[:page] + bytes(4096) + whole[page + 4096 :],
        "cannot be brought back, so nothing is": b"no vault",
    }
    for told, content in faults.items():
        vault.write_bytes(content)
        assert told in new.refuses("restore", log, "--vault", vault, code=3)
    vault.write_bytes(whole)
    kept.run("vault", "rotate")
    assert "wrapped by the master key" in new.refuses("restore", log, "--vault", vault, code=3)
    new.settings = replace(new.settings, database_url="postgresql://nowhere/db", vault_url="")
    new.url = new.settings.database_url
    assert "no vault is named" in new.refuses("restore", log, "--vault", vault, code=3)
    assert list(new.folder.iterdir()) == []
