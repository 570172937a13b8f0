"""Clauses that are asked for together and each take an item of one kind, which need not be the same."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from domain.policy.language import ClauseHolds, Condition, Exists, Relieved, Require, Together
from domain.policy.lint_contradictions import Contradictions
from domain.policy.lint_known import Known
from domain.policy.places import Way
from domain.policy.roots import Root, bound_by, roots_of, within
from domain.policy.text import Policy


def apart(policy: Policy) -> Iterator[tuple[str, Way, str]]:
    """Yield the clauses of which each may be met by another item of the kind that both take under ``for``.

    Of an item in hand nothing is said: both speak of it. Nor of two that no item could meet, of two under different
    names, or of periods, of which one runs at a time.
    """
    finding, handed = _Apart(policy), _handed(policy)
    for root in roots_of(policy):
        for condition, hand in within(root.condition):
            in_hand = {*hand, *bound_by(condition), *handed.get(_own(root), ())}
            for one, other, item in finding.of(condition):
                if item not in in_hand:
                    words = (
                        f"{root.called} names clause {one} and clause {other}, and each takes its own {item}: another "
                        f"may meet each. One and the same has to meet both under the 'when:' of a 'for: {item}'; where "
                        f"two are meant, one gets a name of its own, '{item} as …'"
                    )
                    yield "items-apart", root.way, words


class _Apart:
    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._contradictions = Contradictions(policy)

    def of(self, condition: Condition) -> Iterator[tuple[str, str, str]]:
        """Yield two clauses that a condition asks for together, and the item of which each takes its own."""
        lines = condition.when if isinstance(condition, Exists) else (condition,)
        named = dict.fromkeys(each.no for line in lines for each in _asked(line) if isinstance(each, ClauseHolds))
        for one, other in combinations(named, 2):
            for mine, theirs in product(self._taken(one), self._taken(other)):
                if _alike(mine, theirs) and self._may_be_one(mine, theirs):
                    yield one, other, mine.binders[0].name

    def _taken(self, no: str) -> Iterator[Exists]:
        """Yield what a clause takes, clauses that it names opened; no periods."""
        for each in _asked(self._policy.clause(no).condition):
            if isinstance(each, ClauseHolds):
                yield from self._taken(each.no)
            elif isinstance(each, Exists) and not self._policy.vocabulary[each.binders[0].kind].derived:
                yield each

    def _may_be_one(self, mine: Exists, theirs: Exists) -> bool:
        both = Together(how="all", of=(*mine.when, *theirs.when))
        return mine != theirs and self._contradictions.of(both, Known()) is None


def _alike(mine: Exists, theirs: Exists) -> bool:
    one, other = mine.binders[0], theirs.binders[0]
    return (one.name, one.kind) == (other.name, other.kind)


def _asked(condition: Condition) -> Iterator[Condition]:
    """Yield the lines that all have to hold."""
    match condition:
        case Together(how="all"):
            for each in condition.of:
                yield from _asked(each)
        case Require() | Relieved():
            yield from _asked(condition.that)
        case _:
            yield condition


def _handed(policy: Policy) -> Mapping[str, set[str]]:
    """Return the items that a clause may find in hand where it is named, by its number."""
    named = [
        (_own(root), each.no, set(hand))
        for root in roots_of(policy)
        for each, hand in within(root.condition)
        if isinstance(each, ClauseHolds)
    ]
    handed: dict[str, set[str]] = {no: set() for _, no, _ in named}
    for _ in handed:
        for caller, no, hand in named:
            handed[no] |= hand | handed.get(caller, set())
    return handed


def _own(root: Root) -> str:
    return root.way[1] if root.way[0] == "clauses" else ""
