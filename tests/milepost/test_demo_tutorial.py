"""The tutorial's commands run as they stand, and print what it says; ``…`` stands for anything."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import milepost

ROOT = Path(milepost.__file__).parent.parent
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
PORT = "8017"
MARK = "-- done --"

Step = tuple[str, str]
"""A command, and what the page says that it prints."""


def steps(page: str) -> list[Step]:
    found: list[tuple[list[str], list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(([line[2:]], []))
            elif line.startswith("> ") and not found[-1][1]:
                found[-1][0].append(line[2:])
            else:
                found[-1][1].append(line)
    return [("\n".join(command), "\n".join(said)) for command, said in found]


def as_pattern(said: str) -> str:
    whole_lines = re.sub(r"(?m)^…$", "\0", said)
    return re.escape(whole_lines).replace("\0", r"[\s\S]*?").replace("…", ".*")


def plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


@pytest.fixture(autouse=True)
def activated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `milepost` and `python` be those of this run, as in an activated environment."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, module in (("milepost", "-m milepost "), ("python", "")):
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module}"$@"\n', encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.delenv("MILEPOST_DATABASE_URL", raising=False)


def free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


@pytest.mark.slow
def test_every_command_prints_what_the_page_says(tmp_path: Path) -> None:
    page = PAGE if shutil.which("curl") else PAGE.partition("## Over HTTP")[0]
    expected = steps(page)
    script = "\n".join(f"{command}\necho '{MARK}'" for command, _ in expected).replace(PORT, free_port())

    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=240, check=True
    )

    printed = done.stdout.split(f"{MARK}\n")[:-1]
    assert len(printed) == len(expected), done.stderr
    for (command, said), found in zip(expected, printed, strict=True):
        assert re.fullmatch(as_pattern(plain(said)), plain(found)), f"{command}\n{found}\n{done.stderr}"


def test_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
