"""What comes out otherwise than a scenario expects is explained by the proofs that bear on it, and by no others."""

from datetime import date

import pytest

from application.explanations import explanations
from application.scenario_reading import read_scenarios
from application.scenarios import Documents, found_by, play
from domain.policy.typed import DocumentRefused
from infrastructure.documents import read_yaml
from tests.scenarios.shelf import read_texts

HARBOUR = """format: milepost.policy/v1
rulebook: harbour
version: "1"
title: Harbour
published: 2020-01-01
in force from: 2020-01-01
clauses:
  "1":
    text: Ten hours of mediation in a season.
    source: invented
    for: season
    when:
      - require: {sum: mediation.hours, where: [mediation.started_on within season], at least: 10 hours}
        else: HOURS_SHORT
    reason: HOURS_MET
  "2":
    text: A course of forty hours.
    source: invented
    for: course
    with: {approval: PROGRAM_MISSING}
    when: [approval.program is course.program, approval begun by the day]
    reason: COURSE_DONE
    else: COURSE_MISSING
    unless:
      storm: {when: the day on or before 2020-02-01, reason: STORM}
periods:
  season:
    text: A season lasts a year.
    source: invented
    begins: {for: profile, on: profile.completed_on}
    lasts: 1 year
    renewed: {when: clause 1}
  tide:
    text: A tide is high while there is a profile.
    source: invented
    begins: {whenever: {for: profile}}
    lasts: 1 month
  lull:
    text: No lull begins any more.
    source: invented
    begins: {for: course, on: course.ended_on}
    lasts: 1 month
levels:
  mate:
    rank: 1
    title: Mate
    routes:
      course: clause 2
      practice: clause 1
    kept while: {for: season, when: [the day within season]}
  pilot:
    rank: 2
    title: Pilot
    routes:
      course: {all: [clause 2, holds mate]}
    lost when: {for: suspension}
standings:
  suspended: {when: {for: suspension}, reason: SUSPENDED, text: Suspended., source: invented}
  resting: {when: {for: complaint}, reason: RESTING, text: Resting., source: invented}
conditions:
  fee: {when: {none: [{for: fee}]}, reason: FEE_OWED, text: A fee., source: invented}
notes:
  quiet: {when: {none: [{for: mediation}]}, reason: QUIET, text: Quiet., source: invented}
refuses:
  R.1: {text: No learning., source: invented, for: learning, reason: LEARNING_REFUSED}
listing:
  of: [pilot]
  needs:
    name: {that: {for: fee}, else: NO_NAME}
...
"""
SCENARIO = """format: milepost.scenarios/v1
rulebook: harbour
scenarios:
  ada:
    text: Ada mediated for four hours.
    given:
      - {profile completed: profile-1, completed_on: 2020-03-01}
      - {logbook hours added: case-1, started_on: 2020-05-01, hours: 4, role: lead}
      - {logbook hours added: case-2, started_on: 2020-05-11, hours: %s, role: lead}
    expect:
"""
JUNE_1 = date(2020, 6, 1)
TEXTS = read_texts(HARBOUR)
MATE = ["level mate, kept while", "route mate: course", "route mate: practice"]
PILOT = ["level pilot, lost when", "route pilot: course"]


def explained(expected: str, hours: int = 1, texts: Documents = TEXTS) -> dict[str, date]:
    document = f"{SCENARIO % hours}      - {{on: 2020-06-01, {expected}}}\n"
    (ada,) = read_scenarios(read_yaml(document, "trial.yaml"), texts)
    differences = play(ada, texts)
    (question,) = {str(each.question): each.question for each in differences}.values()
    assert question is not None
    found = explanations(differences, found_by(question, ada, texts), question.on)
    return {f"{each.part} {each.name}": each.on for each in found}


@pytest.mark.parametrize(
    ("expected", "parts"),
    [
        ("level: mate", MATE),
        ("levels: [mate, pilot]", [*MATE, *PILOT]),
        ("possible levels: [pilot]", PILOT),
        ("title: Mate", MATE),
        ("basis: [practice]", [MATE[0], MATE[2]]),
        ("missing: {practice: 2 hours}", [MATE[0], MATE[2]]),
        ('missing reasons: {"mate: course": [PROGRAM_MISSING]}', MATE[:2]),
        ("standing: suspended", [*MATE, *PILOT, "standing suspended"]),
        ("listing: listed", ["listing name", *PILOT]),
        ("listing reasons: [NO_NAME]", ["listing name", *PILOT]),
        ("not reasons: [LEVEL_NOT_LISTED]", PILOT),
        ("reasons: [PROGRAM_MISSING]", ["route mate: course", "route pilot: course"]),
        ("reasons: [STORM]", ["route mate: course", "route pilot: course"]),
        ("reasons: [HOURS_MET]", ["route mate: practice"]),
        ("not conditions: [fee]", ["condition fee"]),
        ("notes: [quiet]", ["note quiet"]),
        ("refused: [LEARNING_REFUSED]", ["refused R.1"]),
        ("renewal: {season: met}", ["renewal season"]),
        ("renewal: {tide: met}", []),
        ("period began: {lull: 2020-05-01}", ["period lull, begins"]),
        ("next: []\n        , next change: 2020-07-01", []),
    ],
)
def test_a_difference_is_explained_by_what_bears_on_it(expected: str, parts: list[str]) -> None:
    assert sorted(explained(expected)) == sorted(parts)


def test_a_level_that_is_held_is_explained_on_the_earlier_of_two_days() -> None:
    assert explained("since: 2020-05-05", hours=6) == dict.fromkeys(MATE, date(2020, 5, 5))
    assert explained("since: 2020-05-20", hours=6) == dict.fromkeys(MATE, date(2020, 5, 11))
    assert explained("basis since: {practice: 2020-05-05}", hours=6) == dict.fromkeys(MATE[::2], date(2020, 5, 5))
    assert explained("gaps: [[2020-05-05, open]]", hours=6) == dict.fromkeys(MATE, JUNE_1)


def test_without_any_level_all_of_them_are_explained() -> None:
    assert sorted(explained("since: 2020-05-05")) == sorted([*MATE, *PILOT])


def test_a_period_is_explained_by_its_beginning_and_its_renewal() -> None:
    assert explained("period began: {season: 2020-03-02}") == dict.fromkeys(
        ["period season, begins", "renewal season"], date(2020, 3, 1)
    )
    assert explained("period ends: {season: 2021-03-05}") == {"renewal season": date(2021, 2, 28)}
    assert explained("period began: {tide: 2020-03-02}") == {"period tide, begins": date(2020, 3, 1)}


def test_a_day_before_any_text_is_not_explained_itself() -> None:
    assert set(explained("since: 2019-05-05", hours=6).values()) == {JUNE_1}


def test_each_part_is_proved_once() -> None:
    assert sorted(explained("level: mate, levels: [mate], missing: {'mate: course': x, 'pilot: course': x}")) == sorted(
        [*MATE, PILOT[0], PILOT[1]]
    )


def test_a_route_of_several_levels_wants_its_level() -> None:
    with pytest.raises(DocumentRefused, match="a route 'course'; say which: mate: course or pilot: course"):
        explained("level: mate, missing: {course: x}")
