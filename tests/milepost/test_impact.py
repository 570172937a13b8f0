"""The impact of drafts, of events and of readings, at the command line, on a small population of IMI's."""

import json
import sqlite3
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from application.impact_lines import DraftShown, ImpactEnding, ImpactHeading
from application.impact_reports import KeptImpact
from domain.answer import Known
from domain.change import Effect
from milepost.command_line.policy_impact_text import Summary, print_summary
from tests.milepost.running import MARCH_1, Cli, Row

DRAFTS = Path(__file__).parent / "drafts"
ONE_DAY = ("--on", "2026-03-01")


def program(name: str, **approved: Any) -> list[Row]:  # noqa: ANN401 -- as a row has it
    return [
        {"event": "program submitted", "program": name, "kind": "CMTP"},
        {"event": "program approved", "program": name, "formats": ["face to face"], "min_hours": 40, **approved},
    ]


def graduate(name: str, ended_on: str, program: str = "X", format: str = "face to face") -> list[Row]:  # noqa: A002 -- as a row has it
    course = {"ended_on": ended_on, "hours": 40, "result": "passed"}
    return [
        {"event": "pathway opened", "pathway": name, "opened_on": "2018-01-01", "country": "IE"},
        {
            "event": "course completed",
            "pathway": name,
            "ref": "course-1",
            "program": program,
            "format": format,
            "begun_on": "2018-01-01",
            **course,
        },
    ]


X = program("X", effective_on="2020-06-01", retrospective=True, retro_window_months=12)
Y = [
    *program("Y", effective_on="2019-06-01", retrospective=False),
    {"event": "adaptation document accepted", "program": "Y", "document": "online", "accepted_on": "2020-05-10"},
]
PEOPLE = [
    graduate("ada", "2019-06-01"),
    graduate("ben", "2018-06-01"),
    graduate("cem", "2018-05-31"),
    [
        *graduate("dora", "2018-05-02"),
        {
            "event": "refresher completed",
            "pathway": "dora",
            "ref": "refresher-1",
            "program": "X",
            "format": "online",
            "held_on": "2021-02-01",
            "hours": 8,
        },
    ],
    graduate("eve", "2022-05-02", format="online"),
    graduate("finn", "2020-07-01", "Y", "online"),
]
WITHDRAWN: Row = {
    "event": "approval withdrawn",
    "program": "X",
    "effective_on": "2021-03-01",
    "mode": "ab initio",
    "reason": "it should never have been",
}


@pytest.fixture
def body(imi: Cli) -> Cli:
    imi.run("import", imi.rows(X, Y, *PEOPLE))
    return imi


def report(body: Cli, *arguments: object) -> list[dict[str, Any]]:
    said = body.says("policy", "impact", *arguments, *ONE_DAY, "--json")
    return [json.loads(line) for line in said.splitlines()]


