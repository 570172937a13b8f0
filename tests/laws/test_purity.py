"""The same inputs give the same bytes, on any machine: whatever its hash seed, time zone and language are."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.answering import told

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONUTF8": "1"},
    ],
    ids=["Kiritimati", "St John's"],
)
def test_another_process_gives_the_same_bytes(environment: dict[str, str]) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "tests.laws.answering"], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert found.stdout.rstrip(b"\n") == told()
