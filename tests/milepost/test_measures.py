"""Measures at the command line: a suspension, a supersession and a reading come through the gate of texts."""

import json
from datetime import timedelta

import pytest

from tests.milepost.running import Cli
from tests.milepost.test_adopting import events
from tests.milepost.test_impact import PEOPLE, X, Y

WHY = ("--reason", "as decided")
READ = ("policy", "choose", "pandemic_reading", "provisional until face to face", *WHY)
READING = "reading-pandemic_reading"
TAKING = ("--takes-away", "qualified", "2020-07-01", "Whoever was taught online is qualified for the time being.")
BACK = ("--retroactive", "It was meant so from the beginning.")


@pytest.fixture
def body(imi: Cli) -> Cli:
    imi.run("import", imi.rows(X, Y, *PEOPLE))
    return imi


def proposed(body: Cli, *arguments: object) -> str:
    """Propose a measure, and return the hash by which another person, who comes next, adopts it."""
    body.actor = "registrar"
    *_, of_hash = body.says(*arguments).split()
    body.actor = "board"
    return of_hash


def test_a_reading_answers_for_whom_it_takes_from_and_says_that_it_reaches_back(body: Cli) -> None:
    of_hash = proposed(body, *READ)
    assert f"milepost policy impact {READING}" in body.refuses("policy", "adopt", of_hash, *WHY)
    said = body.says("policy", "impact", READING)
    assert "Not answered for" in said
    assert "finn: qualified from 2020-07-01, told FORMAT_MISMATCH and PANDEMIC_CONDITION_OPEN" in said
    assert "from 1 person for whom it does not answer" in body.refuses("policy", "adopt", of_hash, *WHY)
    for told, answers in (("HOURS_SHORT", "does not answer for 1"), ("PANDEMIC_CONDITION_OPEN", "answers for all")):
        of_hash = proposed(body, *READ, *TAKING, "--told", told)
        assert answers in body.says("policy", "impact", READING)
    refused = body.refuses("policy", "adopt", of_hash, *WHY)
    assert "changes what holds for 1 person on days before 2026-03-01" in refused
    of_hash = proposed(body, *READ, *TAKING, *BACK)
    asked = ("policy", "impact", READING, "--on", "2026-03-04", "--json", "--workers")
    alone, spread = (body.says(*asked, each) for each in (1, 2))
    assert alone == spread
    body.now += timedelta(days=3)

    assert "pandemic_reading is read as 'provisional until face to face'" in body.says("policy", "adopt", of_hash, *WHY)

    assert events(body)[-2:] == ["impact-reported.v1", "interpretation-chosen.v1"]
    assert body.answer("status", "finn")["level"]["id"] == "provisional"
    body.run("determine")
    (told,) = body.answer("determinations", "--because", "interpretation")["determinations"]
    (line,) = (each for each in map(json.loads, alone.splitlines()) if each["line"] == "touched")
    assert told["touched"] == line


def test_a_version_is_suspended_and_superseded_by_two_persons(body: Cli) -> None:
    body.run("policy", "suspend", "2025.09", "--from", "2026-04-01", *WHY)
    of_hash = proposed(body, "policy", "suspend", "2025.09", "--from", "2026-04-01", "--until", "2026-06-01", *WHY)
    assert "Version 2025.09 is not applied from 2026-04-01 until 2026-06-01" in body.says("policy", "list")
    (listed,) = body.answer("policy", "list")["measures"]
    assert (listed["measure"], listed["content_hash"]) == ("suspension-2025.09", of_hash)
    body.run("policy", "impact", "suspension-2025.09")
    body.actor = "registrar"
    assert "so another person has to adopt it" in body.refuses("policy", "adopt", of_hash, *WHY)
    body.actor = "board"
    adopted = body.answer("policy", "adopt", of_hash, *WHY)["adopted"]
    assert [each["measure"]["topic"] for each in adopted] == ["policy.policy-suspended.v1"]
    assert "measure that is proposed has the hash" in body.refuses("policy", "adopt", of_hash, *WHY)
    assert body.answer("status", "ada", "--on", "2026-05-01")["under"]["version"] == "2024.03"

    of_hash = proposed(body, "policy", "supersede", "2024.03", "--on", "2026-05-01", "--by", "2025.09", *WHY)
    body.run("policy", "impact", "supersession-2024.03")
    said = body.says("policy", "adopt", of_hash, *WHY)
    assert "Version 2024.03 is no longer in force from 2026-05-01, when 2025.09 takes its place (policy/imi@" in said
    assert body.answer("status", "ada", "--on", "2026-05-01")["under"]["version"] == "2021.06"

    assert "is not suspended on 2026-06-01" in body.refuses("policy", "lift", "2025.09", "--on", "2026-06-01", *WHY)
    of_hash = proposed(body, "policy", "lift", "2025.09", "--on", "2026-05-15", *WHY)
    body.run("policy", "impact", "lifting-2025.09")
    said = body.says("policy", "adopt", of_hash, *WHY)
    assert "Version 2025.09, which is suspended, is applied again from 2026-05-15 (policy/imi@" in said
    assert body.answer("status", "ada", "--on", "2026-05-14")["under"]["version"] == "2021.06"
    assert body.answer("status", "ada", "--on", "2026-05-15")["under"]["version"] == "2025.09"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("adopt", f"sha256:{'0' * 64}", *WHY, "--proposed-by", "ann"), "leave out --proposed-by"),
        (("suspend", "2025.09", "--from", "2026-04-01", *WHY, "--told", "HOURS_SHORT"), "name that with --takes-away"),
        (("adopt", "nowhere.yaml", *WHY), "does not exist; a measure is adopted by its hash"),
    ],
)
def test_what_makes_no_sense_is_refused(imi: Cli, arguments: tuple[object, ...], said: str) -> None:
    assert said in imi.refuses("policy", *arguments, code=2)


def test_a_measure_is_adopted_as_of_now_or_refused_for_reasons(body: Cli) -> None:
    of_hash = proposed(body, "policy", "suspend", "2025.09", "--from", "2026-04-01", *WHY)
    body.run("policy", "impact", of_hash)
    assert "did you mean 'suspension-2025.09'?" in body.refuses("policy", "impact", "suspension-2025")
    body.run("import", body.rows([{"event": "pathway opened", "pathway": "zoe", "opened_on": "2026-02-01"}]))
    assert "moved on by 1 event" in body.refuses("policy", "adopt", of_hash, *WHY)
    said = body.says("policy", "refuse", "suspension-2025.09", "--reason", "nobody asked the field")
    assert "suspension-2025.09 is refused" in said
    assert events(body)[-2:] == ["impact-reported.v1", "policy-refused.v1"]
    assert "was refused" in body.refuses("policy", "adopt", of_hash, *WHY)
    assert "Measures" not in body.says("policy", "list")
