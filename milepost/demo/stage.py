"""Where the demo is told: commands are printed, run and checked."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import rmtree

from rich.console import Console

from milepost.command_line.console import console, heading
from milepost.settings import PREFIX

PATIENCE = 60
"""Seconds after which a command is taken to hang."""
KEY_FILE = "ledger.key"


class NotAsTold(Exception):
    """Something that the demo shows is not as it tells it."""


class Stage:
    """Runs `milepost` in a folder, on one store; `url` names the store."""

    def __init__(self, folder: Path, url: str, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.url = url
        self.environment = {name: value for name, value in environment.items() if not name.startswith(PREFIX)} | {
            f"{PREFIX}DATABASE_URL": url,
            f"{PREFIX}LEDGER_KEY_FILE": KEY_FILE,
        }
        self.out: Console = console()

    def title(self, text: str) -> None:
        self.out.print()
        self.out.print(heading(text))

    def say(self, text: str) -> None:
        self.out.print(text)
        self.out.print()

    def run(self, command: str, *told: str, but: tuple[str, ...] = (), up_to: str = "") -> str:
        """Print a command and its output, and return that; `told` has to be in it, and `but` must not.

        Of a long output only the lines before the first that has `up_to` in it are printed.
        """
        return self._show(f"milepost {command}", self.quietly(command), told, but, up_to)

    def keep(self, command: str, file: str) -> None:
        """Print a command and write its output to a file of the folder."""
        self.out.print(f"$ milepost {command} > {file}", style="bold")
        (self.folder / file).write_text(self.quietly(command), encoding="utf-8")

    def elsewhere(self, command: str, folder: str, status: int, *told: str) -> None:
        """Print a command and its output that Python runs as it would on another machine, in a folder of this one.

        It has nothing of Milepost: neither the code nor the settings. It has to end with `status`.
        """
        python = [sys.executable, "-I", "-X", "utf8"]
        done = self._done([*python, *shlex.split(command)], self.folder / folder, environment())
        self.check(done.returncode == status, f"'python {command}' ends with {done.returncode}: {done.stderr}")
        self._show(f"python {command}", done.stdout, told)

    def quietly(self, command: str) -> str:
        """Return what a command prints. Raises NotAsTold if it fails."""
        done = self._done(self.command(command), self.folder, self.environment)
        self.check(done.returncode == 0, f"'milepost {command}' failed with {done.returncode}: {done.stderr}")
        return done.stdout

    def command(self, words: str) -> list[str]:
        """Return a `milepost` command as it is run here."""
        return [sys.executable, "-m", "milepost", *shlex.split(words)]

    def check(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001 - what is checked comes first
        if not holds:
            raise NotAsTold(otherwise)

    def _show(self, command: str, said: str, told: tuple[str, ...], but: tuple[str, ...] = (), up_to: str = "") -> str:
        self.out.print(f"$ {command}", style="bold")
        lines = said.splitlines()
        cut = next((number for number, line in enumerate(lines) if up_to and up_to in line), len(lines))
        shown = lines[:cut]
        for line in shown:
            self.out.print(f"  {line.rstrip()}", soft_wrap=True)
        if len(shown) < len(lines):
            self.out.print(f"  … and {len(lines) - len(shown)} lines more")
        self.out.print()
        words = " ".join(said.split())
        for each in told:
            self.check(each in words, f"'{command}' does not say: {each}")
        for each in but:
            self.check(each not in words, f"'{command}' says: {each}")
        return said

    @staticmethod
    def _done(words: list[str], folder: Path, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 - the demo's own commands
            words,
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )


def fresh(folder: Path) -> Path:
    """Return the store of the demo in a folder, without what an earlier run left of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        if left.is_dir():
            rmtree(left)
        else:
            left.unlink()
    return folder / "milepost.sqlite"


def environment() -> dict[str, str]:
    """Return the environment for the commands: this one, with text as UTF-8 and of one width."""
    return {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"}
