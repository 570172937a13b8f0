"""A folder of several rulebooks is tried rulebook by rulebook."""

import json
from pathlib import Path

import pytest

from tests.milepost.running import Cli

TEXT = """format: milepost.policy/v1
rulebook: {name}
version: "1"
title: {name}
published: 2020-01-01
in force from: 2020-01-01
...
"""
SCENARIOS = """format: milepost.scenarios/v1
rulebook: {name}
scenarios:
  nobody at first:
    text: A pathway that was opened and no more.
    expect: [{{on: 2021-01-01, level: none}}]
  nobody later:
    text: A pathway that was opened and no more.
    expect: [{{on: 2022-01-01, standing: {standing}}}]
...
"""


@pytest.fixture
def shelf(cli: Cli) -> Path:
    shelf = cli.folder / "shelf"
    for name in ("harbour", "island"):
        (shelf / name / "scenarios").mkdir(parents=True)
        (shelf / name / "1.yaml").write_text(TEXT.format(name=name))
        (shelf / name / "scenarios" / "all.yaml").write_text(SCENARIOS.format(name=name, standing="none"))
    (shelf / "drafts").mkdir()
    (shelf / "vocabulary.yaml").write_text("...\n")
    return shelf


def test_all_of_them_are_counted_and_the_total(cli: Cli, shelf: Path) -> None:
    said = cli.says("policy", "try", shelf)

    assert said.splitlines()[-3:] == ["harbour: 2 scenarios hold.", "island: 2 scenarios hold.", "4 scenarios hold."]
    assert said.count("holds    nobody later  all.yaml") == 2


def test_one_alone_is_counted_once(cli: Cli, shelf: Path) -> None:
    assert cli.says("policy", "try", shelf / "island").splitlines()[2:] == ["2 scenarios hold."]


def test_two_that_are_named_are_counted_as_well(cli: Cli, shelf: Path) -> None:
    said = cli.says("policy", "try", shelf / "island", shelf / "harbour")

    assert said.splitlines()[-3:] == ["island: 2 scenarios hold.", "harbour: 2 scenarios hold.", "4 scenarios hold."]


def test_one_that_differs_is_named_and_the_others_are_tried(cli: Cli, shelf: Path) -> None:
    (shelf / "harbour/scenarios/all.yaml").write_text(SCENARIOS.format(name="harbour", standing="good"))

    run = cli.run("policy", "try", shelf, code=1)

    assert run.stdout.splitlines()[-2:] == ["harbour: 1 of 2 scenarios differs.", "island: 2 scenarios hold."]
    assert "harbour/scenarios/all.yaml:9:31: 'standing': expected good, found none" in run.stderr


def test_one_that_cannot_be_read_is_named_and_the_others_are_tried(cli: Cli, shelf: Path) -> None:
    (shelf / "harbour/1.yaml").write_text(TEXT.format(name="harbour").replace("title", "titel"))

    run = cli.run("policy", "try", shelf, code=1)

    assert run.stdout.splitlines()[-2:] == ["harbour: cannot be read.", "island: 2 scenarios hold."]
    assert "harbour/1.yaml:4:1: the key of a policy 'titel' is not known; did you mean 'title'?" in run.stderr


def test_both_faults_and_differences_are_named(cli: Cli, shelf: Path) -> None:
    (shelf / "harbour/1.yaml").write_text(TEXT.format(name="harbour").replace("title", "titel"))
    (shelf / "island/scenarios/all.yaml").write_text(SCENARIOS.format(name="island", standing="good"))

    said = cli.run("policy", "try", shelf, code=1).stderr

    assert "harbour/1.yaml:4:1: the key of a policy 'titel' is not known" in said
    assert "island/scenarios/all.yaml:9:31: 'standing': expected good, found none" in said


def test_json_says_of_which_rulebook_each_is(cli: Cli, shelf: Path) -> None:
    played = json.loads(cli.says("policy", "try", shelf, "--json"))["scenarios"]

    assert [(each["rulebook"], each["scenario"]) for each in played] == [
        (name, scenario) for name in ("harbour", "island") for scenario in ("nobody at first", "nobody later")
    ]
