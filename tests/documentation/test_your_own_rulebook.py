"""The page for a rulebook of one's own is followed to the letter, from an empty folder; ``…`` stands for anything."""

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from milepost.command_line import main
from milepost.command_line.desk import Desk
from milepost.settings import settings_from

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "your-own-rulebook.md").read_text(encoding="utf-8")
MARCH_6 = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
BLOCK = re.compile(r"^```([a-z]+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
END = "...\n"


class Reader:
    """Somebody who types what the page says, in a folder that was empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = {"USER": "officer"}

    def follow(self, language: str, file: str, body: str) -> Iterator[tuple[str, str, str]]:
        """Do what a block of the page says; of each command, yield what it is to print, and what it prints."""
        doing, _, name = file.rpartition(" ")
        path = self._folder / name
        match language, doing:
            case "console", _:
                yield from ((command, said, self.run(command)) for command, said in commands(body))
            case "diff", _:
                self.change(path, body)
            case _, "new":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, encoding="utf-8")
            case _, "add":
                path.write_text(added(path.read_text(encoding="utf-8"), body), encoding="utf-8")
            case _:
                pytest.fail(f"nobody could tell what to do with a block of {language} {file}")

    def run(self, command: str) -> str:
        program, *arguments = shlex.split(command)
        match program:
            case "export":
                name, _, value = arguments[0].partition("=")
                self._environment[name] = value
            case "rm":
                for each in arguments:
                    (self._folder / each).unlink()
            case "milepost":
                desk = Desk(settings_from(self._environment), lambda: MARCH_6)
                result = CliRunner().invoke(main, arguments, obj=desk)
                assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
                return result.output
            case _:
                pytest.fail(f"a reader of the page has no command {program}")
        return ""

    @staticmethod
    def change(path: Path, lines: str) -> None:
        before, after = (
            "".join(f"{line[1:]}\n" for line in lines.splitlines() if line.startswith(sign)) for sign in "-+"
        )
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, before
        path.write_text(text.replace(before, after), encoding="utf-8")


def added(text: str, body: str) -> str:
    """Return a document with lines added: to the end of the part that they name, or else above the last line."""
    heading, _, lines = body.partition("\n")
    whole = text.removesuffix(END).rstrip("\n") + "\n"
    parts = re.split(r"(?m)^(?=\S)", whole)
    for place, part in enumerate(parts):
        if part.startswith(f"{heading}\n"):
            parts[place] = f"{part.rstrip()}\n\n{lines}\n"
            return "".join(parts).rstrip("\n") + f"\n{END}"
    return f"{whole}\n{body}{END}"


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block with what the page says that it prints."""
    for part in re.split(r"(?m)^\$ ", body)[1:]:
        command, _, said = part.partition("\n")
        yield command, said


def as_pattern(said: str) -> str:
    whole_lines = re.sub(r"(?m)^…$", "\0", said.strip("\n"))
    return re.escape(whole_lines).replace("\0", r"[\s\S]*?").replace("…", ".*")


def test_the_page_is_followed_to_the_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reader = Reader(tmp_path)
    for block in BLOCK.findall(PAGE):
        for command, said, printed in reader.follow(*block):
            assert re.fullmatch(as_pattern(said), printed.strip("\n")), f"$ {command}\n{printed}"


def test_no_block_of_the_page_is_passed_over() -> None:
    assert len(BLOCK.findall(PAGE)) * 2 == PAGE.count("\n```")


def test_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (DOCS / target).exists(), target
