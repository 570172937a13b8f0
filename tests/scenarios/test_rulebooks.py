"""Every scenario of every rulebook comes out as it says."""

import re
from pathlib import Path

import pytest

from application.scenarios import Scenario, play
from tests.scenarios.shelf import FOLDERS, RULEBOOKS, documents_of, scenarios_of

EVERY = [(folder, scenario) for folder in FOLDERS for scenario in scenarios_of(folder)]
NUMBERED = (1, 2, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 23, 24, 25, 27, 29, 32, 33)
"""The cases that IMI's rulebook was written against."""


@pytest.mark.parametrize(("folder", "scenario"), EVERY, ids=[f"{f.name}: {s.name}" for f, s in EVERY])
def test_the_scenario_comes_out_as_it_says(folder: Path, scenario: Scenario) -> None:
    assert [str(each) for each in play(scenario, documents_of(folder))] == []


def test_every_rulebook_has_scenarios() -> None:
    assert [folder.name for folder in FOLDERS if not scenarios_of(folder)] == []


def test_no_two_scenarios_of_a_rulebook_have_one_name() -> None:
    names = [(folder.name, scenario.name) for folder, scenario in EVERY]
    assert len(set(names)) == len(names)


def test_every_numbered_case_of_imi_is_there() -> None:
    names = " ".join(scenario.name for scenario in scenarios_of(RULEBOOKS / "imi"))
    assert {int(number) for number in re.findall(r"I-(\d\d)", names)} == set(NUMBERED)


def test_every_numbered_case_of_australia_is_there() -> None:
    names = " ".join(scenario.name for scenario in scenarios_of(RULEBOOKS / "australia"))
    assert {int(number) for number in re.findall(r"AU-(\d\d)", names)} == set(range(1, 10))


def test_every_scenario_says_where_it_comes_from() -> None:
    assert [scenario.name for _, scenario in EVERY if not scenario.source] == []
