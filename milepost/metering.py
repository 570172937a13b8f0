"""Whoever counts what happens in a store, and rules that tell how long each assessment takes."""

from collections.abc import Callable
from time import perf_counter
from typing import Protocol

from domain.policy.chain import Chain
from domain.policy.hand import Facts
from domain.policy.rules import Assessment, Rules


class Counting(Protocol):
    def appended(self, events: int) -> None:
        """Count events that were recorded."""

    def assessed(self, seconds: float) -> None:
        """Count an assessment."""


class TimedRules(Rules):
    """Rules as any, but for the telling."""

    def __init__(self, chain: Chain, assessed: Callable[[float], None]) -> None:
        """Compile the chain."""
        super().__init__(chain)
        self._assessed = assessed

    def assess(self, facts: Facts) -> Assessment:
        """Assess, and tell how many seconds it took."""
        began = perf_counter()
        assessment = super().assess(facts)
        self._assessed(perf_counter() - began)
        return assessment
