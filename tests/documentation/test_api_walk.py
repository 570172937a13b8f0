"""The walk through the HTTP interface: every command of it runs as it stands, and prints what the pages say.

``python -m tests.documentation.test_api_walk`` walks it, and prints what every command prints.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Timer

import pytest

from tests.documentation.walked import Step, agrees, steps

ROOT = Path(__file__).parents[2]
PAGES = tuple(ROOT / "docs" / f"api{page}.md" for page in ("", "-evidence", "-many", "-office", "-field"))
SECOND_TERMINAL = "make serve\n"
"""How a step ends that is typed in a second terminal, where it goes on until the walk is over."""
MARK = "-- done --"
PATIENCE = 400


def clone(folder: Path) -> dict[str, str]:
    """Put into a folder what the walk finds in a clone, and return the environment of whoever walks there."""
    tools = folder / ".venv" / "bin"
    tools.mkdir(parents=True)
    (folder / "rulebooks").symlink_to(ROOT / "rulebooks")
    (tools / "activate").touch()
    for name, does in (
        ("milepost", f"'{sys.executable}' -m milepost"),
        ("make", f"'{shutil.which('make')}' -s -f '{ROOT}/Makefile' -o setup BIN='{tools}'"),
    ):
        (tools / name).write_text(f'#!/bin/sh\nexec {does} "$@"\n')
        (tools / name).chmod(0o755)
    mine = os.environ  # noqa: TID251  (the walk finds the tools of whoever tests it)
    kept = {name: value for name, value in mine.items() if not name.startswith("MILEPOST_")}
    return kept | {"PATH": f"{tools}:{kept['PATH']}", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


class FreePorts(dict[str, str]):
    """A free port of this machine for each that a page names."""

    def __missing__(self, named: str) -> str:
        """Find one."""
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self[named] = str(found.getsockname()[1])
        return self[named]

    def in_place(self, command: str) -> str:
        """Return a command with them."""
        return re.sub(r"(?<=127\.0\.0\.1:)\d+", lambda port: self[port[0]], command)


@contextmanager
def terminal(folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Give a shell; whatever was begun in it ends with it."""
    with (
        TemporaryFile("w") as said,
        subprocess.Popen(
            ["bash"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            start_new_session=True,
        ) as shell,
    ):
        ending = Timer(PATIENCE, os.killpg, (shell.pid, signal.SIGKILL))
        ending.start()
        try:
            yield shell
        finally:
            ending.cancel()
            os.killpg(shell.pid, signal.SIGTERM)


def typed(shell: subprocess.Popen[str], command: str) -> tuple[str, bool]:
    """Return what a command prints in the shell, and whether it came to a good end."""
    assert shell.stdin
    assert shell.stdout
    shell.stdin.write(f"{command}\nprintf '\\n{MARK} %s\\n' $?\n")
    shell.stdin.flush()
    printed: list[str] = []
    for line in shell.stdout:
        if line.startswith(MARK):
            return "".join(printed), line == f"{MARK} 0\n"
        printed.append(line)
    return "".join(printed), False


def walk(folder: Path) -> Iterator[tuple[Step, str, bool]]:
    """Yield each step with what it prints, and whether it came to a good end."""
    environment, ports = clone(folder), FreePorts()
    with ExitStack() as begun:
        first = begun.enter_context(terminal(folder, environment))
        for step in (step for page in PAGES for step in steps(page)):
            command = ports.in_place(step.command)
            if command.endswith(SECOND_TERMINAL):
                serving = environment | {"MILEPOST_BIND": f"127.0.0.1:{ports['8000']}"}
                second = begun.enter_context(terminal(folder, serving))
                assert second.stdin
                second.stdin.write(command)
                second.stdin.flush()
            else:
                yield step, *typed(first, command)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_command_prints_what_the_pages_say(tmp_path: Path) -> None:
    for step, printed, well in walk(tmp_path):
        assert well, f"{step.command}\n{printed}"
        assert agrees(step, printed), f"{step.command}\nshown: {step.shown}\nprinted: {printed}"


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        for step, printed, well in walk(Path(folder)):
            sys.stdout.write(f"{'' if well and agrees(step, printed) else '!! '}$ {step.command}{printed.rstrip()}\n\n")
