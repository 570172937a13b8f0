"""Every item of a selection meets a condition."""

import pytest

from tests.domain.policy.texts import Item, asking, days, fact, faults_of, proof, written

EVERY = """
every: mediation
where:
  - mediation.role is co
that: mediation.hours at least 2 hours
"""


def entry(number: int, hours: object, role: str | None = "co") -> tuple[str, Item]:
    return fact("mediation", id=f"m{number}", started_on=f"2020-0{number}-01", hours=hours, role=role)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], "always"),
        ([entry(1, 2)], "always"),
        ([entry(1, 2), entry(2, 1)], "to 2020-01-31"),
        ([entry(1, 1, "lead")], "always"),
        ([entry(1, None)], "to 2019-12-31; perhaps always"),
        ([entry(1, 1, None)], "to 2019-12-31; perhaps always"),
    ],
)
def test_it_holds_until_one_fails(entries: list[tuple[str, Item]], expected: str) -> None:
    assert days(EVERY, *entries) == expected


def test_the_first_that_fails_is_told() -> None:
    found = proof(EVERY, "2020-06-01", entry(1, 2), entry(2, "1.5"), entry(3, 1))
    assert (found.holds, found.found, found.short) == (False, "1 of 3", "0.5 hours")
    assert [cited.id for cited in found.evidence] == ["m2"]


def test_what_every_one_meets_is_counted() -> None:
    found = proof(EVERY, "2020-06-01", entry(1, 2), entry(2, 2))
    assert (found.holds, found.found) == (True, "2 of 2")


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("every: approval\nthat: approval.min_hours at least 2 hours", "'approval' is a span"),
        ("every: mediation", "'that' is missing"),
        ("every: mediations\nthat: clause 1", "did you mean 'mediation'?"),
    ],
)
def test_an_every_that_means_nothing_is_refused(condition: str, fault: str) -> None:
    assert fault in faults_of(written(asking(condition)))[0]
