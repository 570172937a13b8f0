"""Compiled chains of versions, each kept for as long as it is likely to be asked for again."""

from collections.abc import Callable

from domain.policy.chain import Chain
from domain.policy.rules import Rules

KEPT = 64
"""How many chains are kept, those asked for last; each takes some tens of milliseconds to compile."""


class CompiledChains:
    """Compiles chains, and keeps them: by the hashes of their texts, their readings and the days they cover."""

    def __init__(self, compiled: Callable[[Chain], Rules] = Rules) -> None:
        """Begin with none."""
        self._compiled = compiled
        self._kept: dict[object, Rules] = {}

    def rules(self, chain: Chain) -> Rules:
        """Return a chain compiled."""
        key = tuple(
            tuple((version.content_hash, tuple(sorted(version.readings.items())), cover) for version, cover in texts)
            for texts in (chain.covers, chain.others)
        )
        rules = self._kept.pop(key, None) or self._compiled(chain)
        if len(self._kept) >= KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = rules
        return rules
