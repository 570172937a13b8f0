"""The words beside an answer: for the codes and ids that it names, and no others."""

from datetime import date

from domain.answer import Answer, Known, Worded
from domain.policy.translation import Translation
from domain.worded import words_for
from tests.domain.policy.texts import case, chain_of, fact, policy

GUILD = """
clauses:
  "1":
    text: Two mediations.
    source: the guild
    count: mediation
    at least: 2
    else: EXPERIENCE_SHORT
refuses:
  "9":
    text: A refresher is no way in.
    source: the guild
    for: refresher
    reason: REFRESHER_REFUSED
levels:
  member:
    rank: 10
    title: Member
    routes:
      experience: clause 1
periods:
  term:
    text: A term of two years.
    source: the guild
    begins:
      for: recognition
      on: recognition.granted_on
    lasts: 2 years
    renewed:
      when: clause 1
standings:
  resting:
    order: 1
    reason: RESTING
    text: At rest.
    when:
      for: application
      when:
        - the day before 2022-01-01
conditions:
  logo:
    reason: LOGO_OWED
    text: The logo is still owed.
    when:
      for: application
notes:
  visited:
    reason: VISITED
    text: There was a refresher.
    when:
      for: refresher
"""
GERMAN = Translation(
    language="de",
    reasons={"EXPERIENCE_SHORT": "Zu wenige.", "RESTING": "Ruht.", "UNUSED": "Nie."},
    clauses={"1": "Zwei Mediationen.", "9": "Kein Weg.", "10": "Nie."},
    levels={"member": "Mitglied"},
    routes={"experience": "Erfahrung"},
    periods={"term": "Amtszeit"},
    standings={"resting": "ruht"},
    conditions={"logo": "Das Zeichen fehlt."},
    notes={"visited": "besucht"},
    units={"mediation": "Mediation"},
    phrases={"ends": "endet", "standing": "Stand"},
)


def answer() -> Answer:
    items = [
        fact("recognition", level="member", granted_on="2020-09-01"),
        fact("application", submitted_on="2021-01-01"),
        fact("refresher", held_on="2021-01-01"),
        fact("mediation", started_on="2020-10-01"),
    ]
    return case(chain_of(policy(GUILD)), *items).answer("ada", date(2021, 5, 1), Known(1, ""), "in force")


def test_what_the_answer_names_has_its_words() -> None:
    found = words_for(answer(), GERMAN)
    assert found == Worded(
        language="de",
        reasons={"RESTING": "Ruht.", "EXPERIENCE_SHORT": "Zu wenige."},
        clauses={"1": "Zwei Mediationen.", "9": "Kein Weg."},
        levels={"member": "Mitglied"},
        routes={},
        periods={"term": "Amtszeit"},
        standings={"resting": "ruht"},
        conditions={"logo": "Das Zeichen fehlt."},
        notes={"visited": "besucht"},
        amounts={"1 mediation": "1 Mediation"},
        changes={"standing resting ends": "Stand ruht endet"},
    )


def test_an_answer_without_a_language_has_no_words() -> None:
    assert answer().words is None
