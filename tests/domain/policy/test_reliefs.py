"""Requirements that are lifted: by a waiver that names the clause, or on a ground of their own."""

from tests.domain.policy.texts import Item, days, fact, proof

CLAUSES = """
clauses:
  5.1:
    text: Three hours of practice in a year.
    source: the rules
    sum: mediation.hours
    where:
      - mediation.started_on on or after 1 year before the day
    at least: 3 hours
    reason: PRACTISED
    else: PRACTICE_SHORT
    may be waived: yes
    unless:
      closed:
        when:
          all:
            - the day on or after 2020-03-20
            - the day on or before 2020-06-30
        reason: CLOSED
"""


def waived(requirement: str | None, until: str | None = "2021-01-01") -> tuple[str, Item]:
    return fact("waiver", granted_on="2020-09-01", requirement=requirement, until=until)


def test_a_requirement_is_lifted_on_the_days_of_its_ground() -> None:
    assert days("clause 5.1", beside=CLAUSES) == "2020-03-20 to 2020-06-30"


def test_a_waiver_lifts_the_clause_that_it_names() -> None:
    assert days("clause 5.1", waived("5.1"), beside=CLAUSES) == "2020-03-20 to 2020-06-30, 2020-09-01 to 2020-12-31"
    assert days("clause 5.1", waived("5.2"), beside=CLAUSES) == "2020-03-20 to 2020-06-30"


def test_a_waiver_of_an_unknown_requirement_may_lift_it() -> None:
    found = days("clause 5.1", waived(None), beside=CLAUSES)
    assert found == "2020-03-20 to 2020-06-30; perhaps 2020-03-20 to 2020-06-30, 2020-09-01 to 2020-12-31"


def test_the_ground_that_lifts_a_requirement_is_named() -> None:
    by_ground = proof("clause 5.1", "2020-04-01", beside=CLAUSES)
    assert (by_ground.holds, by_ground.codes, by_ground.lifted_by) == (True, ("CLOSED",), "closed")
    by_waiver = proof("clause 5.1", "2020-10-01", waived("5.1"), beside=CLAUSES)
    assert by_waiver.lifted_by == "waiver"
    assert [cited.kind for cited in by_waiver.cited()] == ["waiver"]


def test_what_is_met_needs_no_ground() -> None:
    found = proof("clause 5.1", "2020-04-01", fact("mediation", started_on="2020-01-01", hours=3), beside=CLAUSES)
    assert (found.holds, found.lifted_by) == (True, "")


def test_what_no_ground_lifts_is_short_of_what_it_asks() -> None:
    found = proof("clause 5.1", "2020-08-01", beside=CLAUSES)
    assert (found.holds, found.codes, found.short) == (False, ("PRACTICE_SHORT",), "3 hours")
