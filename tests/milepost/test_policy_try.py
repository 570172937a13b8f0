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
PILOTS = """format: milepost.policy/v1
rulebook: harbour
version: "1"
title: harbour
published: 2020-01-01
in force from: 2020-01-01
levels:
  pilot:
    rank: 1
    title: Pilot
    routes:
      course: {for: course}
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

    assert run.stdout.splitlines()[-3:] == [
        "harbour: 1 of 2 scenarios differs.",
        "island: 2 scenarios hold.",
        "1 of 4 scenarios differs.",
    ]
    assert "harbour/scenarios/all.yaml:9:31: on 2022-01-01: 'standing': expected good, found none" in run.stderr


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
    assert "island/scenarios/all.yaml:9:31: on 2022-01-01: 'standing': expected good, found none" in said


def test_json_says_of_which_rulebook_each_is(cli: Cli, shelf: Path) -> None:
    played = json.loads(cli.says("policy", "try", shelf, "--json"))["scenarios"]

    assert [(each["rulebook"], each["scenario"]) for each in played] == [
        (name, scenario) for name in ("harbour", "island") for scenario in ("nobody at first", "nobody later")
    ]


def test_what_differs_is_proved(cli: Cli, shelf: Path) -> None:
    (shelf / "harbour/scenarios/all.yaml").write_text(SCENARIOS.format(name="harbour", standing="good"))
    (shelf / "harbour/1.yaml").write_text(PILOTS)

    run = cli.run("policy", "try", shelf / "harbour", "--why", code=1)

    assert run.stdout.splitlines() == [
        "holds    nobody at first  all.yaml",
        "differs  nobody later  all.yaml",
        "on 2022-01-01",
        f"  {shelf}/harbour/scenarios/all.yaml:9:31: 'standing': expected good, found none",
        "route pilot: course: no",
        "└── no  there is a course; found no course",
        "1 of 2 scenarios differs.",
    ]
    assert run.stderr == ""


def test_where_no_proof_tells_of_it_the_answer_does(cli: Cli, shelf: Path) -> None:
    (shelf / "harbour/scenarios/all.yaml").write_text(SCENARIOS.format(name="harbour", standing="good"))

    said = cli.run("policy", "try", shelf / "harbour", "--why", "--answer", "--only", "LATER", code=1).stdout

    assert said.splitlines()[:2] == ["differs  nobody later  all.yaml", "on 2022-01-01"]
    assert said.splitlines()[3] == "  no proof tells of this; --answer prints the whole answer"
    answer, end = json.JSONDecoder().raw_decode(said[said.index("{") :])
    assert answer["on"] == "2022-01-01"
    assert said[said.index("{") + end :].split("\n") == ["", "1 of 1 scenarios differs.", ""]


def test_json_has_proofs_and_answers_where_they_are_wanted(cli: Cli, shelf: Path) -> None:
    (shelf / "harbour/scenarios/all.yaml").write_text(SCENARIOS.format(name="harbour", standing="good"))
    (shelf / "harbour/1.yaml").write_text(PILOTS)

    def explained(*options: str) -> dict[str, object]:
        run = cli.run("policy", "try", shelf / "harbour", "--json", "--only", "later", *options, code=1)
        (played,) = json.loads(run.stdout)["scenarios"]
        return dict(*played.get("explained", [{}]))

    assert explained() == {}
    assert sorted(explained("--why")) == ["differences", "proofs", "question"]
    assert sorted(explained("--answer")) == ["answer", "differences", "question"]


def test_a_scenario_of_a_name_that_there_is_not(cli: Cli, shelf: Path) -> None:
    assert cli.run("policy", "try", shelf, "--only", "somebody", code=1).stderr == (
        "Error: no scenario has 'somebody' in its name\n"
    )


def test_events_that_cannot_be_are_not_explained(cli: Cli, shelf: Path) -> None:
    given = "expect: [{on: 2022-01-01, standing: none}]\n    given: [{evidence retracted: x, reason: error}]\n"
    (shelf / "island/scenarios/all.yaml").write_text(
        SCENARIOS.format(name="island", standing="none").replace("expect: [{on: 2022-01-01, standing: none}]\n", given)
    )

    run = cli.run("policy", "try", shelf / "island", "--why", "--answer", code=1)

    assert run.stdout.splitlines()[-2:] == ["differs  nobody later  all.yaml", "1 of 2 scenarios differs."]
    assert "'evidence retracted: x' cannot be recorded" in run.stderr


def test_of_two_documents_that_cannot_be_read_both_are_named(cli: Cli, shelf: Path) -> None:
    for name in ("all", "more"):
        (shelf / f"island/scenarios/{name}.yaml").write_text(
            SCENARIOS.replace("text:", "about:").format(name="island", standing="none")
        )

    said = cli.run("policy", "try", shelf / "island", code=1).stderr

    assert [f"scenarios/{name}.yaml:" in said for name in ("all", "more")] == [True, True]


def test_the_words_of_a_rulebook_are_no_rulebook(cli: Cli, shelf: Path) -> None:
    (shelf / "island/words").mkdir()
    (shelf / "island/words/de.yaml").write_text("format: milepost.words/v1\n...\n")

    assert cli.says("policy", "try", shelf / "island").splitlines()[-1] == "2 scenarios hold."
