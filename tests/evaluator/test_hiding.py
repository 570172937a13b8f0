"""Whatever values become unknown, no day becomes certain and no possible day is lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evaluator.hiding import chosen, hidden, settled_by_hiding
from tests.evaluator.policies import Case, cases
from tests.evaluator.scales import MONTHS

BIG = [HealthCheck.too_slow, HealthCheck.data_too_large]
"""Whole rulebooks are large examples, which is what is wanted."""


@settings(max_examples=500, suppress_health_check=BIG)
@given(cases(st.just(MONTHS), counting_periods=False), st.data())
def test_hiding_values_only_adds_doubt(case: Case, data: st.DataObject) -> None:
    chain, facts = case
    assert not list(settled_by_hiding(chain, facts, hidden(facts, data.draw(chosen(chain, facts)))))
