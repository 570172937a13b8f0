"""What is installed from a wheel works without the checkout: in any folder, with the rulebooks that come with it."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

import milepost

ROOT = Path(milepost.__file__).parent.parent
Run = Callable[..., str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Give what runs the command from the files of a wheel, in a folder that has nothing of the checkout."""
    source, wheels, installed, folder = (tmp_path_factory.mktemp(name) for name in ("source", "wheels", "site", "work"))
    copied = source / "milepost"
    left_out = shutil.ignore_patterns(".*", "build", "tests", "benchmarks", "__pycache__", "*.db")
    shutil.copytree(ROOT, copied, ignore=left_out)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels)]
    subprocess.run(build, cwd=copied, check=True, capture_output=True, timeout=120)
    with ZipFile(next(wheels.glob("*.whl"))) as wheel:
        wheel.extractall(installed)

    def command(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "milepost", *arguments],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=True,
        )
        return done.stdout

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(installed))
        patch.setenv("PYTHONUTF8", "1")
        yield command


@pytest.mark.slow
def test_a_rulebook_is_begun_checked_and_tried_anywhere(run: Run) -> None:
    run("policy", "new", "harbour")

    assert "harbour 1, 4 clauses" in run("policy", "check", "--strict", "harbour")
    assert "2 scenarios hold." in run("policy", "try", "harbour")
    assert "Clause 1" in run("policy", "show", "harbour/1.yaml")
    assert "a leave" in run("policy", "kinds", "leave")
    assert '"title": "milepost.policy/v1"' in run("policy", "schema", "policy")


@pytest.mark.slow
def test_a_store_is_made_and_filled_anywhere(run: Run) -> None:
    run("init")

    assert "is in the store" in run("sample", "--pathways", "0")
    assert run("status", "ada", "--on", "2022-03-01").startswith("ada on 2022-03-01: IMI Qualified Mediator")
