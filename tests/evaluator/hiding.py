"""Law 9 on random policies: what becomes unknown adds no certain day and takes no possible one."""

from collections.abc import Iterable, Iterator

from hypothesis import strategies as st

from domain.policy.chain import Chain
from domain.policy.rules import Assessment, Rules
from domain.timeline import Timeline, intersection
from tests.evaluator.policies import Facts

Place = tuple[str, int, str]
"""A kind, the number of an item of it, and a field."""


def hidden(facts: Facts, places: Iterable[Place]) -> Facts:
    """Return the facts with these values unknown."""
    found = {kind: [dict(item) for item in items] for kind, items in facts.items()}
    for kind, number, field in places:
        found[kind][number][field] = None
    return found


def chosen(chain: Chain, facts: Facts) -> st.SearchStrategy[list[Place]]:
    """Return some places to hide: where a value stands, or means something by its absence."""
    kinds = chain.covers[0][0].policy.vocabulary
    places = [
        (kind, number, field)
        for kind, items in facts.items()
        for number, _ in enumerate(items)
        for field in (*kinds[kind].fields, "retracted_on")
    ]
    return st.lists(st.sampled_from(places), min_size=1, max_size=3) if places else st.just([])


def settled_by_hiding(chain: Chain, known: Facts, unknown: Facts) -> Iterator[str]:
    """Yield each part of the answer that is more certain where less is known."""
    rules = Rules(chain)
    before, after = dict(_timelines(rules.assess(known))), dict(_timelines(rules.assess(unknown)))
    for part, (certain, possible) in before.items():
        if (
            intersection(after[part][0], certain) != after[part][0]
            or intersection(possible, after[part][1]) != possible
        ):
            yield part


def _timelines(assessment: Assessment) -> Iterator[tuple[str, Timeline]]:
    named = {
        "held": assessment.held,
        "entitled": assessment.entitled,
        "standing": assessment.standings,
        "unmet": assessment.unmet,
        "condition": assessment.conditions,
        "note": assessment.notes,
    }
    yield from ((f"{part} {name}", found) for part, timelines in named.items() for name, found in timelines.items())
    yield "listable", assessment.listable
