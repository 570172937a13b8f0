"""The questions that the command line answers, at their three coordinates."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from milepost.composition import RULEBOOKS
from tests.milepost.running import ADA, Cli, X

SCHEMA = RULEBOOKS.parent / "docs" / "schemas" / "milepost.answer.v1.json"
LATE = {"event": "approval effective date corrected", "program": "X", "effective_on": "2020-06-01"}


@pytest.fixture
def ada(imi: Cli) -> Cli:
    imi.run("import", imi.rows(X, ADA), "--reason", "her file")
    return imi


def test_a_status_tells_the_level_and_its_coordinates(ada: Cli) -> None:
    said = ada.says("status", "ada")

    assert said.startswith("ada on 2026-03-01: IMI Qualified Mediator (qualified) since 2019-06-01")
    assert "retrospective" in said
    assert "based on pathway/ada@2, program/X@2" in " ".join(said.split())
    assert "imi 2025.09, asked for as 'in force'" in said
    assert "\x1b" not in said
    assert max(map(len, said.splitlines())) <= 100


def test_the_answer_as_json_has_the_documented_shape(ada: Cli) -> None:
    answer = ada.answer("status", "ada", "--on", "2020-01-01")

    jsonschema.validate(answer, json.loads(SCHEMA.read_text()))
    assert answer["level"]["id"] == "qualified"
    assert list(answer) == sorted(answer)


def test_four_coordinates_give_four_answers(ada: Cli) -> None:
    ada.run("import", ada.rows([LATE], name="late.jsonl"))
    level = {
        coordinates: ada.answer("status", "ada", "--on", "2020-01-01", *coordinates)["level"]["id"]
        for coordinates in [(), ("--known", "14"), ("--under", "2009.10"), ("--under", "2009.10", "--known", "14")]
    }

    assert level[("--known", "14")] == "qualified"
    assert level[()] == "trained_unrecognised"
    assert level[("--under", "2009.10")] == level[("--under", "2009.10", "--known", "14")] == "none"


@pytest.mark.parametrize("known", ["14", "2026-03-01", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00"])
def test_knowledge_is_a_position_a_day_or_an_instant(ada: Cli, known: str) -> None:
    assert ada.answer("status", "ada", "--known", known)["known"]["position"] == 14


def test_what_was_not_known_yet_is_not_answered(ada: Cli) -> None:
    assert "no pathway 'ada'" in ada.refuses("status", "ada", "--known", "2026-02-28")


@pytest.mark.parametrize(
    ("coordinates", "said"),
    [
        (("--known", "99"), "'known' is 99, which is in the future"),
        (("--known", "2026-03-02"), "'known' is 2026-03-02, which is in the future"),
        (
            ("--known", "2027-01-01T01:00:00+01:00"),
            "'known' is 2027-01-01T00:00:00Z, which is in the future: the log is known up to 2026-03-01T12:00:00Z",
        ),
        (("--under", "2025.9"), "no version '2025.9' is published or proposed; did you mean '2025.09'?"),
        (("--on", "2001-01-01"), "no policy is in force on 2001-01-01"),
    ],
)
def test_a_coordinate_that_cannot_be_is_refused(ada: Cli, coordinates: tuple[str, ...], said: str) -> None:
    assert said in ada.refuses("status", "ada", *coordinates)


@pytest.mark.parametrize("coordinates", [("--on", "2019-02-29"), ("--known", "yesterday"), ("--known", "2019-13-01")])
def test_a_coordinate_that_cannot_be_read_is_refused(ada: Cli, coordinates: tuple[str, ...]) -> None:
    assert "is not a" in ada.refuses("status", "ada", *coordinates, code=2)


def test_a_pathway_that_was_never_opened_is_named(ada: Cli) -> None:
    for command in ("status", "why", "timeline", "history"):
        assert "no pathway 'bob'" in ada.refuses(command, "bob")


def test_the_proof_names_clauses_evidence_and_what_is_short(ada: Cli) -> None:
    said = ada.says("why", "ada")

    assert "route qualified: retrospective: yes" in said
    assert "yes  clause 2.2:" in said
    assert "by course-1 (pathway/ada@2)" in said.replace("\n    ", " ")
    assert "at least 20 mediations; found 0 " in said
    assert "short of 20 mediations" in said
    assert "listing fee: " in said


def test_the_proof_of_one_route_is_of_no_other(ada: Cli) -> None:
    proofs = ada.answer("why", "ada", "--route", "retrospective")["proofs"]

    assert [each["name"] for each in proofs] == ["qualified: retrospective"]
    assert proofs[0]["proof"]["holds"] is True


def test_a_route_that_nobody_knows_is_named_with_those_that_are(ada: Cli) -> None:
    assert "no level has a route 'x' on that day; known are: assessed" in ada.refuses("why", "ada", "--route", "x")


def test_what_changed_is_told_in_steps_from_one_answer_to_another(ada: Cli) -> None:
    before = ada.head()
    ada.run("import", ada.rows([LATE], name="late.jsonl"), "--reason", "a slip of the pen")
    said = ada.says("why", "ada", "--on", "2020-01-01", "--from-known", before, "--to-under", "2009.10")

    assert said.startswith("ada, from 2020-01-01 to 2020-01-01\n  from  2020-01-01, known at position 14, recorded")
    assert "1. program event on 2020-01-01\n  level            qualified → trained_unrecognised\n" in said
    assert "decided by  clauses 2.0, 2.2" in said
    assert "because of  program/X@3 approval effective date corrected, of 2020-06-01; recorded 2026-03-01 at" in said
    assert "by registrar: a slip of the pen" in " ".join(said.split())
    assert "2. text asked for on 2020-01-01, 2009.10\n  level            trained_unrecognised → none\n" in said


def test_days_that_pass_are_told_with_what_they_bring(ada: Cli) -> None:
    steps = ada.answer("why", "ada", "--from", "2019-01-01", "--to", "2020-01-01")["steps"]

    assert [(each["category"], each["on"], each["after"]["level"]) for each in steps] == [
        ("evidence", "2019-05-01", "trained_unrecognised"),
        ("program event", "2019-06-01", "qualified"),
    ]
    assert [cause["event"] for cause in steps[1]["causes"]] == ["program/X@2"]


def test_what_changed_is_told_to_the_person_concerned(ada: Cli) -> None:
    said = ada.says("why", "ada", "--from", "2019-01-01", "--to", "2020-01-01", "--language", "de")

    assert said.startswith("ada: 2019-01-01 → 2020-01-01\nNachweis am 2019-05-01\n├── Stufe: keine → ")
    assert "└── wegen Kurs (pathway/ada@2) am 2019-05-01; verzeichnet am 2026-03-01" in said
    assert "└── wegen program/X@2 am 2019-06-01; verzeichnet am 2026-03-01" in said


def test_where_nothing_changed_it_is_said(ada: Cli) -> None:
    said = ada.says("why", "ada", "--from", "2026-01-01", "--from-known", "14")

    assert said.endswith("Nothing changed\n")
    another = {**ADA[1], "ref": "course-2", "begun_on": "2020-05-01", "ended_on": "2020-06-01"}
    ada.run("import", ada.rows([another], name="again.jsonl"))
    looked_at = ada.says("why", "ada", "--from", "2026-01-01", "--from-known", "14", "--all")
    assert "1. late evidence on 2026-03-01, changes nothing on that day\n  because of  pathway/ada@3 " in looked_at


def test_a_change_is_asked_for_forwards_and_without_what_is_of_one_answer(ada: Cli) -> None:
    assert "from 2026-03-01 to 2020-01-01, which is earlier" in ada.refuses("why", "ada", "--to", "2020-01-01")
    assert "to what is known at position 13, which is less" in ada.refuses("why", "ada", "--to-known", "13")
    assert "tells of one answer" in ada.refuses("why", "ada", "--from", "2020-01-01", "--route", "x", code=2)


def test_the_timeline_marks_the_day_asked_about(ada: Cli) -> None:
    marked = [line for line in ada.says("timeline", "ada", "--on", "2019-05-15").splitlines() if line.startswith(">")]

    assert len(marked) == 1
    assert "2019-05-01  2019-06-01" in marked[0]
    assert "trained_unrecognised" in marked[0]


def test_the_timeline_says_that_no_text_is_in_force_on_the_day(ada: Cli) -> None:
    said = ada.says("timeline", "ada", "--on", "2001-01-01")

    assert "No policy is in force on 2001-01-01" in said
    assert "qualified" in said
    assert ada.answer("timeline", "ada", "--on", "2001-01-01")["version"] is None
    assert "No policy is in force" not in ada.says("timeline", "ada", "--on", "2020-01-01")
    assert ada.answer("timeline", "ada", "--on", "2020-01-01")["version"] == "2019.10"


def test_the_timeline_as_json_is_made_of_days_that_follow_each_other(ada: Cli) -> None:
    segments = ada.answer("timeline", "ada")["segments"]

    assert [segment["until"] for segment in segments[:-1]] == [segment["from"] for segment in segments[1:]]
    assert segments[-1]["until"] is None


def test_a_pathway_without_evidence_has_an_empty_timeline(cli: Cli) -> None:
    cli.run("import", cli.rows(ADA[:1]))

    assert "Nothing holds on any day." in cli.says("timeline", "ada")


def test_what_is_printed_for_no_terminal_has_no_blanks_at_its_ends(ada: Cli) -> None:
    for command in ("status", "why", "timeline", "history"):
        assert not [line for line in ada.says(command, "ada").splitlines() if line != line.rstrip()]


def test_the_history_has_the_program_and_the_versions_that_moved_the_pathway(ada: Cli) -> None:
    events = ada.answer("history", "ada")["events"]

    assert {"program/X@1", "program/X@2", "pathway/ada@1", "pathway/ada@2"} < {each["event_id"] for each in events}
    assert [each["position"] for each in events] == sorted(each["position"] for each in events)
    assert any(each["stream"] == "policy/imi" for each in events)


def test_the_history_says_what_happened_by_whom_and_why(ada: Cli) -> None:
    said = ada.says("history", "ada")

    assert "course completed" in said
    assert "2026-03-01T12:00:00Z" in said
    assert "registrar" in said
    assert "her file" in said
    assert "formats: face to face" in said
    assert "retrospective: yes" in said


def test_private_text_is_not_in_the_history(imi: Cli) -> None:
    opened = {**ADA[0], "private": {"name": "Ada Lovelace"}}
    imi.run("import", imi.rows(X, [opened, ADA[1]]))

    assert "Lovelace" not in imi.says("history", "ada")
    assert "Lovelace" not in imi.says("history", "ada", "--json")
    assert "Lovelace" not in imi.says("export")
    assert "sealed:v1:" in imi.says("export")


def test_the_command_runs_as_a_process_of_its_own(ada: Cli) -> None:
    environment = {"MILEPOST_DATABASE_URL": ada.url, "PYTHONPATH": str(RULEBOOKS.parent), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "milepost", "status", "ada", "--on", "2020-01-01", "--json"]
    first, second = (
        subprocess.run(
            command, env={**environment, "PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, check=True
        )
        for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/Los_Angeles"))
    )

    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["level"]["id"] == "qualified"


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("MILEPOST_DATABSE_URL", "x", "MILEPOST_DATABSE_URL is not a setting: did you mean MILEPOST_DATABASE_URL?"),
        (
            "MILEPOST_Q",
            "x",
            "MILEPOST_Q is not a setting: known are MILEPOST_DATABASE_URL, MILEPOST_VAULT_URL, MILEPOST_MASTER_KEY",
        ),
    ],
)
def test_a_variable_that_is_no_setting_is_refused(tmp_path: Path, variable: str, value: str, said: str) -> None:
    environment = {variable: value, "PYTHONPATH": str(RULEBOOKS.parent)}
    run = subprocess.run(
        [sys.executable, "-m", "milepost", "status", "ada"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 3
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_a_status_is_said_in_the_words_of_a_language(ada: Cli) -> None:
    said = ada.says("status", "ada", "--language", "de")

    assert said.startswith("ada am 2026-03-01: IMI Qualified Mediator (qualified) seit 2019-06-01")
    assert "Liste  nicht auf der Liste: Der Name wurde nicht gemeldet oder auf eigenen Wunsch gestrichen." in said
    assert "Was fehlt" in said
    assert "Es gibt zu wenige Mediationen und zu wenige" in said


def test_an_answer_has_the_words_of_a_language_beside_its_codes(ada: Cli) -> None:
    plain, german = ada.answer("status", "ada"), ada.answer("status", "ada", "--language", "de")

    assert plain.pop("words") is None
    words = german.pop("words")
    assert german == plain
    assert words["language"] == "de"
    assert words["reasons"]["NAME_NOT_SUBMITTED"].startswith("Der Name wurde nicht gemeldet")
    assert words["amounts"]["20 mediations or 200 hours"] == "20 Mediationen oder 200 Stunden"


def test_a_proof_is_told_to_the_person_concerned(ada: Cli) -> None:
    said = ada.says("why", "ada", "--route", "assessed experience", "--language", "en")

    assert said.startswith(
        "route IMI Certified Mediator: assessed experience: no\n├── no: clause 1.1: Experience of at"
    )
    assert "short of 20 mediations or 200 hours" in said
    assert "EXPERIENCE_SHORT" not in said
    (proof,) = ada.answer("why", "ada", "--route", "retrospective", "--language", "de")["proofs"]
    assert proof["told"][0]["words"].startswith("ja: Klausel 2.2: Derselbe Kurs in derselben Form")


def test_a_language_without_words_is_refused(ada: Cli) -> None:
    assert "'tlh'; there are some in: de, en" in ada.refuses("status", "ada", "--language", "tlh")
    assert "'tlh'" in ada.refuses("why", "ada", "--language", "tlh")
