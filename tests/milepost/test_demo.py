"""The demo tells what is so, leaves nothing running, and fails if anything is not as it is told."""

from pathlib import Path

import pytest

import milepost
from milepost.demo.__main__ import main
from milepost.demo.chapters import CHAPTERS, standing
from milepost.demo.stage import Stage


@pytest.fixture(autouse=True)
def checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the demo's commands find the rooms from its own folder, installed or not."""
    monkeypatch.setenv("PYTHONPATH", str(Path(milepost.__file__).parent.parent))


@pytest.mark.slow
def test_the_demo_is_as_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = tmp_path / "milepost.sqlite"
    left.write_text("what an earlier run left")
    (tmp_path / "auditor").mkdir()

    code = main(tmp_path)

    told = capsys.readouterr()
    assert code == 0, told.err
    assert left.read_bytes().startswith(b"SQLite")
    assert all(f"\n{number}. " in told.out for number in range(1, len(CHAPTERS) + 1))
    assert "\n  VERIFIED\n" in told.out
    assert "\n  NOT VERIFIED: EventNotInLog\n" in told.out
    at_the_auditors = {each.name for each in (tmp_path / "auditor").iterdir()}
    assert at_the_auditors == {"milepost_verifier.py", "ledger.pub", "kept.txt", "greta.json", "forged.json"}


def test_what_is_not_as_told_ends_the_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def wrong(stage: Stage) -> None:
        stage.run("init", "The store is on fire.")

    assert main(tmp_path, [wrong]) == 1
    assert "'milepost init' does not say: The store is on fire." in capsys.readouterr().err


def test_a_command_that_fails_ends_the_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tmp_path, [standing]) == 1
    assert "failed with 3" in capsys.readouterr().err


def test_a_verdict_that_is_not_as_told_ends_the_demo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def wrong(stage: Stage) -> None:
        (stage.folder / "verdict.py").write_text("raise SystemExit('NOT VERIFIED')")
        stage.elsewhere("verdict.py", ".", 0, "VERIFIED")

    assert main(tmp_path, [wrong]) == 1
    assert "'python verdict.py' ends with 1: NOT VERIFIED" in capsys.readouterr().err
