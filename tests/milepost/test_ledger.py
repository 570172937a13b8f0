"""The ledger at the command line: keys, checkpoints and proofs, and every way in which a key can be none."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from domain.ledger.checkpoint import opened
from domain.ledger.note import read_verifier_key
from domain.ledger.proof_text import read_consistency, read_inclusion
from domain.ledger.proofs import require_included
from infrastructure.ed25519 import SigningKey, verified
from tests.milepost.running import ADA, Cli, X

ORIGIN = "body.example/log"


def with_key(cli: Cli, file: Path) -> Cli:
    cli.settings = replace(cli.settings, ledger_origin=ORIGIN, ledger_key_file=str(file))
    return cli


@pytest.fixture
def kept(imi: Cli) -> Cli:
    """The command over a store with a pathway, and a key for its ledger."""
    imi.run("import", imi.rows(X, ADA), "--reason", "files")
    with_key(imi, imi.folder / "ledger.key").run("ledger", "key", imi.folder / "ledger.key")
    return imi


def test_a_checkpoint_is_made_kept_and_proves_an_event(kept: Cli) -> None:
    head = kept.head()
    assert kept.answer("ledger", "keys") == []
    assert kept.says("checkpoint").startswith(f"Checkpoint of size {head}, root ")
    assert kept.says("checkpoint") == f"Nothing was recorded since the checkpoint of size {head}.\n"
    (key,) = [read_verifier_key(each["verifier"]) for each in kept.answer("ledger", "keys")]
    note = kept.says("ledger", "show")
    assert kept.answer("checkpoint") == {"made": [], "checkpoint": note}
    checkpoint, _ = opened(note, ORIGIN, [key], verified)
    proof = read_inclusion(kept.says("ledger", "prove", "pathway/ada@1"))
    leaf = sha256(b"\x00" + kept.run("ledger", "leaf", "pathway/ada@1").stdout_bytes).digest()
    require_included(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)
    assert read_consistency(kept.says("ledger", "consistency", 3, "--size", head)).old == 3
    assert kept.says("ledger", "show", "--size", head) == note
    assert kept.says("ledger", "keys").endswith(f"  {key.written()}\n"), "a key is on one line, to be copied"


def test_who_asks_for_what_needs_a_key_gives_the_log_no_name(imi: Cli) -> None:
    imi.run("import", imi.rows(X, ADA), "--reason", "files")
    for command in (("dossier", "ada"), ("checkpoint",)):
        assert "no key of the ledger is given" in imi.refuses(*command, code=3)
    with_key(imi, imi.folder / "ledger.key").run("ledger", "key", imi.folder / "ledger.key")


def test_a_key_of_before_names_a_log_that_has_no_name(kept: Cli, cli: Cli) -> None:
    cli.settings = replace(cli.settings, ledger_key_file=kept.settings.ledger_key_file)
    cli.run("checkpoint")
    with_key(cli, Path(kept.settings.ledger_key_file)).run("checkpoint")


def test_an_empty_log_has_nothing_to_show(cli: Cli) -> None:
    with_key(cli, cli.folder / "ledger.key").run("ledger", "key", cli.folder / "ledger.key")
    assert cli.says("checkpoint") == "The log is empty.\n"
    assert cli.says("ledger", "keys") == "No key has signed a checkpoint yet.\n"
    assert "there is no checkpoint yet" in cli.refuses("ledger", "show")


def test_what_is_not_there_is_named(kept: Cli) -> None:
    kept.run("checkpoint")
    assert "no event pathway/eve@1 is recorded" in kept.refuses("ledger", "prove", "pathway/eve@1")
    assert "no event pathway/eve@1 is recorded" in kept.refuses("ledger", "leaf", "pathway/eve@1")
    assert "there is no checkpoint of size 2" in kept.refuses("ledger", "show", "--size", 2)
    assert "has no beginning of 99999 leaves" in kept.refuses("ledger", "consistency", 99999)


def test_a_log_without_a_name_gets_one_that_stays(cli: Cli) -> None:
    name = cli.says("ledger", "key", cli.folder / "a").partition("+")[0]
    assert name.startswith("milepost.invalid/")
    assert cli.says("ledger", "key", cli.folder / "a").partition("+")[0] == name
    cli.settings = replace(cli.settings, ledger_origin=ORIGIN)
    assert f"the log is {name}" in cli.refuses("ledger", "key", cli.folder / "a", code=3)


def test_a_key_may_be_given_as_it_is(kept: Cli) -> None:
    text = (kept.folder / "ledger.key").read_text()
    kept.settings = replace(kept.settings, ledger_key_file="", ledger_key=text)
    assert "Checkpoint of size" in kept.says("checkpoint")
    assert text.strip() not in kept.says("settings")


def test_a_key_is_added_to_a_file_that_does_not_end_its_line_and_signs_once_however_often_it_is_given(
    kept: Cli,
) -> None:
    file = kept.folder / "ledger.key"
    text = file.read_text().strip()
    file.write_text(text)
    kept.settings = replace(kept.settings, ledger_key=text)
    kept.run("ledger", "key", file)
    assert len(file.read_text().splitlines()) == 2
    kept.run("checkpoint")
    assert kept.says("ledger", "show").count("\N{EM DASH}") == 2


def test_a_clock_that_was_set_back_makes_nothing_wrong_and_nothing_untrue(kept: Cli) -> None:
    """What is recorded bears the last instant that the log had, and so says every proof, dossier and receipt."""
    file, verifier = kept.folder / "ledger.key", kept.folder / "verifier.py"
    kept.run("checkpoint")
    note = kept.write("kept.txt", kept.says("ledger", "show"))
    (key,) = kept.answer("ledger", "keys")
    kept.write("ledger.pub", key["verifier"])
    last, kept.now = kept.now, kept.now - timedelta(days=400)
    kept.run("import", kept.rows([{"event": "pathway opened", "pathway": "ben", "opened_on": "2020-01-01"}]))
    kept.run("ledger", "key", file)
    kept.run("checkpoint")

    lines = map(json.loads, kept.says("export").splitlines())
    instants = [line["recorded_at"] for line in lines if "recorded_at" in line]
    assert instants == sorted(instants)
    assert instants[-1].startswith(f"{last:%Y-%m-%dT%H:%M}")
    assert "Verified." in kept.says("verify", "--checkpoint", note, "--key", key["verifier"])
    dossier = kept.write("ben.json", kept.says("dossier", "ben", "--since", note))
    verifier.write_text(kept.says("verifier"))
    check = [sys.executable, "-I", str(verifier), str(dossier), "--key", str(kept.folder / "ledger.pub")]
    done = subprocess.run([*check, "--checkpoint", str(note)], capture_output=True, encoding="utf-8", check=False)
    assert "\nVERIFIED\n" in done.stdout, done.stdout
    receipt = kept.write("receipt.txt", kept.says("ledger", "receipt", "ben"))
    assert kept.answer("ledger", "explain", receipt)["as_told"] is True
    assert f"{last:%Y}" in kept.refuses("status", "ben", "--known", f"{last + timedelta(days=1):%Y-%m-%d}")


def a_folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir(0o755)


def a_pipe_instead(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


def a_loop_instead(file: Path) -> None:
    file.unlink()
    file.symlink_to(file)


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda file: file.unlink(), "there is no file of the ledger's key at "),
    "read by others": (lambda file: file.chmod(0o604), "others may read or change the file of the ledger's key"),
    "written by others": (lambda file: file.chmod(0o620), "others may read or change the file of the ledger's key"),
    "empty": (lambda file: file.write_text(""), "holds no key of the ledger"),
    "cut off": (lambda file: file.write_text("PRIVATE+KEY+x"), "is no key of the ledger"),
    "no text": (lambda file: file.write_bytes(b"\xff"), "is no key of the ledger"),
    "another log's": (
        lambda file: file.write_text(SigningKey("other.example", bytes(32)).written()),
        "the key of the ledger signs as other.example, and the log is body.example/log",
    ),
    "a folder": (a_folder_instead, "but something else: name the file itself"),
    "a pipe": (a_pipe_instead, "but something else: name the file itself"),
    "unreadable": (a_loop_instead, "the file of the ledger's key cannot be read"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_key_that_is_none_or_that_others_may_read_is_named_and_signs_nothing(kept: Cli, fault: str) -> None:
    done, told = FAULTS[fault]
    done(kept.folder / "ledger.key")
    assert told in kept.refuses("checkpoint", code=3)
    assert "there is no checkpoint yet" in kept.refuses("ledger", "show")


WITNESS = SigningKey("witness.example", bytes([9]) * 32).verifier.written()


def test_a_witness_that_is_not_there_keeps_no_checkpoint_from_being_made(kept: Cli) -> None:
    kept.settings = replace(
        kept.settings, ledger_witness="http://127.0.0.1:9", ledger_witness_key=WITNESS, webhooks="loopback"
    )
    told = kept.run("checkpoint")
    assert "the witness witness.example was not reached" in told.stderr
    assert told.stdout.startswith("Checkpoint of size")


@pytest.mark.parametrize(("address", "key"), [("https://10.0.0.1", WITNESS), ("", WITNESS), ("https://w.example", "")])
def test_a_witness_that_cannot_be_one_is_named(kept: Cli, address: str, key: str) -> None:
    kept.settings = replace(kept.settings, ledger_witness=address, ledger_witness_key=key)
    assert "do not name a witness together" in kept.refuses("checkpoint", code=3)
