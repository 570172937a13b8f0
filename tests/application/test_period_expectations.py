"""What a scenario expects of periods is held against those that the answer shows."""

from application.scenario_reading import read_scenarios
from application.scenarios import play
from infrastructure.documents import read_yaml
from tests.scenarios.shelf import read_texts

HARBOUR = """format: milepost.policy/v1
rulebook: harbour
version: "1"
title: Harbour
published: 2020-01-01
in force from: 2020-01-01
clauses:
  1.1:
    text: Ten hours of mediation in a season.
    source: invented
    for: season
    when:
      - require: {sum: mediation.hours, where: [mediation.started_on within season], at least: 10 hours}
        else: HOURS_SHORT
    reason: HOURS_MET
periods:
  season:
    text: A season lasts a year.
    source: invented
    begins: {for: profile, on: profile.completed_on}
    lasts: 1 year
    renewed: {when: clause 1.1}
  guild year:
    text: A year of the guild.
    source: invented
    begins: {for: profile, on: profile.completed_on}
    lasts: 1 year
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
    expect:
"""


def differences(expected: str) -> list[str]:
    documents = read_texts(HARBOUR)
    (ada,) = read_scenarios(read_yaml(f"{SCENARIO}      - {{on: 2020-06-01, {expected}}}\n", "trial.yaml"), documents)
    return [each.message for each in play(ada, documents)]


def test_periods_are_as_they_are() -> None:
    found = differences(
        "period began: {season: 2020-03-01}, period ends: {season: 2021-02-28, guild year: 2021-02-28}, "
        "renewal: {season: open}, renewal short: {season: 6 hours}, renewal reasons: {season: [HOURS_SHORT]}"
    )
    assert found == []


def test_what_is_otherwise_is_told() -> None:
    found = differences(
        "period began: {season: 2020-03-02}, period ends: {season: 2021-03-01}, renewal: {season: met}, "
        "renewal short: {season: ''}, renewal reasons: {season: [HOURS_MET]}, "
    )
    assert found == [
        "'period began': 'season': expected 2020-03-02, found 2020-03-01",
        "'period ends': 'season': expected 2021-03-01, found 2021-02-28",
        "'renewal': 'season': expected met, found open",
        "'renewal short': 'season': expected nothing, found 6 hours",
        "'renewal reasons': 'season': expected HOURS_MET among them, found HOURS_SHORT",
    ]


def test_a_period_that_is_not_renewed_has_no_renewal() -> None:
    assert differences("renewal: {guild year: met}") == ["'renewal': expected 'guild year' among them, found season"]
