"""Scenarios that are wrong are found out, with what was found instead and where."""

import pytest

from application.rulebooks import ScenariosFail
from application.scenarios import Difference, log_of
from domain.pathway.training import CourseCompleted
from domain.policy.typed import Place
from domain.program.events import ProgramApproved
from tests.scenarios.shelf import RULEBOOKS, differences, documents_of, written

GIVEN = """
background:
  - program submitted: X
    kind: CMTP
  - program approved: X
    effective_on: 2020-03-01
    formats: [face to face]
    min_hours: 40
    retrospective: yes
scenarios:
  ada:
    text: Ada's course ended a year before the approval.
    given:
      - course completed: course-1
        program: X
        format: face to face
        ended_on: 2019-03-01
        hours: 40
        result: passed
      - refresher completed: refresher-1
        program: X
        held_on: 2020-10-10
      - recognition granted: recognition-1
        level: qualified
        granted_on: 2019-12-01
        evidence: [course-1]
    expect:
"""
RIGHT = """
      - on: 2020-12-01
        version: "2020.11"
        level: qualified
        title: IMI Qualified Mediator
        since: 2019-12-01
        levels: [qualified, trained_unrecognised]
        not levels: [certified]
        possible levels: [none]
        not possible levels: [certified]
        possible standings: [none]
        not possible standings: [grace]
        possible listing: unlisted
        possible conditions: [none]
        not possible conditions: [face-to-face role-play]
        lost: [none]
        not lost: [qualified]
        standing: good
        listing: unlisted
        listing reasons: [FEE_DUE, NAME_NOT_SUBMITTED]
        reasons: [RETRO_WINDOW]
        not reasons: [RETRO_WINDOW_EXCEEDED]
        basis: [recognition, retrospective]
        basis since: {retrospective: 2020-03-01, recognition: 2019-12-01}
        gaps:
          - [2019-12-01, 2020-03-01]
        conditions: [none]
        not conditions: [face-to-face role-play]
        missing:
          assessed experience: 20 mediations or 200 hours
          "certified: assessed experience": 20 mediations or 200 hours
        missing reasons: {assessed experience: [EXPERIENCE_SHORT, ASSESSMENT_MISSING]}
        next: [none]
        refused: [REFRESHER_NOT_A_ROUTE]
        notes: [none]
        not notes: [program withdrawn]
"""
WRONG = {
    'version: "2019.10"': "'version': expected 2019.10, found 2020.11",
    "level: certified": "'level': expected certified, found qualified",
    "title: IMI Accredited Mediator": "'title': expected IMI Accredited Mediator, found IMI Qualified Mediator",
    "since: 2020-03-01": "'since': expected 2020-03-01, found 2019-12-01",
    "until: 2020-12-31": "'until': expected 2020-12-31, found nothing",
    "levels: [certified]": "'levels': expected certified among them, found qualified, trained_unrecognised",
    "not levels: [qualified]": "'not levels': expected that qualified is not among them, found qualified, "
    "trained_unrecognised",
    "possible levels: [online]": "'possible levels': expected online among them, found none",
    "lost: [certified]": "'lost': expected certified among them, found none",
    "lost since: {certified: 2020-03-02}": "'lost since': expected 'certified' among them, found nothing",
    "lost reasons: {certified: [FEE_DUE]}": "'lost reasons': expected 'certified' among them, found nothing",
    "reasons: [none]": "'reasons': expected none among them, found RETRO_WINDOW, RECOGNISED, "
    "REFRESHER_NOT_A_ROUTE, NAME_NOT_SUBMITTED, FEE_DUE",
    "possible standings: [grace]": "'possible standings': expected grace among them, found none",
    "possible listing: in doubt": "'possible listing': expected in doubt, found unlisted",
    "possible conditions: [face-to-face role-play]": "'possible conditions': expected face-to-face role-play among "
    "them, found none",
    "standing: grace": "'standing': expected grace, found good",
    "listing: listed": "'listing': expected listed, found unlisted",
    "listing reasons: [FEE_DUE]": "'listing reasons': expected FEE_DUE, found NAME_NOT_SUBMITTED, FEE_DUE",
    "reasons: [HOURS_SHORT]": "'reasons': expected HOURS_SHORT among them, found RETRO_WINDOW, RECOGNISED, "
    "REFRESHER_NOT_A_ROUTE, NAME_NOT_SUBMITTED, FEE_DUE",
    "not reasons: [FEE_DUE]": "'not reasons': expected that FEE_DUE is not among them, found RETRO_WINDOW, RECOGNISED, "
    "REFRESHER_NOT_A_ROUTE, NAME_NOT_SUBMITTED, FEE_DUE",
    "basis: [retrospective]": "'basis': expected retrospective, found retrospective, recognition",
    "basis since: {retrospective: 2020-03-02}": "'basis since': 'retrospective': expected 2020-03-02, found 2020-03-01",
    "basis since: {approved course: 2020-03-02}": "'basis since': expected 'approved course' among them, "
    "found retrospective, recognition",
    "gaps: []": "'gaps': expected nothing, found 2019-12-01 to 2020-03-01",
    "gaps: [[2019-12-01, open]]": "'gaps': expected 2019-12-01 to open, found 2019-12-01 to 2020-03-01",
    "conditions: [face-to-face role-play]": "'conditions': expected face-to-face role-play among them, found none",
    "missing: {assessed experience: 19 mediations}": "'missing': 'certified: assessed experience': expected "
    "19 mediations, found 20 mediations or 200 hours",
    "missing reasons: {assessed experience: [HOURS_SHORT]}": "'missing reasons': 'certified: assessed experience': "
    "expected HOURS_SHORT among them, found EXPERIENCE_SHORT, ASSESSMENT_MISSING, PROFILE_MISSING, FEE_DUE",
    "missing: {approved course: ''}": "'missing': expected 'approved course' among them, found provisional: pandemic "
    "course, certified: assessed experience, online: assessed online experience",
    "next: [logbook]": "'next': expected logbook among them, found none",
    "refused: [HOURS_SHORT]": "'refused': expected HOURS_SHORT among them, found REFRESHER_NOT_A_ROUTE",
    "notes: [appeal pending]": "'notes': expected appeal pending among them, found none",
    "next change: 2021-01-01": "'next change': expected 2021-01-01, found nothing",
}


