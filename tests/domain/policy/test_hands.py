"""Hands over many facts: what follows from kinds that are lacking is worked out once, and is what it always is."""

import pytest

from domain.policy.hand import Facts
from domain.policy.rules import Rules
from tests.laws.imi import rules

COURSE = {"id": "course-1", "program": "X", "program_version": "1", "format": "online", "ended_on": 737_500}
LACKING: list[Facts] = [
    {},
    {"course": [COURSE]},
    {"fee": [{"id": "fee-1", "purpose": "annual", "paid_on": 738_600}]},
    {"course": [{**COURSE, "result": "passed", "hours": 40_000}], "leave": []},
]


@pytest.mark.parametrize("most", [1, 2, 100])
def test_whoever_was_assessed_before_changes_nothing(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    chain = rules().chain
    alone = [Rules(chain).assess(facts) for facts in LACKING]
    monkeypatch.setattr("domain.policy.hand.FEW", 1)
    monkeypatch.setattr("domain.policy.hand.MOST_BEGUN", most)
    among_others = Rules(chain)

    assert [among_others.assess(facts) for facts in [*LACKING, *LACKING]] == [*alone, *alone]
