"""What is held about persons at the command line: asked for, kept, and forgotten."""

import os
import stat
from pathlib import Path

import pytest

from tests.milepost.running import ADA, Cli, X

NAMED = {**ADA[0], "private": {"name": "Ada Lovelace", "email": "ada@example.org"}}


def test_all_that_is_held_is_written_and_the_reading_logged(imi: Cli) -> None:
    imi.run("import", imi.rows(X, [NAMED, ADA[1]]), "--reason", "her file")
    imi.run("determine")
    imi.run("history", "ada")

    held = imi.answer_of("subject-access", "ada")
    assert held["events"][0]["event"]["private"]["name"] == "Ada Lovelace"
    assert held["events"][0]["reason"] == "her file"
    assert held["answer"]["level"]["id"] == "qualified"
    assert held["determinations"]
    assert [each["purpose"] for each in held["readings"]] == ["history"]
    assert "name: Ada Lovelace" in imi.says("subject-access", "ada", "--text")
    assert len(imi.answer("readings", "--pathway", "ada")["readings"]) == 3
    assert "subject access" in imi.says("readings")
    assert "no pathway 'zoe'" in imi.refuses("subject-access", "zoe")


def test_whoever_is_forgotten_has_a_receipt_and_no_text(cli: Cli) -> None:
    cli.run("import", cli.rows([NAMED]), "--reason", "her file")
    cli.run("hold", "place", "ada", "court", "--reason", "An appeal.")
    assert "the hold court stands" in cli.refuses("forget", "ada", "--reason", "Article 17")
    cli.answer("hold", "lift", "ada", "court", "--reason", "Decided.")
    cli.actor = "another"
    assert cli.answer("forget", "ada", "--reason", "Article 17")["receipt"]["pathway"] == "ada"

    held = cli.answer_of("subject-access", "ada")

    assert held["events"][0]["event"]["private"]["name"] == "forgotten on 2026-03-01"
    assert held["answer"] is None
    assert held["forgotten"]["by"] == "another"
    assert "ada was forgotten on 2026-03-01" in cli.says("forget", "ada", "--reason", "again")


def test_the_master_key_is_replaced_and_its_faults_are_named(cli: Cli) -> None:
    cli.run("import", cli.rows([NAMED]), "--reason", "her file")
    file = cli.folder / "store-master.key"
    before = file.read_text()
    assert cli.answer("vault", "rotate")["wrapped"] == 1
    assert cli.answer("vault", "rewrap") == {"wrapped": 0}
    assert file.stat().st_mode & 0o077 == 0
    after = file.read_text()

    def told() -> str:
        return cli.refuses("history", "ada", code=3)

    assert "her file" in cli.says("history", "ada")
    file.write_text(before)
    assert "which is not there: restore it" in told()
    file.write_text("nothing\n")
    assert "what is no master key" in told()
    file.write_text("\n")
    assert "no master key" in told()
    file.write_text(after)
    file.chmod(0o644)
    assert "can be read by others" in told()
    file.unlink()
    assert "there is no master key" in told()
    file.mkdir()
    assert "but something else" in told()
    file.rmdir()
    os.mkfifo(file, 0o600)
    assert "but something else" in told()
    file.unlink()
    file.symlink_to(file)
    assert "cannot be read" in told()


@pytest.mark.parametrize("command", [("vault", "rotate"), ("vault", "rewrap")])
def test_what_is_done_to_the_vault_is_said(cli: Cli, command: tuple[str, str]) -> None:
    assert "wrapped" in cli.says(*command)


def test_a_store_and_its_vault_are_made_for_their_owner_alone_and_kept_as_they_are(tmp_path: Path) -> None:
    cli, umask = Cli(tmp_path), os.umask(0o022)
    try:
        cli.run("init")
        made = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
        cli.file.chmod(0o640)
        cli.run("init")
    finally:
        os.umask(umask)
    assert set(made.values()) == {0o600}, made
    assert len(made) >= 3
    assert stat.S_IMODE(cli.file.stat().st_mode) == 0o640
