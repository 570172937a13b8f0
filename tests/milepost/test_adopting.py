"""The gate at the command line: proposed by one, tried, its impact known, adopted or refused by another."""

import json
from pathlib import Path

import pytest

from milepost.composition import RULEBOOKS
from tests.milepost.running import SCENARIO, Cli
from tests.milepost.test_impact import DRAFTS, PEOPLE, X, Y

RESOLVED = ("--reason", "as resolved")
ONLINE = (DRAFTS / "online.yaml").read_text()
TAKING = """format: milepost.policy/v1
rulebook: imi
version: taking
amends: "2025.09"
title: Courses online count no more
marked: Invented.
published: 2026-02-01
in force from: 2026-02-15
{more}
levels:
  qualified:
    kept while:
      require:
        for: course
        when:
          - course.format is face to face
      else: ONLINE_NO_MORE
...
"""
ANSWERED = """
takes away:
  courses online:
    level: qualified
    text: Whoever is qualified by a course online is qualified no more.
    source: invented
    reasons: [ONLINE_NO_MORE]
"""


@pytest.fixture
def body(imi: Cli) -> Cli:
    imi.run("import", imi.rows(X, Y, *PEOPLE))
    return imi


def scenarios(body: Cli, level: str = "none") -> Path:
    return body.write("own.yaml", SCENARIO.format(rulebook="imi").replace("level: none", f"level: {level}"))


def proposed(body: Cli, text: str, *, tried: bool = True, asked: bool = True) -> Path:
    """Propose a document, and ask for its impact."""
    file = body.write("draft.yaml", text)
    body.run("policy", "propose", file, *(("--scenarios", scenarios(body)) if tried else ()))
    if asked:
        version = next(line for line in text.splitlines() if line.startswith("version:")).partition(": ")[2]
        body.run("policy", "impact", version)
    body.actor = "board"
    return file


def events(body: Cli) -> list[str]:
    lines = body.says("export").splitlines()[10:-1]
    told = [json.loads(line) for line in lines]
    return [each["topic"].removeprefix("policy.") for each in told if each["stream"] == "policy/imi"]


def test_a_draft_is_adopted_with_all_that_was_laid_before_the_second_person(body: Cli) -> None:
    file = proposed(body, ONLINE)

    assert "online is adopted, in force from 2026-02-15" in body.says("policy", "adopt", file, *RESOLVED)

    assert events(body) == [
        "policy-drafted.v1",
        "scenarios-attached.v1",
        "draft-tried.v1",
        "impact-reported.v1",
        "policy-published.v1",
    ]
    assert body.answer("status", "eve", "--on", "2026-03-01")["under"]["version"] == "online"
    assert "online adopted already" in body.refuses("policy", "adopt", file, *RESOLVED)


def test_nobody_adopts_what_was_not_proposed_or_was_proposed_by_themselves(body: Cli) -> None:
    file = body.write("draft.yaml", ONLINE)
    assert "online was never proposed" in body.refuses("policy", "adopt", file, *RESOLVED)
    proposed(body, ONLINE)
    body.actor = "registrar"
    assert "drafted by registrar, so another person" in body.refuses("policy", "adopt", file, *RESOLVED)


def test_the_scenarios_of_a_draft_have_to_be_there_and_to_hold(body: Cli) -> None:
    file = proposed(body, ONLINE, tried=False)
    assert "proposed without scenarios" in body.refuses("policy", "adopt", file, *RESOLVED)
    body.actor = "registrar"
    said = body.says("policy", "propose", file, "--scenarios", scenarios(body, "qualified"))
    assert "it is not adopted as it is" in said
    assert "expected qualified, found none" in said
    body.actor = "board"
    refused = body.refuses("policy", "adopt", file, *RESOLVED)
    assert "scenarios 1 of online:8:9: on 2026-01-01: 'level': expected qualified, found none" in refused


def test_the_impact_has_to_be_known_as_of_now(body: Cli) -> None:
    file = proposed(body, ONLINE, asked=False)
    assert "milepost policy impact online" in body.refuses("policy", "adopt", file, *RESOLVED)
    body.run("policy", "impact", "online")
    body.run("import", body.rows([{"event": "pathway opened", "pathway": "zoe", "opened_on": "2026-02-01"}]))
    refused = body.refuses("policy", "adopt", file, *RESOLVED)
    assert "moved on by 1 event" in refused
    body.run("policy", "impact", "online")
    body.run("policy", "propose", body.write("other.yaml", TAKING.format(more="")))
    assert "online is adopted" in body.says("policy", "adopt", file, *RESOLVED)


def test_a_draft_that_was_changed_after_its_impact_was_told_is_not_adopted(body: Cli) -> None:
    proposed(body, ONLINE)
    changed = body.write("changed.yaml", ONLINE.replace("online or not", "online as well"))
    assert "not the one that was proposed" in body.refuses("policy", "adopt", changed, *RESOLVED)
    body.actor = "registrar"
    said = body.says("policy", "propose", changed, "--scenarios", scenarios(body), "--scenarios", scenarios(body))
    assert "Its 2 scenarios hold." in said
    body.actor = "board"
    assert "nobody asked yet" in body.refuses("policy", "adopt", changed, *RESOLVED)


