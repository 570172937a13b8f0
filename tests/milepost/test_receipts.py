"""Receipts and samples at the command line."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.milepost.running import ADA, Cli, Row, X
from tests.milepost.tampering import sql
from tests.milepost.test_ledger import with_key

ON = ("--on", "2020-03-01")


@pytest.fixture
def kept(imi: Cli) -> Cli:
    """The command over a store with a pathway and a checkpoint."""
    imi.run("import", imi.rows(X, ADA), "--reason", "files")
    with_key(imi, imi.folder / "ledger.key").run("ledger", "key", imi.folder / "ledger.key")
    imi.run("checkpoint")
    return imi


def receipt(cli: Cli, *options: object) -> Path:
    return cli.write("receipt.txt", cli.says("ledger", "receipt", "ada", *options))


def test_a_receipt_tells_later_what_was_answered_what_is_now_and_what_made_the_difference(kept: Cli) -> None:
    file = receipt(kept, *ON)
    before = kept.answer("status", "ada", *ON)
    unchanged = kept.answer("ledger", "explain", file)
    assert (unchanged["as_told"], unchanged["then"], unchanged["changes"]["steps"]) == (True, before, [])
    assert "now   the same" in kept.says("ledger", "explain", file)

    kept.run(
        "import", kept.rows([{"event": "evidence retracted", "pathway": "ada", "of": "course-1", "reason": "false"}])
    )
    explained = kept.answer("ledger", "explain", file)

    assert (explained["as_told"], explained["then"]) == (True, before)
    assert explained["now"] == kept.answer("status", "ada", *ON)
    assert [step["category"] for step in explained["changes"]["steps"]] == ["correction"]
    told = kept.says("ledger", "explain", file)
    assert "comes out again to the byte" in told
    assert "another answer" in told
    assert "evidence retracted" in told


def test_an_answer_that_is_the_same_is_told_so_however_far_the_log_has_come(kept: Cli) -> None:
    file = receipt(kept, *ON)
    kept.run("import", kept.rows([{"event": "pathway opened", "pathway": "eve", "opened_on": "2020-01-01"}]))
    told = kept.says("ledger", "explain", file)
    assert "now   the same\n" in told
    assert "Nothing changed" in told

    hours: Row = {"event": "logbook hours added", "started_on": "2020-02-01", "hours": 3, "role": "lead"}
    kept.run("import", kept.rows([{"pathway": "ada", "ref": "m-1", **hours}]), "--reason", "a letter")
    told = kept.says("ledger", "explain", file)
    assert "now   the same standing, with something else told beside it" in told
    assert "Nothing changed" in told


def test_a_receipt_for_what_was_cut_from_the_log_since_is_evidence(kept: Cli) -> None:
    kept.run("import", kept.rows([{"event": "pathway opened", "pathway": "eve", "opened_on": "2020-01-01"}]))
    file, head = receipt(kept, *ON), kept.head()
    sql(
        f"DELETE FROM events WHERE position = {head}",  # noqa: S608  (a number)
        "UPDATE head SET position = position - 1, recorded_at = (SELECT max(recorded_at) FROM events)",
    )(kept.file)
    told = kept.refuses("ledger", "explain", file)
    assert f"a log that had reached position {head}, and this one ends at {head - 1}" in told
    assert "keep the receipt, which is evidence" in told


def test_nothing_is_signed_by_a_store_that_was_set_back(kept: Cli) -> None:
    copied = kept.folder / "older.sqlite"
    with closing(sqlite3.connect(kept.file)) as connection:
        connection.execute("VACUUM INTO ?", (str(copied),))
    kept.settings = replace(kept.settings, ledger_checkpoint_file=str(kept.folder / "checkpoint"))
    kept.run("checkpoint")
    receipt(kept, *ON)
    kept.run("import", kept.rows([{"event": "pathway opened", "pathway": "eve", "opened_on": "2020-01-01"}]))
    kept.run("checkpoint")
    with closing(sqlite3.connect(copied)) as older, closing(sqlite3.connect(kept.file)) as store:
        older.backup(store)
    for command in (("checkpoint",), ("ledger", "receipt", "ada"), ("dossier", "ada")):
        assert "nothing is signed until then" in kept.refuses(*command, code=3)


def test_who_is_listed_no_more_is_told_of_a_receipt_for_an_entry(kept: Cli) -> None:
    assert "nobody is listed as ada" in kept.refuses("ledger", "receipt", "ada", "--entry")


def test_a_name_that_was_shown_is_in_the_receipt_for_an_entry_and_verified(kept: Cli) -> None:
    kept.run("init")
    fee: Row = {"event": "fee paid", "purpose": "listing", "paid_on": "2021-05-01", "amount": 100, "currency": "EUR"}
    wish: Row = {"event": "listing requested", "requested_on": "2021-05-01", "private": {"name": "Ada Lovelace"}}
    rows = [{"pathway": "ada", "ref": f"listing-{number}", **row} for number, row in enumerate((fee, wish))]
    kept.run("import", kept.rows(rows), "--reason", "a letter")
    kept.run("checkpoint")
    file = receipt(kept, "--entry", "--on", "2021-12-01")

    explained = kept.answer("ledger", "explain", file)

    assert (explained["as_told"], explained["then"]["name"], explained["changes"]) == (True, "Ada Lovelace", None)
    assert kept.answer("verify")["found"] == 0
    for vault in kept.folder.glob("*-vault.db*"):
        vault.unlink()
    assert kept.answer("verify")["found"] == 0


@pytest.mark.parametrize(
    ("said", "instead", "because"),
    [
        ("on 2020-03-01", "on 2020-03-02", "is not one of this text"),
        ("body.example", "other.example", "is one of the log other.example/log"),
        ("receipt/v1", "receipt/v2", "a receipt begins with"),
        ("\n\n", "\n", "a signed note is"),
    ],
)
def test_what_is_not_signed_as_it_stands_is_no_receipt(kept: Cli, said: str, instead: str, because: str) -> None:
    file = receipt(kept, *ON)
    file.write_text(file.read_text().replace(said, instead, 1))
    assert because in kept.refuses("ledger", "explain", file)


def test_a_log_that_is_not_the_one_that_was_signed_for_is_found_out(kept: Cli, adopted_store: Path) -> None:
    file, key = receipt(kept, *ON), kept.folder / "ledger.key"
    other = with_key(Cli(kept.folder / "other"), key)
    other.folder.mkdir()
    other.take(adopted_store).run("import", kept.rows(X, ADA), "--reason", "other files")
    assert "there is no checkpoint yet" in other.refuses("ledger", "explain", file)
    other.run("checkpoint")
    assert "the log was changed, or restored from an older copy" in other.refuses("ledger", "explain", file)


def test_without_a_checkpoint_or_a_key_nothing_is_signed(imi: Cli) -> None:
    imi.run("import", imi.rows(X, ADA), "--reason", "files")
    assert "there is no checkpoint yet" in imi.refuses("ledger", "receipt", "ada")
    assert "there is no checkpoint yet" in imi.refuses("ledger", "draw", 1)
    with_key(imi, imi.folder / "ledger.key").run("ledger", "key", imi.folder / "ledger.key")
    imi.run("checkpoint")
    imi.settings = imi.settings.__class__(database_url=imi.url)
    assert "no key of the ledger is given" in imi.refuses("ledger", "receipt", "ada", code=3)


def test_a_sample_is_drawn_by_a_checkpoint_whatever_is_recorded_later(kept: Cli) -> None:
    names = [f"imi-{number}" for number in range(30)]
    opened = [{"event": "pathway opened", "pathway": name, "opened_on": "2020-01-01"} for name in names]
    kept.run("import", kept.rows(opened), "--reason", "files")
    kept.run("checkpoint")
    size = kept.head()
    drawn = kept.answer("ledger", "draw", 5)
    assert sorted(["ada", *names]) == kept.answer("ledger", "pathways") == kept.says("ledger", "pathways").split()
    assert (drawn["open"], len(set(drawn["pathways"]))) == (31, 5)
    assert drawn["seed"] in kept.says("ledger", "draw", 5)

    kept.run("import", kept.rows([{"event": "pathway opened", "pathway": "late", "opened_on": "2020-01-01"}]))
    kept.run("checkpoint")

    assert kept.answer("ledger", "draw", 5, "--size", size) == drawn
    assert kept.answer("ledger", "draw", 5) != drawn
    assert json.loads(kept.run("ledger", "pathways", "--json").stdout)[-1] == "late"
