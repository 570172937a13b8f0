"""What `milepost verify` detects: a store of 200 events, and whatever somebody could do to it who holds the file."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from application.determinations import Sought
from application.determining import Reached, changes
from application.generations import Material
from application.ledger import derived_determinations, derived_rows
from application.ledger.deriving import Deriving
from application.ledger.kept_reports import KeptReports
from domain.ledger.finding import Fault
from infrastructure.database import database
from infrastructure.determinations import SqlDeterminations
from infrastructure.ed25519 import SigningKey
from infrastructure.engine import open_engine
from infrastructure.event_store import SqlEventStore
from milepost.composition import RULEBOOKS, open_milepost
from milepost.settings import Settings
from tests.milepost.running import Cli
from tests.milepost.tampering import ORIGIN, TAMPERED, sql
from tests.milepost.test_impact import DRAFTS, PEOPLE, X, Y

KEY = SigningKey(ORIGIN, bytes(32))
EVENTS = 200
SHOWING = {
    "event": "listing requested",
    "pathway": "new-1",
    "ref": "listing-1",
    "requested_on": "2026-01-02",
    "private": {"name": "Zoë"},
}
PAGE = RULEBOOKS.parent / "docs" / "ledger.md"


class Kept:
    """A store of 200 events, and what an auditor has: a verifier key, the last checkpoint, and an older copy."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "store.sqlite"
        self.older = folder / "older.sqlite"
        self.key = folder / "verifier"
        self.checkpoint = folder / "checkpoint"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    cli, kept = Cli(folder).take(empty_store), Kept(folder)
    signing = folder / "key"
    signing.touch(0o600)
    signing.write_text(KEY.written())
    cli.settings = replace(cli.settings, ledger_origin=ORIGIN, ledger_key_file=str(signing))
    cli.run("sample", "--pathways", 0)
    cli.run("checkpoint")
    cli.run("determine")
    cli.run("renew")
    _written_out(cli.file)
    shutil.copyfile(cli.file, kept.older)
    missing = EVENTS - cli.head()
    opened = [
        {"event": "pathway opened", "pathway": f"new-{each}", "opened_on": "2026-01-02"} for each in range(missing - 1)
    ]
    cli.run("import", cli.rows(opened, [SHOWING]))
    cli.run("checkpoint")
    cli.run("determine")
    cli.run(
        "policy", "impact", "--if", cli.rows([{"event": "pathway opened", "pathway": "x", "opened_on": "2026-01-02"}])
    )
    kept.checkpoint.write_text(cli.says("ledger", "show"))
    kept.key.write_text(KEY.verifier.written())
    _written_out(cli.file)
    assert cli.head() == EVENTS
    return kept


def _written_out(file: Path) -> None:
    """Let the file itself have all that was recorded, also what stands in SQLite's log beside it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture
def cli(tmp_path: Path, kept: Kept) -> Cli:
    """The command over a copy of the store."""
    return Cli(tmp_path).take(kept.store)


def found(cli: Cli, kept: Kept, *needs: str) -> Any:  # noqa: ANN401  (JSON)
    """Return what is found with an auditor's key, checkpoint, or both, or without."""
    options = [part for name in needs for part in (f"--{name}", getattr(kept, name))]
    told = json.loads(cli.run("verify", *options, "--json", code=1).stdout)
    assert told["found"] > 0
    return told["findings"]


def test_a_store_that_nobody_touched_is_verified(cli: Cli, kept: Kept) -> None:
    told = cli.answer("verify", "--key", kept.key, "--checkpoint", kept.checkpoint)
    assert (told["events"], told["signed"], told["found"], told["keys_given"]) == (EVENTS, EVENTS, 0, True)
    assert told["standings"] > 20
    assert told["determinations"] > 5
    assert told["reports"] == 1
    assert cli.says("verify").startswith("Verified.\n")


def rows() -> Iterator[str]:
    """Yield the lines of the table of what is detected."""
    for name, each in TAMPERED.items():
        at = "" if each.position is None else str(each.position)
        yield f"| {name} | {each.needs and f'`--{each.needs}`'} | {each.fault.value} | {at} |"


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_done_to_the_store_is_found_and_named(cli: Cli, kept: Kept, name: str) -> None:
    shutil.copyfile(kept.older, cli.folder / "older.sqlite")
    tampering = TAMPERED[name]
    tampering.done(cli.file)
    findings = found(cli, kept, *filter(None, [tampering.needs]))
    first = [(each["fault"], each["position"]) for each in findings]
    assert (tampering.fault.value, tampering.position) in first[:2], findings
    assert tampering.position in {None, findings[0]["position"]}, findings


