"""The service and a second evaluator, which judges day by day by the definitions alone, say the same."""

import grimp
from hypothesis import HealthCheck, given, settings

from tests.evaluator.agreement import disagreements
from tests.evaluator.policies import Case, cases

BIG = [HealthCheck.too_slow, HealthCheck.data_too_large]
"""Whole rulebooks are large examples, which is what is wanted."""
SHARED = {"language", "text", "vocabulary", "chain"}
"""The shapes of a rulebook, and nothing that works anything out."""
DEFINITIONS = ("evaluator", "conditions", "periods", "amounts", "dependent", "meaning", "terms", "logic", "calendar")


@settings(max_examples=1_000, suppress_health_check=BIG)
@given(cases())
def test_the_service_says_what_the_definitions_say(case: Case) -> None:
    assert not disagreements(*case)


def test_the_evaluator_shares_no_code_with_what_it_judges() -> None:
    graph = grimp.build_graph("tests", "domain", cache_dir=None)
    modules = {f"tests.evaluator.{name}" for name in DEFINITIONS}
    imported = {
        found for module in modules for found in graph.find_modules_directly_imported_by(module) if found not in modules
    }
    assert imported == {f"domain.policy.{name}" for name in SHARED}
