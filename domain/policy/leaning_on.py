"""What leans on a part of a text, in itself or by way of others, as it is called aloud."""

from collections.abc import Iterable, Iterator, Mapping

from domain.policy.leaning import leant_on
from domain.policy.roots import Root, roots_of
from domain.policy.said import listed
from domain.policy.text import Policy

OWN = {"clauses": "clause", "levels": "level", "periods": "period"}
"""Parts that others name, by the section in which they stand."""


def leaning_on(policy: Policy) -> Mapping[str, tuple[str, ...]]:
    """Return, for ``clause 2.1``, ``level qualified`` and ``period year``, all that leans on it, in the text's order.

    What reads a period leans on the period, and not on what begins or renews it. A clause that is judged as it was in
    force on a day before the text is another text's: it does not lean on this one.
    """
    roots = [(root, frozenset(leant_on(root.condition, policy))) for root in roots_of(policy)]
    return {name: tuple(_leaning(name, roots, policy)) for name in {name for _, names in roots for name in names}}


def _leaning(name: str, roots: Iterable[tuple[Root, frozenset[str]]], policy: Policy) -> Iterator[str]:
    reached, size = {name}, 0
    while size != len(reached):
        size = len(reached)
        reached |= {_name(root) for root, names in roots if names & reached and root.way[0] != "periods"}
    called = dict.fromkeys(root.called for root, names in roots if names & reached and _name(root) != name)
    clauses = [each.removeprefix("clause ") for each in called if each.startswith("clause ")]
    if clauses:
        yield f"clause{'s' if clauses[1:] else ''} {listed(clauses, 'and')}"
    yield from (each for each in called if not each.startswith("clause "))
    if any(f"level {each}" in reached for each in policy.listing_of):
        yield "the listing"


def _name(root: Root) -> str:
    """Return the name by which others lean on a part; of one that none can name, how it is called."""
    return f"{OWN[root.way[0]]} {root.way[1]}" if root.way[0] in OWN else root.called
