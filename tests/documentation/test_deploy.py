"""The samples under deploy/ name settings, commands and folders that there are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from milepost.command_line import COMMANDS, main
from milepost.settings import settings_from, variables

HERE = Path(__file__).parents[2]
UNITS = sorted((HERE / "deploy").glob("*.service"))
UNIT = HERE / "deploy" / "milepost.service"
CONTAINER = (HERE / "deploy" / "Containerfile").read_text()


@pytest.mark.parametrize(
    "sample", [*(unit.read_text() for unit in UNITS), CONTAINER], ids=[*(unit.stem for unit in UNITS), "container"]
)
def test_a_sample_sets_only_what_is_a_setting(sample: str) -> None:
    given = dict(re.findall(r"(MILEPOST_\w+)=(\S+)", sample))

    assert set(given) <= set(variables())
    settings_from(given)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_starts_a_command_names_its_page_and_is_told_of(unit: Path) -> None:
    text = unit.read_text()
    (words,) = re.findall(r"^ExecStart=/usr/local/bin/milepost (.+)$", text, re.MULTILINE)
    (page,) = re.findall(r"^Documentation=file:/usr/share/doc/milepost/(\S+)$", text, re.MULTILINE)

    done = CliRunner().invoke(main, [*words.split(), "--help"])

    assert done.exit_code == 0, done.output
    assert (HERE / "docs" / page).exists()
    assert unit == UNIT or f"`deploy/{unit.name}`" in (HERE / "docs" / "operation.md").read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
@pytest.mark.parametrize("sample", UNITS, ids=lambda unit: unit.stem)
def test_the_unit_is_one_that_systemd_reads(sample: Path, tmp_path: Path) -> None:
    unit = tmp_path / sample.name
    unit.write_text(sample.read_text().replace("/usr/local/bin/milepost", "/bin/true"))

    checked = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)

    assert sample.name not in checked.stderr
    assert checked.returncode == 0


def test_the_unit_waits_for_a_stop_as_long_as_it_may_take() -> None:
    (patience,) = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT.read_text(), re.MULTILINE)

    assert int(patience) > settings_from({}).request_seconds + 10


def test_the_container_copies_what_is_there_and_starts_a_command() -> None:
    instructions = re.findall(r"^([A-Z]+) ", CONTAINER, re.MULTILINE)
    lines = re.findall(r"^COPY (?!--from=)(.*) \S+$", CONTAINER, re.MULTILINE)
    copied = [name for line in lines for name in line.split()]
    (command,) = re.findall(r'^CMD \["(\w+)"\]$', CONTAINER, re.MULTILINE)

    assert instructions[0] == "FROM"
    assert all((HERE / name).exists() for name in copied)
    assert {path.parent.name for path in HERE.glob("*/__init__.py")} <= {*copied, "tests"}
    assert command in COMMANDS
    assert re.findall(r"^USER (\w+)$", CONTAINER, re.MULTILINE) == ["milepost"]


def test_the_container_has_what_the_tests_had() -> None:
    tested, shipped = (pins(HERE / name) for name in ("requirements.lock", "deploy/requirements.lock"))

    assert shipped.items() <= tested.items()
    assert {"flask", "gunicorn", "distributed", "psycopg-binary"} <= {name for name, _ in shipped}
    assert "pytest" not in {name for name, _ in shipped}


def pins(lock: Path) -> dict[tuple[str, str], frozenset[str]]:
    """Return the hashes of each package and version of a lock, without the machines it is for."""
    text = lock.read_text().replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if "==" in line]
    named = [
        (line[0].partition("=="), frozenset(each for each in line if each.startswith("--hash="))) for line in lines
    ]
    return {(name, version): hashes for (name, _, version), hashes in named}
