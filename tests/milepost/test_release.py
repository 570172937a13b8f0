"""The release is named wherever Milepost is run from."""

import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from milepost import release
from milepost.composition import RULEBOOKS

CHECKOUT = RULEBOOKS.parent
VERSION = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]


def test_the_command_names_the_release(tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(CHECKOUT)}
    said = subprocess.check_output([sys.executable, "-m", "milepost", "--version"], cwd=tmp_path, env=environment)

    assert said.decode() == f"milepost, version {VERSION}\n"


def test_a_checkout_that_is_not_installed_names_its_release(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(release, "version", nowhere)

    assert release.release() == VERSION