ALSO: dict[str, tuple[tuple[str, ...], Fault | None]] = {
    "no text is stated where one was": (
        ("UPDATE events SET payload = x'7b7d' WHERE position = 2",),
        Fault.POLICY_CHANGED,
    ),
    "a determination is none": (("UPDATE determinations SET told = x'ff'",), Fault.DETERMINATION_CHANGED),
    "a determination is of somebody else": (
        ('UPDATE determinations SET told = CAST(replace(told, \'"pathway":"\', \'"pathway":"-\') AS BLOB)',),
        Fault.DETERMINATION_CHANGED,
    ),
    "the last determination is of somebody else": (
        (
            (
                'UPDATE determinations SET told = CAST(replace(told, \'"pathway":"\', \'"pathway":"zz\') AS BLOB) '
                "WHERE position = (SELECT max(position) FROM determinations)"
            ),
        ),
        Fault.DETERMINATION_CHANGED,
    ),
    "a determination is filed under another text": (
        ("UPDATE determinations SET version = 'none'",),
        Fault.DETERMINATION_CHANGED,
    ),
    "a determination is filed under somebody else": (
        (
            (
                "UPDATE determinations SET pathway = pathway || '-' "
                "WHERE position = (SELECT max(position) FROM determinations)"
            ),
        ),
        Fault.DETERMINATION_CHANGED,
    ),
    "a determination is kept for what is still to come": (
        (
            (
                "INSERT INTO determinations SELECT 999, pathway, on_day, category, version, programs, told "
                "FROM determinations LIMIT 1"
            ),
        ),
        Fault.DETERMINATION_CHANGED,
    ),
    "determinations are kept, and the log is said not to be followed": (
        ("UPDATE followed SET position = 0",),
        Fault.DETERMINATION_CHANGED,
    ),
    "nothing says how far the log was followed": (("DELETE FROM followed",), Fault.DETERMINATION_CHANGED),
    "how far the log was followed is no number": (
        ("UPDATE followed SET position = x'ff'",),
        Fault.DETERMINATION_CHANGED,
    ),
    "how far the log was followed is no text": (
        ("UPDATE followed SET position = CAST(x'ff' AS TEXT)",),
        Fault.DETERMINATION_CHANGED,
    ),
    "who relies on whom is deleted": (("DELETE FROM reliance",), Fault.DETERMINATION_CHANGED),
    "the log is said to be followed beyond its end": (
        ("UPDATE followed SET position = 999",),
        Fault.DETERMINATION_CHANGED,
    ),
    "the log is said to be followed into a command that is not there": (
        ("UPDATE followed SET within = 'ada'",),
        Fault.DETERMINATION_CHANGED,
    ),
    "the log was followed in part": (
        ("UPDATE followed SET position = 100", "DELETE FROM determinations WHERE position > 100"),
        None,
    ),
    "the log was never followed": (("UPDATE followed SET position = 0", "DELETE FROM determinations"), None),
    "there is no row of somebody": (("DELETE FROM standing WHERE pathway = 'ada'",), Fault.STANDING_CHANGED),
    "the log answers from rows that are not there": (("UPDATE head SET generation = 77",), Fault.STANDING_CHANGED),
    "a row is said to know what is still to come": (
        ("UPDATE standing SET known = 999 WHERE pathway = 'ada'",),
        Fault.STANDING_CHANGED,
    ),
    "what is known by a row is no number": (
        ("UPDATE standing SET known = x'ff' WHERE pathway = 'ada'",),
        Fault.STANDING_CHANGED,
    ),
    "what a row relies on is no text": (
        ("UPDATE standing SET relies_on = 7.5 WHERE pathway = 'ada'",),
        Fault.STANDING_CHANGED,
    ),
    "a row that is outdated has another country": (
        ("UPDATE standing SET known = 1, country = 'XX' WHERE pathway = 'ada'",),
        Fault.STANDING_CHANGED,
    ),
    "a row that is outdated shows a name": (
        (
            "UPDATE standing SET known = 1 WHERE pathway = 'new-2'",
            "INSERT INTO shown_names (pathway, name, sought) VALUES ('new-2', 'Eve', 'eve')",
        ),
        Fault.STANDING_CHANGED,
    ),
    "a name is found by another": (
        ("UPDATE shown_names SET sought = 'eve' WHERE pathway = 'new-1'",),
        Fault.STANDING_CHANGED,
    ),
    "a name is no text": (("UPDATE shown_names SET name = x'ff'",), Fault.STANDING_CHANGED),
    "a name is shown of nobody": (
        ("INSERT INTO shown_names (pathway, name, sought) VALUES ('nobody', 'Eve', 'eve')",),
        Fault.STANDING_CHANGED,
    ),
    "nobody is kept as relying on a program": (
        ("INSERT INTO reliance (stream, pathway) VALUES ('program/x', 'nobody')",),
        Fault.DETERMINATION_CHANGED,
    ),
    "a name of nobody is no text": (
        ("INSERT INTO shown_names (pathway, name, sought) VALUES (CAST(x'ff' AS TEXT), 'Eve', 'eve')",),
        Fault.STANDING_CHANGED,
    ),
    "a row says that it relies on nothing": (
        ("UPDATE standing SET relies_on = '[]' WHERE pathway = 'ada'",),
        Fault.STANDING_CHANGED,
    ),
    "a part of a report is none": (("UPDATE impact_parts SET content = x'ff'",), Fault.REPORT_CHANGED),
    "a part of a report is empty": (
        ("INSERT INTO impact_parts SELECT hash, 1, x'789c030000000001' FROM impact_parts",),
        None,
    ),
    "a part of a report is added": (
        ("INSERT INTO impact_parts SELECT hash, 1, content FROM impact_parts",),
        Fault.REPORT_CHANGED,
    ),
    "the content of a report is gone": (("DELETE FROM impact_parts",), Fault.REPORT_CHANGED),
    "the first line beside a report is none": (("UPDATE impacts SET heading = '{}'",), Fault.REPORT_CHANGED),
    "when a report was made is no instant": (("UPDATE impacts SET made_at = 7.5",), Fault.REPORT_CHANGED),
    "who made a report is no text": (("UPDATE impacts SET made_by = CAST(x'ff' AS TEXT)",), Fault.REPORT_CHANGED),
    "the hash of a report is no text": (
        ("PRAGMA foreign_keys = OFF", "UPDATE impacts SET hash = CAST(x'ff' AS TEXT)"),
        Fault.REPORT_CHANGED,
    ),
    "a report is made up that is none": (
        (
            "UPDATE impacts SET hash = 'sha256:ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356'",
            "UPDATE impact_parts SET content = x'789cabaee5020002780103', hash = (SELECT hash FROM impacts)",
        ),
        Fault.REPORT_CHANGED,
    ),
    "a row is said to be outdated": (("UPDATE standing SET known = 1 WHERE pathway = 'ada'",), None),
}


