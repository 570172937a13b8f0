"""Requirements that are lifted, and clauses of another day, explained: the ground, and what the clause lacks."""

from datetime import date

import pytest

from domain.policy.proof import Proof
from tests.domain.policy.texts import Item, amendment, case, chain_of, fact, policy, proof

ON = "2021-05-01"
CLAUSES = """
clauses:
  "5.1":
    text: Twenty hours of practice.
    source: the guild
    sum: mediation.hours
    at least: 20 hours
    reason: PRACTISED
    else: PRACTICE_SHORT
    may be waived: yes
    unless:
      pandemic:
        when: the day on or before 2021-12-31
        reason: SUSPENDED_REQUIREMENT
      leave:
        when:
          for: leave
          when:
            - leave in force on the day
        reason: ON_LEAVE
"""
PRACTISED = fact("mediation", started_on="2021-01-01", hours=20)
WAIVED = fact("waiver", id="waiver-1", requirement="5.1", granted_on="2022-01-01")


def clause(day: str, *items: tuple[str, Item]) -> Proof:
    return proof("clause 5.1", day, *items, beside=CLAUSES)


def test_what_is_met_needs_no_ground() -> None:
    found = clause(ON, PRACTISED)
    assert (found.holds, found.codes, found.lifted_by) == (True, ("PRACTISED",), "")


def test_the_ground_that_lifts_a_clause_gives_the_reason_and_the_lack_is_told_beside_it() -> None:
    found = clause(ON)
    assert (found.holds, found.codes, found.lifted_by) == (True, ("SUSPENDED_REQUIREMENT",), "pandemic")
    (lifted,) = found.parts
    assert lifted.says == "this is met or lifted"
    lacking, ground = lifted.parts
    assert (lacking.holds, lacking.short) == (False, "20 hours")
    assert (ground.holds, ground.says) == (True, "the day asked about is on or before 31 December 2021")


def test_a_waiver_is_the_evidence_of_what_it_lifts() -> None:
    found = clause("2022-05-01", WAIVED)
    assert (found.codes, found.lifted_by) == (("WAIVED",), "waiver")
    assert [each.id for each in found.cited()] == ["waiver-1"]


def test_without_a_ground_the_clause_lacks_what_it_lacks() -> None:
    found = clause("2022-05-01")
    assert (found.holds, found.codes, found.short, found.lifted_by) == (False, ("PRACTICE_SHORT",), "20 hours", "")


def test_a_ground_in_doubt_is_told_beside_what_is_lacking() -> None:
    found = clause("2022-05-01", fact("leave", from_="2022-01-01", until=None, requested_on="2022-01-01"))
    assert (found.holds, found.short) == (None, "20 hours")
    assert [(part.says, part.holds) for part in found.parts[0].parts] == [("there is a leave", None)]


FIRST = """
clauses:
  "1":
    text: A course of thirty hours.
    source: the guild
    for: course
    when:
      - require: course.hours at least 30 hours
        else: HOURS_SHORT
levels:
  asked:
    rank: 1
    title: Asked
    routes:
      route: clause 1
"""
SECOND = """
clauses:
  "1":
    text: A course of forty hours.
    source: the guild
    for: course
    when:
      - require: course.hours at least 40 hours
        else: HOURS_SHORT
  "2":
    text: A refresher.
    source: the guild
    for: refresher
levels:
  asked:
    rank: 1
    title: Asked
    routes:
      route: {route}
"""


def of_another_day(route: str, *items: tuple[str, Item]) -> Proof:
    first = policy(FIRST, from_="2010-01-01")
    chain = chain_of(first, amendment(first, SECOND.format(route=route), "2", "2020-01-01"))
    ((_, _, found),) = case(chain, *items).proofs(date(2021, 5, 1))
    return found


def test_a_clause_of_another_day_is_explained_by_the_text_of_that_day() -> None:
    found = of_another_day("clause 1 as in force on 2015-06-01", fact("course", ended_on="2015-01-01", hours=28))
    assert found.says == "clause 1 holds, as it stood in the text of 1 June 2015"
    assert (found.clause, found.text) == ("1", "A course of thirty hours.")
    assert (found.codes, found.short) == (("HOURS_SHORT",), "2 hours")


@pytest.mark.parametrize("route", ["clause 2 as in force on 2015-06-01", "clause 1 as in force on 2005-01-01"])
def test_a_clause_that_there_was_not_is_named_as_that(route: str) -> None:
    found = of_another_day(route, fact("refresher", held_on="2020-05-01"))
    assert (found.holds, found.found, found.failed) == (False, "no such clause then", 1)


def test_a_clause_of_an_unknown_day_is_not_told_further() -> None:
    route = "\n        for: application\n        when:\n          - clause 1 as in force on application.decided_on"
    application = fact("application", submitted_on="2020-05-01", decided_on=None)
    found = of_another_day(route, application, fact("course", ended_on="2015-01-01", hours=35))
    assert (found.holds, [part.found for part in found.parts]) == (None, [""])
