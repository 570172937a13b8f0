"""The demo tells what is so, leaves nothing running, and fails if anything is not as it is told."""

import os
from pathlib import Path

import pytest

from milepost.demo import chapters
from milepost.demo.__main__ import main
from milepost.demo.stage import Stage, environment, fresh


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setenv("PYTHONPATH", os.getcwd())  # noqa: PTH109 - the checkout
    store = fresh(tmp_path / "demo")
    return Stage(store.parent, f"sqlite:///{store.name}", environment())


@pytest.mark.slow
def test_the_demo_is_as_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.getcwd())  # noqa: PTH109 - the checkout
    left = tmp_path / "demo" / "milepost.sqlite"
    left.parent.mkdir()
    left.write_text("what an earlier run left")

    code = main(left.parent)

    told = capsys.readouterr()
    assert code == 0, told.err
    assert f"The store stays in {left}" in " ".join(told.out.split())
    assert [f"{number}. " in told.out for number in range(1, len(chapters.CHAPTERS) + 1)] == [True] * 7


def test_what_is_not_as_told_ends_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.getcwd())  # noqa: PTH109 - the checkout

    def wrong(stage: Stage) -> None:
        stage.run("init", "The store is on fire.")

    monkeypatch.setattr("milepost.demo.__main__.CHAPTERS", (wrong,))

    assert main(tmp_path / "demo") == 1
    assert "'milepost init' does not say: The store is on fire." in capsys.readouterr().err


def test_a_command_that_fails_ends_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.getcwd())  # noqa: PTH109 - the checkout
    monkeypatch.setattr("milepost.demo.__main__.CHAPTERS", (chapters.standing,))

    assert main(tmp_path / "demo") == 1
    assert "failed with 3" in capsys.readouterr().err