@pytest.mark.parametrize("name", ALSO)
def test_what_is_kept_beside_the_log_is_compared_a_few_at_a_time(
    cli: Cli, kept: Kept, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(derived_rows, "TOGETHER", 5)
    monkeypatch.setattr(derived_determinations, "TOGETHER", 30)
    statements, fault = ALSO[name]
    sql(*statements)(cli.file)
    if fault is None:
        assert cli.answer("verify")["found"] == 0
    else:
        assert fault.value in {each["fault"] for each in found(cli, kept)}


def test_a_report_upon_which_somebody_decided_and_that_is_not_kept_is_told_of(imi: Cli) -> None:
    imi.run("import", imi.rows(X, Y, *PEOPLE))
    imi.run("policy", "propose", DRAFTS / "window.yaml")
    imi.run("policy", "impact", "window")
    imi.run("policy", "refuse", "window", "--reason", "too long")
    imi.propose_and_adopt(DRAFTS / "online.yaml")
    assert imi.answer("verify")["reports_missed"] == []

    sql("DELETE FROM impact_parts", "DELETE FROM impacts")(imi.file)

    told = imi.answer("verify")
    assert (told["found"], told["reports"], len(told["reports_missed"])) == (0, 0, 2)
    first = told["reports_missed"][0]
    assert first.startswith("policy/imi@")
    assert f"that of {first} and 1 more" in " ".join(imi.says("verify").split())


def test_a_report_that_is_made_while_others_are_compared_is_not_missed(imi: Cli) -> None:
    imi.run("import", imi.rows(X, Y, *PEOPLE))
    imi.propose_and_adopt(DRAFTS / "online.yaml")
    milepost = open_milepost(Settings(database_url=imi.url))
    reports = KeptReports(milepost.store, milepost.impacts)
    (kept,) = reports.pieces()
    made = replace(kept, laid_by="policy/imi@20")
    assert reports.of(made) == reports.of(kept)
    assert reports.of(replace(made, hash="sha256:none")).missed == ["policy/imi@20"]
    milepost.close()


def test_a_kept_checkpoint_that_cannot_be_read_is_told_and_nothing_is_verified(cli: Cli, kept: Kept) -> None:
    assert kept.store.exists()
    cli.settings = replace(cli.settings, ledger_checkpoint_file=str(cli.folder))
    assert "the file of the last checkpoint cannot be read" in cli.run("verify", code=3).stderr


def test_several_processes_find_what_one_does(cli: Cli, kept: Kept) -> None:
    assert cli.answer("verify", "--workers", 2) == cli.answer("verify")
    sql("UPDATE standing SET country = 'XX' WHERE pathway = 'ada'", "DELETE FROM determinations")(cli.file)
    alone = found(cli, kept)
    assert json.loads(cli.run("verify", "--workers", 2, "--json", code=1).stdout)["findings"] == alone


def test_a_log_that_is_followed_up_to_somebody_within_a_command_is_compared_up_to_there(cli: Cli, kept: Kept) -> None:
    milepost = open_milepost(Settings(database_url=cli.url))
    last = milepost.determinations.sought(Sought(), (0, ""), EVENTS, EVENTS)[-1]
    command = next(each for each in changes(milepost.store.log()) if each.last.position == last.position)
    milepost.close()
    sql(f"UPDATE followed SET position = {command.first - 1}, within = '{last.pathway}'")(cli.file)  # noqa: S608  (ours)
    assert cli.answer("verify")["found"] == 0

    sql(f"DELETE FROM determinations WHERE position = {last.position}")(cli.file)  # noqa: S608  (ours)
    assert {each["fault"] for each in found(cli, kept)} == {Fault.DETERMINATION_CHANGED.value}


def test_a_row_that_goes_away_while_it_is_compared_is_told(cli: Cli, kept: Kept) -> None:
    assert kept.store.exists()
    milepost = open_milepost(Settings(database_url=cli.url))
    assert isinstance(milepost.store, SqlEventStore)
    generations, rows = milepost.store.generations, milepost.store.rows

    class Moving:
        """Histories in which a row is gone when it is read again."""

        def histories(self, after: str, until: str, limit: int) -> tuple[int, list[Material]]:
            position, materials = generations.histories(after, until, limit)
            again = limit == 1
            return position, [
                replace(each, before=None) if again else replace(each, before=replace(each.before, relies_on=("x",)))
                for each in materials
                if each.before
            ]

    looked = Deriving(
        milepost.store, milepost.assessor, Moving(), rows, milepost.store.determinations, milepost.impacts
    )
    list(looked.all(looked.here))
    assert len(looked.derived.findings) > 40
    milepost.close()


class Behind(SqlDeterminations):
    """Determinations of a log that somebody follows while they are compared."""

    looked = 0

    def reached(self) -> Reached:
        self.looked += 1
        return Reached(100) if self.looked == 1 else super().reached()


def test_what_is_followed_meanwhile_and_a_vault_that_is_away_are_no_faults(cli: Cli) -> None:
    (cli.folder / "store-vault.db").unlink()
    milepost = open_milepost(Settings(database_url=cli.url))
    assert isinstance(milepost.store, SqlEventStore)
    generations, rows = milepost.store.generations, milepost.store.rows
    engine = open_engine(cli.url)
    behind = Behind(database(engine))
    looked = Deriving(milepost.store, milepost.assessor, generations, rows, behind, milepost.impacts)
    list(looked.all(looked.here))
    assert looked.derived.findings == []
    assert looked.derived.determinations < len(behind.filed((0, ""), EVENTS))
    engine.dispose()
    milepost.close()


def test_the_table_of_what_is_detected_is_that_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    table = "\n".join(rows())
    with capsys.disabled():
        print(f"\n{table}")  # noqa: T201  (the table is what the reader of the run is to see)
    assert table in PAGE.read_text()