def touched(lines: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {line["pathway"]: line["effects"] for line in lines if line.get("line") == "touched"}


def test_a_refresher_course_would_let_one_person_in(body: Cli) -> None:
    lines = report(body, DRAFTS / "refresher.yaml")
    assert touched(lines) == {"dora": ["gains", "owed"]}
    (dora,) = (line for line in lines if line.get("line") == "touched")
    assert dora["clauses"] == ["4.1"]
    (because,) = (each for each in dora["because"] if each["part"] == "level")
    assert (because["before"]["holds"], because["after"]["routes"]) == (False, ["refresher"])
    assert because["after"]["reasons"] == ["REFRESHED"]
    assert lines[0]["draft"]["version"] == "refresher"
    assert lines[-1] == {
        "line": "end",
        "pathways": 6,
        "touched": 1,
        "effects": {"gains": 1, "owed": 1},
        "prejudiced": 0,
        "earlier": 0,
        "cliffs": 0,
        "twins": 1,
        "unanswered": 0,
        "reaching_back": 0,
        "told_otherwise": 1,
    } | {"twins": lines[-1]["twins"]}


def test_a_longer_window_has_a_cliff_at_its_end(body: Cli) -> None:
    lines = report(body, DRAFTS / "window.yaml")
    assert touched(lines) == {"ben": ["gains", "owed"]}
    (cliff,) = (line for line in lines if line.get("line") == "cliff")
    assert (cliff["field"], cliff["days"], cliff["new"]) == ("course.ended_on", 1, True)
    assert (cliff["first"]["pathway"], cliff["second"]["pathway"]) == ("cem", "ben")
    (twin,) = (line for line in lines if line.get("line") == "twin")
    assert (twin["pathway"], twin["days"], twin["moved_to"]) == ("ben", 1, "2018-05-31")


def test_a_course_online_would_always_be_recognised(body: Cli) -> None:
    lines = report(body, DRAFTS / "online.yaml")
    assert touched(lines) == {"eve": ["gains", "owed"], "finn": ["standing", "owed"]}
    groups = {(line["by"], line["name"]): line["touched"] for line in lines if line.get("line") == "group"}
    assert groups["clause", "2.1"] == 1
    assert groups["program", "X"] == groups["program", "Y"] == groups["cohort", "2022"] == 1
    assert ("jurisdiction", "IE") not in groups


def test_the_other_reading_of_the_pandemic_takes_a_level_that_was_relied_on(body: Cli) -> None:
    lines = report(body, "--choose", "pandemic_reading", "provisional until face to face")
    (finn,) = (line for line in lines if line.get("line") == "touched")
    assert finn["effects"] == ["gains", "loses", "standing", "owed"]
    reasons = ["FORMAT_MISMATCH", "PANDEMIC_CONDITION_OPEN"]
    assert finn["prejudice"] == [
        {
            "level": "qualified",
            "days": [{"from": "2026-03-01", "until": None, "reasons": reasons}],
            "earlier": [{"from": "2020-07-01", "until": "2026-03-01", "reasons": reasons}],
        }
    ]
    assert (lines[-1]["prejudiced"], lines[-1]["earlier"]) == (1, 1)


def test_a_program_that_is_withdrawn_reaches_its_graduates_alone(body: Cli) -> None:
    lines = report(body, "--if", body.rows([WITHDRAWN]))
    assert lines[-1]["pathways"] == 5
    assert touched(lines) == {
        "ada": ["loses", "standing", "owed", "note"],
        **{name: ["standing", "note"] for name in ("ben", "cem", "dora")},
    }
    assert lines[0]["what_if"]["events"] == ["program.approval-withdrawn.v1 of program/X"]
    assert "4 of 5 pathways are touched" in body.says("policy", "impact", "--if", body.rows([WITHDRAWN]))


def test_events_are_tried_alike_on_rows_that_are_true_and_on_others(body: Cli) -> None:
    asked = ("--if", body.rows([WITHDRAWN], graduate("gus", "2021-01-01")))
    first = report(body, *asked)
    with sqlite3.connect(body.file) as store:
        store.execute("UPDATE standing SET known = 1")
    store.close()
    assert report(body, *asked) == first


@pytest.mark.parametrize("what", ["events", "reading"])
def test_events_and_readings_come_out_the_same_whoever_asks_and_on_whatever_day(body: Cli, what: str) -> None:
    reading = ("--choose", "pandemic_reading", "provisional until face to face")
    asked = reading if what == "reading" else ("--if", body.rows([WITHDRAWN]))
    first = report(body, *asked)
    body.now += timedelta(days=40)
    body.actor = "board"
    assert report(body, *asked) == first
    assert report(body, *asked, "--workers", 2) == first
    assert touched(first)


def test_who_is_opened_by_the_events_is_told_as_well(body: Cli) -> None:
    lines = report(body, "--if", body.rows(graduate("gus", "2021-01-01")))
    assert touched(lines)["gus"][0] == "gains"


def test_a_report_is_kept_and_comes_out_the_same_however_it_is_made(body: Cli) -> None:
    body.run("policy", "propose", DRAFTS / "window.yaml")
    known = ("--known", body.head())
    asked = ("policy", "impact", "window", *ONE_DAY, *known)
    first = body.says(*asked, "--json")
    assert body.says(*asked, "--json", "--workers", 2) == first
    body.run("import", body.rows(graduate("gus", "2018-07-01"), [WITHDRAWN]))
    body.run("renew")
    assert body.says(*asked, "--json") == first
    said = body.says(*asked)
    assert f"sha256:{sha256(first.encode()).hexdigest()}" in said
    assert "1 of 6 pathways are touched: 1 gains, 1 owed." in said
    assert "Nobody loses a day of a level." in said
    assert "cem with course.ended_on 2018-05-31" in said


def test_events_and_readings_are_tried_again_as_they_were_known(body: Cli) -> None:
    changes = [
        ("--if", body.rows([WITHDRAWN], name="tried.jsonl")),
        ("--choose", "pandemic_reading", "provisional until face to face"),
    ]
    now = [body.says("policy", "impact", *change, *ONE_DAY, "--json") for change in changes]
    then = ("--known", body.head())
    moved = {"event": "evidence corrected", "pathway": "ben", "of": "course-1", "fields": {"program": "Y"}}
    body.run("import", body.rows(graduate("gus", "2018-07-01"), [WITHDRAWN, moved]))
    assert [body.says("policy", "impact", *change, *ONE_DAY, *then, "--json") for change in changes] == now
    assert body.says("policy", "impact", *changes[1], *ONE_DAY, "--json") != now[1]
    assert "recorded already" in body.refuses("policy", "impact", *changes[0], *ONE_DAY)


def test_what_changes_for_one_person_is_proved_before_and_after(body: Cli) -> None:
    said = body.says("policy", "impact", DRAFTS / "refresher.yaml", *ONE_DAY, "--why", "dora")
    assert "dora: gains, owed; clause 4.1" in said
    assert said.index("level qualified on 2026-03-01, before") < said.index("level qualified on 2026-03-01, after")
    assert "route qualified: refresher: yes" in said
    found = body.answer("policy", "impact", DRAFTS / "refresher.yaml", *ONE_DAY, "--why", "dora")
    assert found["touched"]["effects"] == ["gains", "owed"]
    assert {each["part"] for each in found["proofs"]} == {"level", "listing lacks"}
    assert "Nothing changes for ada." in body.says(
        "policy", "impact", DRAFTS / "refresher.yaml", *ONE_DAY, "--why", "ada"
    )
    assert "no pathway 'nobody'" in body.refuses("policy", "impact", DRAFTS / "window.yaml", "--why", "nobody")


def test_a_report_proves_what_changes_for_each_before_and_after_where_that_is_asked_for(body: Cli) -> None:
    said = body.says("policy", "impact", DRAFTS / "refresher.yaml", *ONE_DAY, "--proofs", "--json")
    lines = [json.loads(line) for line in said.splitlines()]
    assert lines[0]["proofs"] is True
    first = next(number for number, line in enumerate(lines) if line["line"] == "proofs")
    assert (lines[first - 1]["line"], lines[first - 1]["pathway"]) == ("touched", "dora")
    proofs = [line for line in lines if line["line"] == "proofs"]
    shown = body.answer("policy", "impact", DRAFTS / "refresher.yaml", *ONE_DAY, "--why", "dora")["proofs"]
    assert proofs == shown
    assert [(each["part"], each["name"], each["on"]) for each in proofs] == [
        (each["part"], each["name"], each["on"]) for each in lines[first - 1]["because"]
    ]
    (level,) = (each for each in proofs if each["part"] == "level")
    routes = {time: {each["name"]: each["proof"]["holds"] for each in level[time]} for time in ("before", "after")}
    assert "qualified: refresher" not in routes["before"]
    assert routes["after"]["qualified: refresher"] is True
    without = report(body, DRAFTS / "refresher.yaml")
    assert [line for line in lines if line["line"] not in {"proofs", "heading"}] == without[1:]
    assert lines[0] == without[0] | {"proofs": True}
    spread = body.says("policy", "impact", DRAFTS / "refresher.yaml", *ONE_DAY, "--proofs", "--json", "--workers", 2)
    assert spread == said


def test_each_thing_that_changes_is_proved_by_what_states_it(body: Cli) -> None:
    lines = report(body, "--if", body.rows([WITHDRAWN], name="tried.jsonl"), "--proofs")
    proofs = [line for line in lines if line["line"] == "proofs"]
    assert {line["part"] for line in proofs} == {"level", "standing", "listing lacks", "note"}
    stated = {"standing": "standing", "listing lacks": "listing", "note": "note"}
    for line in proofs:
        for side in (line["before"], line["after"]):
            if line["part"] == "level":
                assert side
                assert all(each["name"].startswith((f"{line['name']}: ", f"{line['name']}, ")) for each in side)
            else:
                assert [(each["part"], each["name"]) for each in side] == [(stated[line["part"]], line["name"])]
    (note,) = (each for each in proofs if (each["pathway"], each["part"]) == ("ben", "note"))
    assert (note["before"][0]["proof"]["holds"], note["after"][0]["proof"]["holds"]) == (False, True)


@pytest.mark.parametrize(("retroactive", "told"), [("", True), ("It takes from nobody who applied.", False)])
def test_a_draft_that_takes_past_days_without_saying_so_is_told_apart(
    capsys: pytest.CaptureFixture[str], retroactive: str, *, told: bool
) -> None:
    day = date(2026, 2, 1)
    draft = DraftShown("draft", "A draft", "sha256:d", day, day, retroactive=retroactive)
    heading = ImpactHeading(day, Known(7, ""), "imi", draft, None, day, 31, 100)
    ending = ImpactEnding(9, 2, {Effect.LOSES: 2}, 1, 2, 0, 0, unanswered=1, reaching_back=2)
    print_summary(Summary(), KeptImpact("sha256:r", heading, ending, MARCH_1, "ada"))
    said = capsys.readouterr().out
    assert "1 lose days of a level from 2026-02-01 on" in said
    assert "The draft does not answer for 1 of them." in said
    assert "For 2 something is otherwise before 2026-02-01" in said
    assert ("does not say that it is retroactive" in said) is told


@pytest.mark.parametrize(("known", "told"), [("2026-02-01T09:00:00Z", False), ("2026-11-23T09:00:00Z", True)])
def test_a_text_that_came_in_late_is_told_with_those_who_were_told_otherwise(
    capsys: pytest.CaptureFixture[str], known: str, *, told: bool
) -> None:
    day = date(2026, 2, 1)
    draft = DraftShown("draft", "A draft", "sha256:d", day, day)
    heading = ImpactHeading(day, Known(7, known), "imi", draft, None, day, 31, 100)
    ending = ImpactEnding(9, 2, {Effect.GAINS: 2}, 0, 0, 0, 0, told_otherwise=2)
    print_summary(Summary(), KeptImpact("sha256:r", heading, ending, MARCH_1, "ada"))
    line = "For 2 something is otherwise on days before 2026-11-23, up to which the log was known"
    assert (line in capsys.readouterr().out) is told


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "name one change to try"),
        (("window", "--choose", "pandemic_reading", "x"), 2, "name one change to try"),
        (("--choose", "pandemic_reading", "x", "--workers", 2), 1, "cannot be read as 'x'"),
        ((DRAFTS / "window.yaml", "--scheduler", "tcp://x:1", "--workers", 2), 2, "leave out one"),
        ((DRAFTS / "window.yaml", "--scheduler", "tcp://x:1"), 1, "the store is a file of this machine"),
        (("--choose", "pandemic_reading", "x"), 1, "cannot be read as 'x'"),
        (("nothing",), 1, "no version 'nothing' is proposed; known are: none"),
        (("2025.09",), 1, "version '2025.09' is adopted"),
        (("window", "--known", 9999), 1, "which is in the future"),
    ],
)
def test_what_cannot_be_tried_is_refused(body: Cli, arguments: tuple[object, ...], code: int, said: str) -> None:
    assert said in body.refuses("policy", "impact", *arguments, code=code)
