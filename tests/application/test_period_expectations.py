"""What a scenario expects of periods is held against those that the answer shows."""

import pytest

from application.scenario_reading import read_scenarios
from application.scenarios import play
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
  1.1:
    text: Ten hours of mediation in a season.
    source: invented
    for: season
    when:
      - require: {sum: mediation.hours, where: [mediation.started_on within season], at least: 10 hours}
        else: HOURS_SHORT
    reason: HOURS_MET
  1.2:
    text: Ten hours of mediation in the lead.
    source: invented
    sum: mediation.hours
    where: [mediation.role is lead]
    at least: 10 hours
  1.3:
    text: Ten hours of mediation in any role.
    source: invented
    sum: mediation.hours
    at least: 10 hours
periods:
  season:
    text: A season lasts a year.
    source: invented
    begins: {for: profile, on: profile.completed_on}
    lasts: 1 year
    renewed: {when: clause 1.1}
  late season:
    text: A season that may be renewed late.
    source: invented
    begins: {for: profile, on: profile.completed_on}
    lasts: 1 year
    renewed: {when: clause 1.2, late: 2 months, late counts from: its end}
  short season:
    text: A season for four hours.
    source: invented
    begins: {for: profile, on: profile.completed_on}
    lasts: 1 year
    renewed: {when: {sum: mediation.hours, at least: 4 hours}}
  open season:
    text: A season that waits for hours that nobody noted.
    source: invented
    begins: {for: profile, on: profile.completed_on}
    lasts: 1 year
    renewed: {when: clause 1.3}
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
      - {logbook hours added: case-2, started_on: 2019-05-02, role: co}
    expect:
"""


def differences(expected: str, on: str = "2020-06-01") -> list[str]:
    documents = read_texts(HARBOUR)
    (ada,) = read_scenarios(read_yaml(f"{SCENARIO}      - {{on: {on}, {expected}}}\n", "trial.yaml"), documents)
    return [each.message for each in play(ada, documents)]


@pytest.mark.parametrize(
    ("period", "on", "renewal"),
    [
        ("season", "2021-02-28", "open"),
        ("season", "2021-03-01", "missed"),
        ("late season", "2021-04-28", "open"),
        ("late season", "2021-04-29", "missed"),
        ("open season", "2021-03-01", "in doubt"),
        ("short season", "2020-06-01", "met"),
    ],
)
def test_a_renewal_is_missed_once_it_can_no_longer_be_met(period: str, on: str, renewal: str) -> None:
    assert differences(f"renewal: {{{period}: {renewal}}}", on) == []
    assert len(differences(f"renewal: {{{period}: {'open' if renewal != 'open' else 'met'}}}", on)) == 1


def test_another_word_for_a_renewal_is_refused_with_the_nearest() -> None:
    with pytest.raises(DocumentRefused, match="'renewal': 'mised' is not known; did you mean 'missed'"):
        differences("renewal: {season: mised}")
    with pytest.raises(DocumentRefused, match="'renewal': 'lapsed' is not known; known: in doubt, met, missed, open"):
        differences("renewal: {season: lapsed}")


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
    (found,) = differences("renewal: {guild year: met}")
    assert found.startswith("'renewal': expected 'guild year' among them, found season, late season")
