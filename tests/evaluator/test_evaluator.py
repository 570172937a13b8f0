"""The service and a second evaluator, which judges day by day by the definitions alone, say the same.

Whatever values become unknown besides, no day becomes certain and no possible day is lost.
"""

import grimp
import pytest

from tests.evaluator.soak import BATCH, batch

SEEDS = range(1, 9)
"""One batch each, always the same ones; a soak runs batches of other seeds."""
SHARED = {"language", "text", "vocabulary", "chain"}
"""The shapes of a rulebook, and nothing that works anything out."""
DEFINITIONS = ("evaluator", "conditions", "periods", "amounts", "dependent", "meaning", "terms", "logic", "calendar")


@pytest.mark.parametrize("first", SEEDS)
def test_the_service_says_what_the_definitions_say_and_hiding_only_adds_doubt(first: int) -> None:
    report = batch(first)
    assert report.examples >= BATCH
    assert not report.wrong, report.wrong[0]


def test_the_evaluator_shares_no_code_with_what_it_judges() -> None:
    graph = grimp.build_graph("tests", "domain", cache_dir=None)
    modules = {f"tests.evaluator.{name}" for name in DEFINITIONS}
    imported = {
        found for module in modules for found in graph.find_modules_directly_imported_by(module) if found not in modules
    }
    assert imported == {f"domain.policy.{name}" for name in SHARED}
