"""docs/command-line.md and docs/settings.md tell of every command, option and setting, and what they show runs."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from milepost.command_line import main
from milepost.command_line.desk import Desk
from milepost.composition import RULEBOOKS
from milepost.settings import settings_from, variables
from tests.milepost.running import MARCH_1

DOCS = RULEBOOKS.parent / "docs"
PAGE = (DOCS / "command-line.md").read_text()
IMPORTING = (DOCS / "importing.md").read_text()


def commands(group: click.Group, path: str = "milepost") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(main))


def section(command: str) -> str:
    """Return what the page says under the heading of a command."""
    heading = re.search(rf"^### {re.escape(command)}( [A-Z_.|]+)*$", PAGE, re.MULTILINE)
    assert heading, f"{command} has no section"
    return re.split(r"^##", PAGE[heading.end() :], maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_described(command: str) -> None:
    options = [name for each in COMMANDS[command].params if isinstance(each, click.Option) for name in each.opts]

    assert [name for name in options if f"`{name}`" not in section(command)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_of_a_command_is_in_its_heading(command: str) -> None:
    arguments = [
        each.make_metavar(click.Context(main)) for each in COMMANDS[command].params if isinstance(each, click.Argument)
    ]

    assert f"### {' '.join([command, *arguments])}\n" in PAGE


def test_no_command_is_described_that_does_not_exist() -> None:
    described = re.findall(r"^### (milepost [a-z -]*[a-z])", PAGE, re.MULTILINE)

    assert sorted(described) == sorted(COMMANDS)


def test_every_command_shows_its_help() -> None:
    for command in COMMANDS:
        result = CliRunner().invoke(main, [*command.split()[1:], "--help"], obj=Desk(settings_from({})))
        assert "Usage:" in result.stdout


def test_every_setting_is_described() -> None:
    described = re.findall(r"^\| `(MILEPOST_\w+)`", (DOCS / "settings.md").read_text(), re.MULTILINE)

    assert sorted(described) == sorted(variables())


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", IMPORTING, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_documented_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rulebooks").symlink_to(RULEBOOKS)
    (tmp_path / "rows.jsonl").write_text(block("json"))
    (tmp_path / "rows.csv").write_text(block("csv"))
    shown = [
        line
        for text in re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
        for line in text.splitlines()
    ]

    for line in shown:
        program, *arguments = shlex.split(line.removeprefix("$ "))
        result = CliRunner().invoke(main, arguments, obj=Desk(settings_from({"USER": "registrar"}), lambda: MARCH_1))
        assert (program, result.exit_code) == ("milepost", 0), f"{line}\n{result.output}"

    assert (tmp_path / "milepost.db").is_file()
