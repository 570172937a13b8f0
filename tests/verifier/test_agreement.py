"""The verifier, which shares no code with the service, derives what the service answers, on every day there is.

`tests.verifier.soak` asks every question of every rulebook's scenarios, and of as many random rulebooks as it is told.
"""

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from application.assessing import Coordinates
from application.memory import MemoryStore
from tests.evaluator.policies import Case, cases
from tests.laws.histories import HAPPENINGS, OPENINGS, Happening, assessor_of, published, record_all
from tests.laws.rebuilding import ON
from tests.verifier.agreement import Asked, agreement, every_question, tracks_differing
from verifier.periods import PeriodInDoubt

SOME = [*every_question()[7::48], *(each for each in every_question() if each.scenario.name == "supervision waived")]
"""Questions of all rulebooks; a soak asks every one."""
DOUBTFUL = [each for each in every_question() if "not known" in each.scenario.name][1::8]
FEW = settings(suppress_health_check=list(HealthCheck), phases=[Phase.generate], deadline=None)


@pytest.mark.parametrize("asked", SOME, ids=str)
def test_the_answer_to_a_question_of_a_scenario_follows(asked: Asked) -> None:
    found = asked.agreement()
    assert found is None or found.differences == []


@pytest.mark.parametrize("asked", DOUBTFUL, ids=str)
def test_where_the_days_of_a_period_are_in_doubt_it_says_what_it_left_open(asked: Asked) -> None:
    found = asked.agreement()
    assert found is not None
    assert found.differences == []
    assert "under" not in found.left_open


@settings(FEW, max_examples=80)
@given(cases())
def test_random_rulebooks_hold_on_the_same_days(case: Case) -> None:
    try:
        assert tracks_differing(*case) == []
    except PeriodInDoubt:
        return


@settings(FEW, max_examples=12)
@given(HAPPENINGS, st.sampled_from(ON), st.none() | st.sampled_from(["2020.04", "2021.06"]), st.integers(0, 3))
def test_the_answer_from_a_random_history_follows(
    happenings: list[Happening], on: date, under: str | None, untold: int
) -> None:
    store = MemoryStore()
    assessor = assessor_of(store)
    record_all(store, assessor, [*published(), *OPENINGS, *happenings])
    at = Coordinates(on=on, known=store.head() - min(untold, len(happenings)), under=under)
    assert agreement(store, assessor, "imi", "ada", at).differences == []
