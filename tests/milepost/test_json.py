"""What a program reads of commands that record, check and try."""

import json
from pathlib import Path
from typing import Any

import pytest

from milepost.composition import RULEBOOKS
from tests.milepost.running import ADA, Cli, X

IMI = RULEBOOKS / "imi"
TOLD = {
    "events": 4,
    "streams": 2,
    "topics": {
        "program.program-submitted.v1": 1,
        "program.program-approved.v1": 1,
        "pathway.pathway-opened.v1": 1,
        "pathway.course-completed.v1": 1,
    },
}


def test_making_the_store(cli: Cli) -> None:
    assert cli.answer("init") == {"ready": True, "master_key": None}


def test_an_import(imi: Cli) -> None:
    assert imi.answer("import", imi.rows(X, ADA)) == {**TOLD, "recorded": True, "positions": [11, 14]}


def test_a_dry_run(imi: Cli) -> None:
    qualified = {"level": "qualified", "standing": "good", "listing": "unlisted"}
    told = imi.answer("import", imi.rows(X, ADA), "--dry-run")

    assert told == {
        **TOLD,
        "recorded": False,
        "pathways": [{"pathway": "ada", "before": None, "after": qualified}],
    }
    assert imi.head() == 10


def test_a_restored_history(imi: Cli, tmp_path: Path, empty_store: Path) -> None:
    history = imi.write("history.jsonl", imi.run("export").stdout_bytes)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    told = Cli(elsewhere).take(empty_store).answer("import", history)

    assert (told["events"], told["recorded"], told["positions"]) == (10, True, [1, 10])


def test_a_sample(cli: Cli) -> None:
    told = cli.answer("sample", "--pathways", "0")

    assert (told["seed"], told["events"], told["out"]) == (1, cli.head(), None)
    assert set(told["streams"]) == {"pathway", "policy", "program", "register"}


def test_documents_checked(cli: Cli) -> None:
    (told,) = cli.answer("policy", "check", IMI / "2019.07.yaml")["documents"]

    assert (told["rulebook"], told["version"], told["file"]) == ("imi", "2019.07", str(IMI / "2019.07.yaml"))
    assert told["content_hash"].startswith("sha256:")


def test_documents_checked_with_a_fault_among_them(cli: Cli) -> None:
    broken = cli.write("broken.yaml", "- a\n...\n")

    run = cli.run("policy", "check", IMI / "2009.10.yaml", broken, "--json", code=1)

    assert [each["version"] for each in json.loads(run.stdout)["documents"]] == ["2009.10"]
    assert "expected a policy, as a mapping" in run.stderr


SCENARIO = """format: milepost.scenarios/v1
rulebook: imi
scenarios:
  nobody:
    text: A pathway that was opened and no more.
    expect:
      - on: 2026-01-01
        level: {level}
...
"""


@pytest.mark.parametrize(
    ("level", "code", "differs"),
    [("none", 0, []), ("qualified", 1, ["8:9: on 2026-01-01: 'level': expected qualified, found none"])],
)
def test_scenarios_tried(cli: Cli, level: str, code: int, differs: list[str]) -> None:
    file = cli.write("mine.yaml", SCENARIO.format(level=level))

    run = cli.run("policy", "try", file, "--json", code=code)

    played: list[dict[str, Any]] = json.loads(run.stdout)["scenarios"]
    assert played == [
        {
            "rulebook": "imi",
            "scenario": "nobody",
            "file": str(file),
            "differences": [f"{file}:{each}" for each in differs],
        }
    ]


def test_versions_adopted(cli: Cli) -> None:
    folder = cli.folder / "imi"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "scenarios" / "mine.yaml").write_text(SCENARIO.format(level="none"))
    first = {"version": "2009.10", "in_force_from": "2009-10-28", "event": "policy/imi@4"}
    (folder / "2009.10.yaml").write_bytes((IMI / "2009.10.yaml").read_bytes())
    adopt = ("policy", "adopt", folder, "--reason", "as published", "--proposed-by", "secretary")

    told = cli.answer(*adopt)
    assert (told["adopted"][0]["version"], told["adopted"][0]["event"]) == (first["version"], first["event"])

    (folder / "2019.01.yaml").write_bytes((IMI / "2019.01.yaml").read_bytes())
    told = cli.answer(*adopt)
    assert ([each["version"] for each in told["adopted"]], told["adopted_before"]) == (["2019.01"], ["2009.10"])
