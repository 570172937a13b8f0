"""What is kept in the repository names no machine that it was made on."""

import re
import subprocess
from pathlib import Path

HERE = Path(__file__).parents[2]
OF_ONE_MACHINE = re.compile(
    rb"https?://[^\s\"']*/(simple|packages)/"  # an address of a package index
    rb"|--(extra-)?index-url|--find-links"  # or an option that names one
    rb"|(?<![\w.~-])/(home|root|Users|work|opt|tmp)/[\w.-]"  # or a path below a directory of somebody's own
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, check=True, capture_output=True)
    return [path for name in listed.stdout.decode().split("\0") if name and (path := HERE / name).is_file()]


def test_no_tracked_file_names_an_index_address_or_a_path_of_one_machine() -> None:
    found = {
        f"{path.relative_to(HERE)}: {match.group().decode()}"
        for path in tracked_files()
        if path != Path(__file__)
        for match in OF_ONE_MACHINE.finditer(path.read_bytes())
    }
    assert not found


def test_every_requirement_is_pinned_with_a_hash() -> None:
    requirements = re.split(r"\n(?=[a-z])", (HERE / "requirements.lock").read_text())[1:]
    assert requirements
    assert not [one for one in requirements if "==" not in one or "--hash=sha256:" not in one]