def test_a_draft_answers_for_everyone_who_loses_by_it(body: Cli) -> None:
    file = proposed(body, TAKING.format(more=""))
    assert "from 1 person for whom it does not answer" in body.refuses("policy", "adopt", file, *RESOLVED)
    said = body.says("policy", "impact", "taking")
    assert "The draft does not answer for 1 of them." in said
    assert "finn: qualified from 2026-02-15, told ONLINE_NO_MORE" in said
    body.actor = "registrar"
    file = proposed(body, TAKING.format(more=ANSWERED))
    assert "The draft answers for all of them." in body.says("policy", "impact", "taking")
    assert "Takes away: courses online" in body.says("policy", "show", "taking")
    assert "taking is adopted" in body.says("policy", "adopt", file, *RESOLVED)


@pytest.mark.parametrize("corrects", [(), ("--corrects",)], ids=["adopted", "corrected"])
def test_what_was_done_is_what_the_report_on_it_said(body: Cli, corrects: tuple[str, ...]) -> None:
    text = TAKING.format(more=ANSWERED)
    if corrects:
        body.run("policy", "adopt", proposed(body, text), *RESOLVED)
        body.actor, text = "registrar", text.replace("face to face", "blended")
        text = text.replace("takes away:", "retroactive: It was meant so from the beginning.\n\ntakes away:")
    file = body.write("draft.yaml", text)
    body.run("policy", "propose", file, "--scenarios", scenarios(body), *corrects)
    report = [json.loads(line) for line in body.says("policy", "impact", "taking", "--json").splitlines()]
    body.actor = "board"
    event = body.says("policy", "adopt", file, *RESOLVED).rpartition("(")[2].strip().removesuffix(").")
    body.run("determine")

    did = map(json.loads, body.says("determinations", "--version", "taking", "--lines").splitlines())
    touched = [each for each in report if each.get("line") == "touched"]
    assert [each["touched"] for each in did if event in each["causes"]] == touched
    assert touched


def test_determinations_that_can_never_be_found_are_refused(body: Cli) -> None:
    for option, name, told in (
        ("--pathway", "nobody", "no pathway 'nobody' was opened"),
        ("--program", "NOPE", "program/NOPE was never submitted"),
        ("--version", "nope", "no version or proposal 'nope' is recorded in policy/imi"),
    ):
        assert told in body.refuses("determinations", option, name)
    other_way_round = ("--from", "2026-03-01", "--to", "2026-02-01")
    assert "which is before --from" in body.refuses("determinations", *other_way_round, code=2)


def test_a_slip_in_a_version_is_corrected_through_the_same_gate(body: Cli) -> None:
    text = (RULEBOOKS / "imi" / "2025.09.yaml").read_text().replace("title: ", "title: Once more, ", 1)
    file = body.write("slip.yaml", text)
    proposing = ("policy", "propose", file, "--corrects", "--scenarios", scenarios(body))
    assert "A correction of 2025.09 is proposed (policy/imi@11)." in body.says(*proposing)
    assert "0 of 6 pathways are touched." in body.says("policy", "impact", "2025.09")
    assert "another person" in body.refuses("policy", "adopt", file, *RESOLVED)
    body.actor = "board"
    assert "2025.09 is corrected (policy/imi@15)." in body.says("policy", "adopt", file, *RESOLVED)
    assert "Once more" in body.says("policy", "show", "2025.09")


def test_a_draft_is_refused_with_its_reasons_and_what_it_would_do(body: Cli) -> None:
    file = proposed(body, ONLINE)
    said = body.says("policy", "refuse", "online", "--reason", "nobody asked the field", "--reason", "too early")
    assert "online is refused (policy/imi@14)." in said
    assert events(body)[-2:] == ["impact-reported.v1", "policy-refused.v1"]
    assert "the draft online was refused" in body.refuses("policy", "adopt", file, *RESOLVED)
    assert "the draft online was refused" in body.refuses("policy", "refuse", "online", *RESOLVED)
    assert body.answer("policy", "list")["proposals"] == []


def test_a_folder_is_adopted_while_nobody_can_lose_by_it_and_never_alone(body: Cli) -> None:
    folder = body.folder / "imi"
    (folder / "scenarios").mkdir(parents=True)
    for document in (RULEBOOKS / "imi").glob("*.yaml"):
        (folder / document.name).write_bytes(document.read_bytes())
    (folder / "online.yaml").write_text(ONLINE)
    by_ann = (*RESOLVED, "--proposed-by", "ann")

    assert "nobody adopts alone" in body.refuses("policy", "adopt", folder, *RESOLVED)
    assert "has no scenarios" in body.refuses("policy", "adopt", folder, *by_ann)
    (folder / "scenarios" / "own.yaml").write_bytes(scenarios(body).read_bytes())
    assert "people stand here by texts that are in force" in body.refuses("policy", "adopt", folder, *by_ann)
