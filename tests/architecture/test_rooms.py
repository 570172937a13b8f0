"""The rooms are the ones of this checkout, and each file is named after what it holds."""

from importlib import import_module
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
ROOMS = ("domain", "application", "infrastructure", "web", "milepost", "verifier")
MADE = {HERE / "verifier" / "milepost_verifier.py"}
"""Files that are made of others."""
NAMED_AFTER_NOTHING = {"base", "common", "core", "exceptions", "helpers", "manager", "misc", "shared", "utils"}


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_installed_package_takes_the_place_of_a_room(room: str) -> None:
    assert Path(import_module(room).__file__ or "").parent == HERE / room


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_is_named_after_what_it_holds(room: str) -> None:
    assert not [path for path in (HERE / room).rglob("*") if path.stem in NAMED_AFTER_NOTHING]


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_outgrows_its_name(room: str) -> None:
    longest = 400
    lengths = {
        path.relative_to(HERE): len(path.read_text().splitlines()) for path in {*(HERE / room).rglob("*.py")} - MADE
    }
    assert not {path: length for path, length in lengths.items() if length > longest}