def test_what_is_expected_rightly_makes_no_difference() -> None:
    assert differences(GIVEN + RIGHT) == []


@pytest.mark.parametrize("line", WRONG)
def test_what_is_expected_wrongly_is_told_with_what_was_found(line: str) -> None:
    (difference,) = differences(f"{GIVEN}      - on: 2020-12-01\n        {line}\n")
    assert str(difference) == f"trial.yaml:31:9: on 2020-12-01: {WRONG[line]}"


def test_an_answer_that_is_not_the_same_is_told_part_by_part() -> None:
    other = "{on: 2019-11-30, known: 2019-12-24, under: alternatives, readings: {odr_window: 24 months}}"
    found = [str(each) for each in differences(f"{GIVEN}      - on: 2020-02-29\n        same as: {other}\n")]
    there = "on 2019-11-30, known 2019-12-24, under alternatives, odr_window read as 24 months"
    assert f"trial.yaml:30:9: on 2020-02-29: 'level' is not the same as {there}" in found
    assert "'refused'" not in " ".join(found)


def test_an_answer_is_the_same_as_itself() -> None:
    assert differences(f"{GIVEN}      - on: 2020-02-29\n        same as: {{on: 2020-02-29, known: 2020-05-01}}\n") == []


def test_a_question_is_asked_of_a_log_with_all_that_was_given() -> None:
    (scenario,) = written(f"{GIVEN}      - on: 2020-02-29\n        level: none\n")
    (expectation,) = scenario.expectations

    log = log_of(expectation.question, scenario, documents_of(RULEBOOKS / "imi"))

    given = [each.event for each in log.log() if each.stream.startswith(("program/", "pathway/"))]
    assert [type(event) for event in given if isinstance(event, ProgramApproved | CourseCompleted)] == [
        CourseCompleted,
        ProgramApproved,
    ]


def test_a_day_before_the_first_version_has_no_answer() -> None:
    (difference,) = differences(f"{GIVEN}      - on: 2009-09-30\n        level: none\n")
    assert difference.message.startswith("no policy is in force on 2009-09-30")


IMPOSSIBLE = {
    "course completed: course-1\n        program: X\n        format: online\n        ended_on: 2020-01-01\n"
    "        hours: 40\n        result: passed": "'course completed: course-1' cannot be recorded: course-1: this is "
    "recorded already",
    "evidence corrected: course-9\n        fields: {hours: 40}": "'evidence corrected: course-9' cannot be recorded: "
    "nothing is recorded under the name course-9",
    "program submitted: X\n        kind: CMTP": "'program submitted: X' cannot be recorded: ",
    "register opened: a/b": "'register opened: a/b' cannot be recorded: 'register/a/b' cannot name a stream",
    "policy superseded: alternatives\n        effective_on: 2022-01-01": "'policy superseded: alternatives' cannot be "
    "recorded: ",
}


@pytest.mark.parametrize("event", IMPOSSIBLE)
def test_what_could_not_be_recorded_is_told_by_its_name(event: str) -> None:
    text = GIVEN.replace("    expect:", f"      - {event}\n    expect:")
    (difference,) = differences(f"{text}      - on: 2020-12-01\n        level: qualified\n")
    assert difference.message.startswith(IMPOSSIBLE[event])


def test_a_fault_that_several_scenarios_have_from_their_background_is_told_once() -> None:
    shared, own = Difference(Place("trial.yaml", 4, 5), "impossible"), Difference(Place("trial.yaml", 9, 9), "wrong")
    assert str(ScenariosFail([shared, own, shared])) == "trial.yaml:4:5: impossible\ntrial.yaml:9:9: wrong"
